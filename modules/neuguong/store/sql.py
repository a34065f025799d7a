"""The response log in a database: SQLite, one file, by default; PostgreSQL with the same code.

Knows nothing of migrations (alembic is not imported here), of scoring or of screens.

Writers queue: every change starts by taking the write lock (SQLite BEGIN IMMEDIATE, PostgreSQL the row of `log_mark`),
so that the check for a known attempt id, the insert and the mark are one step.
"""

import hmac
import secrets
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    RowMapping,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    text,
    true,
)

from ..clock import Clock, SystemClock
from .apart import RECENT_DAYS, choose, find_heap, kind_of
from .database import Database
from .days import local_day, week_of
from .engine import BUSY_TIMEOUT_MS, parse_address
from .heaps import add_apart, purge_heaps, read_heaps
from .intake import check_rate, count_up, erase, find_erased, get_linked, look_up, number_attempts, on
from .log import (
    ErasedActorError,
    FirstAnswerRow,
    Group,
    ItemCount,
    ReleasedTotal,
    Saying,
    Stored,
    Waiting,
    WaitingCount,
)
from .occasion import STUDY, Occasion
from .publication import (
    count_published,
    count_waiting,
    drop_waiting,
    forget_published,
    forget_said,
    forget_waiting,
    keep_waiting,
    publish_groups,
    read_new_sensitive,
    read_published,
    read_released,
    read_waiting,
    release_sensitive,
    take_sensitive,
)
from .schema import (
    apart_count,
    erased_actor,
    kept_figure,
    linked,
    linked_row,
    log_mark,
    recent_attempt,
    statement_from_linked,
    waiting_answer,
    workshop_ballot,
)
from .sql_board import SqlBoard
from .statement import Statement, check_moment, to_keep, without_actor

_PAGE_ROWS = 5000


def connect_log(
    url: str,
    *,
    key: bytes | None = None,
    keeper: bool = False,
    clock: Clock | None = None,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    only_file: str | None = None,
) -> "SqlLog":
    """Open a log that `migrations.migrate` has set up; the caller closes it.

    `url` is sqlite:///path or postgresql://…; `keeper` is for the one long-lived process (the server) that may
    checkpoint. `key` is the installation's secret, the same for every process that writes: without it an answer of
    nobody known that is sent again is known only to this log. `only_file` is which file it must be (`describe_file`;
    StoreGoneError for another), None any. StoreError if the log is missing, not set up, or of
    another version of the kit.
    """
    database = Database(parse_address(url), keeper=keeper, busy_timeout_ms=busy_timeout_ms, only_file=only_file)
    try:
        database.open()
    except BaseException:
        database.close()
        raise
    return SqlLog(database, key=key or secrets.token_bytes(), clock=clock or SystemClock())


class SqlLog:
    """`ResponseLog` over SQLAlchemy Core. Safe in threads and after fork; made by `connect_log`."""

    def __init__(self, database: Database, *, key: bytes, clock: Clock) -> None:
        self._database = database
        self._key = hmac.digest(key, b"neuguong attempts", "sha256")
        self._clock = clock

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> Stored:
        keyed = hmac.digest(self._key, statement.attempt_id.encode(), "sha256").hex()
        with self._database.write() as connection:
            is_erased, is_known, is_counted = look_up(connection, statement, keyed)
            if is_erased:
                raise ErasedActorError("an answer of an erased learner was refused")
            if is_known:
                return Stored(get_linked(connection, statement.attempt_id), is_new=False)
            now = self._clock.now()
            kept = to_keep(statement, stored=now, sensitive=sensitive, group_size=group_size)
            if is_counted:
                return Stored(without_actor(kept), is_new=False)
            if kept.actor is None:
                connection.execute(recent_attempt.insert(), {"keyed_hash": keyed, "day": local_day(now)})
                add_apart(connection, find_heap(kept, sensitive=sensitive), {kind_of(kept): 1})
            else:
                (kept,) = number_attempts(connection, [kept])
                check_rate(connection, kept)
                added = connection.execute(linked.insert(), linked_row(kept)).inserted_primary_key
                if kept.attempt_number == 1 and added is not None:
                    connection.execute(waiting_answer.insert(), {"statement_id": added[0]})
            count_up(connection)
        return Stored(kept, is_new=True)

    def append_history(self, statements: Sequence[Statement]) -> None:
        """Answers of known learners to ordinary items that were given and stored at their own `timestamp`, none of
        whose attempt ids is known: for a log that is invented. Numbered as passed."""
        with self._database.write() as connection:
            last = connection.execute(select(func.coalesce(func.max(linked.c.id), 0))).scalar_one()
            rows = [
                linked_row(one) | {"id": number, "stored": one.timestamp}
                for number, one in enumerate(statements, start=last + 1)
            ]
            connection.execute(linked.insert(), rows)
            first = select(linked.c.id).where(linked.c.id > last, linked.c.attempt_number == 1)
            connection.execute(waiting_answer.insert().from_select(["statement_id"], first))
            count_up(connection)

    def fetch_statements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        unit: str | None = None,
        topic: str | None = None,
        actor: str | None = None,
        occasion: Occasion | None = None,
        apart: bool = False,
    ) -> Iterator[Statement]:
        since = since and check_moment("since", since)
        until = until and check_moment("until", until)
        conditions: list[ColumnElement[bool]] = [] if since is None else [linked.c.timestamp >= since]
        conditions += [] if until is None else [linked.c.timestamp < until]
        conditions += [] if actor is None else [linked.c.actor == actor]
        conditions += [] if occasion is None else [on(occasion)]
        for row in self._pages(linked, linked.c.id, _same(linked, unit, topic, conditions)):
            yield statement_from_linked(row)
        if apart and actor is None:
            with self._database.read() as connection:
                heaps = read_heaps(connection, occasion)
            yield from choose(heaps, since=since, until=until, unit=unit, topic=topic)

    def fetch_latest_by_item(self, actor: str, occasion: Occasion = STUDY) -> dict[str, Statement]:
        rank = func.row_number().over(
            partition_by=linked.c.item_id, order_by=(linked.c.timestamp.desc(), linked.c.id.desc())
        )
        mine = and_(linked.c.actor == actor, on(occasion))
        ranked = select(linked, rank.label("rank")).where(mine).subquery()
        with self._database.read() as connection:
            rows = connection.execute(select(ranked).where(ranked.c.rank == 1)).mappings().all()
        return {row["item_id"]: statement_from_linked(row) for row in rows}

    def is_erased(self, actor: str) -> bool:
        with self._database.read() as connection:
            return bool(find_erased(connection, [actor]))

    def fetch_mark(self) -> str:
        with self._database.read() as connection:
            return str(connection.execute(select(log_mark.c.value)).scalar_one())

    def count_waiting(self, occasion: Occasion, *, week_began: datetime) -> list[WaitingCount]:
        with self._database.read() as connection:
            return count_waiting(connection, on(occasion), week_began)

    def fetch_waiting(self, occasion: Occasion, *, items: Collection[str] | None = None) -> list[Waiting]:
        here = on(occasion) if items is None else and_(on(occasion), linked.c.item_id.in_(sorted(items)))
        with self._database.read() as connection:
            return read_waiting(connection, here)

    def publish(self, occasion: Occasion, groups: Iterable[Group], *, dropped: Collection[str] = ()) -> None:
        with self._database.write() as connection:
            publish_groups(connection, occasion, groups)
            drop_waiting(connection, dropped)
            count_up(connection)

    def fetch_published(self, occasion: Occasion, *, unit: str | None = None, period: str = "") -> list[ItemCount]:
        with self._database.read() as connection:
            return read_published(connection, occasion, unit, period)

    def count_published(self, occasion: Occasion) -> int:
        with self._database.read() as connection:
            return count_published(connection, occasion)

    def fetch_first_answers(self, occasion: Occasion) -> Iterator[Sequence[FirstAnswerRow]]:
        names = ("actor", "item_id", "item_version", "response", "duration_ms", "confidence", "unit")
        columns = [linked.c[name] for name in names]
        ends = select(func.coalesce(func.min(linked.c.id), 1), func.coalesce(func.max(linked.c.id), 0))
        with self._database.read() as connection:
            lowest, highest = connection.execute(ends).one()
            waiting = connection.execute(select(waiting_answer.c.statement_id)).scalars().all()
        waits = sorted(waiting)
        first = and_(on(occasion), linked.c.attempt_number == 1, linked.c.actor.is_not(None))
        query = select(*columns).where(first).order_by(linked.c.id)
        for start in range(lowest, highest + 1, _PAGE_ROWS):
            end = min(start + _PAGE_ROWS, highest + 1)  # by number: how much is read at once depends on nothing else
            left_out = waits[bisect_left(waits, start) : bisect_left(waits, end)]
            here = linked.c.id.between(start, end - 1), linked.c.id.not_in(_written_out(left_out))
            with self._database.read() as connection:
                rows = connection.execute(query.where(*here)).cursor.fetchall()  # tuples of the driver, nothing around
            yield rows

    def fetch_figures(self, name: str) -> tuple[str, str] | None:
        query = select(kept_figure.c.mark, kept_figure.c.body).where(kept_figure.c.name == name)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (row.mark, row.body)

    def keep_figures(self, name: str, *, mark: str, body: str, over: str | None) -> bool:
        here = kept_figure.c.name == name
        with self._database.write() as connection:
            if connection.execute(select(kept_figure.c.mark).where(here)).scalar_one_or_none() != over:
                return False
            connection.execute(delete(kept_figure).where(here))
            connection.execute(kept_figure.insert(), {"name": name, "mark": mark, "body": body})
            return True

    def fetch_released(self, occasion: Occasion, saying: Saying) -> list[ReleasedTotal]:
        with self._database.read() as connection:
            if not read_new_sensitive(connection, occasion, saying):
                return read_released(connection, occasion)
        with self._database.write() as connection:
            release_sensitive(connection, occasion, saying)
            count_up(connection)
            return read_released(connection, occasion)

    def try_writing(self) -> None:
        with self._database.write():
            self._database.try_room()

    def erase_actor(self, actor: str) -> int:
        with self._database.write() as connection:
            return erase(connection, actor, local_day(self._clock.now()))

    def purge_statements(self, before: datetime) -> int:
        before = check_moment("before", before)
        day = local_day(before)
        old, forgotten = linked.c.stored < before, local_day(self._clock.now()) - timedelta(days=RECENT_DAYS)
        with self._database.write() as connection:
            connection.execute(delete(erased_actor).where(erased_actor.c.day < day))
            connection.execute(delete(recent_attempt).where(recent_attempt.c.day < forgotten))
            forget_waiting(connection, old)
            forget_published(connection, week_of(day))
            purged = connection.execute(delete(linked).where(old)).rowcount
            heaps = purge_heaps(connection, day)
            forget_said(connection, heaps)
            purged += sum(sum(counts.values()) for _, counts in heaps)
            if purged:
                count_up(connection)
        return purged

    def close_publication(self, *, still_waiting: Collection[str]) -> None:
        """For a copy that is put back: what is in it may have been published since it was made. Of what waits, only the
        attempts `still_waiting` go on waiting, and nothing more is said of the sensitive answers that are there."""
        with self._database.write() as connection:
            keep_waiting(connection, still_waiting)
            take_sensitive(connection)

    def open_board(self) -> SqlBoard:
        """The workshop board in the same database, until this log is closed."""
        return SqlBoard(self._database, clock=self._clock)

    def checkpoint(self) -> bool:
        """Move what SQLite's write-ahead file holds into the database and empty it; for quiet moments of the keeper.

        True if all of it was moved; False if a reader or writer was in the way (nothing is lost, try later).
        PostgreSQL does this itself: True. StoreError for anybody but the keeper.
        """
        return self._database.checkpoint()

    def forget_arrival_order(self) -> None:
        """PostgreSQL: write heaps and ballots anew, so that no older version of one is left in its files; for the
        keeper, once a night. SQLite needs nothing but the checkpoint.

        PostgreSQL keeps every version of a row that changed until something takes its place, and its own log besides.
        """
        self._database.require_keeper()
        if self._database.path is None:
            for table in (apart_count, workshop_ballot):
                with self._database.write() as connection:
                    connection.execute(text(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table.name}"))
                    connection.execute(text(f"TRUNCATE {table.name}"))
                    connection.execute(text(f"INSERT INTO {table.name} SELECT * FROM kept"))
                    connection.execute(text("DROP TABLE kept"))
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


def _written_out(ids: Sequence[int]) -> BindParameter[Sequence[int]]:
    """Numbers in the text of a query, where there is room for more of them than a database takes beside it."""
    return bindparam("ids", ids, expanding=True, literal_execute=True)


def _same(
    table: Table, unit: str | None, topic: str | None, conditions: list[ColumnElement[bool]]
) -> ColumnElement[bool]:
    by_unit = true() if unit is None else table.c.unit == unit
    by_topic = true() if topic is None else table.c.topic == topic
    return and_(by_unit, by_topic, *conditions)
