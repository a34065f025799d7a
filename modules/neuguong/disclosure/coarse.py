"""Statistics made coarse enough that nobody's answer follows from them. Not imported with the package, for numpy.

Knows nothing of logs. What is counted exactly of answers is the published groups and nothing else: whoever takes any of
those numbers from another is left with whole groups. What links several answers of one person (how a question goes with
the rest, who saw the difference of a pair) is not made of groups. It is told as shares, rounded so that one step of the
rounding is at least the group minimum of people, and as correlations in steps of `CORRELATION_STEP`, which one answer
among thirty hardly moves: subtracting it from anything exact leaves a few people at least, not one. When it is told
again is said in `retelling`.
"""

from dataclasses import dataclass, replace

from ..analysis.distribution import ItemDistribution
from ..analysis.estimates import Estimate, estimate_mean, estimate_share
from ..analysis.evidence import COUNTS_ONLY_BELOW
from ..analysis.item_analysis import QUINTILES, ChoiceAnalysis, ItemAnalysis, PairAnalysis
from ..scoring import parse_response, score_response
from .groups import group_size

SHARE_STEPS = (0.05, 0.1, 0.2, 0.25)
CORRELATION_STEP = 0.05
SECONDS_STEP = 5.0


@dataclass(frozen=True, slots=True)
class PairTold:
    """A contrast pair, of about `n` people: rounded shares of those who were right in both, in one of them, in none."""

    first: str
    second: str
    n: int
    both: float
    first_only: float
    second_only: float
    none: float


def coarse_share(share: float, people: int, *, minimum: int) -> float | None:
    """The share of so many people, rounded by the finest step that is at least `minimum` of them; None where even the
    coarsest is not.

    >>> coarse_share(0.33, 100, minimum=5), coarse_share(0.33, 30, minimum=5), coarse_share(0.33, 19, minimum=5)
    (0.35, 0.4, None)
    """
    step = next((one for one in SHARE_STEPS if one * people >= minimum - 1e-9), None)
    return None if step is None else round(round(share / step) * step, 2)


def coarse_estimate(found: Estimate | None, *, n: int) -> Estimate | None:
    """A correlation and its interval in steps; `n` as it may be told."""
    if found is None:
        return None
    value, low, high = (_round(one, CORRELATION_STEP) for one in (found.value, found.low, found.high))
    return Estimate(value, low, high, n)


def coarse_alpha(found: float | None) -> float | None:
    """Alpha in the steps of a correlation: of a set it is told as often as there are items, and in hundredths all of
    them together would pin one answer down."""
    return None if found is None else _round(found, CORRELATION_STEP)


def tell_item(exact: ItemAnalysis, published: ItemDistribution, *, known: int, minimum: int) -> ItemAnalysis:
    """What may be told of an item: its numbers as published, the rest coarse. `known`: of how many the rest is known;
    the correlation is of so many, by whole groups."""
    n, size = published.n, group_size(minimum)
    enough = n >= COUNTS_ONLY_BELOW
    counted = [(tally.choice, measure.count) for tally in published.choices for measure in tally.measures]
    pairs = zip(exact.choices, counted, strict=True)
    return replace(
        exact,
        n=n,
        facility=_facility(published) if enough else None,
        discrimination=coarse_estimate(exact.discrimination, n=min(n, known // size * size)) if enough else None,
        seconds=_seconds(exact) if enough else None,
        choices=tuple(_choice(one, count, n, minimum=minimum) for one, (_, count) in pairs),
    )


def tell_pair(exact: PairAnalysis, *, minimum: int) -> PairTold | None:
    """What may be told of a pair; None of fewer than `COUNTS_ONLY_BELOW` people."""
    if exact.n < COUNTS_ONLY_BELOW:
        return None
    size = group_size(minimum)
    counts = (exact.both, exact.first_only, exact.second_only, exact.none)
    shares = [coarse_share(one / exact.n, exact.n, minimum=minimum) for one in counts]
    both, first_only, second_only, none = (share or 0.0 for share in shares)
    return PairTold(exact.first, exact.second, exact.n // size * size, both, first_only, second_only, none)


def _facility(published: ItemDistribution) -> Estimate | None:
    item = published.item
    outcomes = [(score_response(item, parse_response(item, response)), n) for response, n in published.responses]
    shares = [(one.score / one.max_score, n) for one, n in outcomes]
    mean = sum(share * n for share, n in shares) / published.n
    if all(share in (0.0, 1.0) for share, _ in shares):
        return estimate_share(round(mean * published.n), published.n)
    variance = sum(n * (share - mean) ** 2 for share, n in shares) / (published.n - 1)
    return estimate_mean(published.n, mean, variance)


def _seconds(exact: ItemAnalysis) -> tuple[float, float, float] | None:
    if exact.seconds is None or exact.counts_only:
        return None
    low, middle, high = (_round(one, SECONDS_STEP) for one in exact.seconds)
    return low, middle, high


def _choice(exact: ChoiceAnalysis, count: int, n: int, *, minimum: int) -> ChoiceAnalysis:
    """Nothing but the count where few did it, or few did not."""
    size = group_size(minimum)
    if n < COUNTS_ONLY_BELOW or min(count, n - count) < size:
        return replace(exact, count=count, mean_rest=None, said=0, sure=0, fifths=())
    fifths = [coarse_share(one, n // QUINTILES, minimum=minimum) for one in exact.fifths]
    rest = exact.mean_rest
    said = exact.said // size * size
    sure = coarse_share(exact.sure / exact.said, exact.said, minimum=minimum) if said else None
    return replace(
        exact,
        count=count,
        mean_rest=None if rest is None else coarse_share(rest, count, minimum=minimum),
        said=said if sure is not None else 0,
        sure=0 if sure is None else round(sure * said),
        fifths=() if None in fifths else tuple(one or 0.0 for one in fifths),
    )


def _round(value: float, step: float) -> float:
    return round(round(value / step) * step, 4)
