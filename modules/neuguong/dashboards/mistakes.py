"""The wrong acts that matter most, as far as they are told. Knows nothing of logs or pages.

Numbers are of the scope that is looked at, as `disclosure.scopes` tells it. How sure people were is known of those who
study alone, of all time and rounded (`disclosure.coarse`); a hall is not asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..analysis.distribution import ItemDistribution
from ..items import Item

Sureness = Mapping[tuple[str, str], float]
"""(item, choice) → the share of those who chose it and said how sure they were that were certain; as told."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """`share` of `n` people did with a choice what is wrong: `label` says what where there are several things to do,
    None where it was chosen. `sure`: see `Sureness`; None where that is not told."""

    item: Item
    choice: str
    label: str | None
    n: int
    share: float
    sure: float | None

    @property
    def weight(self) -> tuple[float, float]:
        """Sure and wrong first, by the share of all who are both; where sureness is not told, by the share alone."""
        return self.share * (self.sure or 0.0), self.share


def find_mistake(distributions: Iterable[ItemDistribution], requirement: str, sureness: Sureness) -> Mistake | None:
    """The one that weighs most among the questions that mainly ask for the requirement; None where too few have
    answered any, or all acts are places on a scale."""
    found = (
        Mistake(one.item, tally.choice, act.label, one.n, act.count / one.n, sure)
        for one in distributions
        if one.item.requirements[0] == requirement and not one.counts_only
        for tally in one.choices
        for sure in (sureness.get((one.item.identifier, tally.choice)),)
        if tally.mean is None  # on a scale the neighbour of the key is hardly wrong
        for act in tally.measures
        if not act.is_key and act.count
    )
    return max(found, key=lambda one: one.weight, default=None)
