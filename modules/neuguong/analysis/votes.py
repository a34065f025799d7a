"""What talking changes: one question before and after it, and another of the same kind asked at once. Pure.

Knows nothing of halls or of who voted: takes how many were right, as was published. A "vote" is one question to one
hall, and right is who earned every point.

First vote and second are paired where it is known who changed: then the interval is that of paired shares, else that of
two samples, which is wider. A parallel question is another question, so that its vote is never paired. Of one hall the
same people vote again and again; how their votes hang together nobody knows, for nothing links them, so the error of
the mean of one hall's questions is taken as if they hung together wholly: the mean of their errors, the most it can be.
Halls are taken to be of other people each. The interval of a mean of many questions so covers 95 % at least.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from .estimates import Estimate, Z


@dataclass(frozen=True, slots=True)
class Vote:
    """`right` of `n` ≥ 1 answers."""

    right: int
    n: int

    @property
    def share(self) -> float:
        return self.right / self.n


@dataclass(frozen=True, slots=True)
class Talk:
    """A question that a hall voted on before and after talking, and the parallel one after that, if there was one.
    `gained` were wrong before and right after, `lost` the other way round; None where that is not known."""

    hall: str
    first: Vote
    second: Vote
    gained: int | None = None
    lost: int | None = None
    parallel: Vote | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """Between two votes: the middle and the standard error of its interval."""

    hall: str
    n: int
    value: float
    middle: float
    error: float


@dataclass(frozen=True, slots=True)
class Talks:
    """Questions together, each weighing as many answers as it got. `people`: of every hall the most that voted.
    `parallel` and `kept` (parallel less first) are of the questions that have one: None unless all of them do."""

    questions: int
    people: int
    first: float
    second: float
    change: Estimate
    parallel: float | None
    kept: Estimate | None


def measure_talks(talks: Sequence[Talk]) -> Talks | None:
    """All of them together; None of none."""
    if not talks:
        return None
    change = _pool([_second_less_first(one) for one in talks])
    parallel = [one.parallel for one in talks if one.parallel is not None]
    has_all = len(parallel) == len(talks)
    return Talks(
        questions=len(talks),
        people=change.n,
        first=_mean([one.first for one in talks]),
        second=_mean([one.second for one in talks]),
        change=change,
        parallel=_mean(parallel) if has_all else None,
        kept=_pool([_unpaired(one.hall, one.first, one.parallel) for one in talks if one.parallel])
        if has_all
        else None,
    )


def measure_change(talk: Talk) -> Estimate:
    """Second share less first, of one question.

    >>> found = measure_change(Talk("h", Vote(20, 40), Vote(30, 40), gained=12, lost=2))
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.25, 0.074, 0.403)
    """
    return _pool([_second_less_first(talk)])


def _second_less_first(talk: Talk) -> _Change:
    if talk.gained is None or talk.lost is None:
        return _unpaired(talk.hall, talk.first, talk.second)
    return _paired(talk.hall, talk.second.n, talk.gained, talk.lost)


def _paired(hall: str, n: int, gained: int, lost: int) -> _Change:
    """Wald's interval after adding half a person to each of the four cells (Agresti and Min, Stat. Med. 24, 2005)."""
    middle = (gained - lost) / (n + 2)
    error = sqrt(gained + lost + 1 - (gained - lost) ** 2 / (n + 2)) / (n + 2)
    return _Change(hall, n, (gained - lost) / n, middle, error)


def _unpaired(hall: str, one: Vote, other: Vote) -> _Change:
    """Wald's interval after adding one right and one wrong to each (Agresti and Caffo, Am. Stat. 54, 2000)."""
    p, q = ((vote.right + 1) / (vote.n + 2) for vote in (one, other))
    error = sqrt(p * (1 - p) / (one.n + 2) + q * (1 - q) / (other.n + 2))
    return _Change(hall, min(one.n, other.n), other.share - one.share, q - p, error)


def _pool(changes: Iterable[_Change]) -> Estimate:
    halls: dict[str, list[_Change]] = defaultdict(list)
    for one in changes:
        halls[one.hall].append(one)
    every = [one for some in halls.values() for one in some]
    total = sum(one.n for one in every)
    value, middle = (sum(share * one.n for share, one in pairs) / total for pairs in _both(every))
    error = sqrt(sum(sum(one.error * one.n for one in some) ** 2 for some in halls.values())) / total
    people = sum(max(one.n for one in some) for some in halls.values())
    return Estimate(value, max(-1.0, min(value, middle - Z * error)), min(1.0, max(value, middle + Z * error)), people)


def _both(changes: list[_Change]) -> tuple[list[tuple[float, _Change]], list[tuple[float, _Change]]]:
    return [(one.value, one) for one in changes], [(one.middle, one) for one in changes]


def _mean(votes: Sequence[Vote]) -> float:
    return sum(one.right for one in votes) / sum(one.n for one in votes)
