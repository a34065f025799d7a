"""What may be shown of a group without showing anything of fewer people than the group minimum, not by subtraction
either. Pure counting: knows nothing of logs, items or screens.

The rule, with m the group minimum:

1. Safe is what rests on no answers at all or on at least m known people. Answers given without consent have no known
   person behind them: they may all be one person's, so they count as answers and never as people. A part that holds
   only such answers is therefore never safe.
2. Everybody, in a period, is shown from m known people on.
3. A unit is shown from m known people on, and only if the *rest*, everybody outside all shown units together, is safe
   too. Else the smallest shown unit is left out as well, until it is: with units of 20, 9 and 2 people, showing the
   first two would give away the third.
4. Periods are nested. Going from the longest to the shortest, a period is shown only if what lies between it and the
   next longer one that is shown is safe: of everybody, of each shown unit and of the rest. A unit that is not shown
   in a longer period is not shown in a shorter one, so that no sum and no difference of shown numbers isolates a part
   that was not looked at here.

The board applies it twice: to the people behind all answers, and then to each item by itself, where a first answer
counts as a person because a learner gives each item one. (Without consent somebody may give several: only those who
passed as people first get that far.) Scores by requirement are sums over shown items, so they tell nothing more.

What it does not do: two looks at the same place before and after one answer differ by that answer. Ordinary topics are
live on purpose; totals of sensitive topics are snapshots that change by whole groups (`store.log`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Unit = str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Known people and answers per unit; under None, of everybody, which may be more than all units together."""

    people: Mapping[Unit, int]
    answers: Mapping[Unit, int]

    def is_safe(self, unit: Unit, minimum: int) -> bool:
        """No answers at all, or enough people."""
        return self.answers.get(unit, 0) <= 0 or self.people.get(unit, 0) >= minimum

    def is_rest_safe(self, shown: Collection[str], minimum: int) -> bool:
        """The same of everybody outside the shown units.

        Somebody who changed units is in both, so the people left over by subtraction are a lower bound, and so is each
        unit that is not shown.
        """
        if self.answers.get(None, 0) - sum(self.answers.get(unit, 0) for unit in shown) <= 0:
            return True
        left = self.people.get(None, 0) - sum(self.people.get(unit, 0) for unit in shown)
        hidden = (n for unit, n in self.people.items() if unit is not None and unit not in shown)
        return max(left, max(hidden, default=0)) >= minimum


def subtract(longer: Mapping[Unit, int], shorter: Mapping[Unit, int]) -> dict[Unit, int]:
    """What lies between two nested periods, for counts that add up (answers do, people do not)."""
    return {unit: n - shorter.get(unit, 0) for unit, n in longer.items()}


def disclose(
    counts: Counts, minimum: int, *, candidates: Iterable[str], between: Counts | None
) -> frozenset[str] | None:
    """The units among the candidates that may be shown in a period; None if not even everybody together may be.

    `between` counts what lies between this period and the next longer one that is shown; None if there is none.
    """
    if counts.people.get(None, 0) < minimum or not (between is None or between.is_safe(None, minimum)):
        return None
    shown = [
        unit
        for unit in candidates
        if counts.people.get(unit, 0) >= minimum and (between is None or between.is_safe(unit, minimum))
    ]
    shown.sort(key=lambda unit: (-counts.people[unit], unit))
    while shown and not _are_rests_safe(counts, between, shown, minimum):
        shown.pop()
    return frozenset(shown)


def _are_rests_safe(counts: Counts, between: Counts | None, shown: Collection[str], minimum: int) -> bool:
    return all(part is None or part.is_rest_safe(shown, minimum) for part in (counts, between))
