"""How far the items of a set hang together: Cronbach's alpha. Pure: a matrix of points in, numbers out.

Knows nothing of items. A set of situations asks for judgements that need not hang together: alpha near .46 is normal
for such sets, so nothing is flagged by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from .estimates import Values


@dataclass(frozen=True, slots=True)
class Reliability:
    """Raw alpha of `items` items (None where it is not defined) and, per item, that of the set without it."""

    items: int
    people: int
    alpha: float | None
    if_dropped: tuple[float | None, ...]


def measure_reliability(points: Values | Iterable[Values]) -> Reliability:
    """Of people × items, NaN where somebody has not answered, whole or some people at a time; variances and covariances
    of whoever answered both items of a pair (as `psych::alpha(use = "pairwise")`, raw).

    An item that everybody answered alike, or that shares fewer than two people with another, leaves alpha undefined.
    TypeError without any block.
    """
    return tell_reliability(reduce(PairSums.__add__, map(PairSums.of, _blocks(points))))


def tell_reliability(sums: "PairSums") -> Reliability:
    """`measure_reliability` of whoever was added up."""
    covariances = sums.covariances()
    k = covariances.shape[0]
    dropped = (np.delete(np.delete(covariances, i, 0), i, 1) for i in range(k))
    return Reliability(k, sums.people, _alpha(covariances), tuple(_alpha(one) for one in dropped))


@dataclass(frozen=True, slots=True)
class PairSums:
    """Items × items: of the people who answered both, how many, the sums and the products of their points around a
    half (what is squared stays small)."""

    people: int
    n: Values
    sums: Values
    products: Values

    @classmethod
    def of(cls, points: Values) -> "PairSums":
        answered = ~np.isnan(points)
        weights, centred = answered.astype(np.float64), np.where(answered, points - 0.5, 0.0)
        people = int(answered.any(axis=1).sum())
        return cls(people, weights.T @ weights, centred.T @ weights, centred.T @ centred)

    def __add__(self, other: "PairSums") -> "PairSums":
        return PairSums(
            self.people + other.people,
            self.n + other.n,
            self.sums + other.sums,
            self.products + other.products,
        )

    def covariances(self) -> Values:
        """NaN for a pair that fewer than two people answered."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Values = (self.products - self.sums * self.sums.T / self.n) / (self.n - 1)
        return np.where(self.n >= 2, found, np.nan)


def _blocks(points: Values | Iterable[Values]) -> Iterable[Values]:
    return [points] if isinstance(points, np.ndarray) else points


def _alpha(covariances: Values) -> float | None:
    k, total = covariances.shape[0], float(covariances.sum())
    if k < 2 or not np.isfinite(total) or total <= 0:
        return None
    return float(k / (k - 1) * (1 - np.trace(covariances) / total))
