"""The workshop board in a database: SQLite or PostgreSQL with the same code, in the database of the response log.

Knows nothing of what an event means. Writers queue as those of the log do, under the same lock: so that what a box
holds becomes answers of the log and the event that says so in one transaction, or in none.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..clock import Clock
from ..errors import StoreError
from .board import (
    ABANDONED_DAYS,
    Ballot,
    BoardEvent,
    Box,
    BoxClosedError,
    BoxState,
    CodeTakenError,
    Member,
    NewEvent,
    StaleBoardError,
    ToLog,
    Word,
    WorkshopRow,
    state_after,
)
from .database import Database
from .days import local_day
from .intake import append_box, erase, find_erased
from .log import ErasedActorError
from .schema import (
    WORKSHOP_TABLES,
    log_mark,
    workshop,
    workshop_ballot,
    workshop_box,
    workshop_event,
    workshop_member,
    workshop_word,
)
from .statement import canonical_json, check_moment

_MEMBERS_PER_QUERY = 500


class SqlBoard:
    """`WorkshopBoard` over SQLAlchemy Core. Safe in threads and after fork; made by `SqlLog.open_board`, closed with
    its log."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin_workshop(self, workshop_id: str, *, code: str, event: NewEvent) -> None:
        now = self._clock.now()
        with self._write() as connection:
            if _find_version(connection, workshop_id):
                raise StaleBoardError("the workshop has begun")
            taken = select(workshop.c.code).where(workshop.c.code == code, workshop.c.is_ended.is_(False))
            if connection.execute(taken).first() is not None:
                raise CodeTakenError("another workshop has this code")
            row = {"workshop_id": workshop_id, "code": code, "began": now, "is_ended": False, "version": 0}
            connection.execute(workshop.insert(), row)
            _append(connection, workshop_id, [event], after=0, now=now)

    def fetch_workshops(self) -> list[WorkshopRow]:
        with self._database.read() as connection:
            newest = workshop.c.began.desc(), workshop.c.workshop_id.desc()
            rows = connection.execute(select(workshop).order_by(*newest)).all()
        return [
            WorkshopRow(row.workshop_id, row.code, local_day(row.began).isoformat(), row.is_ended, row.version)
            for row in rows
        ]

    def fetch_version(self, workshop_id: str) -> int:
        with self._database.read() as connection:
            return _find_version(connection, workshop_id)

    def fetch_events(self, workshop_id: str, *, after: int = 0) -> list[BoardEvent]:
        here = and_(workshop_event.c.workshop_id == workshop_id, workshop_event.c.number > after)
        with self._database.read() as connection:
            rows = connection.execute(select(workshop_event).where(here).order_by(workshop_event.c.number)).all()
        return [BoardEvent(row.number, row.at, json.loads(row.data)) for row in rows]

    def append_events(
        self, workshop_id: str, events: Sequence[NewEvent], *, after: int, ends: bool = False
    ) -> list[BoardEvent]:
        with self._write() as connection:
            _require_version(connection, workshop_id, after)
            if ends:
                connection.execute(update(workshop).where(_of(workshop, workshop_id)).values(is_ended=True))
            return _append(connection, workshop_id, events, after=after, now=self._clock.now())

    def put_member(self, workshop_id: str, member: Member) -> Member:
        with self._write() as connection:
            _require_workshop(connection, workshop_id)
            if find_erased(connection, [member.member]):
                raise ErasedActorError("a member who was erased does not come in again")
            values = {"unit": member.unit, "group": member.group}
            held = func.coalesce(workshop_member.c.group, member.group)
            row = {"workshop_id": workshop_id, "member": member.member} | values
            _put(connection, workshop_member, [row], {"unit": member.unit, "group": held})
            here = _of(workshop_member, workshop_id, member=member.member)
            group = connection.execute(select(workshop_member.c.group).where(here)).scalar_one()
        return Member(member.member, member.unit, group)

    def fetch_members(self, workshop_id: str) -> list[Member]:
        found = select(workshop_member).where(_of(workshop_member, workshop_id))
        with self._database.read() as connection:
            rows = connection.execute(found).all()
        return sorted((Member(row.member, row.unit, row.group) for row in rows), key=lambda one: one.member)

    def remove_member(self, workshop_id: str, member: str) -> None:
        with self._write() as connection:
            _remove(connection, workshop_id, member)

    def put_ballots(self, workshop_id: str, box: Box, ballots: Sequence[Ballot]) -> frozenset[str]:
        last = {ballot.member: ballot for ballot in ballots}
        with self._write() as connection:
            if _find_state(connection, workshop_id, box) != "open":
                raise BoxClosedError("the box takes no ballots")
            members = _find_members(connection, workshop_id, sorted(last))
            where = {"workshop_id": workshop_id, "turn": box.turn, "round": box.round}
            rows = [
                where | {"member": name, "response": last[name].response, "attempt_id": last[name].attempt_id}
                for name in sorted(members)
            ]
            _put(connection, workshop_ballot, rows, ("response", "attempt_id"))
        return frozenset(last) - members

    def fetch_ballots(self, workshop_id: str, box: Box) -> list[Ballot]:
        with self._database.read() as connection:
            return _read_ballots(connection, workshop_id, box)

    def count_ballots(self, workshop_id: str, box: Box) -> int:
        here = _of(workshop_ballot, workshop_id, turn=box.turn, round=box.round)
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(workshop_ballot).where(here)).scalar_one()

    def count_box(
        self, workshop_id: str, box: Box, *, after: int, make: Callable[[Sequence[Ballot]], ToLog]
    ) -> BoardEvent:
        with self._write() as connection:
            _require_version(connection, workshop_id, after)
            if _find_state(connection, workshop_id, box) != "closed":
                raise BoxClosedError("the box is not to be counted now")
            ballots = _read_ballots(connection, workshop_id, box)
            erased = find_erased(connection, [ballot.member for ballot in ballots])
            to_log = make([ballot for ballot in ballots if ballot.member not in erased])
            now = self._clock.now()
            append_box(connection, to_log.statements, sensitive=to_log.sensitive, now=now)
            here = {"turn": box.turn, "round": box.round}
            connection.execute(delete(workshop_ballot).where(_of(workshop_ballot, workshop_id, **here)))
            _set_state(connection, workshop_id, box, "counted")
            (event,) = _append(connection, workshop_id, [NewEvent(to_log.event.data)], after=after, now=now)
        return event

    def put_word(self, workshop_id: str, turn: int, text: str) -> Word:
        with self._write() as connection:
            _require_workshop(connection, workshop_id)
            last = select(func.max(workshop_word.c.number)).where(_of(workshop_word, workshop_id))
            word = Word((connection.execute(last).scalar() or 0) + 1, turn, text, is_shown=False)
            row = {"workshop_id": workshop_id, "number": word.number, "turn": turn, "text": text, "is_shown": False}
            connection.execute(workshop_word.insert(), row)
        return word

    def show_word(self, workshop_id: str, number: int, *, shown: bool) -> None:
        here = _of(workshop_word, workshop_id, number=number)
        with self._write() as connection:
            connection.execute(update(workshop_word).where(here).values(is_shown=shown))

    def fetch_words(self, workshop_id: str, turn: int) -> list[Word]:
        found = select(workshop_word).where(_of(workshop_word, workshop_id, turn=turn)).order_by(workshop_word.c.number)
        with self._database.read() as connection:
            return [Word(row.number, row.turn, row.text, row.is_shown) for row in connection.execute(found)]

    def erase_member(self, workshop_id: str, member: str) -> int:
        with self._write() as connection:
            ballots = _remove(connection, workshop_id, member)
            return ballots + erase(connection, member, local_day(self._clock.now()))

    def purge_workshops(self, before: datetime) -> int:
        before = check_moment("before", before)
        with self._write() as connection:
            old = connection.execute(select(workshop.c.workshop_id).where(workshop.c.began < before)).scalars().all()
            for workshop_id in old:
                for table in WORKSHOP_TABLES:
                    connection.execute(delete(table).where(_of(table, workshop_id)))
            for workshop_id in _find_abandoned(connection, self._clock.now() - timedelta(days=ABANDONED_DAYS)):
                connection.execute(delete(workshop_ballot).where(_of(workshop_ballot, workshop_id)))
        return len(old)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """A transaction of the log's database that counts up the board's mark."""
        with self._database.write() as connection:
            yield connection
            connection.execute(update(log_mark).values(board=log_mark.c.board + 1))


def _of(table: Table, workshop_id: str, **values: Any) -> ColumnElement[bool]:
    """The rows of a workshop that have these values."""
    return and_(
        table.c.workshop_id == workshop_id,
        *(table.c[name] == value for name, value in values.items()),
    )


def _find_version(connection: Connection, workshop_id: str) -> int:
    found = select(workshop.c.version).where(_of(workshop, workshop_id))
    return connection.execute(found).scalar() or 0


def _require_version(connection: Connection, workshop_id: str, after: int) -> None:
    """StaleBoardError unless the last event has this number; a workshop that is not there has none."""
    if after < 1 or _find_version(connection, workshop_id) != after:
        raise StaleBoardError("another event came first")


def _require_workshop(connection: Connection, workshop_id: str) -> None:
    if not _find_version(connection, workshop_id):
        raise StoreError("there is no such workshop")


def _append(
    connection: Connection, workshop_id: str, events: Sequence[NewEvent], *, after: int, now: datetime
) -> list[BoardEvent]:
    for event in events:
        if event.box is not None and event.effect is not None:
            state = state_after(_find_state(connection, workshop_id, event.box), event.effect)
            _set_state(connection, workshop_id, event.box, state)
    written = [BoardEvent(number, now, event.data) for number, event in enumerate(events, after + 1)]
    rows = [
        {"workshop_id": workshop_id, "number": one.number, "at": one.at, "data": canonical_json(one.data)}
        for one in written
    ]
    if rows:
        connection.execute(workshop_event.insert(), rows)
        connection.execute(update(workshop).where(_of(workshop, workshop_id)).values(version=written[-1].number))
    return written


def _find_state(connection: Connection, workshop_id: str, box: Box) -> BoxState | None:
    here = _of(workshop_box, workshop_id, turn=box.turn, round=box.round)
    return connection.execute(select(workshop_box.c.state).where(here)).scalar()


def _set_state(connection: Connection, workshop_id: str, box: Box, state: BoxState) -> None:
    row = {"workshop_id": workshop_id, "turn": box.turn, "round": box.round, "state": state}
    _put(connection, workshop_box, [row], ("state",))


def _read_ballots(connection: Connection, workshop_id: str, box: Box) -> list[Ballot]:
    here = _of(workshop_ballot, workshop_id, turn=box.turn, round=box.round)
    found = select(workshop_ballot.c.member, workshop_ballot.c.response, workshop_ballot.c.attempt_id).where(here)
    return sorted((Ballot(*row) for row in connection.execute(found)), key=lambda ballot: ballot.member)


def _find_members(connection: Connection, workshop_id: str, names: Sequence[str]) -> frozenset[str]:
    """Those of the names that are members."""
    found: set[str] = set()
    for start in range(0, len(names), _MEMBERS_PER_QUERY):
        some = names[start : start + _MEMBERS_PER_QUERY]
        here = and_(_of(workshop_member, workshop_id), workshop_member.c.member.in_(some))
        found.update(connection.execute(select(workshop_member.c.member).where(here)).scalars())
    return frozenset(found)


def _remove(connection: Connection, workshop_id: str, member: str) -> int:
    """Forget a member, and how many ballots went."""
    connection.execute(delete(workshop_member).where(_of(workshop_member, workshop_id, member=member)))
    return connection.execute(delete(workshop_ballot).where(_of(workshop_ballot, workshop_id, member=member))).rowcount


def _find_abandoned(connection: Connection, since: datetime) -> list[str]:
    """The workshops whose last event lies before."""
    last = func.max(workshop_event.c.at)
    query = select(workshop_event.c.workshop_id).group_by(workshop_event.c.workshop_id).having(last < since)
    return list(connection.execute(query).scalars())


def _put(
    connection: Connection, table: Table, rows: list[dict[str, Any]], changed: Iterable[str] | dict[str, Any]
) -> None:
    """Insert rows; of a key that is there already change these columns, to the new values or to those given."""
    if not rows:
        return
    statement = (sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert)(table)
    new = changed if isinstance(changed, dict) else {name: statement.excluded[name] for name in changed}
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), rows)
