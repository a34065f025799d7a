"""Statistics of items and sets, told in steps. Not imported with the package: numpy is for whoever looks at them.

Knows nothing of words or screens.

What is counted of an item is what is published of it. What links several answers of one person is made coarse
(`coarse`), kept in the log as it was told, and told anew only when another whole group has been published or the
content has changed, whoever was erased meanwhile. Nothing is told below 30 answers but counts.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.distribution import describe_item
from ..analysis.estimates import Estimate
from ..analysis.first_answers import Answers, Collector, points_blocks
from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis, analyse_items, analyse_pairs
from ..analysis.reliability import measure_reliability
from ..items import Item, Pack
from ..store import STUDY, ItemCount, Occasion, ResponseLog
from .coarse import PairTold, tell_item, tell_pair
from .published import read_numbers, read_published

FORMAT = 1
"""Of what is kept: another number where its shape changes."""
READING = 0.7
"""The share of the work that is reading."""
TRIES, MOST_STEPS = 3, 500


@dataclass(frozen=True, slots=True)
class SetTold:
    """Alpha of the items of a lesson, and without each of them, in their order; None where it is not defined."""

    items: tuple[str, ...]
    alpha: float | None
    if_dropped: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """`answers`: that all is made of. `items`: every live ordinary item, in the bank's order. `pairs`: of at least 30
    people. `sets`: each lesson's items that at least 30 people answered. `people`: who answered, by unit ("" for none),
    and `finished` of them at least one part of a lesson; where that is of fewer people than the group minimum, or of
    all but fewer, the unit is not there."""

    answers: int
    items: tuple[ItemAnalysis, ...]
    pairs: tuple[PairTold, ...]
    sets: dict[str, SetTold]
    people: dict[str, int]
    finished: dict[str, int]


def read_figures(log: ResponseLog, pack: Pack, *, now: datetime, minimum: int, occasion: Occasion = STUDY) -> Figures:
    """The figures as they were last told, or new ones where more has been published."""
    work = work_out_figures(log, pack, now=now, minimum=minimum, occasion=occasion)
    while True:
        try:
            next(work)
        except StopIteration as end:
            figures: Figures = end.value
            return figures


def work_out_figures(
    log: ResponseLog, pack: Pack, *, now: datetime, minimum: int, occasion: Occasion = STUDY
) -> Generator[float, None, Figures]:
    """The same bit by bit, each in a fraction of a second: yields the share of the work that is done. For a million
    answers it takes some seconds, and nothing at all when no more has been published."""
    items = {item.identifier: item for scenario, item in pack.live_items() if not pack.is_sensitive(scenario)}
    name = f"items:{occasion.context}:{occasion.context_id or ''}:{occasion.round or ''}"
    for _ in range(TRIES):  # what is published meanwhile is for the next time, but not in halves
        counts = yield from _publish(log, now=now, minimum=minimum, occasion=occasion)
        mark = f"{FORMAT}:{pack.revision}:{minimum}:{_sum(counts)}"
        kept = log.fetch_figures(name)
        if kept is not None and kept[0] == mark:
            return _from_json(json.loads(kept[1]), items)
        figures = yield from _make(log, pack, items, counts, minimum=minimum, occasion=occasion)
        if _sum(read_published(log, occasion=occasion)) == _sum(counts):
            break
    log.keep_figures(name, mark=mark, body=json.dumps(_to_json(figures), ensure_ascii=False, separators=(",", ":")))
    return figures


def _publish(
    log: ResponseLog, *, now: datetime, minimum: int, occasion: Occasion
) -> Generator[float, None, list[ItemCount]]:
    """What is published, after publishing what can be: in steps, so that nobody who answers waits for all of them."""
    counts: list[ItemCount] | None = None
    for _ in range(MOST_STEPS):
        before = log.fetch_mark()
        fresh = read_numbers(log, now=now, minimum=minimum, occasion=occasion)
        if log.fetch_mark() == before or (counts is not None and _sum(counts) == _sum(fresh)):
            return fresh
        counts = fresh
        yield 0.0
    return counts or []


def _make(
    log: ResponseLog,
    pack: Pack,
    items: Mapping[str, Item],
    counts: Iterable[ItemCount],
    *,
    minimum: int,
    occasion: Occasion,
) -> Generator[float, None, Figures]:
    by_item: dict[tuple[str, int], list[ItemCount]] = defaultdict(list)
    for count in counts:
        by_item[count.item_id, count.item_version].append(count)
    published = sum(count.n for of_item in by_item.values() for count in of_item)
    sets = sets_of(pack)
    collector, taken = Collector(items.values(), sets), 0
    for page in log.fetch_first_answers(occasion):
        collector.add(page)
        taken += len(page)
        yield READING * min(1.0, taken / max(1, published))
    answers = collector.finish()
    found = []
    for one in analyse_items(answers):
        of_item = by_item[one.item.identifier, one.item.version]
        found.append(tell_item(one, describe_item(one.item, of_item), minimum=minimum))
        yield READING + (1 - READING) * len(found) / len(items)
    pairs = (tell_pair(one, minimum=minimum) for one in analyse_pairs(answers))
    people = _by_unit(answers, np.unique(answers.person))
    finished = _by_unit(answers, _finishers(pack, answers))
    return Figures(
        published,
        tuple(found),
        tuple(one for one in pairs if one is not None),
        _measure_sets(pack, answers, found, sets),
        people={unit: n for unit, n in people.items() if n >= minimum},
        finished={unit: n for unit, n in finished.items() if n >= minimum and not 0 < people[unit] - n < minimum},
    )


def _sum(counts: Iterable[ItemCount]) -> int:
    return sum(one.n for one in counts)


def units_told(figures: Figures, listed: Iterable[str]) -> list[str]:
    """The listed units, then those of which something is told though no list names them, "" last."""
    others = sorted((one for one in figures.people if one), key=str.casefold)
    return [*dict.fromkeys([*listed, *others]), *([""] if "" in figures.people else [])]


def sets_of(pack: Pack) -> dict[str, str]:
    """Item → the lesson it is asked in."""
    return {
        item.identifier: lesson.slug
        for lesson in pack.lessons.values()
        for part in lesson.parts
        for scenario in part.scenarios
        for item in pack.scenarios[scenario].items
    }


def _measure_sets(
    pack: Pack, answers: Answers, found: Iterable[ItemAnalysis], sets: Mapping[str, str]
) -> dict[str, SetTold]:
    answered = [one.item for one in found if not one.counts_only]
    told = {}
    for slug in pack.lessons:
        enough = [item for item in answered if sets.get(item.identifier) == slug]
        if len(enough) > 1:
            exact = measure_reliability(points_blocks(answers, enough))
            dropped = tuple(None if one is None else round(one, 2) for one in exact.if_dropped)
            alpha = None if exact.alpha is None else round(exact.alpha, 2)
            told[slug] = SetTold(tuple(item.identifier for item in enough), alpha, dropped)
    return told


def _finishers(pack: Pack, answers: Answers) -> NDArray[np.int32]:
    """Who has answered every item of at least one part; of a branching case nobody answers all."""
    at = {item.identifier: n for n, item in enumerate(answers.items)}
    size = len(answers.units)
    done = np.zeros(size, bool)
    for lesson in pack.lessons.values():
        for part in lesson.parts:
            items = [
                at[one.identifier]
                for name in part.scenarios
                for one in pack.scenarios[name].items
                if one.identifier in at and one.stands_alone
            ]
            if items:
                given = np.bincount(answers.person[np.isin(answers.item, items)], minlength=size)
                done |= given >= len(items)
    return np.flatnonzero(done).astype(np.int32)


def _by_unit(answers: Answers, people: NDArray[np.int32]) -> dict[str, int]:
    counts = Counter(answers.units[person] or "" for person in people)
    return dict(sorted(counts.items()))


def _to_json(figures: Figures) -> dict[str, Any]:
    items = [{**asdict(one), "item": one.item.identifier} for one in figures.items]
    return {
        "answers": figures.answers,
        "items": items,
        "pairs": [asdict(one) for one in figures.pairs],
        "sets": {slug: asdict(one) for slug, one in figures.sets.items()},
        "people": figures.people,
        "finished": figures.finished,
    }


def _from_json(kept: dict[str, Any], items: Mapping[str, Item]) -> Figures:
    sets = {
        slug: SetTold(tuple(one["items"]), one["alpha"], tuple(one["if_dropped"])) for slug, one in kept["sets"].items()
    }
    pairs = tuple(PairTold(**one) for one in kept["pairs"])
    found = tuple(_analysis(one, items) for one in kept["items"])
    return Figures(kept["answers"], found, pairs, sets, kept["people"], kept["finished"])


def _analysis(kept: dict[str, Any], items: Mapping[str, Item]) -> ItemAnalysis:
    return ItemAnalysis(
        item=items[kept["item"]],
        n=kept["n"],
        facility=_estimate(kept["facility"]),
        chance=kept["chance"],
        discrimination=_estimate(kept["discrimination"]),
        seconds=None if kept["seconds"] is None else tuple(kept["seconds"]),
        choices=tuple(ChoiceAnalysis(**{**one, "fifths": tuple(one["fifths"])}) for one in kept["choices"]),
    )


def _estimate(kept: dict[str, Any] | None) -> Estimate | None:
    return None if kept is None else Estimate(**kept)
