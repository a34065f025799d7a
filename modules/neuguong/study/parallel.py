"""Which item is asked later in a part because another was got wrong there. Follows from the pack and from what was
answered when. Knows nothing of screens, logs or browsers.

A parallel item asks for the same requirement with another text: answering the same item once more would only train
its wording.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from ..items import Item, Pack, Scenario
from ..scoring import chance_share, corrected_for_chance, scorer_of
from ..scoring.mastery import SOLID
from .history import History, live_items
from .progress import Parallel

RECENTLY = timedelta(days=7)
"""An item answered within so long is not asked as a parallel: it would be remembered, not thought about."""


def is_wrong(item: Item, score: float) -> bool:
    """Whether an answer calls for a parallel item: less of what guessing leaves than counts as sitting."""
    share = corrected_for_chance(score / scorer_of(item).max_score(item), 1.0, chance_share(item))
    return share is not None and share < SOLID - 1e-9


def choose_parallel(
    pack: Pack, item: Item, *, besides: Collection[str], history: History, today: date
) -> Parallel | None:
    """The item to ask later, none if there is none left: of the same main requirement, live, not among `besides` (what
    the part asks anyhow) and not answered recently.

    First of the same skill, then the other half of a contrast pair, then of another scenario, then what was answered
    longest ago or never; of equals the bank's first. What was got wrong in a sensitive scenario is asked again in a
    sensitive one, and nothing else is: the row of an ordinary item, which may carry a code, would tell of it.
    """
    origin, _ = pack.get_item(item.identifier)

    def rank(entry: tuple[Scenario, Item]) -> tuple[bool, bool, bool, date]:
        scenario, other = entry
        return (
            other.skill != item.skill,
            not item.pairs_with(other),
            scenario.identifier == origin.identifier,
            history.last_day(other.identifier) or date.min,
        )

    found = [
        (scenario, other)
        for scenario, other in live_items(pack, item.requirements[0])
        if other.identifier not in besides
        and pack.is_sensitive(scenario) == pack.is_sensitive(origin)
        and not _is_recent(history.last_day(other.identifier), today)
    ]
    if not found:
        return None
    scenario, chosen = min(found, key=rank)
    return Parallel(item.identifier, replace(scenario, items=(chosen,)))


def restore_parallel(pack: Pack, item: Item, identifier: str, *, besides: Collection[str]) -> Parallel | None:
    """The parallel to `item` that a browser says it was asked; none unless it could have been chosen."""
    entry = next((one for one in live_items(pack, item.requirements[0]) if one[1].identifier == identifier), None)
    if entry is None or identifier in besides:
        return None
    scenario, chosen = entry
    origin, _ = pack.get_item(item.identifier)
    if pack.is_sensitive(scenario) != pack.is_sensitive(origin):
        return None
    return Parallel(item.identifier, replace(scenario, items=(chosen,)))


def _is_recent(day: date | None, today: date) -> bool:
    return day is not None and today - day < RECENTLY
