"""What a report of one workshop says, and the figures that follow from it.

Knows nothing of files, words, the log or of what may be shown: who fills it in has decided that. Every figure that is
worked out here is worked out from what the report itself shows, so that no total tells of a row that is withheld.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnitLine:
    """People of one unit: who joined, who completed (answered all that was asked of them), how many there are.

    eligible None: nobody told. It may be less than `joined`, for it is typed by hand.
    """

    name: str
    joined: int
    completed: int
    eligible: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.completed <= self.joined or (self.eligible is not None and self.eligible < 0):
            raise ValueError(f"unit {self.name!r}: found {self.completed} of {self.joined} of {self.eligible}")


@dataclass(frozen=True, slots=True)
class Round:
    """One vote on an item: counted answers `n` and their mean score over the maximum, 0 to 1 (`share`).

    For a choice of one that is the share of right answers. None: withheld, because few answered, the topic is
    sensitive, or something else would follow from it. `by_hand`: cards were counted and typed in.
    """

    n: int | None
    share: float | None
    by_hand: bool = False

    def __post_init__(self) -> None:
        if self.share is not None and not (self.n and 0 <= self.share <= 1):
            raise ValueError(f"round: found share {self.share} of {self.n} answers; allowed: 0 to 1 of a known number")

    @property
    def is_empty(self) -> bool:
        """Asked, and nobody answered: unlike what is withheld, and unlike what was never asked."""
        return self.n == 0


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as it went: `requirement` is the label of the one it mainly tests; a round is None if never opened.
    `seconds_open`: how long answers were taken, in both rounds, without what it was closed or paused."""

    number: int
    topic: str
    requirement: str
    prompt: str
    first: Round | None
    second: Round | None = None
    seconds_open: int | None = None

    @property
    def gain(self) -> float | None:
        """Share of the second round less that of the first, -1 to 1; None unless both are shown."""
        if self.first is None or self.second is None or self.first.share is None or self.second.share is None:
            return None
        return self.second.share - self.first.share

    @property
    def is_by_hand(self) -> bool:
        return any(one is not None and one.by_hand for one in (self.first, self.second))


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """How a requirement went in first rounds: `shown` of `asked` items, their answers, and the mean share (None: no
    item is shown)."""

    label: str
    title: str
    asked: int
    shown: int
    n: int
    share: float | None
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class Attendance:
    """Sums over units. `completed_of` and `joined_of` count only units whose `eligible` is known, as `eligible` does:
    a per cent is Σ/Σ of the same units."""

    joined: int
    completed: int
    joined_of: int
    completed_of: int
    eligible: int | None
    counted_units: int


@dataclass(frozen=True, slots=True)
class WorkshopReport:
    """One session. Moments are aware; `organiser` and `place` are None where a person is to write them.

    participants  people who joined, of a unit or of none
    requirements  label → title of every requirement that an item names
    revision      content revision by whose keys the answers were scored
    Polls and word walls have no share and are not in it.
    """

    title: str
    started: datetime
    ended: datetime
    participants: int
    revision: str
    is_rehearsal: bool = False
    organiser: str | None = None
    place: str | None = None
    units: tuple[UnitLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    requirements: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.started.tzinfo is None or self.ended.tzinfo is None or self.ended < self.started:
            raise ValueError(f"moments: found {self.started} to {self.ended}; allowed: aware, in this order")
        if unknown := {one.requirement for one in self.items} - dict(self.requirements).keys():
            raise ValueError(f"requirements: found no title of {', '.join(sorted(unknown))}")

    @property
    def present(self) -> tuple[UnitLine, ...]:
        return tuple(one for one in self.units if one.joined)

    @property
    def absent(self) -> tuple[UnitLine, ...]:
        return tuple(one for one in self.units if not one.joined)

    @property
    def attendance(self) -> Attendance:
        known = [one for one in self.units if one.eligible is not None]
        return Attendance(
            joined=sum(one.joined for one in self.units),
            completed=sum(one.completed for one in self.units),
            joined_of=sum(one.joined for one in known),
            completed_of=sum(one.completed for one in known),
            eligible=sum(one.eligible or 0 for one in known) if known else None,
            counted_units=len(known),
        )

    @property
    def by_requirement(self) -> tuple[RequirementLine, ...]:
        """In the order of `requirements`, those that an item of a first round tests."""
        asked = [one for one in self.items if one.first is not None]
        lines = (
            _sum_items(label, title, [one for one in asked if one.requirement == label])
            for label, title in self.requirements
        )
        return tuple(one for one in lines if one.asked)

    @property
    def all_requirements(self) -> RequirementLine:
        """All items of first rounds as one line, without label or title."""
        return _sum_items("", "", [one for one in self.items if one.first is not None])


def ratio(part: int, whole: int | None) -> float | None:
    """part / whole; None without a whole."""
    return part / whole if whole else None


def _sum_items(label: str, title: str, items: Iterable[ItemLine]) -> RequirementLine:
    """share = Σ (share · n) / Σ n over the items whose share is shown."""
    rounds = [one.first for one in items if one.first is not None]
    shown = [(one.share, one.n or 0) for one in rounds if one.share is not None]
    n = sum(count for _, count in shown)
    share = sum(share * count for share, count in shown) / n if shown else None
    withheld = any(one.share is None and not one.is_empty for one in rounds)
    return RequirementLine(label, title, len(rounds), len(shown), n, share, withheld)
