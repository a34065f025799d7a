"""Statistics of items and sets, told in steps. Not imported with the package: numpy is for whoever looks at them.

Knows nothing of words or screens.

A correlation is not a sum, and whoever saw it before and after one answer could work that answer out. So it is made of
the answers that are in the published groups and nothing else, it is kept in the log as it was told, and it is told anew
only when at least one more whole group has been published: between two tellings lie the answers of at least
`group_size(minimum)` people to a question, whoever was erased meanwhile. Nothing is told below 30 answers but counts.
People who have given too few answers to count as one (`people.ANSWERS_MIN`) are left out.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ..analysis.estimates import COUNTS_ONLY_BELOW, Estimate
from ..analysis.first_answers import collect_answers, points_matrix
from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis, PairAnalysis, analyse_items, analyse_pairs
from ..analysis.reliability import Reliability, measure_reliability
from ..items import Item, Pack
from ..store import STUDY, Occasion, ResponseLog
from .people import ANSWERS_MIN
from .published import read_numbers

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """`items`: every live ordinary item, in the bank's order. `pairs`: of at least 30 people. `sets`: the reliability of each lesson's items that at
    least 30 people answered, with their identifiers, in the order of its `if_dropped`. `answers`: that all is made
    of."""

    answers: int
    items: tuple[ItemAnalysis, ...]
    pairs: tuple[PairAnalysis, ...]
    sets: dict[str, tuple[Reliability, tuple[str, ...]]]


def read_figures(
    log: ResponseLog,
    pack: Pack,
    *,
    now: datetime,
    minimum: int,
    occasion: Occasion = STUDY,
    progress: Progress = lambda done, of: None,
) -> Figures:
    """The figures as they were last told, or new ones where more has been published. `progress(done, of)` counts the
    parts of the work; it takes some seconds for a million answers, and none when nothing has changed."""
    while True:  # publishes in steps, so that nobody who answers waits for all of them
        before = log.fetch_mark()
        published = read_numbers(log, now=now, minimum=minimum, occasion=occasion)
        if log.fetch_mark() == before:
            break
    items = {item.identifier: item for scenario, item in pack.live_items() if not pack.is_sensitive(scenario)}
    mark = f"{pack.revision}:{minimum}:{sum(one.n for one in published)}"
    name = f"items:{occasion.context}:{occasion.context_id or ''}:{occasion.round or ''}"
    kept = log.fetch_figures(name)
    if kept is not None and kept[0] == mark:
        return _from_json(json.loads(kept[1]), items)
    figures = _make(log, pack, items, occasion, progress)
    log.keep_figures(name, mark=mark, body=json.dumps(_to_json(figures), ensure_ascii=False, separators=(",", ":")))
    return figures


def sets_of(pack: Pack) -> dict[str, str]:
    """Item → the lesson it is asked in."""
    return {
        item.identifier: lesson.slug
        for lesson in pack.lessons.values()
        for part in lesson.parts
        for scenario in part.scenarios
        for item in pack.scenarios[scenario].items
    }


def _make(log: ResponseLog, pack: Pack, items: dict[str, Item], occasion: Occasion, progress: Progress) -> Figures:
    sets = sets_of(pack)
    of = len(items) + 1
    answers = collect_answers(log.fetch_first_answers(occasion), items.values(), sets).of_people_with(ANSWERS_MIN)
    progress(1, of)
    found = analyse_items(answers, progress=lambda done, _: progress(done + 1, of))
    reliable = {}
    for slug in pack.lessons:
        enough = [one.item for one in found if sets.get(one.item.identifier) == slug and not one.counts_only]
        if len(enough) > 1:
            names = tuple(item.identifier for item in enough)
            reliable[slug] = measure_reliability(points_matrix(answers, enough)), names
    pairs = tuple(one for one in analyse_pairs(answers) if one.n >= COUNTS_ONLY_BELOW)
    return Figures(len(answers.item), tuple(found), pairs, reliable)


def _to_json(figures: Figures) -> dict[str, Any]:
    items = [{**asdict(one), "item": one.item.identifier} for one in figures.items]
    sets = {slug: [asdict(found), names] for slug, (found, names) in figures.sets.items()}
    return {"answers": figures.answers, "items": items, "pairs": [asdict(one) for one in figures.pairs], "sets": sets}


def _from_json(kept: dict[str, Any], items: dict[str, Item]) -> Figures:
    sets = {
        slug: (Reliability(**{**found, "if_dropped": tuple(found["if_dropped"])}), tuple(names))
        for slug, (found, names) in kept["sets"].items()
    }
    pairs = tuple(PairAnalysis(**one) for one in kept["pairs"])
    return Figures(kept["answers"], tuple(_analysis(one, items) for one in kept["items"]), pairs, sets)


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
