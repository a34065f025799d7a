"""Ranking: (k − 1) − distance points per choice, distance = places between given and keyed position, not below 0.

For five choices the maximum is 20 and the mean over all 120 orders 12. Source: the scoring of ranked situational
judgement items, 4 − distance per option.
"""

from dataclasses import dataclass

from ..errors import InvalidResponseError
from ..items import Item
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_choices, require_list

Order = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking(Scorer[Order]):
    """All choices in order, the most suitable first; so is the response."""

    correct: Order
    kind = "ranking"
    mean_words = "scoring.mean_place"
    key_is_order = True

    def parse_response(self, item: Item, raw: object) -> Order:
        chosen = require_choices(item, raw)
        if len(chosen) != len(item.choices):
            raise InvalidResponseError(item.identifier, raw, "all choices in order")
        return tuple(chosen)

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return [choice(one) for one in require_list(item, raw)]

    def _distance(self, choice: str, response: Order) -> int:
        return abs(self.correct.index(choice) - response.index(choice))

    def score(self, item: Item, response: Order) -> float:
        best = len(self.correct) - 1
        return float(sum(best - self._distance(choice, response) for choice in self.correct))

    def max_score(self, item: Item) -> float:
        return float(len(item.choices) * (len(item.choices) - 1))

    def chance(self, item: Item) -> float:
        """By a choice's mean distance, (k² − 1) / 3k; enumerating all orders is too slow for every answer of a hall."""
        k = len(self.correct)
        return k * (k - 1) - (k * k - 1) / 3

    def correct_response(self, item: Item) -> Order:
        return self.correct

    def arrange(self, order: tuple[str, ...]) -> Order:
        return order

    def judge(self, item: Item, response: Order) -> dict[str, Verdict]:
        by_distance = {0: Verdict.RIGHT, 1: Verdict.PART}
        return {choice: by_distance.get(self._distance(choice, response), Verdict.WRONG) for choice in item.choice_ids}

    def describe(self, choice: str, response: Order) -> Told:
        return Told(True, _place(choice, response), _place(choice, self.correct))

    def describe_key(self, choice: str) -> str | None:
        return say("scoring.key_is", key=_place(choice, self.correct))

    def reading_order(self, item: Item, shown: tuple[str, ...], response: Order) -> tuple[str, ...]:
        """The right order."""
        return self.correct

    def measures(self, choice: str) -> tuple[Measure[Order], ...]:
        right = self.correct.index(choice)
        label = say("scoring.right_place")
        return (Measure(label, True, lambda response: response[right] == choice, tells_key=True),)

    def value(self, choice: str, response: Order) -> int | None:
        """The place, 1 = most suitable."""
        return response.index(choice) + 1

    def paper_rows(self, item: Item, response: Order) -> tuple[PaperRow, ...]:
        return tuple(PaperRow(frozenset({one}), label=str(n), boxes=()) for n, one in enumerate(response, start=1))

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        key = list(self.correct)
        return (key[::-1], [key[1], key[0], *key[2:]], [*key[1:], key[0]])

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        key = list(self.correct)
        short, twice, foreign = key[:-1], [*key[:-1], key[0]], [*key, "no-such-choice"]
        return (None, "", short, twice, foreign, dict(enumerate(key)), [1, 2, 3, 4, 5])


def _place(choice: str, order: Order) -> str:
    return say("scoring.place", n=order.index(choice) + 1)
