"""Revision 0003: what is published, what waits for it, and what has been said of sensitive items.

Knows nothing of later revisions; never edited once released.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = ("context", "context_id", "round", "item_id", "item_version")


def upgrade() -> None:
    """Every first answer of a known learner waits: what older versions showed is not known any more. Snapshots stay."""
    connection = op.get_bind()
    op.create_table(
        "waiting_answer",
        sa.Column("statement_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "published_total",
        sa.Column("context", sa.String(10), primary_key=True),
        sa.Column("context_id", sa.String(100), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.String(100), primary_key=True),
        sa.Column("grain", sa.String(7), primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("response", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    connection.execute(
        sa.text(
            "INSERT INTO waiting_answer (statement_id)"
            " SELECT id FROM statement WHERE attempt_number = 1 AND actor IS NOT NULL"
        )
    )
    op.add_column("unlinked_total", sa.Column("released", sa.BigInteger, nullable=False, server_default="0"))
    snapshots = connection.execute(sa.text("SELECT * FROM released_total WHERE n > 0")).mappings().all()
    op.drop_table("released_total")
    op.create_table(
        "released_total",
        sa.Column("context", sa.String(10), primary_key=True),
        sa.Column("context_id", sa.String(100), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("counts", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    for row in snapshots:
        _keep(connection, row)


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")


def _keep(connection: sa.Connection, snapshot: sa.RowMapping) -> None:
    """A snapshot stays as it was shown; only answers that are not in it are new."""
    key = {name: snapshot[name] for name in _KEY}
    counts = [(_text(response), n) for response, n, *_ in json.loads(snapshot["totals"])]
    said = json.dumps([[json.loads(text), n] for text, n in counts], ensure_ascii=False, separators=(",", ":"))
    names = ", ".join((*_KEY, "counts"))
    values = ", ".join(f":{name}" for name in (*_KEY, "counts"))
    connection.execute(sa.text(f"INSERT INTO released_total ({names}) VALUES ({values})"), key | {"counts": said})
    same = " AND ".join(f"{name} = :{name}" for name in (*_KEY, "response"))
    lower = "CASE WHEN n < :n THEN n ELSE :n END"
    for text, n in counts:
        connection.execute(
            sa.text(f"UPDATE unlinked_total SET released = {lower} WHERE {same}"), key | {"response": text, "n": n}
        )


def _text(response: object) -> str:
    return json.dumps(response, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
