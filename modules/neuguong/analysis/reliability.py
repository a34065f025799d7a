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


def measure_reliability(points: Values) -> Reliability:
    """Of people × items, NaN where somebody has not answered; variances and covariances of whoever answered both items
    of a pair (as `psych::alpha(use = "pairwise")`, raw).

    An item that everybody answered alike, or that shares fewer than two people with another, leaves alpha undefined.
    """
    covariances = covariances_by_pair(points)
    k = covariances.shape[0]
    dropped = (np.delete(np.delete(covariances, i, 0), i, 1) for i in range(k))
    people = int((~np.isnan(points)).any(axis=1).sum())
    return Reliability(k, people, _alpha(covariances), tuple(_alpha(one) for one in dropped))


def covariances_by_pair(points: Values) -> Values:
    """Items × items; NaN for a pair that fewer than two people answered."""
    answered = ~np.isnan(points)
    seen = answered.any(axis=0)
    means = np.where(seen, np.where(answered, points, 0.0).sum(axis=0) / np.maximum(answered.sum(axis=0), 1), 0.0)
    centred = np.where(answered, points - means, 0.0)
    weights = answered.astype(np.float64)
    n, sums = weights.T @ weights, centred.T @ weights
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Values = (centred.T @ centred - sums * sums.T / n) / (n - 1)
    return np.where(n >= 2, found, np.nan)


def _alpha(covariances: Values) -> float | None:
    k, total = covariances.shape[0], float(covariances.sum())
    if k < 2 or not np.isfinite(total) or total <= 0:
        return None
    return float(k / (k - 1) * (1 - np.trace(covariances) / total))
