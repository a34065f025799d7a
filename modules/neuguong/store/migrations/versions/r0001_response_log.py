"""Revision 0001: the response log, linked and sensitive, with its totals.

Knows nothing of later revisions; never edited once released.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("attempt_id", sa.String(36), nullable=False, unique=True),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_day", sa.Date, nullable=False),
        *_columns_of_any_answer(),
        sa.Column("duration_ms", sa.BigInteger),
        sa.Column("attempt_number", sa.Integer, nullable=False),
        sa.Column("actor", sa.String(128)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statement_actor", "statement", ["actor"])
    op.create_index("ix_statement_stored", "statement", ["stored"])
    op.create_table(
        "unlinked_statement",
        sa.Column("concealed_id", sa.String(36), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        *_columns_of_any_answer(),
        sa.Column("attempt_number", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    _create_totals()
    mark = op.create_table(
        "log_mark",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(mark, [{"id": 1, "value": 0}])


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")


def _create_totals() -> None:
    op.create_table(
        "item_total",
        sa.Column("unit", sa.String(100), primary_key=True),
        sa.Column("grain", sa.String(5), primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        *_sums_per_answer(),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "actor_period",
        sa.Column("grain", sa.String(5), primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("unit", sa.String(100), primary_key=True),
        sa.Column("actor", sa.String(128), primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    for table in ("item_total", "actor_period"):
        is_empty = sa.text("n <= 0")
        op.create_index(f"ix_{table}_empty", table, ["n"], sqlite_where=is_empty, postgresql_where=is_empty)
    op.create_table("unlinked_total", *_sums_per_answer(), sqlite_with_rowid=False)
    op.create_table(
        "released_total",
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pending", sa.BigInteger, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("totals", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _columns_of_any_answer() -> list[sa.Column[Any]]:
    return [
        sa.Column("context", sa.String(10), nullable=False),
        sa.Column("context_id", sa.String(100)),
        sa.Column("round", sa.Integer),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("scenario_id", sa.String(100), nullable=False),
        sa.Column("item_id", sa.String(100), nullable=False),
        sa.Column("item_version", sa.Integer, nullable=False),
        sa.Column("content_revision", sa.String(100), nullable=False),
        sa.Column("interaction", sa.String(100), nullable=False),
        sa.Column("response", sa.Text, nullable=False),
        sa.Column("presented_order", sa.Text, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("max_score", sa.Double, nullable=False),
        sa.Column("chance", sa.Double, nullable=False),
        sa.Column("confidence", sa.SmallInteger),
        sa.Column("app_version", sa.String(100), nullable=False),
        sa.Column("unit", sa.String(100)),
    ]


def _sums_per_answer() -> list[sa.Column[Any]]:
    return [
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("response", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("score_sum", sa.Double, nullable=False),
        sa.Column("max_score_sum", sa.Double, nullable=False),
    ]
