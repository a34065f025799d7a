"""First answers as arrays, a million of them in some ten bytes each: what items are analysed from.

Knows nothing of databases; takes rows page by page, from a log or from a frame.

Only a person's first answer to an item is looked at, never one after talking or explanation, and versions are kept
apart: another wording is another item. The rest is the person's mean share of points in the other items of the set,
so that different people may have answered different ones; whoever answered fewer than `REST_ITEMS` others has none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InvalidResponseError
from ..items import Item
from ..scoring import parse_response
from ..store import FirstAnswer
from ..store.statement import canonical_json
from .estimates import Values

REST_ITEMS = 3
"""Fewer other items say nothing of a person."""


@dataclass(frozen=True)
class Answers:
    """Arrays of one length. `share` is points / maximum, `rest` NaN where there is none; `item` and
    `response` count into `items` and `responses`, `seconds` is NaN where unknown."""

    item: NDArray[np.int32]
    person: NDArray[np.int32]
    share: Values
    rest: Values
    seconds: NDArray[np.float32]
    response: NDArray[np.int32]
    items: tuple[Item, ...]
    responses: tuple[Any, ...]


def collect_answers(pages: Iterable[Sequence[FirstAnswer]], items: Iterable[Item], sets: Mapping[str, str]) -> Answers:
    """The answers to these versions of the items; others, and responses that are none any more, are left out.

    Points are those of the rows. `sets` names the set of each item; one in none has no rest.
    """
    ordered = tuple(items)
    known = {(item.identifier, item.version): n for n, item in enumerate(ordered)}
    people: dict[str, int] = {}
    responses: dict[tuple[int, str], int] = {}
    values: list[Any] = []
    columns: list[tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float64]]] = []
    for page in pages:
        whole, seconds, shares = [], [], []
        for one in page:
            item = known.get((one.item_id, one.item_version))
            if item is None:
                continue
            response = responses.get((item, one.response_json))
            if response is None:
                value = _read(ordered[item], one.response_json)
                response = responses[item, one.response_json] = -1 if value is None else len(values)
                if value is not None:
                    values.append(value)
            if response < 0:
                continue
            whole.append((item, people.setdefault(one.actor, len(people)), response))
            seconds.append(np.nan if one.duration_ms is None else one.duration_ms / 1000)
            shares.append(one.score / one.max_score)
        columns.append(
            (np.array(whole, np.int32).reshape(-1, 3), np.array(seconds, np.float32), np.array(shares, np.float64))
        )
    counted = np.concatenate([np.zeros((0, 3), np.int32), *(one[0] for one in columns)])
    share = np.concatenate([np.zeros(0), *(one[2] for one in columns)])
    rest = _rest(counted[:, 1].astype(np.int64), _set_of_each(ordered, sets)[counted[:, 0]], share)
    return Answers(
        item=counted[:, 0].copy(),
        person=counted[:, 1].copy(),
        share=share,
        rest=rest,
        seconds=np.concatenate([np.zeros(0, np.float32), *(one[1] for one in columns)]),
        response=counted[:, 2].copy(),
        items=ordered,
        responses=tuple(values),
    )


def first_answers(frame: pd.DataFrame, items: Iterable[Item], sets: Mapping[str, str]) -> Answers:
    """The same of a frame of `frames.load_responses`: first answers by people with a code. Rescore it before
    (`analysis.rescoring`) where a key was corrected."""
    mine = frame[frame["actor"].notna() & (frame["attempt_number"] == 1)]
    names = ("actor", "item_id", "item_version", "response", "score", "max_score", "duration_ms")
    columns = zip(*(mine[name] for name in names), strict=True)
    rows = [
        FirstAnswer(actor, item, int(version), canonical_json(response), score, most, None if pd.isna(ms) else int(ms))
        for actor, item, version, response, score, most, ms in columns
    ]
    return collect_answers([rows], items, sets)


def points_matrix(answers: Answers, items: Iterable[Item]) -> Values:
    """People × items: shares of points, NaN where not answered; for `measure_reliability`. Only people who answered
    one of them have a row."""
    wanted = list(items)
    columns = {answers.items.index(item): n for n, item in enumerate(wanted)}
    column = np.array([columns.get(n, -1) for n in range(len(answers.items))])[answers.item]
    inside = column >= 0
    person, people = pd.factorize(answers.person[inside])
    matrix = np.full((len(people), len(wanted)), np.nan)
    matrix[person, column[inside]] = answers.share[inside]
    return matrix


def _set_of_each(items: tuple[Item, ...], sets: Mapping[str, str]) -> NDArray[np.int64]:
    """A number a set; −1 for an item in none."""
    names = {name: n for n, name in enumerate(dict.fromkeys(sets.values()))}
    return np.array([names[sets[one.identifier]] if one.identifier in sets else -1 for one in items], dtype=np.int64)


def _read(item: Item, text: str) -> Any:
    """The response; None where it is none to the item."""
    try:
        return parse_response(item, json.loads(text))
    except InvalidResponseError:
        return None


def _rest(person: NDArray[np.int64], group: NDArray[np.int64], share: Values) -> Values:
    if not len(share):
        return share
    pair = person * (int(group.max()) + 2) + group + 1
    pair = pd.factorize(pair)[0]
    n, total = np.bincount(pair), np.bincount(pair, weights=share)
    others = n[pair] - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((others >= REST_ITEMS) & (group >= 0), (total[pair] - share) / others, np.nan)
