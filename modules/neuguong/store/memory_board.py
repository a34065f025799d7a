"""A workshop board in memory: the working fake of tests and previews, and the plain definition of what a board does.

Knows nothing of databases; forgets everything when the process ends, and is not shared between processes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from ..clock import Clock, SystemClock
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
from .days import local_day
from .log import ErasedActorError
from .memory import MemoryLog
from .statement import canonical_json, check_moment


@dataclass
class _Workshop:
    code: str
    began: datetime
    is_ended: bool = False
    events: list[tuple[datetime, str]] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)
    boxes: dict[Box, BoxState] = field(default_factory=dict)
    ballots: dict[Box, dict[str, Ballot]] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)


class MemoryBoard:
    """`WorkshopBoard` kept in dictionaries, over the log that its boxes are counted into."""

    def __init__(self, log: MemoryLog, *, clock: Clock | None = None) -> None:
        self._log = log
        self._clock = clock or SystemClock()
        self._lock = Lock()
        self._workshops: dict[str, _Workshop] = {}

    def begin_workshop(self, workshop_id: str, *, code: str, event: NewEvent) -> None:
        with self._lock:
            if workshop_id in self._workshops:
                raise StaleBoardError("the workshop has begun")
            if any(one.code == code and not one.is_ended for one in self._workshops.values()):
                raise CodeTakenError("another workshop has this code")
            workshop = _Workshop(code, self._clock.now())
            self._append(workshop, [event])
            self._workshops[workshop_id] = workshop

    def fetch_workshops(self) -> list[WorkshopRow]:
        with self._lock:
            rows = sorted(self._workshops.items(), key=lambda one: (one[1].began, one[0]), reverse=True)
            return [
                WorkshopRow(name, one.code, local_day(one.began).isoformat(), one.is_ended, len(one.events))
                for name, one in rows
            ]

    def fetch_version(self, workshop_id: str) -> int:
        with self._lock:
            return len(self._find(workshop_id).events)

    def fetch_events(self, workshop_id: str, *, after: int = 0) -> list[BoardEvent]:
        with self._lock:
            return self._events(self._find(workshop_id), after)

    def append_events(
        self, workshop_id: str, events: Sequence[NewEvent], *, after: int, ends: bool = False
    ) -> list[BoardEvent]:
        with self._lock:
            workshop = self._require(workshop_id, after)
            self._append(workshop, events)
            workshop.is_ended |= ends
            return self._events(workshop, after)

    def put_member(self, workshop_id: str, member: Member) -> Member:
        held = self.put_members(workshop_id, [member])
        if member.member not in held:
            raise ErasedActorError("a member who was erased does not come in again")
        return held[member.member]

    def put_members(self, workshop_id: str, members: Sequence[Member]) -> dict[str, Member]:
        with self._lock:
            if workshop_id not in self._workshops:
                raise StoreError("there is no such workshop")
            there = self._workshops[workshop_id].members
            for member in members:
                if not self._log.is_erased(member.member):
                    held = there.get(member.member)
                    has_group = held is not None and held.group is not None
                    there[member.member] = replace(member, group=held.group) if held and has_group else member
            return {member.member: there[member.member] for member in members if member.member in there}

    def fetch_members(self, workshop_id: str) -> list[Member]:
        with self._lock:
            return [member for _, member in sorted(self._find(workshop_id).members.items())]

    def remove_member(self, workshop_id: str, member: str) -> None:
        with self._lock:
            self._remove(workshop_id, member)

    def put_ballots(self, workshop_id: str, box: Box, ballots: Sequence[Ballot]) -> frozenset[str]:
        with self._lock:
            workshop = self._find(workshop_id)
            if workshop.boxes.get(box) != "open":
                raise BoxClosedError("the box takes no ballots")
            known = [ballot for ballot in ballots if ballot.member in workshop.members]
            workshop.ballots.setdefault(box, {}).update({ballot.member: ballot for ballot in known})
            return frozenset(ballot.member for ballot in ballots) - workshop.members.keys()

    def fetch_ballots(self, workshop_id: str, box: Box) -> list[Ballot]:
        with self._lock:
            return [ballot for _, ballot in sorted(self._find(workshop_id).ballots.get(box, {}).items())]

    def count_ballots(self, workshop_id: str, box: Box) -> int:
        with self._lock:
            return len(self._find(workshop_id).ballots.get(box, {}))

    def count_box(
        self, workshop_id: str, box: Box, *, after: int, make: Callable[[Sequence[Ballot]], ToLog]
    ) -> BoardEvent:
        with self._lock:
            workshop = self._require(workshop_id, after)
            if workshop.boxes.get(box) != "closed":
                raise BoxClosedError("the box is not to be counted now")
            ballots = [ballot for _, ballot in sorted(workshop.ballots.get(box, {}).items())]
            to_log = make([ballot for ballot in ballots if not self._log.is_erased(ballot.member)])
            self._append(workshop, [NewEvent(to_log.event.data)])
            self._log.append_box(to_log.statements, sensitive=to_log.sensitive)
            workshop.boxes[box] = "counted"
            workshop.ballots.pop(box, None)
            return self._events(workshop, after)[0]

    def put_word(self, workshop_id: str, turn: int, text: str) -> Word:
        with self._lock:
            if workshop_id not in self._workshops:
                raise StoreError("there is no such workshop")
            words = self._workshops[workshop_id].words
            words.append(Word(len(words) + 1, turn, text, is_shown=False))
            return words[-1]

    def show_word(self, workshop_id: str, number: int, *, shown: bool) -> None:
        with self._lock:
            workshop = self._find(workshop_id)
            workshop.words = [replace(w, is_shown=shown) if w.number == number else w for w in workshop.words]

    def fetch_words(self, workshop_id: str, turn: int) -> list[Word]:
        with self._lock:
            return [word for word in self._find(workshop_id).words if word.turn == turn]

    def erase_member(self, workshop_id: str, member: str) -> int:
        with self._lock:
            return self._remove(workshop_id, member) + self._log.erase_actor(member)

    def purge_workshops(self, before: datetime) -> int:
        before = check_moment("before", before)
        with self._lock:
            old = [name for name, one in self._workshops.items() if one.began < before]
            for name in old:
                del self._workshops[name]
            abandoned = self._clock.now() - timedelta(days=ABANDONED_DAYS)
            for workshop in self._workshops.values():
                if workshop.events[-1][0] < abandoned:
                    workshop.ballots.clear()
            return len(old)

    def _find(self, workshop_id: str) -> _Workshop:
        """The workshop; an empty one in the place of one that is not there."""
        return self._workshops.get(workshop_id) or _Workshop("", datetime.min)

    def _require(self, workshop_id: str, after: int) -> _Workshop:
        workshop = self._workshops.get(workshop_id)
        if workshop is None or len(workshop.events) != after:
            raise StaleBoardError("another event came first")
        return workshop

    def _append(self, workshop: _Workshop, events: Sequence[NewEvent]) -> None:
        boxes = dict(workshop.boxes)
        for event in events:
            if event.box is not None and event.effect is not None:
                boxes[event.box] = state_after(boxes.get(event.box), event.effect)
        now = self._clock.now()
        written = [(now, canonical_json(event.data)) for event in events]
        workshop.boxes = boxes
        workshop.events += written

    def _events(self, workshop: _Workshop, after: int) -> list[BoardEvent]:
        rows = enumerate(workshop.events[after:], after + 1)
        return [BoardEvent(number, at, json.loads(text)) for number, (at, text) in rows]

    def _remove(self, workshop_id: str, member: str) -> int:
        """Forget a member, and how many ballots went."""
        workshop = self._find(workshop_id)
        workshop.members.pop(member, None)
        return sum(box.pop(member, None) is not None for box in workshop.ballots.values())
