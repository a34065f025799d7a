"""Rating of actions on four points: per action 1 for the keyed point, 2/3 at distance one, 0 beyond. Maximum: actions.

Chance: every point equally likely for every action.
"""

from ..errors import InvalidResponseError
from ..items import SCALE_POINTS, Item, Rating, Response
from .contract import Examples, Scorer, Verdict, require_every_choice

CREDIT = {0: 1.0, 1: 2 / 3}
"""Credit by distance from the keyed point."""


def _key(item: Item) -> dict[str, int]:
    assert isinstance(item.interaction, Rating)
    return dict(item.interaction.correct)


def _distances(item: Item, response: Response) -> dict[str, int]:
    assert isinstance(response, dict)
    return {choice: abs(point - int(response[choice])) for choice, point in _key(item).items()}


def parse_response(item: Item, raw: object) -> dict[str, int]:
    points: dict[str, int] = {}
    for choice, point in require_every_choice(item, raw).items():
        if isinstance(point, bool) or not isinstance(point, int) or point not in SCALE_POINTS:
            raise InvalidResponseError(item.identifier, point, f"a point of {SCALE_POINTS}")
        points[choice] = point
    return points


def score(item: Item, response: Response) -> float:
    return sum(CREDIT.get(distance, 0.0) for distance in _distances(item, response).values())


def max_score(item: Item) -> float:
    return float(len(item.choices))


def chance(item: Item) -> float:
    return sum(
        CREDIT.get(abs(point - keyed), 0.0) / len(SCALE_POINTS)
        for keyed in _key(item).values()
        for point in SCALE_POINTS
    )


def judge(item: Item, response: Response) -> dict[str, Verdict]:
    by_distance = {0: Verdict.RIGHT, 1: Verdict.PART}
    return {choice: by_distance.get(distance, Verdict.WRONG) for choice, distance in _distances(item, response).items()}


def examples(item: Item) -> Examples:
    key = _key(item)
    first = next(iter(key))
    off_by_one = {**key, first: key[first] + 1 if key[first] < SCALE_POINTS[-1] else key[first] - 1}
    wrong = (off_by_one, {choice: 1 if point > 2 else 4 for choice, point in key.items()})
    invalid: tuple[object, ...] = (
        None,
        "",
        [],
        {},
        {choice: point for choice, point in key.items() if choice != first},
        {**key, "no-such-choice": 1},
        {**key, first: 0},
        {**key, first: 5},
        {**key, first: 2.5},
        {**key, first: True},
        {**key, first: "1"},
    )
    return Examples(key, wrong, invalid)


SCORER = Scorer(parse_response, score, max_score, chance, judge, examples)
