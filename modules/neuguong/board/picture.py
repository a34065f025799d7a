"""Reads from the log what may be shown of a period and a unit, and nothing else. Knows nothing of words or screens.

Only of those who study alone: what a hall votes is shown in that hall.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..store import STUDY, ItemTotal, ResponseLog
from .disclosure import Counts, Unit, disclose, subtract
from .periods import Period, first_day, periods_down_to

ItemKey = tuple[str, int]
"""Item and version."""

State = Literal["shown", "few", "empty"]
"""shown: may be shown. few: there are answers, but showing them would show too few people. empty: no answers."""


@dataclass(frozen=True)
class Picture:
    """What may be shown. `answers` and `people` are None where even they may not be said.

    `totals` holds the items that may be shown, `few` those that have answers and may not.
    """

    state: State
    answers: int | None
    people: int | None
    totals: Mapping[ItemKey, list[ItemTotal]] = field(default_factory=dict)
    few: frozenset[ItemKey] = frozenset()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A period as it is shown, of everything or of one item."""

    since: date | None
    counts: Counts
    units: frozenset[str]


def read_picture(log: ResponseLog, *, period: Period, unit: Unit, today: date, minimum: int) -> Picture:
    """The picture of the ordinary topics for a period that ends today and a unit, or everybody (None).

    Works from the longest period down to this one, because what is shown of a longer one limits the shorter.
    """
    group: _Shown | None = None
    items: dict[ItemKey, _Shown] = {}
    for step in periods_down_to(period):
        since = first_day(step, today)
        totals = log.fetch_item_totals(STUDY, since=since)
        by_item = _count_items(log, since, totals, by_unit=unit is not None)
        counts = Counts(log.fetch_actor_counts(STUDY, since=since), _sum_items(by_item.values()))
        is_shown = _disclose_group(log, group, since, counts, minimum, by_unit=unit is not None)
        group = is_shown or group
        fresh = _disclose_items(items, group, since, by_item, minimum) if is_shown and group else {}
        items |= fresh
    if unit is None:
        return _picture(counts, None, is_shown is not None, totals, fresh, by_item, minimum)
    in_unit = is_shown is not None and unit in is_shown.units
    rows = log.fetch_item_totals(STUDY, since=since, unit=unit) if in_unit else []
    return _picture(counts, unit, in_unit, rows, fresh, by_item, minimum)


def read_released(log: ResponseLog, *, minimum: int) -> dict[ItemKey, list[ItemTotal]]:
    """All that may be shown of the sensitive topics: snapshots of everybody's answers of all time."""
    released = log.fetch_released_totals(STUDY, group_minimum=minimum)
    return {(one.item_id, one.item_version): list(one.totals) for one in released}


def _count_items(
    log: ResponseLog, since: date | None, totals: Iterable[ItemTotal], *, by_unit: bool
) -> dict[ItemKey, dict[Unit, int]]:
    """Answers per item and unit; only everybody's where units do not matter, for that is quicker."""
    counts: dict[ItemKey, dict[Unit, int]] = defaultdict(lambda: defaultdict(int))
    if by_unit:
        for (unit, item, version), n in log.fetch_item_counts(STUDY, since=since).items():
            counts[item, version][unit] += n
    else:
        for total in totals:
            counts[total.item_id, total.item_version][None] += total.n
    return counts


def _sum_items(by_item: Iterable[Mapping[Unit, int]]) -> dict[Unit, int]:
    answers: dict[Unit, int] = defaultdict(int)
    for counts in by_item:
        for unit, n in counts.items():
            answers[unit] += n
    return answers


def _disclose_group(
    log: ResponseLog, longer: _Shown | None, since: date | None, counts: Counts, minimum: int, *, by_unit: bool
) -> _Shown | None:
    between = None
    if longer is not None:
        people = log.fetch_actor_counts(STUDY, since=longer.since, until=since)
        between = Counts(people, subtract(longer.counts.answers, counts.answers))
    known = (unit for unit in counts.people if unit is not None)
    candidates = known if longer is None else longer.units
    units = disclose(counts, minimum, candidates=candidates if by_unit else (), between=between)
    return None if units is None else _Shown(since, counts, units)


def _disclose_items(
    longer: Mapping[ItemKey, _Shown],
    group: _Shown,
    since: date | None,
    by_item: Mapping[ItemKey, Mapping[Unit, int]],
    minimum: int,
) -> dict[ItemKey, _Shown]:
    shown = {}
    for key, answers in by_item.items():
        counts, before = Counts(answers, answers), longer.get(key)
        candidates, between = group.units, None
        if before is not None:
            rest = subtract(before.counts.answers, answers)
            candidates, between = group.units & before.units, Counts(rest, rest)
        units = disclose(counts, minimum, candidates=candidates, between=between)
        if units is not None:
            shown[key] = _Shown(since, counts, units)
    return shown


def _picture(
    counts: Counts,
    unit: Unit,
    is_shown: bool,
    totals: Iterable[ItemTotal],
    items: Mapping[ItemKey, _Shown],
    by_item: Mapping[ItemKey, Mapping[Unit, int]],
    minimum: int,
) -> Picture:
    answers, people = counts.answers.get(unit, 0), counts.people.get(unit, 0)
    if not is_shown:
        if unit is not None:
            return Picture("few", None, None)  # whether it has any answers is not said either
        return Picture("few" if answers else "empty", answers, people if people == 0 or people >= minimum else None)
    shown: dict[ItemKey, list[ItemTotal]] = defaultdict(list)
    for total in totals:
        key = (total.item_id, total.item_version)
        if key in items and (unit is None or unit in items[key].units):
            shown[key].append(total)
    few = frozenset(key for key, counted in by_item.items() if counted.get(unit, 0) and key not in shown)
    return Picture("shown", answers, people, dict(shown), few)
