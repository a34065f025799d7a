"""The workshop board in a database: SQLite or PostgreSQL with the same code, in the database of the response log.

Knows nothing of what an event means. Writers queue as those of the log do, under the same lock: so that what a box
holds becomes answers of the log and the event that says so in one transaction, or in none.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, func, select, update

from ..clock import Clock
from .board import (
    ABANDONED_DAYS,
    Ballot,
    BoardEvent,
    Box,
    BoxClosedError,
    CodeTakenError,
    Member,
    NewEvent,
    StaleBoardError,
    ToLog,
    Word,
    WorkshopRow,
)
from .board_rows import (
    append_rows,
    find_abandoned,
    find_members,
    find_state,
    find_version,
    put_rows,
    read_ballots,
    remove_rows,
    require_version,
    require_workshop,
    rows_of,
    set_state,
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
    workshop_event,
    workshop_member,
    workshop_word,
)
from .statement import check_moment


class SqlBoard:
    """`WorkshopBoard` over SQLAlchemy Core. Safe in threads and after fork; made by `SqlLog.open_board`, closed with
    its log."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin_workshop(self, workshop_id: str, *, code: str, event: NewEvent) -> None:
        now = self._clock.now()
        with self._write() as connection:
            if find_version(connection, workshop_id):
                raise StaleBoardError("the workshop has begun")
            taken = select(workshop.c.code).where(workshop.c.code == code, workshop.c.is_ended.is_(False))
            if connection.execute(taken).first() is not None:
                raise CodeTakenError("another workshop has this code")
            row = {"workshop_id": workshop_id, "code": code, "began": now, "is_ended": False, "version": 0}
            connection.execute(workshop.insert(), row)
            append_rows(connection, workshop_id, [event], after=0, now=now)

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
            return find_version(connection, workshop_id)

    def fetch_events(self, workshop_id: str, *, after: int = 0) -> list[BoardEvent]:
        here = and_(workshop_event.c.workshop_id == workshop_id, workshop_event.c.number > after)
        with self._database.read() as connection:
            rows = connection.execute(select(workshop_event).where(here).order_by(workshop_event.c.number)).all()
        return [BoardEvent(row.number, row.at, json.loads(row.data)) for row in rows]

    def append_events(
        self, workshop_id: str, events: Sequence[NewEvent], *, after: int, ends: bool = False
    ) -> list[BoardEvent]:
        with self._write() as connection:
            require_version(connection, workshop_id, after)
            if ends:
                connection.execute(update(workshop).where(rows_of(workshop, workshop_id)).values(is_ended=True))
            return append_rows(connection, workshop_id, events, after=after, now=self._clock.now())

    def put_member(self, workshop_id: str, member: Member) -> Member:
        held = self.put_members(workshop_id, [member])
        if member.member not in held:
            raise ErasedActorError("a member who was erased does not come in again")
        return held[member.member]

    def put_members(self, workshop_id: str, members: Sequence[Member]) -> dict[str, Member]:
        last = {member.member: member for member in members}
        with self._write() as connection:
            require_workshop(connection, workshop_id)
            names = sorted(last.keys() - find_erased(connection, last))
            groups = find_members(connection, workshop_id, names)
            held = {
                name: last[name] if groups.get(name) is None else replace(last[name], group=groups[name])
                for name in names
            }
            rows = [
                {"workshop_id": workshop_id, "member": name, "unit": one.unit, "group": one.group}
                for name, one in held.items()
            ]
            put_rows(connection, workshop_member, rows, ("unit", "group"))
        return held

    def fetch_members(self, workshop_id: str) -> list[Member]:
        found = select(workshop_member).where(rows_of(workshop_member, workshop_id))
        with self._database.read() as connection:
            rows = connection.execute(found).all()
        return sorted((Member(row.member, row.unit, row.group) for row in rows), key=lambda one: one.member)

    def remove_member(self, workshop_id: str, member: str) -> None:
        with self._write() as connection:
            remove_rows(connection, workshop_id, member)

    def put_ballots(self, workshop_id: str, box: Box, ballots: Sequence[Ballot]) -> frozenset[str]:
        last = {ballot.member: ballot for ballot in ballots}
        with self._write() as connection:
            if find_state(connection, workshop_id, box) != "open":
                raise BoxClosedError("the box takes no ballots")
            members = find_members(connection, workshop_id, sorted(last))
            where = {"workshop_id": workshop_id, "turn": box.turn, "round": box.round}
            rows = [
                where | {"member": name, "response": last[name].response, "attempt_id": last[name].attempt_id}
                for name in sorted(members)
            ]
            put_rows(connection, workshop_ballot, rows, ("response", "attempt_id"))
        return frozenset(last) - members.keys()

    def fetch_ballots(self, workshop_id: str, box: Box) -> list[Ballot]:
        with self._database.read() as connection:
            return read_ballots(connection, workshop_id, box)

    def count_ballots(self, workshop_id: str, box: Box) -> int:
        here = rows_of(workshop_ballot, workshop_id, turn=box.turn, round=box.round)
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(workshop_ballot).where(here)).scalar_one()

    def count_box(
        self, workshop_id: str, box: Box, *, after: int, make: Callable[[Sequence[Ballot]], ToLog]
    ) -> BoardEvent:
        with self._write() as connection:
            require_version(connection, workshop_id, after)
            if find_state(connection, workshop_id, box) != "closed":
                raise BoxClosedError("the box is not to be counted now")
            ballots = read_ballots(connection, workshop_id, box)
            erased = find_erased(connection, [ballot.member for ballot in ballots])
            to_log = make([ballot for ballot in ballots if ballot.member not in erased])
            now = self._clock.now()
            append_box(connection, to_log.statements, sensitive=to_log.sensitive, now=now)
            here = {"turn": box.turn, "round": box.round}
            connection.execute(delete(workshop_ballot).where(rows_of(workshop_ballot, workshop_id, **here)))
            set_state(connection, workshop_id, box, "counted")
            (event,) = append_rows(connection, workshop_id, [NewEvent(to_log.event.data)], after=after, now=now)
        return event

    def put_word(self, workshop_id: str, turn: int, text: str) -> Word:
        with self._write() as connection:
            require_workshop(connection, workshop_id)
            last = select(func.max(workshop_word.c.number)).where(rows_of(workshop_word, workshop_id))
            word = Word((connection.execute(last).scalar() or 0) + 1, turn, text, is_shown=False)
            row = {"workshop_id": workshop_id, "number": word.number, "turn": turn, "text": text, "is_shown": False}
            connection.execute(workshop_word.insert(), row)
        return word

    def show_word(self, workshop_id: str, number: int, *, shown: bool) -> None:
        here = rows_of(workshop_word, workshop_id, number=number)
        with self._write() as connection:
            connection.execute(update(workshop_word).where(here).values(is_shown=shown))

    def fetch_words(self, workshop_id: str, turn: int) -> list[Word]:
        found = (
            select(workshop_word).where(rows_of(workshop_word, workshop_id, turn=turn)).order_by(workshop_word.c.number)
        )
        with self._database.read() as connection:
            return [Word(row.number, row.turn, row.text, row.is_shown) for row in connection.execute(found)]

    def erase_member(self, workshop_id: str, member: str) -> int:
        with self._write() as connection:
            ballots = remove_rows(connection, workshop_id, member)
            return ballots + erase(connection, member, local_day(self._clock.now()))

    def purge_workshops(self, before: datetime) -> int:
        before = check_moment("before", before)
        with self._write() as connection:
            old = connection.execute(select(workshop.c.workshop_id).where(workshop.c.began < before)).scalars().all()
            for workshop_id in old:
                for table in WORKSHOP_TABLES:
                    connection.execute(delete(table).where(rows_of(table, workshop_id)))
            for workshop_id in find_abandoned(connection, self._clock.now() - timedelta(days=ABANDONED_DAYS)):
                connection.execute(delete(workshop_ballot).where(rows_of(workshop_ballot, workshop_id)))
        return len(old)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """A transaction of the log's database that counts up the board's mark."""
        with self._database.write() as connection:
            yield connection
            connection.execute(update(log_mark).values(board=log_mark.c.board + 1))
