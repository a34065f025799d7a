"""Score by requirement or of any other items together, corrected for guessing. Pure: distributions in, rows out.

Knows nothing of screens or of who may see a number.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..scoring import corrected_for_chance
from .distribution import ItemDistribution
from .evidence import COUNTS_ONLY_BELOW


@dataclass(frozen=True, slots=True)
class ItemsScore:
    """`n` answers to `items` items that stand together under `name`, as those that mainly test a requirement. `share`
    is 1 for the key, 0 for guessing and below 0 for worse; None without answers."""

    name: str
    items: int
    n: int
    share: float | None

    @property
    def counts_only(self) -> bool:
        """Too few answers for a judgement."""
        return self.n < COUNTS_ONLY_BELOW


def score_requirements(distributions: Iterable[ItemDistribution]) -> list[ItemsScore]:
    """One row per requirement that is the first of an item with answers, by identifier."""
    groups: dict[str, list[ItemDistribution]] = defaultdict(list)
    for one in distributions:
        groups[one.item.requirements[0]].append(one)
    scores = (score_items(requirement, group) for requirement, group in sorted(groups.items()))
    return [one for one in scores if one.n]


def score_items(name: str, distributions: Iterable[ItemDistribution]) -> ItemsScore:
    """share = (Σ score − Σ chance) / (Σ max − Σ chance) over all answers, each brought to a maximum of 1 first, so that
    a ranking of twenty points weighs no more than a question of one: the same rule as in a learner's own summary."""
    group = [one for one in distributions if one.n]
    n = sum(one.n for one in group)
    points = [one.max_score / one.n for one in group]
    score = sum(one.score / each for one, each in zip(group, points, strict=True))
    chance = sum(one.chance / each for one, each in zip(group, points, strict=True))
    return ItemsScore(name, len(group), n, corrected_for_chance(score, float(n), chance))
