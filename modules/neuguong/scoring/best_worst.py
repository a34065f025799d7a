"""Best and worst: +1 for each named rightly, −1 for each that is swapped (best named worst or the reverse), other 0.

The sum is not taken below 0, as everywhere in the kit. Maximum 2. Chance: the mean over all ordered pairs of different
choices.
"""

from itertools import permutations

from ..errors import InvalidResponseError
from ..items import BestWorst, BestWorstResponse, Item, Response
from .contract import Examples, Scorer, Verdict, require_choice


def _key(item: Item) -> BestWorst:
    assert isinstance(item.interaction, BestWorst)
    return item.interaction


def _points(key: BestWorst, best: str, worst: str) -> float:
    def one(named: str, right: str, swapped: str) -> int:
        return 1 if named == right else -1 if named == swapped else 0

    return float(max(0, one(best, key.best, key.worst) + one(worst, key.worst, key.best)))


def parse_response(item: Item, raw: object) -> BestWorstResponse:
    if not isinstance(raw, dict) or set(raw) != {"best", "worst"}:
        raise InvalidResponseError(item.identifier, raw, "an object with best and worst")
    response = BestWorstResponse(require_choice(item, raw["best"]), require_choice(item, raw["worst"]))
    if response.best == response.worst:
        raise InvalidResponseError(item.identifier, raw, "two different choices")
    return response


def score(item: Item, response: Response) -> float:
    assert isinstance(response, BestWorstResponse)
    return _points(_key(item), response.best, response.worst)


def max_score(item: Item) -> float:
    return 2.0


def chance(item: Item) -> float:
    pairs = list(permutations(item.choice_ids, 2))
    return sum(_points(_key(item), best, worst) for best, worst in pairs) / len(pairs)


def judge(item: Item, response: Response) -> dict[str, Verdict]:
    assert isinstance(response, BestWorstResponse)
    key = _key(item)
    verdicts = dict.fromkeys(item.choice_ids, Verdict.NEUTRAL)
    for named, right in ((response.best, key.best), (response.worst, key.worst)):
        verdicts[named] = Verdict.RIGHT if named == right else Verdict.WRONG
    for right in (key.best, key.worst):
        if verdicts[right] is Verdict.NEUTRAL:
            verdicts[right] = Verdict.PART
    return verdicts


def examples(item: Item) -> Examples:
    key = _key(item)
    right = {"best": key.best, "worst": key.worst}
    wrong = tuple(
        {"best": best, "worst": worst}
        for best, worst in permutations(item.choice_ids, 2)
        if (best, worst) != (key.best, key.worst)
    )
    invalid: tuple[object, ...] = (
        None,
        key.best,
        [key.best, key.worst],
        {"best": key.best},
        {"best": key.best, "worst": key.best},
        {**right, "middle": key.best},
        {"best": key.best, "worst": "no-such-choice"},
    )
    return Examples(right, wrong, invalid)


SCORER = Scorer(parse_response, score, max_score, chance, judge, examples)
