"""Intervals hold the true value in 93–97 of 100 simulated samples, and good items are rarely called bad."""

from collections.abc import Callable
from math import comb

import numpy as np
import pandas as pd
import pytest
from neuguong.analysis.estimates import Estimate, estimate_correlation, estimate_mean, estimate_share
from neuguong.analysis.frames import first_answers
from neuguong.analysis.gain import measure_gain
from neuguong.analysis.item_analysis import analyse_items
from neuguong.analysis.verdicts import judge_item
from numpy.typing import NDArray

from tests.samples import INTERACTIONS, make_item

SAMPLES = 1000
GUESS = 0.25


def coverage(truth: float, draw: Callable[[], Estimate | None]) -> float:
    found = [one for one in (draw() for _ in range(SAMPLES)) if one is not None]
    assert len(found) > 0.9 * SAMPLES
    return sum(one.low <= truth <= one.high for one in found) / len(found)


def draw_answers(
    random: np.random.Generator, people: int, items: int, *, slope: float, at: float
) -> NDArray[np.float64]:
    """Right or wrong of people × items: three-parameter logistic, the first item at difficulty `at`."""
    difficulty = np.linspace(-1.5, 1.0, items)
    difficulty[0] = at
    ability = random.normal(size=(people, 1))
    p = GUESS + (1 - GUESS) / (1 + np.exp(-slope * (ability - difficulty)))
    return (random.random((people, items)) < p).astype(np.float64)


@pytest.mark.parametrize("people", [30, 100])
@pytest.mark.parametrize(("items", "slope", "at"), [(10, 1.2, 0.0), (10, 1.2, -2.0), (30, 0.6, 1.0), (30, 2.0, -1.0)])
def test_of_a_correlation_with_the_rest(people: int, items: int, slope: float, at: float) -> None:
    random = np.random.default_rng(7)

    def correlate(points: NDArray[np.float64]) -> tuple[int, float]:
        own, rest = points[:, 0], points[:, 1:].mean(axis=1)
        return len(own), float(np.corrcoef(own, rest)[0, 1]) if own.std() else float("nan")

    _, truth = correlate(draw_answers(random, 400_000, items, slope=slope, at=at))
    held = coverage(
        truth, lambda: estimate_correlation(*correlate(draw_answers(random, people, items, slope=slope, at=at)))
    )
    assert 0.93 <= held <= 0.97


@pytest.mark.parametrize("people", [30, 100])
def test_of_a_share(people: int) -> None:
    """Reckoned, not drawn: of a discrete count the coverage goes up and down with the share."""
    found = [estimate_share(hits, people) for hits in range(people + 1)]
    held = []
    for truth in np.linspace(0.1, 0.9, 81):
        chances = [comb(people, hits) * truth**hits * (1 - truth) ** (people - hits) for hits in range(people + 1)]
        held.append(sum(p for p, one in zip(chances, found, strict=True) if one.low <= truth <= one.high))
    assert 0.94 <= np.mean(held) <= 0.96
    assert min(held) >= 0.9


@pytest.mark.parametrize("people", [30, 100])
def test_of_a_mean_of_points(people: int) -> None:
    random = np.random.default_rng(9)
    points, weights = np.array([0.0, 1 / 3, 2 / 3, 1.0]), [0.1, 0.3, 0.4, 0.2]

    def draw() -> Estimate | None:
        sample = random.choice(points, size=people, p=weights)
        return estimate_mean(people, float(sample.mean()), float(sample.var(ddof=1)))

    assert 0.93 <= coverage(float(points @ weights), draw) <= 0.97


@pytest.mark.parametrize("people", [30, 100])
@pytest.mark.parametrize("told", ["g", "d"])
def test_of_a_gain(people: int, told: str) -> None:
    """Shares in tenths, as a test of ten questions gives: before near .45, after near .65, of the same people."""
    random = np.random.default_rng(10)

    def draw(n: int) -> NDArray[np.float64]:
        ability = random.normal(scale=0.12, size=n)
        return np.stack([random.binomial(10, np.clip(mean + ability, 0, 1)) / 10 for mean in (0.45, 0.65)], axis=1)

    large = draw(400_000)
    (before, after), spread = large.mean(axis=0), np.sqrt(large.var(axis=0, ddof=1).mean())
    truth = (after - before) / (1 - before) if told == "g" else (after - before) / spread
    held = coverage(truth, lambda: getattr(measure_gain([tuple(pair) for pair in draw(people).tolist()]), told))
    assert 0.93 <= held <= 0.97


def test_at_a_hundred_answers_at_most_one_good_item_in_twenty_is_called_bad() -> None:
    """Twenty banks of thirty single-choice items of four choices, ordinary slopes and difficulties."""
    random, flagged, judged = np.random.default_rng(11), 0, 0
    names = [f"i{n}" for n in range(30)]
    items = [make_item(INTERACTIONS["single"], name=name, choices="abcd") for name in names]
    for _ in range(20):
        right = draw_answers(random, 100, 30, slope=1.2, at=0.0)
        wrong = random.choice(["a", "c", "d"], size=right.shape, p=[0.5, 0.3, 0.2])
        frame = pd.DataFrame(
            {
                "actor": np.repeat(np.arange(100).astype(str), 30),
                "item_id": np.tile(names, 100),
                "item_version": 1,
                "context": "study",
                "attempt_number": 1,
                "response": np.where(right > 0, "b", wrong).ravel(),
                "duration_ms": pd.array([20_000] * 3000, dtype="Int64"),
            }
        )
        found = [judge_item(one) for one in analyse_items(first_answers(frame, items, dict.fromkeys(names, "bai")))]
        flagged += sum(map(bool, found))
        judged += len(found)
    assert flagged / judged <= 0.05


def test_a_gain_without_spread_or_with_nothing_missing_is_not_defined() -> None:
    same = measure_gain([(0.3, 0.7)] * 40)
    assert same.d is None
    assert same.g is not None
    assert same.g.value == pytest.approx(0.4 / 0.7)
    assert measure_gain([(0.3, 0.7)] * 39 + [(0.3, 0.9)]).d is None  # without the one there is no spread
    full = measure_gain([(1.0, 1.0)] * 39 + [(0.9, 1.0)])
    assert full.g is None  # without the one nothing was missing
