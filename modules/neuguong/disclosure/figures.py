"""Statistics of items and sets, told in steps. Not imported with the package: numpy is for whoever looks at them.

Knows nothing of words or screens.

A correlation is not a sum, and whoever saw it before and after one answer could work that answer out. So it is made of
the answers that are in the published groups and nothing else, it is kept in the log as it was told, and it is told anew
only when at least one more whole group has been published: between two tellings lie the answers of at least
`group_size(minimum)` people to a question, whoever was erased meanwhile. Nothing is told below 30 answers but counts.
People who have given too few answers to count as one (`people.ANSWERS_MIN`) are left out.
"""

import json
from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.estimates import COUNTS_ONLY_BELOW, Estimate
from ..analysis.first_answers import Answers, Collector, points_matrix
from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis, PairAnalysis, analyse_items, analyse_pairs
from ..analysis.reliability import Reliability, measure_reliability
from ..items import Item, Pack
from ..store import STUDY, Occasion, ResponseLog
from .people import ANSWERS_MIN
from .published import read_numbers

READING = 0.7
"""The share of the work that is reading."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`answers`: that all is made of. `items`: every live ordinary item, in the bank's order. `pairs`: of at least 30
    people. `sets`: the reliability of each lesson's items that at least 30 people answered, with their identifiers, in
    the order of its `if_dropped`. `people`: who answered, by unit ("" for none), and `finished` of them at least one
    part of a lesson; units with fewer than the group minimum are not among them."""

    answers: int
    items: tuple[ItemAnalysis, ...]
    pairs: tuple[PairAnalysis, ...]
    sets: dict[str, tuple[Reliability, tuple[str, ...]]]
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
    while True:  # in steps, so that nobody who answers waits for all of them
        before = log.fetch_mark()
        published = sum(one.n for one in read_numbers(log, now=now, minimum=minimum, occasion=occasion))
        if log.fetch_mark() == before:
            break
        yield 0.0
    items = {item.identifier: item for scenario, item in pack.live_items() if not pack.is_sensitive(scenario)}
    mark = f"{pack.revision}:{minimum}:{published}"
    name = f"items:{occasion.context}:{occasion.context_id or ''}:{occasion.round or ''}"
    kept = log.fetch_figures(name)
    if kept is not None and kept[0] == mark:
        return _from_json(json.loads(kept[1]), items)
    sets = sets_of(pack)
    collector, taken = Collector(items.values(), sets), 0
    for page in log.fetch_first_answers(occasion):
        collector.add(page)
        taken += len(page)
        yield READING * min(1.0, taken / max(1, published))
    answers = collector.finish().of_people_with(ANSWERS_MIN)
    found = []
    for one in analyse_items(answers):
        found.append(one)
        yield READING + (1 - READING) * len(found) / len(items)
    pairs = tuple(one for one in analyse_pairs(answers) if one.n >= COUNTS_ONLY_BELOW)
    figures = Figures(
        len(answers.item), tuple(found), pairs, _measure_sets(pack, answers, found, sets),
        people=_by_unit(answers, np.unique(answers.person), minimum),
        finished=_by_unit(answers, _finishers(pack, answers), minimum),
    )  # fmt: skip
    log.keep_figures(name, mark=mark, body=json.dumps(_to_json(figures), ensure_ascii=False, separators=(",", ":")))
    return figures


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
) -> dict[str, tuple[Reliability, tuple[str, ...]]]:
    answered = [one.item for one in found if not one.counts_only]
    reliable = {}
    for slug in pack.lessons:
        enough = [item for item in answered if sets.get(item.identifier) == slug]
        if len(enough) > 1:
            names = tuple(item.identifier for item in enough)
            reliable[slug] = measure_reliability(points_matrix(answers, enough)), names
    return reliable


def _finishers(pack: Pack, answers: Answers) -> NDArray[np.int32]:
    """Who has answered every item of at least one part."""
    at = {item.identifier: n for n, item in enumerate(answers.items)}
    size = len(answers.units)
    done = np.zeros(size, bool)
    for lesson in pack.lessons.values():
        for part in lesson.parts:
            items = [
                at[one.identifier]
                for name in part.scenarios
                for one in pack.scenarios[name].items
                if one.identifier in at
            ]
            if items:
                given = np.bincount(answers.person[np.isin(answers.item, items)], minlength=size)
                done |= given >= len(items)
    return np.flatnonzero(done).astype(np.int32)


def _by_unit(answers: Answers, people: NDArray[np.int32], minimum: int) -> dict[str, int]:
    counts = Counter(answers.units[person] or "" for person in people)
    return {unit: n for unit, n in sorted(counts.items()) if n >= minimum}


def _to_json(figures: Figures) -> dict[str, Any]:
    items = [{**asdict(one), "item": one.item.identifier} for one in figures.items]
    sets = {slug: [asdict(found), names] for slug, (found, names) in figures.sets.items()}
    return {
        "answers": figures.answers,
        "items": items,
        "pairs": [asdict(one) for one in figures.pairs],
        "sets": sets,
        "people": figures.people,
        "finished": figures.finished,
    }


def _from_json(kept: dict[str, Any], items: dict[str, Item]) -> Figures:
    sets = {
        slug: (Reliability(**{**found, "if_dropped": tuple(found["if_dropped"])}), tuple(names))
        for slug, (found, names) in kept["sets"].items()
    }
    pairs = tuple(PairAnalysis(**one) for one in kept["pairs"])
    found = tuple(_analysis(one, items) for one in kept["items"])
    return Figures(kept["answers"], found, pairs, sets, kept["people"], kept["finished"])


def _analysis(kept: dict[str, Any], items: dict[str, Item]) -> ItemAnalysis:
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
