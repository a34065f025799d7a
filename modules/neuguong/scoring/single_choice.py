"""Single choice: 1 point for the key, else 0. Guessing earns 1/k."""

from dataclasses import dataclass

from ..items import Item
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_choice


@dataclass(frozen=True, slots=True)
class SingleChoice(Scorer[str]):
    """Exactly one choice is keyed. The response is the chosen one."""

    correct: str
    kind = "single_choice"
    tells_chance = False

    @property
    def keyed(self) -> frozenset[str]:
        return frozenset([self.correct])

    def parse_response(self, item: Item, raw: object) -> str:
        return require_choice(item, raw)

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return choice(raw)

    def score(self, item: Item, response: str) -> float:
        return 1.0 if response == self.correct else 0.0

    def max_score(self, item: Item) -> float:
        return 1.0

    def chance(self, item: Item) -> float:
        return 1 / len(item.choices)

    def correct_response(self, item: Item) -> str:
        return self.correct

    def arrange(self, order: tuple[str, ...]) -> str:
        return order[0]

    def judge(self, item: Item, response: str) -> dict[str, Verdict]:
        verdicts = dict.fromkeys(item.choice_ids, Verdict.NEUTRAL)
        verdicts[self.correct] = Verdict.PART
        verdicts[response] = Verdict.RIGHT if response == self.correct else Verdict.WRONG
        return verdicts

    def describe(self, choice: str, response: str) -> Told:
        return Told(choice == response, None, None)

    def describe_key(self, choice: str) -> str | None:
        return say("scoring.key") if choice == self.correct else None

    def reading_order(self, item: Item, shown: tuple[str, ...], response: str) -> tuple[str, ...]:
        """The chosen one, the key, the rest."""
        return tuple(dict.fromkeys((response, self.correct, *shown)))

    def measures(self, choice: str) -> tuple[Measure[str], ...]:
        return (Measure(None, choice == self.correct, lambda response: response == choice),)

    def paper_rows(self, item: Item, response: str) -> tuple[PaperRow, ...]:
        return (PaperRow(frozenset({response})),)

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        return tuple(choice for choice in item.choice_ids if choice != self.correct)

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        return (None, "", "no-such-choice", 0, [self.correct], {}, True)
