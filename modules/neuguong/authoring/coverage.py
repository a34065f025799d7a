"""What of the source the live items teach: requirement × items × interactions × settings × difficulty. Pure."""

from collections import Counter
from dataclasses import dataclass

from ..items import Difficulty, Pack


@dataclass(frozen=True, slots=True)
class Coverage:
    """Live items whose FIRST requirement this is; `named` also counts those that name it further down.

    `parallel` counts items that share a skill with an item of another scenario: usable for a second vote, which a
    decision in a branching case is not. `pairs` counts items that ask the one before them again; `plain`, `bait`,
    `tension` those that say how hard they are.
    """

    requirement: str
    items: int
    named: int
    scenarios: int
    interactions: int
    settings: int
    parallel: int
    pairs: int
    plain: int
    bait: int
    tension: int


def build_coverage(pack: Pack) -> list[Coverage]:
    """One row per requirement of the pack (signs are left out), in the pack's order."""
    rows = []
    for requirement in pack.requirements.values():
        if requirement.kind != "requirement":
            continue
        first = [(s, i) for s, i in pack.live_items() if i.requirements[0] == requirement.identifier]
        homes: dict[str, set[str]] = {}
        for scenario, item in first:
            if not item.stands_alone:
                continue
            homes.setdefault(item.skill, set()).add(scenario.identifier)
        skills = Counter(item.skill for _, item in first if item.stands_alone)
        bands = Counter(item.difficulty for _, item in first)
        rows.append(
            Coverage(
                requirement=requirement.identifier,
                items=len(first),
                named=sum(requirement.identifier in item.requirements for _, item in pack.live_items()),
                scenarios=len({scenario.identifier for scenario, _ in first}),
                interactions=len({item.interaction.kind for _, item in first}),
                settings=len({scenario.setting for scenario, _ in first}),
                parallel=sum(count for skill, count in skills.items() if len(homes[skill]) > 1),
                pairs=sum(item.contrast is not None for _, item in first),
                plain=bands[Difficulty.PLAIN],
                bait=bands[Difficulty.BAIT],
                tension=bands[Difficulty.TENSION],
            )
        )
    return rows


def count_by_topic(pack: Pack) -> dict[str, int]:
    """Topic → its live items, in the pack's order."""
    counts = Counter(scenario.topic for scenario, _ in pack.live_items())
    return {topic: counts[topic] for topic in pack.topics}
