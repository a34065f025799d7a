"""Matching: 1 point per choice put to its target. Maximum: choices. Chance: choices / targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import InvalidResponseError
from ..items import Item, Target
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_every_choice, require_object

Pairs = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matching(Scorer[Pairs]):
    """A target for every choice; several choices may share one. The response is choice → target."""

    targets: tuple[Target, ...] = field()  # a plain annotation would take the inherited property for its default
    correct: Pairs = field()
    kind = "matching"

    def parse_response(self, item: Item, raw: object) -> Pairs:
        known = self._texts()
        pairs: dict[str, str] = {}
        for choice, target in require_every_choice(item, raw).items():
            if not isinstance(target, str) or target not in known:
                raise InvalidResponseError(item.identifier, target, f"one of the targets {sorted(known)}")
            pairs[choice] = target
        return pairs

    def _texts(self) -> dict[str, str]:
        return {target.identifier: target.text for target in self.targets}

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return {choice(one): target(put_to) for one, put_to in require_object(item, raw).items()}

    def score(self, item: Item, response: Pairs) -> float:
        return float(sum(response[choice] == target for choice, target in self.correct.items()))

    def max_score(self, item: Item) -> float:
        return float(len(item.choices))

    def chance(self, item: Item) -> float:
        return len(item.choices) / len(self.targets)

    def correct_response(self, item: Item) -> Pairs:
        return self.correct

    def arrange(self, order: tuple[str, ...]) -> Pairs:
        """The targets one after the other, each to as many."""
        return {choice: self.targets[n * len(self.targets) // len(order)].identifier for n, choice in enumerate(order)}

    def judge(self, item: Item, response: Pairs) -> dict[str, Verdict]:
        return {
            choice: Verdict.RIGHT if response[choice] == target else Verdict.WRONG
            for choice, target in self.correct.items()
        }

    def describe(self, choice: str, response: Pairs) -> Told:
        texts = self._texts()
        return Told(True, texts[response[choice]], texts[self.correct[choice]])

    def describe_key(self, choice: str) -> str | None:
        return say("scoring.key_is", key=self._texts()[self.correct[choice]])

    def measures(self, choice: str) -> tuple[Measure[Pairs], ...]:
        return tuple(self._measure(choice, target) for target in self.targets)

    def _measure(self, choice: str, target: Target) -> Measure[Pairs]:
        put = target.identifier
        return Measure(target.text, self.correct[choice] == put, lambda response: response[choice] == put)

    def paper_rows(self, item: Item, response: Pairs) -> tuple[PaperRow, ...]:
        """A target is ticked by its number, from 1."""
        numbers = {target.identifier: str(n) for n, target in enumerate(self.targets, start=1)}
        boxes = tuple(numbers.values())
        return tuple(PaperRow(frozenset({numbers[response[one]]}), about=one, boxes=boxes) for one in item.choice_ids)

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        targets = list(self._texts())

        def moved(choice: str) -> str:
            return targets[(targets.index(self.correct[choice]) + 1) % len(targets)]

        first = next(iter(self.correct))
        return ({**self.correct, first: moved(first)}, {choice: moved(choice) for choice in self.correct})

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        key = dict(self.correct)
        first, target = next(iter(key)), self.targets[0].identifier
        return (
            None,
            "",
            [],
            {},
            {choice: one for choice, one in key.items() if choice != first},
            {**key, "no-such-choice": target},
            *({**key, first: stranger} for stranger in ("no-such-target", None, [target])),
        )
