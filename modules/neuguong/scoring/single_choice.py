"""Single choice: 1 point for the key, else 0. Guessing earns 1/k."""

from ..items import Item, Response, SingleChoice
from .contract import Examples, Scorer, Verdict, require_choice


def _key(item: Item) -> str:
    assert isinstance(item.interaction, SingleChoice)
    return item.interaction.correct


def parse_response(item: Item, raw: object) -> str:
    return require_choice(item, raw)


def score(item: Item, response: Response) -> float:
    return 1.0 if response == _key(item) else 0.0


def max_score(item: Item) -> float:
    return 1.0


def chance(item: Item) -> float:
    return 1 / len(item.choices)


def judge(item: Item, response: Response) -> dict[str, Verdict]:
    verdicts = dict.fromkeys(item.choice_ids, Verdict.NEUTRAL)
    verdicts[str(response)] = Verdict.WRONG
    verdicts[_key(item)] = Verdict.RIGHT
    return verdicts


def examples(item: Item) -> Examples:
    others = tuple(choice for choice in item.choice_ids if choice != _key(item))
    return Examples(_key(item), others, (None, "", "no-such-choice", 0, [_key(item)], {}, True))


SCORER = Scorer(parse_response, score, max_score, chance, judge, examples)
