"""What multiple response and hottext share: a set of choices against a set of keys.

+1/keys for each key chosen, −1/others for each other choice chosen, not below 0. Choosing everything earns 0, so
does choosing nothing. Chance: the mean over all non-empty selections, each equally likely.
"""

from itertools import combinations
from math import comb

from ..errors import InvalidResponseError
from ..items import Item
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_choices, require_list


def _points(hits: int, false_alarms: int, *, keys: int, others: int) -> float:
    return max(0.0, hits / keys - (false_alarms / others if others else 0.0))


class Selection(Scorer[frozenset[str]]):
    """Some choices are keyed. The response is the set of the chosen ones, at least one."""

    __slots__ = ()
    correct: frozenset[str]

    @property
    def keyed(self) -> frozenset[str]:
        return self.correct

    def parse_response(self, item: Item, raw: object) -> frozenset[str]:
        chosen = require_choices(item, raw)
        if not chosen:
            raise InvalidResponseError(item.identifier, raw, "at least one choice")
        return frozenset(chosen)

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return [choice(one) for one in require_list(item, raw)]

    def score(self, item: Item, response: frozenset[str]) -> float:
        keys, others = len(self.correct), len(item.choices) - len(self.correct)
        return _points(len(response & self.correct), len(response - self.correct), keys=keys, others=others)

    def max_score(self, item: Item) -> float:
        return 1.0

    def chance(self, item: Item) -> float:
        keys, others = len(self.correct), len(item.choices) - len(self.correct)
        total = sum(
            comb(keys, hits) * comb(others, false_alarms) * _points(hits, false_alarms, keys=keys, others=others)
            for hits in range(keys + 1)
            for false_alarms in range(others + 1)
        )
        return total / float(2 ** len(item.choices) - 1)

    def correct_response(self, item: Item) -> frozenset[str]:
        return self.correct

    def arrange(self, order: tuple[str, ...]) -> frozenset[str]:
        """The better half."""
        return frozenset(order[: (len(order) + 1) // 2])

    def judge(self, item: Item, response: frozenset[str]) -> dict[str, Verdict]:
        return {choice: self._judge(choice, chosen=choice in response) for choice in item.choice_ids}

    def _judge(self, choice: str, *, chosen: bool) -> Verdict:
        if chosen == (choice in self.correct):
            return Verdict.RIGHT
        return Verdict.WRONG if chosen else Verdict.PART

    def describe(self, choice: str, response: frozenset[str]) -> Told:
        chosen = choice in response
        yours = None if chosen else say("scoring.not_marked")
        return Told(chosen, yours, self.describe_key(choice) or say("scoring.should_not_mark"))

    def describe_key(self, choice: str) -> str | None:
        return say("scoring.should_mark") if choice in self.correct else None

    def measures(self, choice: str) -> tuple[Measure[frozenset[str]], ...]:
        return (Measure(None, choice in self.correct, lambda response: choice in response),)

    def paper_rows(self, item: Item, response: frozenset[str]) -> tuple[PaperRow, ...]:
        return (PaperRow(response),)

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        return tuple(
            list(selection)
            for size in range(1, len(item.choices) + 1)
            for selection in combinations(sorted(item.choice_ids), size)
            if set(selection) != self.correct
        )

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        right = sorted(self.correct)
        return (None, "", right[0], [], [*right, right[0]], ["no-such-choice"], {right[0]: True}, [0])
