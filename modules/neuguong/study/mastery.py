"""What one learner has mastered, by requirement: derived from their history whenever it is asked for, kept nowhere.

Knows nothing of logs, browsers or words; the rule itself is `scoring.mastery`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..items import Item, Pack
from ..scoring import chance_share, corrected_for_chance
from ..scoring.mastery import Band, Evidence, measure_mastery, name_band
from .history import History, local_date


@dataclass(frozen=True, slots=True)
class Mastery:
    """Of one requirement: 0 … 1, None below the least evidence, and how many answers it rests on."""

    value: float | None = None
    answers: int = 0

    @property
    def band(self) -> Band:
        return name_band(self.value)


def measure_all(pack: Pack, history: History) -> Mapping[str, Mastery]:
    """Requirement → mastery, of those that were answered at all.

    Of one item only the first answer of a day counts: the next one has its explanation fresh in mind. An answer is
    corrected by the chance that the item has now.
    """
    items = {item.identifier: item for scenario in pack.scenarios.values() for item in scenario.items}
    found: dict[str, list[Evidence]] = {}
    counted: set[tuple[str, date]] = set()
    for given in sorted(history.given, key=lambda one: one.at):
        item, answer = items.get(given.item), (given.item, local_date(given.at))
        share = None if item is None or answer in counted else _correct(item, given.points)
        if item is not None and share is not None:
            counted.add(answer)
            found.setdefault(item.requirements[0], []).append(Evidence(given.item, share))
    return {one: Mastery(measure_mastery(evidence), len(evidence)) for one, evidence in found.items()}


def _correct(item: Item, points: float) -> float | None:
    return corrected_for_chance(points, 1.0, chance_share(item))
