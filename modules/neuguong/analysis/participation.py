"""Who took part, by unit or by session: how many ought to, did, and finished. Pure.

Knows nothing of who may be told; None is "may not be told" or "not known", and never counted as nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitLine:
    """People of a unit (or a session) who took part, and `finished`; `eligible`: how many ought to, None where that is
    not known."""

    name: str
    people: int | None
    finished: int | None
    eligible: int | None

    @property
    def share(self) -> float | None:
        """Finished of the eligible; None where either is not known."""
        return None if self.finished is None or not self.eligible else self.finished / self.eligible


def add_up(name: str, lines: Sequence[UnitLine]) -> UnitLine:
    """Σ of what is told of each; None where nothing is."""
    people, finished, eligible = (
        _sum(lines, of) for of in (lambda one: one.people, lambda one: one.finished, lambda one: one.eligible)
    )
    return UnitLine(name, people, finished, eligible)


def sum_rate(lines: Iterable[UnitLine]) -> tuple[int, int] | None:
    """(Σ finished, Σ eligible) over the lines of which both are known; None if there is none. Not the mean of rates.

    >>> sum_rate([UnitLine("a", 9, 9, 10), UnitLine("b", 30, 10, 90), UnitLine("c", 5, None, 8)])
    (19, 100)
    """
    both = [(one.finished, one.eligible) for one in lines if one.finished is not None and one.eligible]
    return (sum(finished for finished, _ in both), sum(eligible for _, eligible in both)) if both else None


def add_by_name(lines: Iterable[UnitLine]) -> list[UnitLine]:
    """Lines of one name put together, in the order of their first; a number that one of them lacks is not known."""
    by_name: dict[str, list[UnitLine]] = defaultdict(list)
    for one in lines:
        by_name[one.name].append(one)
    return [_all(name, group) for name, group in by_name.items()]


def _all(name: str, group: Sequence[UnitLine]) -> UnitLine:
    def of(values: Sequence[int | None]) -> int | None:
        known = [one for one in values if one is not None]
        return sum(known) if len(known) == len(values) else None

    columns = ([one.people for one in group], [one.finished for one in group], [one.eligible for one in group])
    return UnitLine(name, *map(of, columns))


def _sum(lines: Sequence[UnitLine], of: Callable[[UnitLine], int | None]) -> int | None:
    known = [n for one in lines if (n := of(one)) is not None]
    return sum(known) if known else None
