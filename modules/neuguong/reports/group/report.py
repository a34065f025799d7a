"""What a report on a period says. Knows nothing of files or words.

None is "may not be told"; it is never counted as nobody.
"""

from dataclasses import dataclass
from datetime import date

from ...analysis.participation import UnitLine, add_up, sum_rate


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
    """`period` and `source`, whose answers the requirements are of, in words; `advice`: what to teach next, a sentence
    each. `revision` is that of the content whose keys the points follow.

    units     who has studied alone and finished at least one part, up to the day of the report
    mark      stands on top of every page and before a file's name: that the numbers are invented
    sessions  those of the hall in the period, a line each, under day and title: who came, and answered all
    """

    title: str
    period: str
    made: date
    revision: str
    units: tuple[UnitLine, ...]
    requirements: tuple[RequirementLine, ...]
    advice: tuple[str, ...]
    source: str = ""
    sessions: tuple[UnitLine, ...] = ()
    mark: str | None = None

    @property
    def total(self) -> UnitLine:
        return add_up("", self.units)

    @property
    def total_share(self) -> float | None:
        return _share(self.units)

    @property
    def sessions_total(self) -> UnitLine:
        return add_up("", self.sessions)

    @property
    def sessions_share(self) -> float | None:
        return _share(self.sessions)


def _share(lines: tuple[UnitLine, ...]) -> float | None:
    """Σ finished / Σ eligible over the lines of which both are known; None if there is none."""
    sums = sum_rate(lines)
    return None if sums is None else sums[0] / sums[1]
