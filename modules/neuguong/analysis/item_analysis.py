"""How each item works: how hard it is, whether those who know the rest of its set get it right, what its choices do.

Pure: first answers in, one row per item version out. Knows nothing of who may see a number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..items import Item
from ..scoring import score_response, scorer_of
from .estimates import (
    Estimate,
    Values,
    estimate_correlation,
    estimate_mean,
    estimate_share,
)
from .evidence import COUNTS_ONLY_BELOW
from .first_answers import Answers

QUINTILES = 5
CLOSE = 1e-9
CERTAIN = 3
"""How sure a learner may say to be, at most: of three."""


@dataclass(frozen=True, slots=True)
class ChoiceAnalysis:
    """What was done with a choice, as `scoring.Measure` names it: by `count` of the answers, and by these shares of
    each fifth of the people, lowest rest first. `mean_rest` is that of whoever did it. No fifths below
    `COUNTS_ONLY_BELOW` answers, no mean there or of nobody. `sure`: of those who said how sure they were (`said`), how
    many were certain."""

    choice: str
    label: str | None
    is_key: bool
    count: int
    mean_rest: float | None
    said: int
    sure: int
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


@dataclass(frozen=True, slots=True)
class PairAnalysis:
    """Two items with the same acts of which one fact is changed: how many of the `n` people who answered both were
    right in both (they saw the difference), in one of them or in none."""

    first: str
    second: str
    both: int
    first_only: int
    second_only: int
    none: int

    @property
    def n(self) -> int:
        return self.both + self.first_only + self.second_only + self.none


def analyse_pairs(answers: Answers) -> list[PairAnalysis]:
    """Of every contrast pair of which both items are among the answers', in their order."""
    at = {item.identifier: n for n, item in enumerate(answers.items)}
    pairs = [
        (at[item.contrast.of], n)
        for n, item in enumerate(answers.items)
        if item.contrast is not None and item.contrast.of in at
    ]
    found = []
    for first, second in pairs:
        one, other = _right(answers, first), _right(answers, second)
        counts = [int(((one == a) & (other == b)).sum()) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))]
        found.append(PairAnalysis(answers.items[first].identifier, answers.items[second].identifier, *counts))
    return found


def _right(answers: Answers, n: int) -> NDArray[np.int8]:
    """Of each person, whether the item earned all its points: 1 or 0, −1 where they have not answered it."""
    rows = answers.rows_by_item[n]
    right = np.full(len(answers.units), -1, np.int8)
    right[answers.person[rows]] = answers.shares(rows) >= 1 - CLOSE
    return right


def analyse_items(answers: Answers) -> Iterator[ItemAnalysis]:
    """One row per item, in their order, each worked out when it is asked for; items without answers too."""
    for item, rows in zip(answers.items, answers.rows_by_item, strict=True):
        yield _analyse(item, answers, rows)


def _analyse(item: Item, answers: Answers, rows: NDArray[np.int32]) -> ItemAnalysis:
    share, rest = answers.shares(rows), answers.rests(rows)
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
        choices=tuple(_choices(item, answers, rows, enough=enough)),
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


def _quartiles(seconds: NDArray[np.float32]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(seconds, (0.25, 0.5, 0.75))
    return float(low), float(middle), float(high)


def _choices(item: Item, answers: Answers, rows: NDArray[np.int32], *, enough: bool) -> Iterable[ChoiceAnalysis]:
    rest, sure = answers.rests(rows), answers.sure[rows]
    distinct, which = np.unique(answers.response[rows], return_inverse=True)
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
                said=int((did & (sure > 0)).sum()),
                sure=int((did & (sure == CERTAIN)).sum()),
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
