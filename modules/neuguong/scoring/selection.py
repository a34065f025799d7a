"""The rule that multiple response and hottext share: a set of choices against a set of keys.

+1/keys for each key chosen, −1/others for each other choice chosen, not below 0. Choosing everything earns 0, so
does choosing nothing. Chance: the mean over all non-empty selections, each equally likely.
"""

from itertools import combinations
from math import comb

from ..items import Hottext, Item, MultipleResponse, Response
from .contract import Examples, Scorer, Verdict, require_selection


def _keys(item: Item) -> frozenset[str]:
    assert isinstance(item.interaction, MultipleResponse | Hottext)
    return item.interaction.correct


def _points(hits: int, false_alarms: int, *, keys: int, others: int) -> float:
    return max(0.0, hits / keys - (false_alarms / others if others else 0.0))


def _chosen(response: Response) -> frozenset[str]:
    assert isinstance(response, frozenset)
    return response


def score(item: Item, response: Response) -> float:
    keys, chosen = _keys(item), _chosen(response)
    return _points(len(chosen & keys), len(chosen - keys), keys=len(keys), others=len(item.choices) - len(keys))


def max_score(item: Item) -> float:
    return 1.0


def chance(item: Item) -> float:
    keys, others = len(_keys(item)), len(item.choices) - len(_keys(item))
    total = sum(
        comb(keys, hits) * comb(others, false_alarms) * _points(hits, false_alarms, keys=keys, others=others)
        for hits in range(keys + 1)
        for false_alarms in range(others + 1)
    )
    return total / float(2 ** len(item.choices) - 1)


def judge(item: Item, response: Response) -> dict[str, Verdict]:
    keys, chosen = _keys(item), _chosen(response)
    return {
        choice: (Verdict.RIGHT if choice in chosen else Verdict.PART)
        if choice in keys
        else (Verdict.WRONG if choice in chosen else Verdict.NEUTRAL)
        for choice in item.choice_ids
    }


def examples(item: Item) -> Examples:
    right = sorted(_keys(item))
    wrong = tuple(
        list(selection)
        for size in range(1, len(item.choices) + 1)
        for selection in combinations(sorted(item.choice_ids), size)
        if list(selection) != right
    )
    twice = [*right, right[0]]
    invalid: tuple[object, ...] = (None, "", right[0], [], twice, ["no-such-choice"], {right[0]: True}, [0])
    return Examples(right, wrong, invalid)


SCORER = Scorer(require_selection, score, max_score, chance, judge, examples)
