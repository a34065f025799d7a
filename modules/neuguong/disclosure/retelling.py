"""When what links several answers of a person is told anew: only where a whole group lies between it and what was told.

Pure; knows nothing of logs. A number that is rounded still tells one answer where it was told before and after it, and
only that answer, and stepped over a bound in between. Whoever may come, be erased or be deleted by retention, content
may change and other questions may get new groups; so every statistic is kept as it was told, with how many people it
was made of, until that number has moved by `group_size(minimum)`: then so many people at least came or went. Four of
them may be accomplices. The number is of whoever has a say in that very statistic: of an item's times whoever answered
it; of its correlation whoever answered enough of the rest as well; of a pair whoever answered both; of a set's alpha
whoever answered one of its items. A corrected key gives another statistic, which is told at once.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis
from ..items import Item, response_to_json
from ..scoring import correct_response
from ..store import canonical_json
from .coarse import PairTold


@dataclass(frozen=True, slots=True)
class SetTold:
    """Alpha of the items of a lesson, and without each of them, in their order; None where it is not defined."""

    items: tuple[str, ...]
    alpha: float | None
    if_dropped: tuple[float | None, ...]


class Made(NamedTuple):
    """What a statistic was made of: the keys, and how many people in each of its parts."""

    keys: str
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Linked:
    """Everything that links answers, by name, each with what it was made of. `items`: parts "n" of whoever answered,
    "known" of those of whom the rest is known too. `pairs`: by both names; part "n". `sets`: a part an item."""

    items: Mapping[str, tuple[ItemAnalysis, Made]]
    pairs: Mapping[str, tuple[PairTold | None, Made]]
    sets: Mapping[str, tuple[SetTold | None, Made]]


def mark_keys(items: Iterable[Item]) -> str:
    """Another text where another answer is right, or the question is another one."""
    keys = [[one.identifier, one.version, response_to_json(correct_response(one))] for one in items]
    return hashlib.sha256(canonical_json(keys).encode()).hexdigest()[:16]


def is_new(made: Made, told: Made, *, size: int) -> bool:
    """Whether a statistic is another one, or a whole group lies between it and the one that was told."""
    return made.keys != told.keys or any(_moved(made, told, part, size) for part in {*made.people, *told.people})


def retell(fresh: Linked, told: Linked, *, size: int) -> Linked:
    """What is told now: as it was told, unless it is new. Nothing was told of what is not in `told`."""
    return Linked(
        items={name: _retell_item(one, told.items.get(name), size) for name, one in fresh.items.items()},
        pairs={name: _retell(one, told.pairs.get(name), size) for name, one in fresh.pairs.items()},
        sets={name: _retell(one, told.sets.get(name), size) for name, one in fresh.sets.items()},
    )


def _moved(made: Made, told: Made, part: str, size: int) -> bool:
    return abs(made.people.get(part, 0) - told.people.get(part, 0)) >= size


def _retell(fresh: tuple[Any, Made], told: tuple[Any, Made] | None, size: int) -> tuple[Any, Made]:
    return fresh if told is None or told[0] is None or is_new(fresh[1], told[1], size=size) else told


def _retell_item(
    fresh: tuple[ItemAnalysis, Made], told: tuple[ItemAnalysis, Made] | None, size: int
) -> tuple[ItemAnalysis, Made]:
    """Its counts and what follows from them are as published; times and certainty, and what goes with the rest, each as
    told before."""
    if told is None or fresh[1].keys != told[1].keys or not _same_choices(fresh[0], told[0]):
        return fresh
    (one, made), (old, of) = fresh, told
    rest = one if not _tells_rest(old) or _moved(made, of, "known", size) else old
    time = one if not _tells_time(old) or _moved(made, of, "n", size) else old
    choices = tuple(map(_merge, one.choices, rest.choices, time.choices))
    found = replace(one, discrimination=rest.discrimination, seconds=time.seconds, choices=choices)
    people = {"n": (made if time is one else of).people["n"], "known": (made if rest is one else of).people["known"]}
    return found, Made(made.keys, people)


def _merge(counted: ChoiceAnalysis, rest: ChoiceAnalysis, time: ChoiceAnalysis) -> ChoiceAnalysis:
    return replace(counted, mean_rest=rest.mean_rest, fifths=rest.fifths, said=time.said, sure=time.sure)


def _same_choices(one: ItemAnalysis, other: ItemAnalysis) -> bool:
    names = [[(choice.choice, choice.label) for choice in each.choices] for each in (one, other)]
    return names[0] == names[1]


def _tells_rest(one: ItemAnalysis) -> bool:
    return one.discrimination is not None or any(
        choice.mean_rest is not None or choice.fifths for choice in one.choices
    )


def _tells_time(one: ItemAnalysis) -> bool:
    return one.seconds is not None or any(choice.said for choice in one.choices)
