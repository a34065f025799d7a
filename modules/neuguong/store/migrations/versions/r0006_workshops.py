"""Revision 0006: the workshop board, its mark, and an index of the answers that have a hall.

Knows nothing of later revisions; never edited once released.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the board's tables, empty; nothing else changes."""
    moment = sa.DateTime(timezone=True)
    op.add_column("log_mark", sa.Column("board", sa.BigInteger, nullable=False, server_default="0"))
    has_name = sa.text("context_id IS NOT NULL")
    op.create_index(
        "ix_statement_context_id", "statement", ["context_id"], sqlite_where=has_name, postgresql_where=has_name
    )
    _create(
        "workshop",
        [],
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("began", moment, nullable=False),
        sa.Column("is_ended", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    _create(
        "workshop_event",
        [_number("number")],
        sa.Column("at", moment, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    _create("workshop_member", [_member()], sa.Column("unit", sa.String(100)), sa.Column("group", sa.SmallInteger))
    box = ("turn", "round")
    _create("workshop_box", map(_number, box), sa.Column("state", sa.String(7), nullable=False))
    _create(
        "workshop_ballot",
        [*map(_number, box), _member()],
        sa.Column("response", sa.Text, nullable=False),
        sa.Column("attempt_id", sa.String(100), nullable=False),
    )
    _create(
        "workshop_word",
        [_number("number")],
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("is_shown", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")


def _create(name: str, keys: Iterable[sa.Column[Any]], *columns: sa.Column[Any]) -> None:
    key = sa.Column("workshop_id", sa.String(100), primary_key=True)
    op.create_table(name, key, *keys, *columns, sqlite_with_rowid=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _member() -> sa.Column[Any]:
    return sa.Column("member", sa.String(128), primary_key=True)
