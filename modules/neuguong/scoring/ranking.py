"""Ranking: (k − 1) − distance points per choice, distance = places between given and keyed position, not below 0.

For five choices the maximum is 20 and the mean over all 120 orders 12. Source: the scoring of ranked situational
judgement items, 4 − distance per option.
"""

from itertools import permutations
from math import factorial

from ..errors import InvalidResponseError
from ..items import Item, Ranking, Response
from .contract import Examples, Scorer, Verdict, require_choices


def _key(item: Item) -> tuple[str, ...]:
    assert isinstance(item.interaction, Ranking)
    return item.interaction.correct


def _points(key: tuple[str, ...], order: tuple[str, ...]) -> float:
    best = len(key) - 1
    return float(sum(best - abs(key.index(choice) - place) for place, choice in enumerate(order)))


def parse_response(item: Item, raw: object) -> tuple[str, ...]:
    chosen = require_choices(item, raw)
    if len(chosen) != len(item.choices):
        raise InvalidResponseError(item.identifier, raw, "all choices in order")
    return tuple(chosen)


def score(item: Item, response: Response) -> float:
    assert isinstance(response, tuple)
    return _points(_key(item), response)


def max_score(item: Item) -> float:
    return float(len(item.choices) * (len(item.choices) - 1))


def chance(item: Item) -> float:
    key = _key(item)
    return sum(_points(key, order) for order in permutations(key)) / factorial(len(key))


def judge(item: Item, response: Response) -> dict[str, Verdict]:
    assert isinstance(response, tuple)
    by_distance = {0: Verdict.RIGHT, 1: Verdict.PART}
    key = _key(item)
    return {
        choice: by_distance.get(abs(key.index(choice) - response.index(choice)), Verdict.WRONG)
        for choice in item.choice_ids
    }


def examples(item: Item) -> Examples:
    key = list(_key(item))
    wrong = (key[::-1], [key[1], key[0], *key[2:]], [*key[1:], key[0]])
    short, twice, foreign = key[:-1], [*key[:-1], key[0]], [*key, "no-such-choice"]
    invalid: tuple[object, ...] = (None, "", short, twice, foreign, dict(enumerate(key)), [1, 2, 3, 4, 5])
    return Examples(key, wrong, invalid)


SCORER = Scorer(parse_response, score, max_score, chance, judge, examples)
