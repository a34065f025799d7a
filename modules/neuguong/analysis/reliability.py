"""How far the items of a set hang together: Cronbach's alpha. Pure: a matrix of points in, numbers out.

Knows nothing of items. A set of situations asks for judgements that need not hang together: alpha near .46 is normal
for such sets, so nothing is flagged by it.
"""

from dataclasses import dataclass

import numpy as np

from .estimates import Values


@dataclass(frozen=True, slots=True)
class Reliability:
    """Raw alpha of `items` items (None where it is not defined) and, per item, that of the set without it."""

    items: int
    people: int
    alpha: float | None
    if_dropped: tuple[float | None, ...]


class PairSums:
    """What the variances and covariances of `items` items are made of, added up block by block of people, each with a
    row of points (people × items, NaN where not answered)."""

    def __init__(self, items: int) -> None:
        self.people = 0
        self._n, self._sums, self._products = np.zeros((3, items, items))

    def add(self, points: Values) -> None:
        """Points around a half: what is squared stays small."""
        answered = ~np.isnan(points)
        self.people += int(answered.any(axis=1).sum())
        weights, centred = answered.astype(np.float64), np.where(answered, points - 0.5, 0.0)
        self._n += weights.T @ weights
        self._sums += centred.T @ weights
        self._products += centred.T @ centred

    def covariances(self) -> Values:
        """Items × items; NaN for a pair that fewer than two people answered."""
        n, sums = self._n, self._sums
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Values = (self._products - sums * sums.T / n) / (n - 1)
        return np.where(n >= 2, found, np.nan)

    def reliability(self) -> Reliability:
        """See `measure_reliability`."""
        covariances = self.covariances()
        k = covariances.shape[0]
        dropped = (np.delete(np.delete(covariances, i, 0), i, 1) for i in range(k))
        return Reliability(k, self.people, _alpha(covariances), tuple(_alpha(one) for one in dropped))


def measure_reliability(points: Values) -> Reliability:
    """Of people × items, NaN where somebody has not answered; variances and covariances of whoever answered both items
    of a pair (as `psych::alpha(use = "pairwise")`, raw).

    An item that everybody answered alike, or that shares fewer than two people with another, leaves alpha undefined.
    """
    sums = PairSums(points.shape[1])
    sums.add(points)
    return sums.reliability()


def _alpha(covariances: Values) -> float | None:
    k, total = covariances.shape[0], float(covariances.sum())
    if k < 2 or not np.isfinite(total) or total <= 0:
        return None
    return float(k / (k - 1) * (1 - np.trace(covariances) / total))
