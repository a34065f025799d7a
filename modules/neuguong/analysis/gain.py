"""What a lesson changed: the same people before and after, or one question before and after talking. Pure.

Knows nothing of who they are: pairs come as numbers.

⟨g⟩ = (post − pre)/(1 − pre) on the group's means (Hake, Am. J. Phys. 66, 1998: .23 in traditional courses, .48 in
interactive ones) says how much of what was missing was won; undefined where nothing was missing. Cohen's d is the
difference in standard deviations, the mean of both variances under the root, so that it may be compared with others'.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .estimates import Estimate, Values, jackknife
from .evidence import COUNTS_ONLY_BELOW

TINY = 1e-9
"""Below it a spread or what was missing is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Of `n` people, shares of 1 corrected for chance. All but `n` is None below `COUNTS_ONLY_BELOW` people; `g` and
    `d` also where they are not defined."""

    n: int
    before: float | None
    after: float | None
    g: Estimate | None
    d: Estimate | None

    @property
    def counts_only(self) -> bool:
        """Too few people for any number but theirs."""
        return self.before is None


def measure_gain(pairs: Sequence[tuple[float, float]]) -> Gain:
    """Of the shares before and after, one pair a person; intervals by leaving out one person after the other."""
    n = len(pairs)
    if n < COUNTS_ONLY_BELOW:
        return Gain(n, None, None, None, None)
    before, after = np.array(pairs, dtype=np.float64).T
    whole, without = (_moments(before), _moments(after)), (_without_each(before), _without_each(after))
    g, d = (jackknife(float(told(*whole)), told(*without)) for told in (_g, _d))
    return Gain(n, float(before.mean()), float(after.mean()), g, d)


def _moments(values: Values) -> tuple[Values, Values]:
    variance = values.var(ddof=1)
    return np.asarray(values.mean()), np.where(variance < TINY, 0.0, variance)


def _without_each(values: Values) -> tuple[Values, Values]:
    """Mean and variance without the first, without the second, and so on."""
    n, centred = len(values), values - values.mean()
    means = -centred / (n - 1)
    variances = ((centred**2).sum() - centred**2 - (n - 1) * means**2) / (n - 2)
    return values.mean() + means, np.where(variances < TINY, 0.0, variances)


def _g(before: tuple[Values, Values], after: tuple[Values, Values]) -> Values:
    with np.errstate(invalid="ignore", divide="ignore"):
        return (after[0] - before[0]) / np.where(1 - before[0] > TINY, 1 - before[0], np.nan)


def _d(before: tuple[Values, Values], after: tuple[Values, Values]) -> Values:
    spread = np.sqrt((before[1] + after[1]) / 2)
    return (after[0] - before[0]) / np.where(spread > TINY, spread, np.nan)
