"""Revision 0004: of answers of nobody known only how many there are of each kind, and not in which order they came.

Knows nothing of later revisions; never edited once released.
"""

import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = (
    *("topic", "scenario_id", "item_id", "item_version", "interaction", "response", "score", "max_score", "chance"),
    *("unit", "attempt_number"),
)
_OCCASION = ("context", "context_id", "round")
_ITEM = ("item_id", "item_version")
_ANSWER = "item_id, item_version, response"
_SUMS = "n, score_sum, max_score_sum"
_PERIODS = (("all", "''"), ("month", "SUBSTR(CAST(day AS VARCHAR(10)), 1, 7)"), ("day", "CAST(day AS VARCHAR(10))"))


def upgrade() -> None:
    """Count what was kept one by one; nothing that was acknowledged is lost."""
    connection = op.get_bind()
    op.create_table(
        "apart_count",
        *_occasion_key(),
        sa.Column("sensitive", sa.Boolean, primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("counts", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "recent_attempt",
        sa.Column("keyed_hash", sa.String(64), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
    _count(connection)
    said = _read_said(connection)
    for table in ("unlinked_statement", "unlinked_total", "released_total"):
        op.drop_table(table)
    released = op.create_table(
        "released_total",
        *_occasion_key(),
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("taken", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    if said:
        op.bulk_insert(released, said)
    _count_linked_alone(connection)


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")


def _read_said(connection: sa.Connection) -> list[dict[str, Any]]:
    """What has been said of sensitive items, and of how many answers of each response."""
    key = (*_OCCASION, *_ITEM)
    taken: dict[tuple[Any, ...], list[tuple[str, int]]] = defaultdict(list)
    found = f"SELECT {', '.join(key)}, response, released FROM unlinked_total WHERE released > 0"
    for *item, response, n in connection.execute(sa.text(found)):
        taken[tuple(item)].append((response, n))
    said = []
    for row in connection.execute(sa.text("SELECT * FROM released_total")).mappings():
        answers = sorted(taken[tuple(row[name] for name in key)])
        texts = {"counts": row["counts"], "taken": _text([[json.loads(response), n] for response, n in answers])}
        said.append({name: row[name] for name in key} | texts)
    return said


def _count(connection: sa.Connection) -> None:
    heaps: dict[tuple[Any, ...], dict[tuple[Any, ...], int]] = defaultdict(lambda: defaultdict(int))
    for row in connection.execute(sa.text("SELECT * FROM unlinked_statement")).mappings():
        sensitive, day = bool(row["sensitive"]), str(row["day"])
        heap = (row["context"], row["context_id"] or "", row["round"] or 0, sensitive, day[:7] if sensitive else day)
        kind = tuple(row[name] if row[name] is not None else "" for name in _KINDS)
        heaps[heap][kind] += 1
    table = sa.table("apart_count", *map(sa.column, (*_OCCASION, "sensitive", "period", "counts")))
    for heap in sorted(heaps):
        rows = [[*kind, n] for kind, n in sorted(heaps[heap].items())]
        values = dict(zip((*_OCCASION, "sensitive", "period"), heap, strict=True)) | {"counts": _text(rows)}
        connection.execute(table.insert(), values)


def _count_linked_alone(connection: sa.Connection) -> None:
    """Running totals held both; now they are of linked answers."""
    connection.execute(sa.text("DELETE FROM item_total"))
    ordinary = (
        "SELECT context, COALESCE(context_id, '') AS context_id, COALESCE(round, 0) AS round, unit, local_day AS day,"
        f" {_ANSWER}, score, max_score FROM statement WHERE attempt_number = 1"
    )
    placed = " UNION ALL ".join(
        f"SELECT context, context_id, round, {unit} AS unit, '{grain}' AS grain, {period} AS period, {_ANSWER}, score,"
        f" max_score FROM answers WHERE {condition}"
        for grain, period in _PERIODS
        for unit, condition in (("''", "1 = 1"), ("unit", "unit IS NOT NULL"))
    )
    place = "context, context_id, round, unit, grain, period"
    insert = (
        f"WITH answers AS ({ordinary}), placed AS ({placed}) INSERT INTO item_total ({place}, {_ANSWER}, {_SUMS})"
        f" SELECT {place}, {_ANSWER}, COUNT(*), SUM(score), SUM(max_score) FROM placed GROUP BY {place}, {_ANSWER}"
    )
    connection.execute(sa.text(insert))


def _text(rows: list[Any]) -> str:
    return json.dumps(rows, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _occasion_key() -> list[sa.Column[Any]]:
    return [
        sa.Column("context", sa.String(10), primary_key=True),
        sa.Column("context_id", sa.String(100), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    ]
