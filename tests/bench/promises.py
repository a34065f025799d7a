"""Whether a figure keeps what is promised of it. Knows nothing of how it was measured."""

import re
from collections.abc import Mapping

_LIMIT = re.compile(r"(p95 |max |)≤ ([\d.]+)")


def find_broken(figures: Mapping[str, str], promises: Mapping[str, str]) -> list[str]:
    """A line for each figure that breaks its promise, was not measured, or tells of a failure."""
    broken = [f"{name}: {told}" for name, told in figures.items() if name not in promises and _is_failure(told)]
    for name, promise in promises.items():
        told = figures.get(name, "not measured")
        if not is_kept(told, promise):
            broken.append(f"{name}: {told}, promised {promise}")
    return broken


def is_kept(figure: str, promise: str) -> bool:
    """`promise` is "p95 ≤ N", "max ≤ N" or "≤ N", of the first number that is so named; anything else is what the
    figure must be word for word.

    >>> is_kept("p50 4, p95 151, p99 160, max 170", "p95 ≤ 150")
    False
    """
    if _is_failure(figure):
        return False
    limit = _LIMIT.match(promise)
    if limit is None:
        return figure == promise
    said = re.search(rf"{limit[1]}([\d.]+)", figure)
    return said is not None and float(said[1]) <= float(limit[2])


def _is_failure(figure: str) -> bool:
    return "failed" in figure.casefold()
