"""Where one learner is in a branching case: the decisions of this time through it. Knows nothing of logs or screens.

The first decision begins a time through; whoever takes it again begins anew. A decision belongs to this time only if it
was taken after the one that leads to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..items import Item, Move, Scenario, count_decisions, follow


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision: the identifier of the choice, and the attempt it was given under."""

    choice: str
    attempt_id: str


@dataclass
class CaseWalk:
    """One learner in one case."""

    scenario: Scenario
    taken: dict[str, Taken] = field(default_factory=dict)
    """By item; each of them on the way from the start."""

    @property
    def moves(self) -> tuple[Move, ...]:
        return self._follow()[0]

    @property
    def open_item(self) -> Item | None:
        """What is to be decided next; None at an end."""
        return self._follow()[1]

    @property
    def steps(self) -> list[Item]:
        """The items on the way so far, the open one last."""
        moves, item = self._follow()
        return [*(move.item for move in moves), *([item] if item else [])]

    @property
    def is_done(self) -> bool:
        return self.open_item is None

    @property
    def start(self) -> Item:
        return self.scenario.items[0]

    @property
    def counted(self) -> int:
        """How much of the case is behind, of `count_decisions`: all of it at an end, however short the way was."""
        moves, item = self._follow()
        return len(moves) if item else count_decisions(self.scenario)

    def _follow(self) -> tuple[tuple[Move, ...], Item | None]:
        return follow(self.scenario, lambda item: one.choice if (one := self.taken.get(item.identifier)) else None)

    def accepts(self, item: Item, attempt_id: str) -> bool:
        """Whether an answer to the item can be a step of the way: the next one, one taken already, or a new start."""
        one = self.taken.get(item.identifier)
        return item in (self.open_item, self.start) or (one is not None and one.attempt_id == attempt_id)

    def take(self, item: Item, taken: Taken) -> None:
        """Note a decision; the same one told again changes nothing, another first one begins anew."""
        if self.taken.get(item.identifier) == taken:
            return
        if item == self.start:
            self.taken = {}
        self.taken[item.identifier] = taken

    def is_keyed(self, item: Item) -> bool:
        """Whether the keyed choice was made at an item on the way."""
        return any(move.is_keyed for move in self.moves if move.item == item)

    def before(self, item: Item) -> tuple[Move, ...]:
        """The moves that led to an item on the way."""
        return self.moves[: self.steps.index(item)] if item in self.steps else ()

    def restore(self, given: Iterable[tuple[str, Taken]]) -> None:
        """Find the way again in what was answered before, in the order it was; what is known already came last."""
        answers = [*given, *self.taken.items()]
        latest = {item: n for n, (item, _) in enumerate(answers)}
        self.taken, last = {}, -1
        item = self.open_item
        while item is not None and latest.get(item.identifier, -1) > last:
            last = latest[item.identifier]
            self.taken[item.identifier] = answers[last][1]
            item = self.open_item
