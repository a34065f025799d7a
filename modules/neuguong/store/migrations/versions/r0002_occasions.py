"""Revision 0002: totals by occasion, answers of nobody known apart, and who was erased.

Knows nothing of later revisions; never edited once released.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_BATCH = 1000
_SHARED = (
    *("context", "context_id", "round", "topic", "scenario_id", "item_id", "item_version", "content_revision"),
    *(
        "interaction",
        "response",
        "presented_order",
        "score",
        "max_score",
        "chance",
        "confidence",
        "app_version",
        "unit",
    ),
)
_OCCASION = "context, COALESCE(context_id, '') AS context_id, COALESCE(round, 0) AS round"
_KEY = "context, context_id, round"
_ANSWER = "item_id, item_version, response"
_SUMS = "COUNT(*), SUM(score), SUM(max_score)"
_PERIODS = (("all", "''"), ("month", "SUBSTR(CAST(day AS VARCHAR(10)), 1, 7)"), ("day", "CAST(day AS VARCHAR(10))"))


def upgrade() -> None:
    """Bring rows and totals over; nothing that was acknowledged is lost."""
    connection = op.get_bind()
    op.create_table(
        "erased_actor",
        sa.Column("concealed_actor", sa.String(64), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("unlinked_statement", sa.Column("sensitive", sa.Boolean, nullable=False, server_default=sa.true()))
    snapshots = connection.execute(sa.text("SELECT * FROM released_total")).mappings().all()
    _set_apart(connection)
    _count_attempts_by_occasion(connection)
    for table in ("item_total", "actor_period"):
        op.drop_index(f"ix_{table}_empty", table)
    for table in ("item_total", "actor_period", "unlinked_total", "released_total"):
        op.drop_table(table)
    _create_totals()
    _fill_totals(connection)
    _keep_snapshots(connection, snapshots)


def downgrade() -> None:
    """There is no way back that keeps the answers: restore a backup."""
    raise NotImplementedError("the response log cannot be downgraded; restore the backup made before the upgrade")


def _set_apart(connection: sa.Connection) -> None:
    """Move the answers of nobody known, which had exact times and a place among the others, to the table without."""
    shared: list[sa.ColumnClause[Any]] = [sa.column(name) for name in _SHARED]
    moment = sa.column("stored", sa.DateTime(timezone=True))
    statement = sa.table("statement", sa.column("id"), sa.column("attempt_id"), sa.column("attempt_number"), moment)
    found = sa.select(statement.c.attempt_id, moment, statement.c.attempt_number, *shared)
    found = found.select_from(statement).where(sa.column("actor").is_(None))
    rows = [
        {name: row[name] for name in _SHARED}
        | {
            "concealed_id": _conceal(row["attempt_id"]),
            "day": _day(row["stored"]),
            "attempt_number": min(row["attempt_number"], 2),
            "sensitive": False,
        }
        for row in connection.execute(found).mappings()
    ]
    rows.sort(key=lambda row: str(row["concealed_id"]))
    names = ("concealed_id", "attempt_number", *_SHARED)
    target = sa.table(
        "unlinked_statement",
        sa.column("day", sa.Date),
        sa.column("sensitive", sa.Boolean),
        *(sa.column(name) for name in names),
    )
    for start in range(0, len(rows), _BATCH):
        connection.execute(target.insert(), rows[start : start + _BATCH])
    connection.execute(sa.text("DELETE FROM statement WHERE actor IS NULL"))


def _count_attempts_by_occasion(connection: sa.Connection) -> None:
    """Attempts were counted over all occasions; whoever answered an item on several gets a first answer on each."""
    several = sa.text(
        f"SELECT id, actor, item_id, item_version, {_OCCASION} FROM statement WHERE actor IN ("
        f"SELECT actor FROM statement GROUP BY actor, item_id, item_version "
        f"HAVING COUNT(*) > 1 AND (MIN(context) < MAX(context)"
        f" OR MIN(COALESCE(context_id, '')) < MAX(COALESCE(context_id, ''))"
        f" OR MIN(COALESCE(round, 0)) < MAX(COALESCE(round, 0)))) ORDER BY id"
    )
    answers: dict[tuple[Any, ...], dict[tuple[Any, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
    for identifier, actor, item, version, *occasion in connection.execute(several):
        answers[actor, item, version][tuple(occasion)].append(identifier)
    numbered = [
        {"row": row, "number": number}
        for occasions in answers.values()
        if len(occasions) > 1
        for rows in occasions.values()
        for number, row in enumerate(rows, start=1)
    ]
    if numbered:
        connection.execute(sa.text("UPDATE statement SET attempt_number = :number WHERE id = :row"), numbered)


def _fill_totals(connection: sa.Connection) -> None:
    """Count every total again from the rows."""
    ordinary = (
        f"SELECT {_OCCASION}, unit, local_day AS day, actor, {_ANSWER}, score, max_score FROM statement"
        f" WHERE attempt_number = 1 UNION ALL SELECT {_OCCASION}, unit, day, NULL, {_ANSWER}, score, max_score"
        f" FROM unlinked_statement WHERE attempt_number = 1 AND NOT sensitive"
    )
    placed = " UNION ALL ".join(
        f"SELECT {_KEY}, {unit} AS unit, '{grain}' AS grain, {period} AS period, actor, {_ANSWER}, score, max_score"
        f" FROM answers WHERE {condition}"
        for grain, period in _PERIODS
        for unit, condition in (("''", "1 = 1"), ("unit", "unit IS NOT NULL"))
    )
    counted = f"WITH answers AS ({ordinary}), placed AS ({placed})"
    place = f"{_KEY}, unit, grain, period"
    for statement in (
        f"{counted} INSERT INTO item_total ({place}, {_ANSWER}, n, score_sum, max_score_sum)"
        f" SELECT {place}, {_ANSWER}, {_SUMS} FROM placed GROUP BY {place}, {_ANSWER}",
        f"{counted} INSERT INTO actor_period ({place}, actor, n)"
        f" SELECT {place}, actor, COUNT(*) FROM placed WHERE actor IS NOT NULL GROUP BY {place}, actor",
        f"WITH answers AS (SELECT {_OCCASION}, {_ANSWER}, score, max_score FROM unlinked_statement"
        f" WHERE attempt_number = 1 AND sensitive)"
        f" INSERT INTO unlinked_total ({_KEY}, {_ANSWER}, n, score_sum, max_score_sum)"
        f" SELECT {_KEY}, {_ANSWER}, {_SUMS} FROM answers GROUP BY {_KEY}, {_ANSWER}",
    ):
        connection.execute(sa.text(statement))


def _keep_snapshots(connection: sa.Connection, snapshots: Sequence[sa.RowMapping]) -> None:
    """A snapshot of an item asked on one occasion only stays as it was shown. One that mixed occasions is dropped, and
    waits for a whole group of new answers on each: shown anew at once, the two would tell the difference."""
    occasions: dict[tuple[str, int], list[sa.RowMapping]] = defaultdict(list)
    found = sa.text(f"SELECT DISTINCT {_KEY}, item_id, item_version FROM unlinked_total")
    for row in connection.execute(found).mappings():
        occasions[row["item_id"], row["item_version"]].append(row)
    kept = [
        dict(snapshot) | dict(asked[0])
        for snapshot in snapshots
        if len(asked := occasions[snapshot["item_id"], snapshot["item_version"]]) == 1
    ]
    if kept:
        names = ("context", "context_id", "round", "item_id", "item_version", "pending", "n", "totals")
        values = ", ".join(f":{name}" for name in names)
        connection.execute(sa.text(f"INSERT INTO released_total ({', '.join(names)}) VALUES ({values})"), kept)


def _create_totals() -> None:
    op.create_table(
        "item_total",
        *_occasion_key(),
        sa.Column("unit", sa.String(100), primary_key=True),
        sa.Column("grain", sa.String(5), primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        *_answer_key(),
        *_sums(),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "actor_period",
        *_occasion_key(),
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
    op.create_table("unlinked_total", *_occasion_key(), *_answer_key(), *_sums(), sqlite_with_rowid=False)
    op.create_table(
        "released_total",
        *_occasion_key(),
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pending", sa.BigInteger, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("totals", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _occasion_key() -> list[sa.Column[Any]]:
    return [
        sa.Column("context", sa.String(10), primary_key=True),
        sa.Column("context_id", sa.String(100), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    ]


def _answer_key() -> list[sa.Column[Any]]:
    return [
        sa.Column("item_id", sa.String(100), primary_key=True),
        sa.Column("item_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("response", sa.Text, primary_key=True),
    ]


def _sums() -> list[sa.Column[Any]]:
    return [
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("score_sum", sa.Double, nullable=False),
        sa.Column("max_score_sum", sa.Double, nullable=False),
    ]


def _conceal(attempt_id: str) -> str:
    return str(uuid.UUID(bytes=sha256(f"neuguong attempt {attempt_id.lower()}".encode()).digest()[:16]))


def _day(moment: datetime) -> date:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return aware.astimezone(_ZONE).date()
