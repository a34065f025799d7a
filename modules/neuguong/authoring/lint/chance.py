"""Exact small-sample chances, standard library only. Knows nothing of items."""

import math
from collections.abc import Sequence

ALPHA = 0.05
"""One-sided level of every flag (item-writing guidelines, "Flag limits")."""


def hits_distribution(chances: Sequence[float]) -> list[float]:
    """Probability of 0, 1, …, n hits in n independent tries with these chances (Poisson-binomial, exact)."""
    distribution = [1.0]
    for chance in chances:
        grown = [0.0] * (len(distribution) + 1)
        for hits, mass in enumerate(distribution):
            grown[hits] += mass * (1 - chance)
            grown[hits + 1] += mass * chance
        distribution = grown
    return distribution


def at_least(hits: int, chances: Sequence[float]) -> float:
    """One-sided p: the chance of this many hits or more. 1.0 for no tries."""
    if len(set(chances)) == 1:
        return binomial_at_least(hits, len(chances), chances[0])
    return min(1.0, math.fsum(hits_distribution(chances)[hits:]))


def binomial_at_least(hits: int, tries: int, chance: float) -> float:
    """P(X ≥ hits), X binomial; 13 of 30 at 1/4 → 0.0216 (12 → 0.0507)."""
    return min(
        1.0, math.fsum(math.comb(tries, x) * chance**x * (1 - chance) ** (tries - x) for x in range(hits, tries + 1))
    )


def chi_square_p(statistic: float, freedom: int) -> float:
    """P(χ² ≥ statistic) for whole degrees of freedom: Q(f/2, x/2) by Q(a+1, x) = Q(a, x) + xᵃe⁻ˣ/Γ(a+1).

    Starts from Q(1, x) = e⁻ˣ or Q(½, x) = erfc √x (Abramowitz & Stegun 6.5.21). ValueError below one degree.
    """
    if freedom < 1:
        raise ValueError("at least one degree of freedom")
    x = statistic / 2
    if x <= 0:
        return 1.0
    a, q = (1.0, math.exp(-x)) if freedom % 2 == 0 else (0.5, math.erfc(math.sqrt(x)))
    while a < freedom / 2:
        q += math.exp(a * math.log(x) - x - math.lgamma(a + 1))
        a += 1
    return min(1.0, q)


def chi_square(observed: Sequence[int], expected: Sequence[float]) -> float:
    """Σ (observed − expected)² / expected."""
    return math.fsum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))
