"""Statistics of items and sets, told in steps. Not imported with the package: numpy is for whoever looks at them.

Knows nothing of words or screens.

What is counted of an item is what is published of it. What links several answers of one person is made coarse
(`coarse`) and kept in the log as it was told, until a whole group lies between (`retelling`). Nothing is told below 30
answers but counts.

Of a long log another group changes nothing that anybody sees: within a day what was told stands until one answer in
`GROWTH` is new, so that the work for each answer that comes does not grow with the log.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..analysis.distribution import describe_item
from ..analysis.estimates import Estimate
from ..analysis.first_answers import Answers, Collector, points_blocks
from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis, PairAnalysis, analyse_items, analyse_pairs
from ..analysis.reliability import PairSums, tell_reliability
from ..items import Item, Pack
from ..store import STUDY, FirstAnswerRow, ItemCount, Occasion, ResponseLog, canonical_json
from ..store.days import local_day
from .coarse import PairTold, coarse_alpha, tell_item, tell_pair
from .groups import group_size
from .published import read_numbers
from .retelling import Linked, Made, SetTold, mark_keys, retell

FORMAT = 2
"""Of what is kept: another number where its shape changes."""
READING, ITEMS = 0.7, 0.2
"""The share of the work that is reading, and that of the items by themselves."""
GROWTH = 500
MOST_STEPS = 500
NOTHING = Linked({}, {}, {})


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
    """The same bit by bit, each in some hundredths of a second: yields the share of the work that is done. For a
    million answers it takes some seconds, and nothing at all when hardly more has been published."""
    items = {item.identifier: item for scenario, item in pack.live_items() if not pack.is_sensitive(scenario)}
    name = f"items:{occasion.context}:{occasion.context_id or ''}:{occasion.round or ''}"
    while True:
        counts = yield from _publish(log, now=now, minimum=minimum, occasion=occasion)
        mark = _Mark(f"{FORMAT}:{pack.revision}:{minimum}", _digest(counts), _sum(counts), f"{local_day(now)}")
        kept = log.fetch_figures(name)
        if kept is not None and mark.is_near(kept[0]):
            return _from_json(json.loads(kept[1]), items)[0]
        yield 0.0
        pages = log.fetch_first_answers(occasion)
        first = next(pages, ())  # all of this moment: what is published from now on is for the next time
        if log.count_published(occasion) != mark.answers:
            continue
        is_read = kept is not None and kept[0].startswith(f"{FORMAT}:")
        told = _from_json(json.loads(kept[1]), items)[1] if kept is not None and is_read else NOTHING
        figures, fresh = yield from _make(chain([first], pages), pack, items, counts, minimum=minimum)
        linked = retell(fresh, told, size=group_size(minimum))
        figures = _tell(figures, linked)
        body = json.dumps(_to_json(figures, linked), default=_plain, ensure_ascii=False, separators=(",", ":"))
        if log.keep_figures(name, mark=str(mark), body=body, over=None if kept is None else kept[0]):
            return figures  # else others were told meanwhile, and these may not be told beside them


class _Mark(NamedTuple):
    """What figures were told of, and on which day in Vietnam."""

    content: str
    digest: str
    answers: int
    day: str

    def __str__(self) -> str:
        return ":".join(map(str, self))

    def is_near(self, text: str) -> bool:
        """Whether what was told under a mark may stand."""
        content, digest, answers, day = [*text.rsplit(":", 3), "", "", ""][:4]
        if content != self.content:
            return False
        return digest == self.digest or (day == self.day and abs(self.answers - int(answers)) * GROWTH < self.answers)


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
    pages: Iterable[Sequence[FirstAnswerRow]],
    pack: Pack,
    items: Mapping[str, Item],
    counts: Iterable[ItemCount],
    *,
    minimum: int,
) -> Generator[float, None, tuple[Figures, Linked]]:
    """All of it as if nothing had been told; what links answers apart, with what it is made of."""
    by_item: dict[tuple[str, int], list[ItemCount]] = defaultdict(list)
    for count in counts:
        by_item[count.item_id, count.item_version].append(count)
    published = sum(count.n for of_item in by_item.values() for count in of_item)
    sets = sets_of(pack)
    collector, taken = Collector(items.values(), sets), 0
    for page in pages:
        collector.add(page)
        taken += len(page)
        yield READING * min(1.0, taken / max(1, published))
    answers = collector.finish()
    yield READING
    known = [int(np.count_nonzero(~np.isnan(answers.rests(rows)))) for rows in answers.rows_by_item]
    yield READING
    made: dict[str, Made] = {}
    found: dict[str, tuple[ItemAnalysis, Made]] = {}
    for place, one in enumerate(analyse_items(answers)):
        name, of_item = one.item.identifier, by_item[one.item.identifier, one.item.version]
        made[name] = Made(mark_keys([one.item]), {"n": one.n, "known": known[place]})
        told = tell_item(one, describe_item(one.item, of_item), known=known[place], minimum=minimum)
        found[name] = told, made[name]
        yield READING + ITEMS * len(found) / len(items)
    measured = yield from _measure_sets(pack, answers, found, sets)
    pairs = dict(_tell_pair(one, items, minimum=minimum) for one in analyse_pairs(answers))
    linked = Linked(items=found, pairs=pairs, sets=measured)
    yield 1.0
    people = _by_unit(answers, range(len(answers.units)))
    yield 1.0
    finished = _by_unit(answers, _finishers(pack, answers).tolist())
    figures = Figures(
        published, (), (), {},
        people={unit: n for unit, n in people.items() if n >= minimum},
        finished={unit: n for unit, n in finished.items() if n >= minimum and not 0 < people[unit] - n < minimum},
    )  # fmt: skip
    return figures, linked


def _tell(figures: Figures, linked: Linked) -> Figures:
    return replace(
        figures,
        items=tuple(one for one, _ in linked.items.values()),
        pairs=tuple(one for one, _ in linked.pairs.values() if one is not None),
        sets={slug: one for slug, (one, _) in linked.sets.items() if one is not None},
    )


def _tell_pair(
    one: PairAnalysis, items: Mapping[str, Item], *, minimum: int
) -> tuple[str, tuple[PairTold | None, Made]]:
    keys = mark_keys([items[one.first], items[one.second]])
    return f"{one.first} {one.second}", (tell_pair(one, minimum=minimum), Made(keys, {"n": one.n}))


def _digest(counts: Iterable[ItemCount]) -> str:
    rows = sorted([one.item_id, one.item_version, canonical_json(one.response), one.n] for one in counts)
    return hashlib.sha256(canonical_json(rows).encode()).hexdigest()[:16]


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
    pack: Pack, answers: Answers, found: Mapping[str, tuple[ItemAnalysis, Made]], sets: Mapping[str, str]
) -> Generator[float, None, dict[str, tuple[SetTold | None, Made]]]:
    told: dict[str, tuple[SetTold | None, Made]] = {}
    for slug in pack.lessons:
        mine = [(one.item, made) for name, (one, made) in found.items() if sets.get(name) == slug]
        people = {item.identifier: made.people["n"] for item, made in mine}
        enough = [item for item, _ in mine if not found[item.identifier][0].counts_only]
        sums: PairSums | None = None
        for block in points_blocks(answers, enough) if len(enough) > 1 else ():
            sums = PairSums.of(block) if sums is None else sums + PairSums.of(block)
            yield READING + ITEMS
        told[slug] = _tell_set(enough, sums), Made(mark_keys(item for item, _ in mine), people)
    return told


def _tell_set(items: Iterable[Item], sums: PairSums | None) -> SetTold | None:
    if sums is None:
        return None
    exact = tell_reliability(sums)
    alpha, *dropped = map(coarse_alpha, (exact.alpha, *exact.if_dropped))
    return SetTold(tuple(item.identifier for item in items), alpha, tuple(dropped))


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
                given = np.zeros(size, np.int64)
                for item in items:
                    given += np.bincount(answers.person[answers.rows_by_item[item]], minlength=size)
                done |= given >= len(items)
    return np.flatnonzero(done).astype(np.int32)


def _by_unit(answers: Answers, people: Iterable[int]) -> dict[str, int]:
    counts = Counter(answers.units[person] or "" for person in people)
    return dict(sorted(counts.items()))


def _to_json(figures: Figures, linked: Linked) -> dict[str, Any]:
    return {
        "answers": figures.answers,
        "people": figures.people,
        "finished": figures.finished,
        "items": {name: [one, *made] for name, (one, made) in linked.items.items()},
        "pairs": {name: [one, *made] for name, (one, made) in linked.pairs.items()},
        "sets": {slug: [one, *made] for slug, (one, made) in linked.sets.items()},
    }


def _plain(value: Any) -> Any:
    """For JSON: an item by its name, any other part of the figures by its fields."""
    if isinstance(value, Item):
        return value.identifier
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _from_json(kept: dict[str, Any], items: Mapping[str, Item]) -> tuple[Figures, Linked]:
    """Of items that are still live."""
    linked = Linked(
        items={
            name: (_analysis(one, items), Made(*made)) for name, (one, *made) in kept["items"].items() if name in items
        },
        pairs={name: (one and PairTold(**one), Made(*made)) for name, (one, *made) in kept["pairs"].items()},
        sets={slug: (one and _set(one), Made(*made)) for slug, (one, *made) in kept["sets"].items()},
    )
    return _tell(Figures(kept["answers"], (), (), {}, kept["people"], kept["finished"]), linked), linked


def _set(kept: dict[str, Any]) -> SetTold:
    return SetTold(tuple(kept["items"]), kept["alpha"], tuple(kept["if_dropped"]))


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
