"""How each item works: how hard it is, whether those who know the rest of its set get it right, what its choices do.

Pure: a frame of answers and the items in, one row per item version out. Knows nothing of who may see a number.

Only a person's first answer to an item is looked at, never one after talking or explanation, and versions are kept
apart: another wording is another item. The rest is the person's mean share of points in the other items of the set,
so that different people may have answered different ones; whoever answered fewer than `REST_ITEMS` others has none.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InvalidResponseError
from ..items import Item
from ..scoring import parse_response, score_response, scorer_of
from ..store.statement import canonical_json
from .estimates import (
    COUNTS_ONLY_BELOW,
    Estimate,
    Values,
    estimate_correlation,
    estimate_mean,
    estimate_share,
)

REST_ITEMS = 3
"""Fewer other items say nothing of a person."""
QUINTILES = 5


@dataclass(frozen=True, slots=True)
class ChoiceAnalysis:
    """What was done with a choice, as `scoring.Measure` names it: by `count` of the answers, and by these shares of each
    fifth of the people, lowest rest first. `mean_rest` is that of whoever did it. No fifths below `COUNTS_ONLY_BELOW`
    answers, no mean there or of nobody."""

    choice: str
    label: str | None
    is_key: bool
    count: int
    mean_rest: float | None
    fifths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """One version of an item over the first answers of `n` people.

    `facility`: mean points / maximum. `chance`: that of a blind guess. `discrimination`: product-moment correlation of
    the points with the rest (for right or wrong: the corrected point-biserial). Both None below `COUNTS_ONLY_BELOW`,
    the second also where all answers are alike. `seconds`: quartiles of the time taken, None where none was measured.
    """

    item: Item
    n: int
    facility: Estimate | None
    chance: float
    discrimination: Estimate | None
    seconds: tuple[float, float, float] | None
    choices: tuple[ChoiceAnalysis, ...]

    @property
    def counts_only(self) -> bool:
        return self.n < COUNTS_ONLY_BELOW


@dataclass(frozen=True)
class Answers:
    """First answers as arrays of one length. `share` is points / maximum, `rest` NaN where there is none; `item` and
    `response` count into `items` and `responses`, `seconds` is NaN where unknown."""

    item: NDArray[np.int64]
    person: NDArray[np.int64]
    share: Values
    rest: Values
    seconds: Values
    response: NDArray[np.int64]
    items: tuple[Item, ...]
    responses: tuple[Any, ...]


def first_answers(frame: pd.DataFrame, items: Iterable[Item], sets: Mapping[str, str]) -> Answers:
    """The first answers, by people with a code, to these versions of the items.

    `frame` has the columns actor, item_id, item_version, attempt_number, response (JSON values, or their canonical
    text as dtype "string"), score, max_score and duration_ms of `store.columns`: what `load_responses` gives. Points
    are those in the frame: rescore it first (`analysis.rescoring`) where a key was corrected. A response that is none
    any more is left out. `sets` names the set of each item; one in none has no rest.
    """
    ordered = tuple(items)
    mine = frame[frame["actor"].notna() & (frame["attempt_number"] == 1)]
    numbers = _numbers(mine, ordered)
    mine, numbers = mine[numbers >= 0], numbers[numbers >= 0]
    texts = mine["response"] if mine["response"].dtype == "string" else mine["response"].map(canonical_json)
    text, found = pd.factorize(texts)
    spelled = list(found)
    response, pairs = pd.factorize(numbers * max(1, len(spelled)) + text)
    values = [_read(ordered[pair // len(spelled)], spelled[pair % len(spelled)]) for pair in pairs]
    kept = np.array([value is not None for value in values], dtype=bool)[response]
    person = pd.factorize(mine["actor"])[0].astype(np.int64)[kept]
    share = (mine["score"].astype("float64") / mine["max_score"].astype("float64")).to_numpy()[kept]
    numbers = numbers[kept]
    return Answers(
        item=numbers,
        share=share,
        person=person,
        rest=_rest(person, _set_of_each(ordered, sets)[numbers], share),
        seconds=mine["duration_ms"].to_numpy(dtype=np.float64, na_value=np.nan)[kept] / 1000,
        response=response.astype(np.int64)[kept],
        items=ordered,
        responses=tuple(values),
    )


def analyse_items(
    answers: Answers, *, progress: Callable[[int, int], None] = lambda done, of: None
) -> list[ItemAnalysis]:
    """One row per item, in their order; items without answers too. `progress(done, of)` is called after each."""
    order = np.argsort(answers.item, kind="stable")
    ends = np.searchsorted(answers.item[order], np.arange(len(answers.items) + 1))
    found = []
    for n, item in enumerate(answers.items):
        found.append(_analyse(item, answers, order[ends[n] : ends[n + 1]]))
        progress(n + 1, len(answers.items))
    return found


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


def _numbers(frame: pd.DataFrame, items: tuple[Item, ...]) -> NDArray[np.int64]:
    """Which of the items each row answers, −1 for none of them."""
    known = {(item.identifier, item.version): n for n, item in enumerate(items)}
    ids, distinct_ids = pd.factorize(frame["item_id"])
    names = list(distinct_ids)
    versions = frame["item_version"].to_numpy(dtype=np.int64)
    pairs, distinct = pd.factorize(versions * max(1, len(names)) + ids)
    found = [known.get((names[pair % len(names)], int(pair // len(names))), -1) for pair in distinct]
    return np.array(found, dtype=np.int64)[pairs]


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


def _analyse(item: Item, answers: Answers, rows: NDArray[np.int64]) -> ItemAnalysis:
    share, rest, response = answers.share[rows], answers.rest[rows], answers.response[rows]
    enough = len(rows) >= COUNTS_ONLY_BELOW
    right = score_response(item, scorer_of(item).correct_response(item))
    seconds = answers.seconds[rows]
    seconds = seconds[~np.isnan(seconds)]
    return ItemAnalysis(
        item=item,
        n=len(rows),
        facility=_facility(share) if enough else None,
        chance=right.chance / right.max_score,
        discrimination=_discrimination(share, rest) if enough else None,
        seconds=_quartiles(seconds) if enough and len(seconds) else None,
        choices=tuple(_choices(item, answers, response, rest, enough=enough)),
    )


def _facility(share: Values) -> Estimate | None:
    if np.isin(share, (0.0, 1.0)).all():
        return estimate_share(int(share.sum()), len(share))
    return estimate_mean(len(share), float(share.mean()), float(share.var(ddof=1)))


def _discrimination(share: Values, rest: Values) -> Estimate | None:
    known = ~np.isnan(rest)
    x, y = share[known], rest[known]
    if len(x) < COUNTS_ONLY_BELOW or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return estimate_correlation(len(x), float(np.corrcoef(x, y)[0, 1]))


def _quartiles(seconds: Values) -> tuple[float, float, float]:
    low, middle, high = np.quantile(seconds, (0.25, 0.5, 0.75))
    return float(low), float(middle), float(high)


def _choices(
    item: Item, answers: Answers, response: NDArray[np.int64], rest: Values, *, enough: bool
) -> Iterable[ChoiceAnalysis]:
    distinct, which = np.unique(response, return_inverse=True)
    parsed = [answers.responses[n] for n in distinct]
    fifth, known = _fifths(rest), ~np.isnan(rest)
    sizes = np.bincount(fifth[known], minlength=QUINTILES)
    for choice in item.choice_ids:
        for measure in scorer_of(item).measures(choice):
            held = np.array([measure.holds(one) for one in parsed], dtype=bool)
            did = held[which] if len(which) else np.zeros(0, dtype=bool)
            chosen = did & known
            by_fifth = np.bincount(fifth[chosen], minlength=QUINTILES)
            told = enough and sizes.min() > 0
            yield ChoiceAnalysis(
                choice=choice,
                label=measure.label,
                is_key=measure.is_key,
                count=int(did.sum()),
                mean_rest=float(rest[chosen].mean()) if enough and chosen.any() else None,
                fifths=tuple(float(x) for x in by_fifth / sizes) if told else (),
            )


def _fifths(rest: Values) -> NDArray[np.int64]:
    """The fifth of the people that each is in, by the rest; equal ones together, in the fifth of their middle."""
    known = ~np.isnan(rest)
    found = np.zeros(len(rest), dtype=np.int64)
    if known.any():
        _, which, counts = np.unique(rest[known], return_inverse=True, return_counts=True)
        middle = (np.cumsum(counts) - counts / 2) / known.sum()
        found[known] = np.minimum(QUINTILES - 1, (middle * QUINTILES).astype(np.int64))[which]
    return found
