"""What an interaction must be able to do to be scored. Knows no interaction in particular."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ..errors import InvalidResponseError
from ..items import Item, Response

CLOSE = 1e-9
"""Scores within this of each other are equal: partial credits are sums of fractions."""


class Verdict(StrEnum):
    """How what a learner did with one choice stands to the key."""

    RIGHT = "right"
    PART = "part"
    WRONG = "wrong"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Points: 0 ≤ score ≤ max_score. `chance` is the mean score over all valid responses, in the same points."""

    score: float
    max_score: float
    chance: float

    @property
    def is_full(self) -> bool:
        return self.score >= self.max_score - CLOSE


@dataclass(frozen=True, slots=True)
class Examples:
    """Raw JSON responses: `right` earns max_score, each of `wrong` less, each of `invalid` is refused."""

    right: object
    wrong: tuple[object, ...]
    invalid: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Scorer:
    """An interaction's five functions, on one page.

    parse_response  raw JSON value → response, or InvalidResponseError
    score           points earned, 0 … max_score
    max_score       points for the key
    chance          mean score of blind guessing (every valid response equally likely)
    judge           verdict per choice, for feedback
    examples        right, wrong and invalid raw responses, for tests and previews
    """

    parse_response: Callable[[Item, object], Response]
    score: Callable[[Item, Response], float]
    max_score: Callable[[Item], float]
    chance: Callable[[Item], float]
    judge: Callable[[Item, Response], dict[str, Verdict]]
    examples: Callable[[Item], Examples]


def corrected_for_chance(score: float, max_score: float, chance: float) -> float | None:
    """(score − chance)/(max − chance): 1 for the key, 0 for guessing, negative below; None when chance is the max."""
    if max_score - chance < CLOSE:
        return None
    return (score - chance) / (max_score - chance)


def require_choice(item: Item, value: object) -> str:
    """The value, if it names a choice of the item."""
    if not isinstance(value, str) or value not in item.choice_ids:
        raise InvalidResponseError(item.identifier, value, f"one of {', '.join(item.choice_ids)}")
    return value


def require_choices(item: Item, value: object) -> list[str]:
    """The value, if it is a list of different choices of the item."""
    if not isinstance(value, list) or len(value) > len(item.choices):
        raise InvalidResponseError(item.identifier, value, "a list of choices")
    chosen = [require_choice(item, entry) for entry in value]
    if len(set(chosen)) != len(chosen):
        raise InvalidResponseError(item.identifier, value, "each choice at most once")
    return chosen


def require_selection(item: Item, value: object) -> frozenset[str]:
    """The value, if it is a non-empty list of different choices of the item."""
    chosen = require_choices(item, value)
    if not chosen:
        raise InvalidResponseError(item.identifier, value, "at least one choice")
    return frozenset(chosen)


def require_every_choice(item: Item, value: object) -> dict[str, object]:
    """The value, if it is an object with exactly the item's choices as its names."""
    if not isinstance(value, dict) or set(value) != set(item.choice_ids):
        raise InvalidResponseError(item.identifier, value, "an entry for every choice and no other")
    return {identifier: value[identifier] for identifier in item.choice_ids}
