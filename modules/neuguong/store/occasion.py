"""The occasion of an answer: what it was given in. Every total is of one occasion, so that a hall's votes are never
counted among those who study alone, nor a revote among the first votes.

Knows nothing of statements or databases.
"""

from dataclasses import dataclass
from typing import Literal

Context = Literal["study", "test", "workshop", "rehearsal"]
"""Alone, in a pre- or post-test, in a hall, in a trainer's rehearsal of a hall."""

HALLS: frozenset[Context] = frozenset({"workshop", "rehearsal"})
"""Where many answer at once, and what may be said of them is decided when they are counted."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """`context_id` names the test or hall, `round` is its round (≥ 1); both None where there is none."""

    context: Context
    context_id: str | None = None
    round: int | None = None


STUDY = Occasion("study")
"""Everybody who studies alone: one occasion without end."""
