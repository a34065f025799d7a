"""The tables of the log, and statements to rows and back.

Knows nothing of connections. `migrations` makes the tables; a test proves that both say the same.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    RowMapping,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

from .occasion import Occasion
from .statement import Statement, canonical_json, trusted

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every schema this version of the kit knows, oldest first; the last one is the one it works with."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python; timestamptz in PostgreSQL, sortable text without a zone in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()
_RowNumber = BigInteger().with_variant(Integer, "sqlite")


def _columns_of_any_answer() -> list[Column[Any]]:
    return [
        Column("context", String(10), nullable=False),
        Column("context_id", String(100)),
        Column("round", Integer),
        Column("topic", String(100), nullable=False),
        Column("scenario_id", String(100), nullable=False),
        Column("item_id", String(100), nullable=False),
        Column("item_version", Integer, nullable=False),
        Column("content_revision", String(100), nullable=False),
        Column("interaction", String(100), nullable=False),
        Column("response", Text, nullable=False),
        Column("presented_order", Text, nullable=False),
        Column("score", Double, nullable=False),
        Column("max_score", Double, nullable=False),
        Column("chance", Double, nullable=False),
        Column("confidence", SmallInteger),
        Column("app_version", String(100), nullable=False),
        Column("unit", String(100)),
    ]


_HAS_NAME = text("context_id IS NOT NULL")

linked = Table(
    "statement",
    metadata,
    Column("id", _RowNumber, primary_key=True, autoincrement=True),
    Column("attempt_id", String(36), nullable=False, unique=True),
    Column("timestamp", UtcDateTime, nullable=False),
    Column("stored", UtcDateTime, nullable=False),
    *_columns_of_any_answer(),
    Column("duration_ms", BigInteger),
    Column("attempt_number", Integer, nullable=False),
    Column("actor", String(128)),
    Index("ix_statement_actor", "actor"),
    Index("ix_statement_stored", "stored"),
    Index("ix_statement_context_id", "context_id", sqlite_where=_HAS_NAME, postgresql_where=_HAS_NAME),
    sqlite_autoincrement=True,
)
"""Answers of learners who agreed to be remembered, to topics that are not sensitive, in order of arrival."""

erased_actor = Table(
    "erased_actor",
    metadata,
    Column("concealed_actor", String(64), primary_key=True),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)
"""Who was erased, under a hash of the hash, and on which day in Vietnam."""


def _occasion_key() -> list[Column[Any]]:
    return [
        Column("context", String(10), primary_key=True),
        Column("context_id", String(100), primary_key=True),
        Column("round", Integer, primary_key=True, autoincrement=False),
    ]


def _answer_key() -> list[Column[Any]]:
    return [
        Column("item_id", String(100), primary_key=True),
        Column("item_version", Integer, primary_key=True, autoincrement=False),
        Column("response", Text, primary_key=True),
    ]


apart_count = Table(
    "apart_count",
    metadata,
    *_occasion_key(),
    Column("sensitive", Boolean, primary_key=True),
    Column("period", String(10), primary_key=True),
    Column("counts", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Answers of nobody known: how many of each kind in a heap, as `apart.pack_counts` writes it."""

recent_attempt = Table(
    "recent_attempt",
    metadata,
    Column("keyed_hash", String(64), primary_key=True),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)
"""The attempts of nobody known that were counted lately, under a hash whose key lies elsewhere."""

released_total = Table(
    "released_total",
    metadata,
    *_occasion_key(),
    Column("item_id", String(100), primary_key=True),
    Column("item_version", Integer, primary_key=True, autoincrement=False),
    Column("counts", Text, nullable=False),
    Column("taken", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What has been said of sensitive items: `counts` is JSON [[response, n], …], where n is near the true count and may be
below 0; `taken` is the same of the answers it was said of, exactly, and never shown. Written when something is said or
retention takes answers, never with a single answer."""

waiting_answer = Table(
    "waiting_answer",
    metadata,
    Column("statement_id", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The linked first answers that are in nothing published."""

published_total = Table(
    "published_total",
    metadata,
    *_occasion_key(),
    Column("unit", String(100), primary_key=True),
    Column("grain", String(7), primary_key=True),
    Column("period", String(10), primary_key=True),
    *_answer_key(),
    Column("n", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What is published: sums of whole groups, by occasion; unit '' is everybody. Grains: all, month, week, and "undated",
of groups that are in "all" only, by the week they were published in. Holds no learner."""

kept_figure = Table(
    "kept_figure",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("mark", String(200), nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Figures about many answers as they were last told, and of what. Holds no learner."""

log_mark = Table(
    "log_mark",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
    Column("board", BigInteger, nullable=False, server_default="0"),
)
"""One row: `value` counted up by every change of the log, `board` by every change of the workshop board; in PostgreSQL
also the lock that writers take first."""

workshop = Table(
    "workshop",
    metadata,
    Column("workshop_id", String(100), primary_key=True),
    Column("code", String(20), nullable=False),
    Column("began", UtcDateTime, nullable=False),
    Column("is_ended", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""One row a workshop; `version` is the number of its last event."""


def _of_workshop(*numbers: str) -> list[Column[Any]]:
    keys = [Column(name, Integer, primary_key=True, autoincrement=False) for name in numbers]
    return [Column("workshop_id", String(100), primary_key=True), *keys]


workshop_event = Table(
    "workshop_event",
    metadata,
    *_of_workshop("number"),
    Column("at", UtcDateTime, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

workshop_member = Table(
    "workshop_member",
    metadata,
    *_of_workshop(),
    Column("member", String(128), primary_key=True),
    Column("unit", String(100)),
    Column("group", SmallInteger),
    sqlite_with_rowid=False,
)
"""Who is in, sorted by a hash: the table does not say who came when."""

workshop_box = Table(
    "workshop_box",
    metadata,
    *_of_workshop("turn", "round"),
    Column("state", String(7), nullable=False),
    sqlite_with_rowid=False,
)

workshop_ballot = Table(
    "workshop_ballot",
    metadata,
    *_of_workshop("turn", "round"),
    Column("member", String(128), primary_key=True),
    Column("response", Text, nullable=False),
    Column("attempt_id", String(100), nullable=False),
    sqlite_with_rowid=False,
)
"""Ballots not counted yet. A copy of the database has none of them."""

workshop_word = Table(
    "workshop_word",
    metadata,
    *_of_workshop("number"),
    Column("turn", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("is_shown", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

WORKSHOP_TABLES = (workshop, workshop_event, workshop_member, workshop_box, workshop_ballot, workshop_word)

_JSON = ("response", "presented_order")
_SHARED = tuple(column.name for column in _columns_of_any_answer() if column.name not in _JSON)
_LINKED_ONLY = ("attempt_id", "timestamp", "stored", "duration_ms", "attempt_number", "actor")


def occasion_values(occasion: Occasion) -> dict[str, Any]:
    """The key of an occasion in the tables of totals, where keys hold no NULL: '' is no name, 0 no round."""
    return {"context": occasion.context, "context_id": occasion.context_id or "", "round": occasion.round or 0}


def occasion_from(row: RowMapping) -> Occasion:
    """The inverse of `occasion_values`."""
    return Occasion(row["context"], row["context_id"] or None, row["round"] or None)


def linked_row(statement: Statement) -> dict[str, Any]:
    """The row of a linked answer; `stored` must be set."""
    row = _shared_row(statement)
    for name in _LINKED_ONLY:
        row[name] = getattr(statement, name)
    return row


def _shared_row(statement: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(statement, name) for name in _SHARED}
    row["response"] = canonical_json(statement.response)
    row["presented_order"] = canonical_json(list(statement.presented_order))
    return row


def statement_from_linked(row: RowMapping) -> Statement:
    """The statement of a row of `linked`."""
    return trusted(_shared_fields(row) | {name: row[name] for name in _LINKED_ONLY})


def _shared_fields(row: RowMapping) -> dict[str, Any]:
    values = {name: row[name] for name in _SHARED}
    values["response"] = json.loads(row["response"])
    values["presented_order"] = tuple(json.loads(row["presented_order"]))
    return values
