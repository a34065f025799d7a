"""Yes or no: 1 point for each choice answered as the key answers it. Maximum: choices. Chance: half of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from ..errors import InvalidResponseError
from ..items import Item
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_every_choice, require_object

Answers = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class YesNo(Scorer[Answers]):
    """Yes or no for every choice; so is the response."""

    correct: Answers
    kind = "yes_no"

    def parse_response(self, item: Item, raw: object) -> Answers:
        answers: dict[str, bool] = {}
        for choice, answer in require_every_choice(item, raw).items():
            if not isinstance(answer, bool):
                raise InvalidResponseError(item.identifier, answer, "true or false")
            answers[choice] = answer
        return answers

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return {choice(one): answer for one, answer in require_object(item, raw).items()}

    def score(self, item: Item, response: Answers) -> float:
        return float(sum(response[choice] == answer for choice, answer in self.correct.items()))

    def max_score(self, item: Item) -> float:
        return float(len(item.choices))

    def chance(self, item: Item) -> float:
        return len(item.choices) / 2

    def correct_response(self, item: Item) -> Answers:
        return self.correct

    def arrange(self, order: tuple[str, ...]) -> Answers:
        return {choice: 2 * n < len(order) for n, choice in enumerate(order)}

    def judge(self, item: Item, response: Answers) -> dict[str, Verdict]:
        return {
            choice: Verdict.RIGHT if response[choice] == answer else Verdict.WRONG
            for choice, answer in self.correct.items()
        }

    def describe(self, choice: str, response: Answers) -> Told:
        return Told(True, _said(response[choice]), _said(self.correct[choice]))

    def describe_key(self, choice: str) -> str | None:
        return say("scoring.key_is", key=_said(self.correct[choice]))

    def measures(self, choice: str) -> tuple[Measure[Answers], ...]:
        return (self._measure(choice, True), self._measure(choice, False))

    def _measure(self, choice: str, answer: bool) -> Measure[Answers]:
        is_key = self.correct[choice] == answer
        return Measure(_said(answer), is_key, lambda response: response[choice] == answer)

    def paper_rows(self, item: Item, response: Answers) -> tuple[PaperRow, ...]:
        boxes = (say("scoring.yes"), say("scoring.no"))
        return tuple(PaperRow(frozenset({_said(response[one])}), about=one, boxes=boxes) for one in item.choice_ids)

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        answers = product((True, False), repeat=len(item.choices))
        every = (dict(zip(item.choice_ids, one, strict=True)) for one in answers)
        return tuple(one for one in every if one != self.correct)

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        first = item.choice_ids[0]
        return (None, [], {}, {first: True}, {**self.correct, first: 1}, {**self.correct, "no-such-choice": True})


def _said(answer: bool) -> str:
    return say("scoring.yes") if answer else say("scoring.no")
