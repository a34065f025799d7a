"""Rating of actions on four points: per action 1 for the keyed point, 2/3 at distance one, 0 beyond. Maximum: actions.

Chance: every point equally likely for every action.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InvalidResponseError
from ..items import Item
from ..text import say
from .contract import Measure, PaperRow, Rename, Scorer, Told, Verdict, require_every_choice, require_object

SCALE_POINTS = (1, 2, 3, 4)
"""1 = very unsuitable … 4 = very suitable."""
CREDIT = {0: 1.0, 1: 2 / 3}
"""Credit by distance from the keyed point."""

Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rating(Scorer[Points]):
    """A point of `SCALE_POINTS` for every choice; so is the response."""

    correct: Points
    kind = "rating"
    mean_words = "scoring.mean_point"

    def public(self) -> Mapping[str, object]:
        return {"scale": list(SCALE_POINTS)}

    def parse_response(self, item: Item, raw: object) -> Points:
        points: dict[str, int] = {}
        for choice, point in require_every_choice(item, raw).items():
            if isinstance(point, bool) or not isinstance(point, int) or point not in SCALE_POINTS:
                raise InvalidResponseError(item.identifier, point, f"a point of {SCALE_POINTS}")
            points[choice] = point
        return points

    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        return {choice(one): point for one, point in require_object(item, raw).items()}

    def score(self, item: Item, response: Points) -> float:
        return sum(CREDIT.get(abs(point - response[choice]), 0.0) for choice, point in self.correct.items())

    def max_score(self, item: Item) -> float:
        return float(len(item.choices))

    def chance(self, item: Item) -> float:
        return sum(
            CREDIT.get(abs(point - keyed), 0.0) / len(SCALE_POINTS)
            for keyed in self.correct.values()
            for point in SCALE_POINTS
        )

    def correct_response(self, item: Item) -> Points:
        return self.correct

    def arrange(self, order: tuple[str, ...]) -> Points:
        """The points from the highest down, each to as many."""
        highest = SCALE_POINTS[::-1]
        return {choice: highest[n * len(highest) // len(order)] for n, choice in enumerate(order)}

    def judge(self, item: Item, response: Points) -> dict[str, Verdict]:
        by_distance = {0: Verdict.RIGHT, 1: Verdict.PART}
        return {
            choice: by_distance.get(abs(point - response[choice]), Verdict.WRONG)
            for choice, point in self.correct.items()
        }

    def describe(self, choice: str, response: Points) -> Told:
        return Told(True, _point(response[choice]), _point(self.correct[choice]))

    def describe_key(self, choice: str) -> str | None:
        return say("scoring.key_is", key=_point(self.correct[choice]))

    def measures(self, choice: str) -> tuple[Measure[Points], ...]:
        return tuple(self._measure(choice, point) for point in SCALE_POINTS)

    def _measure(self, choice: str, point: int) -> Measure[Points]:
        is_key = self.correct[choice] == point
        return Measure(_point(point), is_key, lambda response: response[choice] == point)

    def value(self, choice: str, response: Points) -> int | None:
        """The point."""
        return response[choice]

    def paper_rows(self, item: Item, response: Points) -> tuple[PaperRow, ...]:
        points = tuple(map(str, SCALE_POINTS))
        return tuple(PaperRow(frozenset({str(response[one])}), about=one, boxes=points) for one in item.choice_ids)

    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        first, point = next(iter(self.correct.items()))
        off_by_one = {**self.correct, first: point + 1 if point < SCALE_POINTS[-1] else point - 1}
        return (off_by_one, {choice: 1 if point > 2 else 4 for choice, point in self.correct.items()})

    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        key = dict(self.correct)
        first = next(iter(key))
        return (
            None,
            "",
            [],
            {},
            {choice: point for choice, point in key.items() if choice != first},
            {**key, "no-such-choice": 1},
            *({**key, first: point} for point in (0, 5, 2.5, True, "1")),
        )


def _point(point: int) -> str:
    return say(f"scoring.scale_{point}")
