"""How many did what with each choice, for every interaction in one shape: rows are choices, columns what can be done.

Pure. Made of what `scoring.contract` says of an interaction; knows none in particular, nor what may be shown.
"""

from collections.abc import Iterable
from typing import Any

from ..errors import InvalidResponseError
from ..items import Item
from ..scoring import parse_response, scorer_of
from ..text import say

Answers = list[tuple[Any, int]]
"""Different responses, parsed, and how many answers gave each."""


def parse_answers(item: Item, counts: Iterable[tuple[object, int]]) -> Answers:
    """Counts of responses in JSON; what is no response to the item as it now is is left out."""
    answers: Answers = []
    for raw, n in counts:
        try:
            answers.append((parse_response(item, raw), n))
        except InvalidResponseError:
            continue
    return answers


def columns_of(item: Item) -> tuple[str, ...]:
    """What can be done with a choice, in words; of an interaction that counts places, the places."""
    measures = scorer_of(item).measures(item.choice_ids[0])
    if _counts_places(item):
        return tuple(say("scoring.place", n=n + 1) for n in range(len(item.choices)))
    return tuple(one.label or say("workshop.chosen") for one in measures)


def count_choice(item: Item, choice: str, answers: Answers) -> list[int]:
    """How many did with the choice what each column says."""
    scorer = scorer_of(item)
    if _counts_places(item):
        counts = [0] * len(item.choices)
        for response, n in answers:
            counts[(scorer.value(choice, response) or 1) - 1] += n
        return counts
    return [sum(n for response, n in answers if one.holds(response)) for one in scorer.measures(choice)]


def right_columns(item: Item, choice: str) -> list[int]:
    """The columns in which the key puts the choice; none where it leaves it aside."""
    scorer = scorer_of(item)
    if _counts_places(item):
        return [(scorer.value(choice, scorer.correct_response(item)) or 1) - 1]
    return [n for n, one in enumerate(scorer.measures(choice)) if one.is_key]


def _counts_places(item: Item) -> bool:
    """Whether the interaction's own count would tell the key, so that the places are counted in its stead."""
    return any(one.tells_key for one in scorer_of(item).measures(item.choice_ids[0]))
