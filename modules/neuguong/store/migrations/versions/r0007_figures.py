"""Revision 0007: figures about many answers, kept as they were told.

Knows nothing of later revisions; never edited once released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty; nothing else changes."""
    op.create_table(
        "kept_figure",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("mark", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")
