"""Best and worst: +1 for each named rightly. Maximum 2. Chance: the mean over all ordered pairs of different choices.

Some scorings take 1 off for each that is swapped (best named worst or the reverse). Not below 0, as everywhere in the
kit, that changes nothing: where one is swapped, the other cannot be right.
"""

from dataclasses import dataclass
from itertools import permutations

from ..errors import InvalidResponseError
from ..items import Item
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_choice, require_object


@dataclass(frozen=True, slots=True)
class Extremes:
    """The choices named most and least suitable."""

    best: str
    worst: str


def _role(choice: str, extremes: "Extremes | BestWorst") -> str | None:
    if choice == extremes.best:
        return say("scoring.best")
    return say("scoring.worst") if choice == extremes.worst else None


@dataclass(frozen=True, slots=True)
class BestWorst(Scorer[Extremes]):
    """The most and the least suitable choice; so is the response."""

    best: str
    worst: str
    kind = "best_worst"

    def parse_response(self, item: Item, raw: object) -> Extremes:
        if not isinstance(raw, dict) or set(raw) != {"best", "worst"}:
            raise InvalidResponseError(item.identifier, raw, "an object with best and worst")
        response = Extremes(require_choice(item, raw["best"]), require_choice(item, raw["worst"]))
        if response.best == response.worst:
            raise InvalidResponseError(item.identifier, raw, "two different choices")
        return response

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return {role: choice(one) for role, one in require_object(item, raw).items()}

    def score(self, item: Item, response: Extremes) -> float:
        return float((response.best == self.best) + (response.worst == self.worst))

    def max_score(self, item: Item) -> float:
        return 2.0

    def chance(self, item: Item) -> float:
        pairs = list(permutations(item.choice_ids, 2))
        return sum(self.score(item, Extremes(best, worst)) for best, worst in pairs) / len(pairs)

    def correct_response(self, item: Item) -> Extremes:
        return Extremes(self.best, self.worst)

    def arrange(self, order: tuple[str, ...]) -> Extremes:
        return Extremes(order[0], order[-1])

    def judge(self, item: Item, response: Extremes) -> dict[str, Verdict]:
        verdicts = dict.fromkeys(item.choice_ids, Verdict.NEUTRAL)
        for named, right in ((response.best, self.best), (response.worst, self.worst)):
            verdicts[named] = Verdict.RIGHT if named == right else Verdict.WRONG
        for right in (self.best, self.worst):
            if verdicts[right] is Verdict.NEUTRAL:
                verdicts[right] = Verdict.PART
        return verdicts

    def describe(self, choice: str, response: Extremes) -> Told:
        return Told(choice in (response.best, response.worst), _role(choice, response), _role(choice, self))

    def describe_key(self, choice: str) -> str | None:
        role = _role(choice, self)
        return say("scoring.key_is", key=role) if role else None

    def reading_order(self, item: Item, shown: tuple[str, ...], response: Extremes) -> tuple[str, ...]:
        """What was named wrongly, beside it what is right instead; what was named rightly; the rest."""
        named = sorted(((response.best, self.best), (response.worst, self.worst)), key=lambda pair: pair[0] == pair[1])
        return tuple(dict.fromkeys((*(choice for pair in named for choice in pair), *shown)))

    def measures(self, choice: str) -> tuple[Measure[Extremes], ...]:
        return (
            Measure(say("scoring.best"), choice == self.best, lambda response: response.best == choice),
            Measure(say("scoring.worst"), choice == self.worst, lambda response: response.worst == choice),
        )

    def paper_rows(self, item: Item, response: Extremes) -> tuple[PaperRow, ...]:
        named = {"scoring.best": response.best, "scoring.worst": response.worst}
        return tuple(PaperRow(frozenset({choice}), label=say(word)) for word, choice in named.items())

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        return tuple(
            {"best": best, "worst": worst}
            for best, worst in permutations(item.choice_ids, 2)
            if (best, worst) != (self.best, self.worst)
        )

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        best, worst = self.best, self.worst
        return (
            None,
            best,
            [best, worst],
            {"best": best},
            {"best": best, "worst": best},
            {"best": best, "worst": worst, "middle": best},
            {"best": best, "worst": "no-such-choice"},
        )
