"""What a report on a period says. Knows nothing of files or words.

None is "may not be told"; it is never counted as nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitLine:
    """People of a unit who have studied, and finished at least one part, up to the day of the report; `eligible`: how
    many there are, None where that is not known."""

    name: str
    people: int | None
    finished: int | None
    eligible: int | None

    @property
    def share(self) -> float | None:
        """Finished of the eligible; None where either is not known."""
        return None if self.finished is None or not self.eligible else self.finished / self.eligible


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A requirement in the period: `n` answers, and their `share` corrected for chance, None below 30 of them.
    `n` None: withheld."""

    topic: str
    label: str
    title: str
    n: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class GroupReport:
    """`period` in words; `advice`: what to teach next, a sentence each. `revision` is that of the content whose keys
    the points follow. `mark` stands on top of every page and before a file's name: that the numbers are invented."""

    title: str
    period: str
    made: date
    revision: str
    units: tuple[UnitLine, ...]
    requirements: tuple[RequirementLine, ...]
    advice: tuple[str, ...]
    mark: str | None = None

    @property
    def total(self) -> UnitLine:
        """Σ of what is told of each; None where nothing is."""
        people, finished, eligible = (
            _sum(self.units, of) for of in (lambda one: one.people, lambda one: one.finished, lambda one: one.eligible)
        )
        return UnitLine("", people, finished, eligible)

    @property
    def total_share(self) -> float | None:
        """Σ finished / Σ eligible over the units of which both are known; None if there is none."""
        both = [(one.finished, one.eligible) for one in self.units if one.finished is not None and one.eligible]
        whole = sum(eligible for _, eligible in both)
        return sum(finished for finished, _ in both) / whole if whole else None


def _sum(lines: tuple[UnitLine, ...], of: Callable[[UnitLine], int | None]) -> int | None:
    known = [n for one in lines if (n := of(one)) is not None]
    return sum(known) if known else None
