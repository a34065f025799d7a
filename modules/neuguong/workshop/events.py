"""What happens in a workshop, as the board keeps it: one frozen class a kind, and JSON and back.

Knows nothing of what may happen when; that is `state`.

An event is written once and never changed. Whatever a workshop is, it is what its events make of it.
"""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from .plan import Plan

Activity = Literal["item", "poll", "words"]
"""A question of the bank; a question of the trainer's own; short words for a talk."""


@dataclass(frozen=True, slots=True)
class Began:
    """The workshop exists: its code can be joined."""

    code: str
    plan: Plan
    content_revision: str
    kind: Literal["began"] = "began"


@dataclass(frozen=True, slots=True)
class Asked:
    """A new turn: an activity is put to the hall and open at once. `closes_at`: aware ISO text; None until closed.
    `parallel_to`: the turn, voted on twice just before, that this item is parallel to (`parallel`)."""

    activity: Activity
    item: str | None = None
    question: str = ""
    options: tuple[str, ...] = ()
    closes_at: str | None = None
    parallel_to: int | None = None
    kind: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The second round of the item on screen."""

    closes_at: str | None = None
    kind: Literal["asked-again"] = "asked-again"


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing more is taken in this round."""

    kind: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class Reopened:
    """The round takes answers again: nobody has seen a result of it."""

    closes_at: str | None = None
    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Extended:
    """The round that is open stays so until `closes_at` (None: until it is closed)."""

    closes_at: str | None
    kind: Literal["extended"] = "extended"


@dataclass(frozen=True, slots=True)
class Counted:
    """The round's ballots went to the log. `n`: how many answers. `result`: what may be said of them, for good, as
    `disclosure` let it (`results`); None where nothing may. `by_hand`: typed in from paper cards."""

    n: int
    result: dict[str, Any] | None
    by_hand: bool = False
    kind: Literal["counted"] = "counted"


@dataclass(frozen=True, slots=True)
class Shown:
    """The distribution is on the wall and on the phones."""

    kind: Literal["shown"] = "shown"


@dataclass(frozen=True, slots=True)
class Explained:
    """The key and its explanation are on the wall and on the phones."""

    kind: Literal["explained"] = "explained"


@dataclass(frozen=True, slots=True)
class LookedBack:
    """Wall and phones show an earlier turn again as it stood at its end; `turn` None: back to where we are."""

    turn: int | None
    kind: Literal["looked-back"] = "looked-back"


@dataclass(frozen=True, slots=True)
class Paused:
    """Phones are told to wait; nothing is taken, no time runs out. `left_s`: seconds the open round had left."""

    left_s: float | None = None
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class Resumed:
    closes_at: str | None = None
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class Replanned:
    """What is still to be asked, in order."""

    items: tuple[str, ...]
    kind: Literal["replanned"] = "replanned"


@dataclass(frozen=True, slots=True)
class Ended:
    """Over: the report can be made. Nothing follows. `left`: nobody ended it, it was left."""

    left: bool = False
    kind: Literal["ended"] = "ended"


Event = (
    Began | Asked | AskedAgain | Closed | Reopened | Extended | Counted | Shown | Explained | LookedBack | Paused
    | Resumed | Replanned | Ended
)  # fmt: skip
_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def event_to_json(event: Event) -> dict[str, Any]:
    """Plain JSON; `event_from_json` reads it back."""
    return _ADAPTER.dump_python(event, mode="json")  # type: ignore[no-any-return]


def event_from_json(data: object) -> Event:
    """The event; ValueError for what is none."""
    return _ADAPTER.validate_python(data)
