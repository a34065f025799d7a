"""How well a requirement sits after a series of answers. Pure: knows no learner, no log and no words.

An exponentially weighted mean of the chance-corrected shares. With answers 1 … n in order of time and
s = (score − chance)/(max − chance) of each,

    mastery = Σ DECAY^(n−i) · s_i / Σ DECAY^(n−i),   cut to 0 … 1

- Shares are corrected before they are averaged, and not cut before: who guesses blindly comes to 0 in the mean.
- DECAY = 0.8: each answer weighs a fifth less than the one after it. The last three answers then weigh as much as all
  before them together (1 − 0.8³ = 0.49), and the mean rests on five answers or so (1/(1 − 0.8)) however many there are:
  enough to smooth one slip, few enough to follow what was learned last week.
- Silent below LEAST_ITEMS different items: one item answered three times tells how well its wording is remembered.
- SOLID is where peer instruction stops discussing and goes on (Crouch & Mazur 2001).
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

DECAY = 0.8
LEAST_ITEMS = 3
SOLID = 0.7


class Evidence(NamedTuple):
    """One answer: to which item, and its chance-corrected share of the points, at most 1, below 0 if worse than blind
    guessing."""

    item: str
    share: float


class Band(StrEnum):
    """What is said of a mastery."""

    SOLID = "solid"
    WEAK = "weak"
    UNKNOWN = "unknown"


def measure_mastery(answers: Sequence[Evidence]) -> float | None:
    """0 … 1 after these answers, the latest last; None below the least evidence."""
    if len({answer.item for answer in answers}) < LEAST_ITEMS:
        return None
    weights = [DECAY ** (len(answers) - 1 - n) for n in range(len(answers))]
    mean = sum(weight * answer.share for weight, answer in zip(weights, answers, strict=True)) / sum(weights)
    return min(1.0, max(0.0, mean))


def name_band(mastery: float | None) -> Band:
    if mastery is None:
        return Band.UNKNOWN
    return Band.SOLID if mastery >= SOLID - 1e-9 else Band.WEAK
