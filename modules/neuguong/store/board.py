"""The workshop board as the rest of the kit sees it: what happens in workshops, who is in, what they vote.

Knows nothing of SQL, of what an event means, nor of what may be said of votes.

Three things lie on it:
- Events, numbered from 1 without a gap within a workshop. Appended, never changed. Whoever appends says which number
  came last; if another was quicker, nothing is written. So two control pages make one step.
- Members: a keyed hash made for this workshop alone, found nowhere else, with a unit. No name, no time.
- Ballots in boxes, one box a turn and round, one ballot a member, which may be changed as long as the box is open. When
  the box is counted, the ballots become statements of the response log and are deleted, in one transaction. Until then
  the ballots of a sensitive item lie here under the hash of a member; after it nothing tells whose they were (`log`).

What is not protected: until a sensitive box is counted, whoever keeps the machine can read it, and who copies SQLite's
write-ahead file before the keeper next empties it, or PostgreSQL's own log or old row versions, has the ballots still.
A copy made by `backup` has none of a box that was not counted, and a copy put back has none either.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from ..errors import NeuGuongError
from .statement import Statement

ABANDONED_DAYS = 7
"""So long after a workshop's last event ballots that nobody has counted are forgotten: their owners lie beside them."""


class StaleBoardError(NeuGuongError):
    """Another event came first: nothing was written."""

    code = "workshop-stale"


class BoxClosedError(NeuGuongError):
    """The box takes no ballots: it was never opened, is closed, or was counted."""

    code = "workshop-closed"


class CodeTakenError(NeuGuongError):
    """Another workshop on this board has this code."""

    code = "workshop-code-taken"


class Box(NamedTuple):
    """The ballots of one round of one turn, both from 1."""

    turn: int
    round: int


Effect = Literal["open", "close"]
BoxState = Literal["open", "closed", "counted"]


def state_after(state: BoxState | None, effect: Effect) -> BoxState:
    """The state of a box after what an event does to it; None is one that was never opened. A box may be closed twice
    and opened again. BoxClosedError if it was counted, or is closed before it was opened."""
    if state == "counted" or (state is None and effect == "close"):
        raise BoxClosedError("the box was counted, or never opened")
    return "open" if effect == "open" else "closed"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be written: plain JSON `data`, and what it does to a box, if anything."""

    data: dict[str, Any]
    box: Box | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class BoardEvent:
    """An event as it lies on the board; `at` is when the board took it, aware UTC."""

    number: int
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """One workshop. `day`: when it began, in Vietnam. `version`: the number of its last event."""

    workshop_id: str
    code: str
    day: str
    is_ended: bool
    version: int


@dataclass(frozen=True, slots=True)
class Member:
    """`member`: hex of a keyed hash. `group`: 1 …; None where the hall is not split."""

    member: str
    unit: str | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a member votes: canonical JSON of a response, already found valid; None where it is a word of a word wall,
    which is kept elsewhere and for nobody. `attempt_id` names the last change."""

    member: str
    response: str
    attempt_id: str


@dataclass(frozen=True, slots=True)
class ToLog:
    """What counting a box brings: statements for the log, whether they are of a sensitive item, and the event.

    Of a sensitive item the log takes no unit either: of a small one it would name who answered, for members have units.
    """

    statements: Sequence[Statement]
    sensitive: bool
    event: NewEvent


@dataclass(frozen=True, slots=True)
class Word:
    """A participant's word on the word wall of a turn, of nobody. `number` counts up within the workshop."""

    number: int
    turn: int
    text: str
    is_shown: bool


class WorkshopBoard(Protocol):
    """Every method may raise StoreError; StoreBusyError is worth another try. Every method may be called from any
    thread, and blocks; what returns has been written to disk."""

    def begin_workshop(self, workshop_id: str, *, code: str, event: NewEvent) -> None:
        """A new workshop with its first event. CodeTakenError if a workshop that has not ended has this code,
        StaleBoardError if this one has begun."""
        ...

    def fetch_workshops(self) -> list[WorkshopRow]:
        """All of them, the newest first."""
        ...

    def fetch_version(self, workshop_id: str) -> int:
        """The number of its last event, 0 if there is no such workshop; costs one row. Asked ten times a second."""
        ...

    def fetch_events(self, workshop_id: str, *, after: int = 0) -> list[BoardEvent]: ...

    def append_events(
        self, workshop_id: str, events: Sequence[NewEvent], *, after: int, ends: bool = False
    ) -> list[BoardEvent]:
        """Write events as `after` + 1 …, with what they do to boxes, all or none. StaleBoardError if the last number is
        not `after`, BoxClosedError if an effect does not fit (`state_after`). `ends`: the workshop is over."""
        ...

    def put_member(self, workshop_id: str, member: Member) -> Member:
        """Let somebody in, or change their unit; the same twice is the same once, and a group once given stays. Returns
        what the board holds. ErasedActorError for whoever was erased."""
        ...

    def put_members(self, workshop_id: str, members: Sequence[Member]) -> dict[str, Member]:
        """Many in one transaction, as `put_member` does with one: a hall of a thousand comes in at once. Returns what
        the board then holds of them, by member; whoever was erased is not among it."""
        ...

    def fetch_members(self, workshop_id: str) -> list[Member]: ...

    def remove_member(self, workshop_id: str, member: str) -> None:
        """Forget a member, and their ballots in boxes not counted."""
        ...

    def put_ballots(self, workshop_id: str, box: Box, ballots: Sequence[Ballot]) -> frozenset[str]:
        """Put ballots in, each in the place of the member's one before; one transaction. BoxClosedError, and none is
        put, if the box is not open. Returns whose ballots were not put because they are no members, such as whoever
        was removed meanwhile."""
        ...

    def fetch_ballots(self, workshop_id: str, box: Box) -> list[Ballot]:
        """Of a box that was not counted; sorted by member. A counted box is empty."""
        ...

    def count_ballots(self, workshop_id: str, box: Box) -> int:
        """How many ballots are in a box that was not counted."""
        ...

    def count_box(
        self, workshop_id: str, box: Box, *, after: int, make: Callable[[Sequence[Ballot]], ToLog]
    ) -> BoardEvent:
        """Empty a closed box into the log and write the event, in one transaction. StaleBoardError as in
        `append_events`; BoxClosedError if the box is open, unknown or was counted.

        `make` gets the ballots sorted by member and is called with the write lock held: it may ask neither board nor
        log. The statements get attempt ids of their own, so that no phone's choice of one spoils a count, and are in
        nothing that `ResponseLog.publish` or `fetch_released` tells: what may be said of them the event says, once.
        """
        ...

    def put_word(self, workshop_id: str, turn: int, text: str) -> Word: ...

    def show_word(self, workshop_id: str, number: int, *, shown: bool) -> None: ...

    def fetch_words(self, workshop_id: str, turn: int) -> list[Word]: ...

    def erase_member(self, workshop_id: str, member: str) -> int:
        """The right to delete: their membership, their ballots and their linked answers in the log. Returns how many
        answers went. What was already shown of whole groups stays."""
        ...

    def purge_workshops(self, before: datetime) -> int:
        """Retention: forget workshops that began before; returns how many. Their answers in the log go by the log's own
        rule. Ballots not counted `ABANDONED_DAYS` after their workshop's last event go too."""
        ...
