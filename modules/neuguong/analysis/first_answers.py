"""First answers as arrays, a million of them in some ten bytes each: what items are analysed from.

Knows nothing of databases; takes rows page by page, from a log or (`frames.first_answers`) from a frame.

Only a person's first answer to an item is looked at, never one after talking or explanation, and versions are kept
apart: another wording is another item. The rest is the person's mean share of points in the other items of the set,
so that different people may have answered different ones; whoever answered fewer than `REST_ITEMS` others has none.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidResponseError
from ..items import Item
from ..scoring import parse_response, scorer_of
from ..store import FirstAnswerRow
from .estimates import Values

REST_ITEMS = 3
"""Fewer other items say nothing of a person."""
Rows = NDArray[np.int32] | NDArray[np.int64] | slice
EVERY = slice(None)
BLOCK_PEOPLE = 2048
"""So many at once have a row of points: memory that does not grow with the log."""
_AT_ONCE = 50_000


@dataclass(frozen=True)
class Answers:
    """Arrays of one length. `seconds` is NaN where unknown; `sure` is how certain an answer was said to be, 0 where
    that was not said. `item`, `response` and `person` count into `items`, `responses` and `units` (the unit of each
    person). What follows from them, of eight bytes an answer, is worked out for the answers asked about."""

    item: NDArray[np.int16]
    person: NDArray[np.int32]
    seconds: NDArray[np.float32]
    response: NDArray[np.int32]
    sure: NDArray[np.int8]
    items: tuple[Item, ...]
    responses: tuple[Any, ...]
    units: tuple[str | None, ...]
    points: Values
    """Points / maximum of each of `responses`."""
    sets: "Sets"

    def shares(self, rows: Rows = EVERY) -> Values:
        """Points / maximum of each of these answers."""
        return self.points[self.response[rows]]

    def rests(self, rows: Rows = EVERY) -> Values:
        """The rest of each of these answers, NaN where there is none."""
        return self.sets.rests(self.item[rows], self.person[rows], self.shares(rows))

    @cached_property
    def rows_by_item(self) -> list[NDArray[np.int32]]:
        """Where the answers to each of `items` are, in their order."""
        return [np.flatnonzero(self.item == n).astype(np.int32) for n in range(len(self.items))]


class Collector:
    """Takes pages of answers to these versions of the items; others, and responses that are none any more, are left
    out. Points are those the present keys give, so that a corrected key needs no new log.

    `sets` names the set of each item; one in none has no rest.
    """

    def __init__(self, items: Iterable[Item], sets: Mapping[str, str]) -> None:
        self._items, self._sets = tuple(items), sets
        self._people: dict[str, int] = defaultdict(count().__next__)
        self._units: dict[str, str] = {}
        self._kinds = _Kinds(self._items)
        self._columns: list[tuple[NDArray[Any], ...]] = []

    def add(self, page: Sequence[FirstAnswerRow]) -> None:
        """A column is taken at once: what is done for each answer is one look into a dictionary."""
        kinds = np.fromiter(map(self._kinds.__getitem__, [row[1:4] for row in page]), np.int32, len(page))
        if (kinds < 0).any():
            page = [row for row, kind in zip(page, kinds, strict=True) if kind >= 0]
            kinds = kinds[kinds >= 0]
        people = np.fromiter(map(self._people.__getitem__, [row[0] for row in page]), np.int32, len(page))
        seconds = np.array([row[4] for row in page], np.float64) / 1000  # None is NaN
        sure = np.array([row[5] or 0 for row in page], np.int8)
        self._units.update({row[0]: row[6] for row in page if row[6] is not None})
        self._columns.append((kinds, people, seconds.astype(np.float32), sure))

    def finish(self) -> Answers:
        """All that was taken; each person of the unit they last said."""
        nothing = tuple(np.zeros(0, one) for one in (np.int32, np.int32, np.float32, np.int8))
        pages = list(zip(nothing, *self._columns, strict=True))
        self._columns.clear()  # each column's pages go before the next is put together: memory
        sure, seconds, person, response = (np.concatenate(pages.pop()) for _ in nothing)
        item = np.array(self._kinds.places, np.int16)[response]
        points = np.array(self._kinds.shares, np.float64)
        return Answers(
            item=item,
            person=person,
            seconds=seconds,
            response=response,
            sure=sure,
            items=self._items,
            responses=tuple(self._kinds.responses),
            units=tuple(map(self._units.get, self._people)),
            points=points,
            sets=Sets.of(_set_of_each(self._items, self._sets), item, person, points, response),
        )


class _Kinds(dict[tuple[str, int, str], int]):
    """(item, version, response) → a number; −1 where that is no response to one of these versions of the items. By
    number: the place of the item, the share of its points, the response as it was parsed."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._known = {(item.identifier, item.version): (n, item) for n, item in enumerate(items)}
        self.places: list[int] = []
        self.shares: list[float] = []
        self.responses: list[Any] = []

    def __missing__(self, key: tuple[str, int, str]) -> int:
        self[key] = self._read(*key)
        return self[key]

    def _read(self, name: str, version: int, text: str) -> int:
        if (name, version) not in self._known:
            return -1
        place, item = self._known[name, version]
        try:
            response = parse_response(item, json.loads(text))
        except InvalidResponseError:
            return -1
        scorer = scorer_of(item)
        self.places.append(place)
        self.shares.append(scorer.score(item, response) / scorer.max_score(item))
        self.responses.append(response)
        return len(self.responses) - 1


@dataclass(frozen=True)
class Sets:
    """Of each person in each set, one after another: how many of its items they answered, and the sum of their shares.
    `of_item`: the place of an item's set among `n`, 0 for that of an item in none."""

    of_item: NDArray[np.int32]
    n: int
    answered: NDArray[np.int64]
    total: Values

    @classmethod
    def of(
        cls,
        of_item: NDArray[np.int32],
        item: NDArray[np.int16],
        person: NDArray[np.int32],
        points: Values,
        response: NDArray[np.int32],
    ) -> "Sets":
        n = int(of_item.max(initial=0)) + 1
        size = n * (int(person.max(initial=-1)) + 1)
        answered, total = np.zeros(size, np.int64), np.zeros(size)
        for start in range(0, len(item), _AT_ONCE):
            here = slice(start, start + _AT_ONCE)
            pair = person[here] * n + of_item[item[here]]
            answered += np.bincount(pair, minlength=size)
            total += np.bincount(pair, weights=points[response[here]], minlength=size)
        return cls(of_item, n, answered, total)

    def rests(self, item: NDArray[np.int16], person: NDArray[np.int32], share: Values) -> Values:
        group = self.of_item[item]
        pair = person * self.n + group
        others = self.answered[pair] - 1.0
        others[(others < REST_ITEMS) | (group == 0)] = np.nan
        rest: Values = (self.total[pair] - share) / others
        return rest


def collect_answers(
    pages: Iterable[Sequence[FirstAnswerRow]], items: Iterable[Item], sets: Mapping[str, str]
) -> Answers:
    """Everything in those pages: see `Collector`."""
    collector = Collector(items, sets)
    for page in pages:
        collector.add(page)
    return collector.finish()


def points_matrix(answers: Answers, items: Iterable[Item]) -> Values:
    """People × items: shares of points, NaN where not answered; for `measure_reliability`. Only people who answered
    one of them have a row."""
    wanted = list(items)
    return np.concatenate([np.zeros((0, len(wanted))), *points_blocks(answers, wanted)])


def points_blocks(answers: Answers, items: Iterable[Item]) -> Iterator[Values]:
    """The rows of `points_matrix`, those of at most `BLOCK_PEOPLE` people at a time."""
    places = [answers.items.index(item) for item in items]
    for start in range(0, len(answers.units), BLOCK_PEOPLE):
        block = np.full((BLOCK_PEOPLE, len(places)), np.nan)
        for column, place in enumerate(places):
            rows = answers.rows_by_item[place]
            person = answers.person[rows] - start
            here = (person >= 0) & (person < BLOCK_PEOPLE)
            block[person[here], column] = answers.shares(rows[here])
        yield block[~np.isnan(block).all(axis=1)]


def _set_of_each(items: tuple[Item, ...], sets: Mapping[str, str]) -> NDArray[np.int32]:
    """A number a set; 0 for an item in none."""
    names = {name: n for n, name in enumerate(dict.fromkeys(sets.values()), start=1)}
    return np.array([names[sets[one.identifier]] if one.identifier in sets else 0 for one in items], dtype=np.int32)
