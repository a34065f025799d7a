"""First answers as arrays, a million of them in some ten bytes each: what items are analysed from.

Knows nothing of databases; takes rows page by page, from a log or (`frames.first_answers`) from a frame.

Only a person's first answer to an item is looked at, never one after talking or explanation, and versions are kept
apart: another wording is another item. The rest is the person's mean share of points in the other items of the set,
so that different people may have answered different ones; whoever answered fewer than `REST_ITEMS` others has none.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidResponseError
from ..items import Item
from ..scoring import parse_response, score_response
from ..store import FirstAnswer
from .estimates import Values

REST_ITEMS = 3
"""Fewer other items say nothing of a person."""


@dataclass(frozen=True)
class Answers:
    """Arrays of one length. `share` is points / maximum, `rest` NaN where there is none, `seconds` NaN where unknown;
    `sure` is how certain an answer was said to be, 0 where that was not said. `item`, `response` and `person` count
    into `items`, `responses` and `units` (the unit of each person)."""

    item: NDArray[np.int32]
    person: NDArray[np.int32]
    share: Values
    rest: Values
    seconds: NDArray[np.float32]
    response: NDArray[np.int32]
    sure: NDArray[np.int8]
    items: tuple[Item, ...]
    responses: tuple[Any, ...]
    units: tuple[str | None, ...]


class Collector:
    """Takes pages of answers to these versions of the items; others, and responses that are none any more, are left
    out. Points are those the present keys give, so that a corrected key needs no new log.

    `sets` names the set of each item; one in none has no rest.
    """

    def __init__(self, items: Iterable[Item], sets: Mapping[str, str]) -> None:
        self._items, self._sets = tuple(items), sets
        self._known = {(item.identifier, item.version): n for n, item in enumerate(self._items)}
        self._people: dict[str, int] = {}
        self._units: list[str | None] = []
        self._responses: dict[tuple[int, str], int] = {}
        self._values: list[Any] = []
        self._points: list[float] = []
        self._columns: list[tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int8]]] = []

    def add(self, page: Iterable[FirstAnswer]) -> None:
        whole, seconds, sure = [], [], []
        for one in page:
            item = self._known.get((one.item_id, one.item_version))
            if item is None:
                continue
            response = self._responses.get((item, one.response_json))
            if response is None:
                response = self._responses[item, one.response_json] = self._read(self._items[item], one.response_json)
            if response >= 0:
                whole.append((item, self._person(one), response))
                sure.append(one.confidence or 0)
                seconds.append(np.nan if one.duration_ms is None else one.duration_ms / 1000)
        counted = np.array(whole, np.int32).reshape(-1, 3)
        self._columns.append((counted, np.array(seconds, np.float32), np.array(sure, np.int8)))

    def _person(self, one: FirstAnswer) -> int:
        """The number of whoever answered, of the unit they last said."""
        person = self._people.setdefault(one.actor, len(self._people))
        if person == len(self._units):
            self._units.append(one.unit)
        elif one.unit is not None:
            self._units[person] = one.unit
        return person

    def finish(self) -> Answers:
        """All that was taken."""
        counted = np.concatenate([np.zeros((0, 3), np.int32), *(one[0] for one in self._columns)])
        item, person, response = (counted[:, n].copy() for n in range(3))
        share = np.array(self._points, np.float64)[response]
        return Answers(
            item=item,
            person=person,
            share=share,
            rest=_rest(person.astype(np.int64), _set_of_each(self._items, self._sets)[item], share),
            seconds=np.concatenate([np.zeros(0, np.float32), *(one[1] for one in self._columns)]),
            response=response,
            sure=np.concatenate([np.zeros(0, np.int8), *(one[2] for one in self._columns)]),
            items=self._items,
            responses=tuple(self._values),
            units=tuple(self._units),
        )

    def _read(self, item: Item, text: str) -> int:
        """The number of a response that was not seen before; −1 where it is none to the item."""
        try:
            value = parse_response(item, json.loads(text))
        except InvalidResponseError:
            return -1
        outcome = score_response(item, value)
        self._values.append(value)
        self._points.append(outcome.score / outcome.max_score)
        return len(self._values) - 1


def collect_answers(pages: Iterable[Iterable[FirstAnswer]], items: Iterable[Item], sets: Mapping[str, str]) -> Answers:
    """Everything in those pages: see `Collector`."""
    collector = Collector(items, sets)
    for page in pages:
        collector.add(page)
    return collector.finish()


def points_matrix(answers: Answers, items: Iterable[Item]) -> Values:
    """People × items: shares of points, NaN where not answered; for `measure_reliability`. Only people who answered
    one of them have a row."""
    wanted = list(items)
    columns = {answers.items.index(item): n for n, item in enumerate(wanted)}
    column = np.array([columns.get(n, -1) for n in range(len(answers.items))])[answers.item]
    inside = column >= 0
    people, person = np.unique(answers.person[inside], return_inverse=True)
    matrix = np.full((len(people), len(wanted)), np.nan)
    matrix[person, column[inside]] = answers.share[inside]
    return matrix


def _set_of_each(items: tuple[Item, ...], sets: Mapping[str, str]) -> NDArray[np.int64]:
    """A number a set; −1 for an item in none."""
    names = {name: n for n, name in enumerate(dict.fromkeys(sets.values()))}
    return np.array([names[sets[one.identifier]] if one.identifier in sets else -1 for one in items], dtype=np.int64)


def _rest(person: NDArray[np.int64], group: NDArray[np.int64], share: Values) -> Values:
    if not len(share):
        return share
    pair = person * (int(group.max()) + 2) + group + 1
    pair = np.unique(pair, return_inverse=True)[1]
    n, total = np.bincount(pair), np.bincount(pair, weights=share)
    others = n[pair] - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((others >= REST_ITEMS) & (group >= 0), (total[pair] - share) / others, np.nan)
