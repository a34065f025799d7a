"""The response log in a database: SQLite, one file, by default; PostgreSQL with the same code.

Knows nothing of migrations (alembic is not imported here), of scoring or of screens.

Writers queue: every change starts by taking the write lock (SQLite BEGIN IMMEDIATE, PostgreSQL the row of `log_mark`),
so that the check for a known attempt id, the insert, the totals and the mark are one step.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    text,
    true,
    update,
)

from ..clock import Clock, SystemClock
from .database import Database
from .days import local_day, midnight_of, week_of
from .engine import BUSY_TIMEOUT_MS, parse_address
from .log import (
    FIRST_ANSWERS_PER_MINUTE,
    ErasedActorError,
    Group,
    ItemCount,
    ItemTotal,
    ReleasedTotal,
    Saying,
    Stored,
    TooFastError,
    Waiting,
)
from .occasion import STUDY, Occasion
from .publication import (
    drop_waiting,
    forget_published,
    forget_waiting,
    publish_group,
    read_new_sensitive,
    read_published,
    read_released,
    read_waiting,
    release_sensitive,
)
from .schema import (
    erased_actor,
    linked,
    linked_row,
    log_mark,
    statement_from_linked,
    statement_from_unlinked,
    unlinked,
    unlinked_row,
    waiting_answer,
)
from .statement import Statement, amended, check_moment, concealed_actor, concealed_id, to_keep
from .totals import (
    count_answer,
    discount_linked,
    discount_unlinked,
    read_actor_counts,
    read_item_counts,
    read_item_totals,
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

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> Stored:
        with self._database.write() as connection:
            is_erased, is_known = _look_up(connection, statement)
            if is_erased:
                raise ErasedActorError("an answer of an erased learner was refused")
            if is_known:
                return Stored(_get(connection, statement.attempt_id), is_new=False)
            kept = to_keep(statement, stored=self._clock.now(), sensitive=sensitive, group_size=group_size)
            if kept.actor is None:
                connection.execute(unlinked.insert(), unlinked_row(kept, sensitive=sensitive))
            else:
                kept = amended(kept, attempt_number=1 + _last_attempt(connection, kept))
                _check_rate(connection, kept)
                added = connection.execute(linked.insert(), linked_row(kept)).inserted_primary_key
                if kept.attempt_number == 1 and added is not None:
                    connection.execute(waiting_answer.insert(), {"statement_id": added[0]})
            count_answer(connection, kept, sensitive=sensitive)
            _count_up(connection)
        return Stored(kept, is_new=True)

    def fetch_statements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        unit: str | None = None,
        topic: str | None = None,
        actor: str | None = None,
        sensitive: bool = False,
    ) -> Iterator[Statement]:
        since = since and check_moment("since", since)
        until = until and check_moment("until", until)
        conditions: list[ColumnElement[bool]] = [] if since is None else [linked.c.timestamp >= since]
        conditions += [] if until is None else [linked.c.timestamp < until]
        conditions += [] if actor is None else [linked.c.actor == actor]
        for row in self._pages(linked, linked.c.id, _same(linked, unit, topic, conditions)):
            yield statement_from_linked(row)
        if actor is None:
            conditions = [] if since is None else [unlinked.c.day >= _first_midnight(since)]
            conditions += [] if until is None else [unlinked.c.day < _first_midnight(until)]
            conditions += [] if sensitive else [unlinked.c.sensitive.is_(False)]
            for row in self._pages(unlinked, unlinked.c.concealed_id, _same(unlinked, unit, topic, conditions)):
                yield statement_from_unlinked(row)

    def fetch_latest_by_item(self, actor: str, occasion: Occasion = STUDY) -> dict[str, Statement]:
        rank = func.row_number().over(
            partition_by=linked.c.item_id, order_by=(linked.c.timestamp.desc(), linked.c.id.desc())
        )
        mine = and_(linked.c.actor == actor, _on(occasion))
        ranked = select(linked, rank.label("rank")).where(mine).subquery()
        with self._database.read() as connection:
            rows = connection.execute(select(ranked).where(ranked.c.rank == 1)).mappings().all()
        return {row["item_id"]: statement_from_linked(row) for row in rows}

    def is_erased(self, actor: str) -> bool:
        with self._database.read() as connection:
            return _is_erased(connection, actor)

    def fetch_mark(self) -> str:
        with self._database.read() as connection:
            return str(connection.execute(select(log_mark.c.value)).scalar_one())

    def fetch_item_totals(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None, unit: str | None = None
    ) -> list[ItemTotal]:
        with self._database.read() as connection:
            return read_item_totals(connection, occasion, since, until, unit)

    def fetch_item_counts(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None
    ) -> Mapping[tuple[str | None, str, int], int]:
        with self._database.read() as connection:
            return read_item_counts(connection, occasion, since, until)

    def fetch_actor_counts(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None
    ) -> Mapping[str | None, int]:
        with self._database.read() as connection:
            return read_actor_counts(connection, occasion, since, until)

    def fetch_waiting(self, occasion: Occasion) -> list[Waiting]:
        with self._database.read() as connection:
            return read_waiting(connection, _on(occasion))

    def publish(self, occasion: Occasion, groups: Iterable[Group], *, dropped: Collection[str] = ()) -> None:
        with self._database.write() as connection:
            for group in groups:
                publish_group(connection, occasion, group)
            drop_waiting(connection, dropped)

    def fetch_published(self, occasion: Occasion, *, unit: str | None = None, period: str = "") -> list[ItemCount]:
        with self._database.read() as connection:
            return read_published(connection, occasion, unit, period)

    def fetch_released(self, occasion: Occasion, saying: Saying) -> list[ReleasedTotal]:
        with self._database.read() as connection:
            if not read_new_sensitive(connection, occasion, saying):
                return read_released(connection, occasion)
        with self._database.write() as connection:
            release_sensitive(connection, occasion, saying)
            return read_released(connection, occasion)

    def erase_actor(self, actor: str) -> int:
        mine = linked.c.actor == actor
        with self._database.write() as connection:
            if not _is_erased(connection, actor):
                row = {"concealed_actor": concealed_actor(actor), "day": local_day(self._clock.now())}
                connection.execute(erased_actor.insert(), row)
            discount_linked(connection, mine)
            forget_waiting(connection, mine)
            erased = connection.execute(delete(linked).where(mine)).rowcount
            if erased:
                _count_up(connection)
        return erased

    def purge_statements(self, before: datetime) -> int:
        before = check_moment("before", before)
        day = local_day(before)
        old, old_unlinked = linked.c.stored < before, unlinked.c.day < day
        with self._database.write() as connection:
            connection.execute(delete(erased_actor).where(erased_actor.c.day < day))
            discount_linked(connection, old)
            forget_waiting(connection, old)
            forget_published(connection, week_of(day))
            discount_unlinked(connection, old_unlinked)
            purged = connection.execute(delete(linked).where(old)).rowcount
            purged += connection.execute(delete(unlinked).where(old_unlinked)).rowcount
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
        """Rewrite the answers of nobody known in the order of their keys and checkpoint; for the keeper, once a night.

        Until then the place of a row inside a page (SQLite) or its position and transaction number (PostgreSQL) may
        tell in what order answers came. Takes the write lock for about a second per 100,000 such answers.
        """
        self._database.require_keeper()
        name = unlinked.name
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


_LOOK_UP = select(
    select(erased_actor.c.day).where(erased_actor.c.concealed_actor == bindparam("erased")).exists(),
    select(linked.c.id).where(linked.c.attempt_id == bindparam("linked")).exists()
    | select(unlinked.c.day).where(unlinked.c.concealed_id == bindparam("unlinked")).exists(),
)


def _look_up(connection: Connection, statement: Statement) -> tuple[bool, bool]:
    """Whether the statement's actor was erased, and whether its attempt id is stored, linked or not: in one query, for
    every answer waits for it under the write lock."""
    who = "" if statement.actor is None else concealed_actor(statement.actor)
    ids = {"linked": statement.attempt_id, "unlinked": concealed_id(statement.attempt_id)}
    is_erased, is_known = connection.execute(_LOOK_UP, {"erased": who} | ids).one()
    return bool(is_erased), bool(is_known)


def _get(connection: Connection, attempt_id: str) -> Statement:
    """What is stored for a known attempt id."""
    row = connection.execute(select(linked).where(linked.c.attempt_id == attempt_id)).mappings().first()
    if row is not None:
        return statement_from_linked(row)
    in_unlinked = select(unlinked).where(unlinked.c.concealed_id == concealed_id(attempt_id))
    return statement_from_unlinked(connection.execute(in_unlinked).mappings().one())


def _is_erased(connection: Connection, actor: str) -> bool:
    found = select(erased_actor.c.day).where(erased_actor.c.concealed_actor == concealed_actor(actor))
    return connection.execute(found).first() is not None


def _last_attempt(connection: Connection, statement: Statement) -> int:
    """The number of the learner's last answer to this version of the item on this occasion; 0 if there is none."""
    same = and_(
        linked.c.actor == statement.actor,
        linked.c.item_id == statement.item_id,
        linked.c.item_version == statement.item_version,
        _on(statement.occasion),
    )
    return connection.execute(select(func.max(linked.c.attempt_number)).where(same)).scalar() or 0


def _check_rate(connection: Connection, statement: Statement) -> None:
    """TooFastError if this is one first answer too many in a minute; `stored` must be set."""
    if statement.attempt_number != 1 or (now := statement.stored) is None:
        return
    minute = linked.c.stored.between(now - timedelta(minutes=1), now)
    mine = select(func.count()).where(linked.c.actor == statement.actor, linked.c.attempt_number == 1, minute)
    if connection.execute(mine).scalar_one() >= FIRST_ANSWERS_PER_MINUTE:
        raise TooFastError("more first answers of one learner within a minute than a person gives")


def _on(occasion: Occasion) -> ColumnElement[bool]:
    """The linked answers given on an occasion; what it has no name or round for is NULL in the table."""
    columns = (linked.c.context, linked.c.context_id, linked.c.round)
    values = (occasion.context, occasion.context_id, occasion.round)
    return and_(*(column.is_not_distinct_from(value) for column, value in zip(columns, values, strict=True)))


def _count_up(connection: Connection) -> None:
    connection.execute(update(log_mark).values(value=log_mark.c.value + 1))


def _same(
    table: Table, unit: str | None, topic: str | None, conditions: list[ColumnElement[bool]]
) -> ColumnElement[bool]:
    by_unit = true() if unit is None else table.c.unit == unit
    by_topic = true() if topic is None else table.c.topic == topic
    return and_(by_unit, by_topic, *conditions)


def _first_midnight(moment: datetime) -> date:
    """The first day in Vietnam whose midnight is not before a moment: day ≥ this ⇔ midnight ≥ moment."""
    day = local_day(moment)
    return day if midnight_of(day) >= moment else day + timedelta(days=1)
