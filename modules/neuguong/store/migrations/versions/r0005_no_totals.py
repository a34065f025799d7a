"""Revision 0005: no running totals of answers that are not published; nobody may be shown them.

Knows nothing of later revisions; never edited once released.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop what was counted, and the day that was kept for it; the answers stay."""
    for table in ("item_total", "actor_period"):
        op.drop_index(f"ix_{table}_empty", table)
        op.drop_table(table)
    op.drop_column("statement", "local_day")


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")
