"""A case of several decisions, each choice leading to the next: the ways through it. Knows nothing of who walks them.

What is said here holds for a case that has neither loops nor dead ends: the loader refuses any other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .item import Choice, Item, Scenario


@dataclass(frozen=True, slots=True)
class Move:
    """A decision that was taken."""

    item: Item
    choice: Choice

    @property
    def is_keyed(self) -> bool:
        return self.choice.identifier in self.item.interaction.keyed

    @property
    def told(self) -> str:
        """What happens then; "" outside a branching case."""
        return self.choice.step.told if self.choice.step else ""


Moves = tuple[Move, ...]


def _next_item(scenario: Scenario, choice: Choice) -> Item | None:
    leads_to = choice.step.leads_to if choice.step else None
    return next((item for item in scenario.items if item.identifier == leads_to), None)


def follow(scenario: Scenario, choose: Callable[[Item], str | None]) -> tuple[Moves, Item | None]:
    """The moves from the start on, and the item where they stop: `choose` gives the choice made at an item, None where
    none was. No item: the case has ended."""
    moves: list[Move] = []
    item: Item | None = scenario.items[0]
    while item is not None and (chosen := choose(item)) is not None:
        moves.append(Move(item, item.choice(chosen)))
        item = _next_item(scenario, moves[-1].choice)
    return tuple(moves), item


def keyed_path(scenario: Scenario) -> Moves:
    """The way of whoever decides by the key at every item."""
    return follow(scenario, lambda item: min(item.interaction.keyed))[0]


def find_paths(scenario: Scenario, *, start: Item | None = None) -> Iterator[Moves]:
    """Every way through the case, from its first item or another on, to an end."""
    item = start or scenario.items[0]
    for choice in item.choices:
        following = _next_item(scenario, choice)
        for rest in find_paths(scenario, start=following) if following else [()]:
            yield (Move(item, choice), *rest)


def count_decisions(scenario: Scenario, *, start: Item | None = None) -> int:
    """How many items whoever goes through the scenario answers at most: all of them, where it does not branch."""
    if not scenario.is_branching:
        return len(scenario.items)
    following = [_next_item(scenario, choice) for choice in (start or scenario.items[0]).choices]
    return 1 + max(count_decisions(scenario, start=item) if item else 0 for item in following)
