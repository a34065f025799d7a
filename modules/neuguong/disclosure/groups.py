"""Puts waiting answers into groups. Pure: knows nothing of logs or of who looks.

Why it cannot be broken by subtraction is told in the package.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ..groups import check_group_minimum
from ..store import Group, Occasion, Waiting, WaitingCount
from ..store.days import local_day, week_of
from .people import is_person

ACCOMPLICES = 4
"""As many people of a group may subtract their own answers and still see no fewer others than the group minimum."""


def group_size(minimum: int) -> int:
    """How many people a group has at least. ValueError for a group minimum below `GROUP_FLOOR`."""
    check_group_minimum(minimum)
    return minimum + ACCOMPLICES


class Formed(NamedTuple):
    """Groups, and the attempt ids of answers that will never be in one."""

    groups: list[Group]
    dropped: frozenset[str]


def form_groups(waiting: Iterable[Waiting], occasion: Occasion, *, this_week: str, size: int) -> Formed:
    """Every group that can be formed now. Weeks go by the day the log took an answer, so that a past one is complete.

    1. People of one unit (or of none) who answered a question in the same week, as soon as there are `size` of them.
    2. When a week is over: all of that week who are in no group, of whatever unit. Whoever has not become a person by
       then is dropped.
    3. Of all past weeks: all who are in no group. Such a group counts for everybody of all time only.
    """
    pools: dict[tuple[str, int], dict[tuple[str, str | None], list[Waiting]]] = defaultdict(lambda: defaultdict(list))
    for answer in waiting:
        week = week_of(local_day(answer.stored))
        pools[answer.item_id, answer.item_version][week, answer.unit].append(answer)
    groups: list[Group] = []
    dropped: set[str] = set()
    for item in pools.values():
        rest: dict[str, list[Waiting]] = defaultdict(list)
        for (week, unit), answers in item.items():
            people = [answer for answer in answers if is_person(answer, occasion)]
            if _is_group(people, size):
                groups.append(_group(people, unit, week, is_dated=True))
            elif week < this_week:
                rest[week] += people
            if week < this_week:
                dropped.update(answer.attempt_id for answer in answers if not is_person(answer, occasion))
        left: list[Waiting] = []
        for week, people in rest.items():
            if _is_group(people, size):
                groups.append(_group(people, None, week, is_dated=True))
            else:
                left += people
        if _is_group(left, size):
            groups.append(_group(left, None, this_week, is_dated=False))
    return Formed(groups, frozenset(dropped))


def may_form(counts: Iterable[WaitingCount], *, size: int) -> set[str]:
    """The items of which a group may be formable, whoever is a person: that is counted only of these. What is past has
    been tried before, and waits on where fewer than a group are left."""
    numbers: Counter[tuple[str, int, str | None, bool]] = Counter()
    for one in counts:
        numbers[one.item_id, one.item_version, None if one.is_past else one.unit, one.is_past] += one.n
    return {item for (item, *_), n in numbers.items() if n >= size}


def _is_group(people: list[Waiting], size: int) -> bool:
    return len({answer.actor for answer in people}) >= size


def _group(people: list[Waiting], unit: str | None, week: str, *, is_dated: bool) -> Group:
    return Group(frozenset(answer.attempt_id for answer in people), unit, week, is_dated)
