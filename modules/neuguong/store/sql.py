"""The response log in a database: SQLite, one file, by default; PostgreSQL with the same code.

Knows nothing of migrations (alembic is not imported here), of scoring or of screens.

Writers queue: every change starts by taking the write lock (SQLite BEGIN IMMEDIATE, PostgreSQL the row of `log_mark`),
so that the check for a known attempt id, the insert, the totals and the mark are one step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    delete,
    func,
    select,
    text,
    true,
    update,
)

from ..clock import Clock, SystemClock
from .database import Database
from .engine import BUSY_TIMEOUT_MS, parse_address
from .log import ItemTotal, ReleasedTotal
from .schema import (
    linked,
    linked_row,
    log_mark,
    sensitive,
    sensitive_row,
    statement_from_linked,
    statement_from_sensitive,
)
from .statement import GROUP_MINIMUM, Statement, check_group_minimum, check_moment, concealed_id, unlinked
from .totals import (
    count_linked,
    count_sensitive,
    discount_linked,
    discount_sensitive,
    is_release_due,
    read_actor_counts,
    read_item_counts,
    read_item_totals,
    read_released,
    renew_released,
)

_PAGE_ROWS = 5000


def connect_log(
    url: str, *, keeper: bool = False, clock: Clock | None = None, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> "SqlLog":
    """Open a log that `migrations.migrate` has set up; the caller closes it.

    `url` is sqlite:///path or postgresql://…; `keeper` is for the one long-lived process (the server) that may
    checkpoint. StoreError if the log is missing, not set up, or of another version of the kit.
    """
    database = Database(parse_address(url), keeper=keeper, busy_timeout_ms=busy_timeout_ms)
    try:
        database.open()
    except BaseException:
        database.close()
        raise
    return SqlLog(database, clock=clock or SystemClock())


class SqlLog:
    """`ResponseLog` over SQLAlchemy Core. Safe in threads and after fork; made by `connect_log`."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> bool:
        with self._database.write() as connection:
            if _is_known(connection, statement.attempt_id):
                return False
            kept = replace(statement, stored=self._clock.now())
            if sensitive:
                _append_sensitive(connection, unlinked(kept, group_size=group_size))
            else:
                kept = replace(kept, attempt_number=max(kept.attempt_number, 1 + _count_attempts(connection, kept)))
                connection.execute(linked.insert(), linked_row(kept))
                count_linked(connection, kept)
            _count_up(connection)
        return True

    def fetch_statements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        unit: str | None = None,
        topic: str | None = None,
        actor: str | None = None,
    ) -> Iterator[Statement]:
        since = since and check_moment("since", since)
        until = until and check_moment("until", until)
        conditions: list[ColumnElement[bool]] = [] if since is None else [linked.c.timestamp >= since]
        conditions += [] if until is None else [linked.c.timestamp < until]
        conditions += [] if actor is None else [linked.c.actor == actor]
        for row in self._pages(linked, linked.c.id, _same(linked, unit, topic, conditions)):
            yield statement_from_linked(row)
        if actor is None:
            conditions = [] if since is None else [sensitive.c.day >= _first_midnight(since)]
            conditions += [] if until is None else [sensitive.c.day < _first_midnight(until)]
            for row in self._pages(sensitive, sensitive.c.concealed_id, _same(sensitive, unit, topic, conditions)):
                yield statement_from_sensitive(row)

    def fetch_latest_by_item(self, actor: str) -> dict[str, Statement]:
        rank = func.row_number().over(
            partition_by=linked.c.item_id, order_by=(linked.c.timestamp.desc(), linked.c.id.desc())
        )
        ranked = select(linked, rank.label("rank")).where(linked.c.actor == actor).subquery()
        with self._database.read() as connection:
            rows = connection.execute(select(ranked).where(ranked.c.rank == 1)).mappings().all()
        return {row["item_id"]: statement_from_linked(row) for row in rows}

    def fetch_mark(self) -> str:
        with self._database.read() as connection:
            return str(connection.execute(select(log_mark.c.value)).scalar_one())

    def fetch_item_totals(
        self, *, since: date | None = None, until: date | None = None, unit: str | None = None
    ) -> list[ItemTotal]:
        with self._database.read() as connection:
            return read_item_totals(connection, since, until, unit)

    def fetch_item_counts(
        self, *, since: date | None = None, until: date | None = None
    ) -> Mapping[tuple[str | None, str, int], int]:
        with self._database.read() as connection:
            return read_item_counts(connection, since, until)

    def fetch_actor_counts(self, *, since: date | None = None, until: date | None = None) -> Mapping[str | None, int]:
        with self._database.read() as connection:
            return read_actor_counts(connection, since, until)

    def fetch_released_totals(self, *, group_minimum: int = GROUP_MINIMUM) -> list[ReleasedTotal]:
        check_group_minimum(group_minimum)
        with self._database.read() as connection:
            if not is_release_due(connection, group_minimum):
                return read_released(connection)
        with self._database.write() as connection:
            renew_released(connection, group_minimum)
            return read_released(connection)

    def erase_actor(self, actor: str) -> int:
        mine = linked.c.actor == actor
        with self._database.write() as connection:
            discount_linked(connection, mine)
            erased = connection.execute(delete(linked).where(mine)).rowcount
            if erased:
                _count_up(connection)
        return erased

    def purge_statements(self, before: datetime) -> int:
        before = check_moment("before", before)
        old, old_sensitive = linked.c.stored < before, sensitive.c.day < before.date()
        with self._database.write() as connection:
            discount_linked(connection, old)
            discount_sensitive(connection, old_sensitive)
            purged = connection.execute(delete(linked).where(old)).rowcount
            purged += connection.execute(delete(sensitive).where(old_sensitive)).rowcount
            if purged:
                _count_up(connection)
        return purged

    def checkpoint(self) -> bool:
        """Move what SQLite's write-ahead file holds into the database and empty it; for quiet moments of the keeper.

        True if all of it was moved; False if a reader or writer was in the way (nothing is lost, try later).
        PostgreSQL does this itself: True. StoreError for anybody but the keeper.
        """
        return self._database.checkpoint()

    def forget_arrival_order(self) -> None:
        """Rewrite the sensitive answers in the order of their keys and checkpoint; for the keeper, once a night.

        Until then the place of a row inside a page (SQLite) or its position and transaction number (PostgreSQL) may
        tell in what order answers came. Takes the write lock for about a second per 100,000 sensitive answers.
        """
        self._database.require_keeper()
        name = sensitive.name
        with self._database.write() as connection:
            empty = f"DELETE FROM {name}" if self._database.path is not None else f"TRUNCATE {name}"
            connection.execute(text(f"CREATE TEMPORARY TABLE reordered AS SELECT * FROM {name}"))
            connection.execute(text(empty))
            connection.execute(text(f"INSERT INTO {name} SELECT * FROM reordered ORDER BY concealed_id"))
            connection.execute(text("DROP TABLE reordered"))
        self.checkpoint()

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pages(self, table: Table, key: Column[Any], condition: ColumnElement[bool]) -> Iterator[RowMapping]:
        """Rows in order of their key, read by pages, with no connection held while the caller works."""
        query = select(table).where(condition).order_by(key).limit(_PAGE_ROWS)
        last: Any = None
        while True:
            with self._database.read() as connection:
                page = query if last is None else query.where(key > last)
                rows = connection.execute(page).mappings().all()
            yield from rows
            if len(rows) < _PAGE_ROWS:
                return
            last = rows[-1][key]


def _is_known(connection: Connection, attempt_id: str) -> bool:
    in_linked = select(linked.c.attempt_id).where(linked.c.attempt_id == attempt_id)
    in_sensitive = select(sensitive.c.concealed_id).where(sensitive.c.concealed_id == concealed_id(attempt_id))
    return any(connection.execute(query).first() is not None for query in (in_linked, in_sensitive))


def _count_attempts(connection: Connection, statement: Statement) -> int:
    """The highest number among the learner's answers to this version of the item; 0 if there is none."""
    if statement.actor is None:
        return 0
    same = and_(
        linked.c.actor == statement.actor,
        linked.c.item_id == statement.item_id,
        linked.c.item_version == statement.item_version,
    )
    return connection.execute(select(func.max(linked.c.attempt_number)).where(same)).scalar() or 0


def _append_sensitive(connection: Connection, statement: Statement) -> None:
    connection.execute(sensitive.insert(), sensitive_row(statement))
    count_sensitive(connection, statement)


def _count_up(connection: Connection) -> None:
    connection.execute(update(log_mark).values(value=log_mark.c.value + 1))


def _same(
    table: Table, unit: str | None, topic: str | None, conditions: list[ColumnElement[bool]]
) -> ColumnElement[bool]:
    by_unit = true() if unit is None else table.c.unit == unit
    by_topic = true() if topic is None else table.c.topic == topic
    return and_(by_unit, by_topic, *conditions)


def _first_midnight(moment: datetime) -> date:
    """The first UTC day whose midnight is not before a moment: day ≥ this ⇔ midnight ≥ moment."""
    day = moment.date()
    is_midnight = moment.timetz().replace(tzinfo=None) == datetime.min.time()
    return day if is_midnight else date.fromordinal(day.toordinal() + 1)
