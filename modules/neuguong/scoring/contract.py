"""What an interaction must be able to do, on one page. Knows no interaction in particular.

One more interaction is one file here, one in `bank/interactions` (the shape of its key in a content file), one in
`widgets/card/src` with its line in `interactions.js`, and its words in `vi.yaml`: `<kind>_hint` and what else its
script says under `card`, `kind_<kind>` under `board`, `ask_<kind>` and `form_<kind>` under `unread`, `ask_<kind>` under
`handout`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, Literal, NamedTuple, TypeVar

from ..errors import InvalidResponseError
from ..items import Interaction, Item

CLOSE = 1e-9
Level = Literal["full", "part", "none"]
"""Scores within this of each other are equal: partial credits are sums of fractions."""

R = TypeVar("R")
"""The response of an interaction: of any type that `response_to_json` knows."""

Rename = Callable[[object], str]
"""The new name for an old one; InvalidResponseError for what is no such name."""


class Verdict(StrEnum):
    """How what a learner did with one choice stands to the key. Left alone, a choice is RIGHT where it ought to be so,
    PART where it was missed, NEUTRAL where nothing was to be said of it."""

    RIGHT = "right"
    PART = "part"
    WRONG = "wrong"
    NEUTRAL = "neutral"


_READ_FIRST = (Verdict.WRONG, Verdict.PART, Verdict.RIGHT, Verdict.NEUTRAL)


class Told(NamedTuple):
    """For one choice: was it chosen; what was done with it in words, None where `chosen` says it all; what the key does
    with it in words, None where that goes without saying."""

    chosen: bool
    yours: str | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Measure(Generic[R]):
    """Something an answer can do with a choice, to be counted over many.

    `label` in words, None where "chosen" goes without saying; `is_key`: the key does it too; `tells_key`: the count by
    itself gives the key away, as "so many placed it right" does beside a mean place.
    """

    label: str | None
    is_key: bool
    holds: Callable[[R], bool]
    tells_key: bool = False


class PaperRow(NamedTuple):
    """A line of an answer sheet on paper.

    `about`: the choice it is about; else what `label` says; else the whole item. `boxes`: what may be ticked in it;
    None for the choices, () for one box that a choice's letter is written into. `ticked`: what a response ticks or
    writes, in the words of `boxes`, else choices.
    """

    ticked: frozenset[str]
    about: str | None = None
    label: str | None = None
    boxes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Points: 0 ≤ score ≤ max_score. `chance` is the mean score over all valid responses, in the same points."""

    score: float
    max_score: float
    chance: float

    @property
    def is_full(self) -> bool:
        return earns_all(self.score, self.max_score)

    @property
    def corrected(self) -> float:
        """On the one scale of all kinds of items: 1 for the key, 0 for guessing, below 0 for worse."""
        return corrected_for_chance(self.score, self.max_score, self.chance) or 0.0

    @property
    def level(self) -> Level:
        """Of the points: all, more than blind guessing earns, or no more than that."""
        return "full" if self.is_full else "part" if self.score > self.chance + CLOSE else "none"


@dataclass(frozen=True, slots=True)
class Examples:
    """Raw JSON responses: `right` earns max_score, each of `wrong` less, each of `invalid` is refused."""

    right: object
    wrong: tuple[object, ...]
    invalid: tuple[object, ...]


class Scorer(Interaction, ABC, Generic[R]):
    """An interaction with all it can do. A `choice` is an identifier of one of the item's choices."""

    __slots__ = ()
    tells_chance: ClassVar[bool] = True
    """Whether the points of blind guessing tell a learner anything."""
    key_is_order: ClassVar[bool] = False
    """Whether the key is an order of all choices, in which they are then read."""
    mean_words: ClassVar[str] = ""
    """Words for the mean of `value`, with {mean}."""

    @abstractmethod
    def parse_response(self, item: Item, raw: object) -> R:
        """Raw JSON value → response; InvalidResponseError unless it is a complete and well-formed one."""

    @abstractmethod
    def relabel(self, item: Item, raw: object, choice: Rename, target: Rename) -> object:
        """A raw response with every choice and target renamed, tokens or identifiers; only the shape is checked."""

    @abstractmethod
    def score(self, item: Item, response: R) -> float:
        """Points earned, 0 … max_score."""

    @abstractmethod
    def max_score(self, item: Item) -> float:
        """Points for the key."""

    @abstractmethod
    def chance(self, item: Item) -> float:
        """Mean score of blind guessing, every valid response equally likely."""

    @abstractmethod
    def correct_response(self, item: Item) -> R:
        """The key as a response."""

    @abstractmethod
    def arrange(self, order: tuple[str, ...]) -> R:
        """The response of somebody who knows no more than which choice seems more suitable: all of them, best first."""

    @abstractmethod
    def judge(self, item: Item, response: R) -> Mapping[str, Verdict]:
        """Verdict per choice, for feedback."""

    @abstractmethod
    def describe(self, choice: str, response: R) -> Told:
        """What was done with a choice and what the key does with it, for feedback."""

    @abstractmethod
    def describe_key(self, choice: str) -> str | None:
        """What the key does with a choice, for whoever reads the key alone; None where it leaves the choice aside."""

    @abstractmethod
    def measures(self, choice: str) -> tuple[Measure[R], ...]:
        """What is counted of a choice over many answers."""

    @abstractmethod
    def paper_rows(self, item: Item, response: R) -> tuple[PaperRow, ...]:
        """How the item is answered on paper, and what the response would be there."""

    @abstractmethod
    def wrong_examples(self, item: Item) -> tuple[object, ...]:
        """Raw responses that earn less than the key, for tests and previews."""

    @abstractmethod
    def invalid_examples(self, item: Item) -> tuple[object, ...]:
        """Raw values that are no response to the item."""

    def reading_order(self, item: Item, shown: tuple[str, ...], response: R) -> tuple[str, ...]:
        """The choices as their explanations are to be read; unless told otherwise, the mistakes first: what was done
        wrong, what was missed or nearly right, what was chosen rightly, the rest; of each as they were shown."""
        verdicts = self.judge(item, response)

        def rank(choice: str) -> tuple[int, bool]:
            return _READ_FIRST.index(verdicts[choice]), not self.describe(choice, response).chosen

        return tuple(sorted(shown, key=rank))

    def value(self, choice: str, response: R) -> int | None:
        """A number given to a choice whose mean says something (a place, a point); None where there is none."""
        return None


def earns_all(score: float, max_score: float) -> bool:
    """Whether these are all the points, but for what adding them up has lost."""
    return score >= max_score - CLOSE


def corrected_for_chance(score: float, max_score: float, chance: float) -> float | None:
    """(score − chance)/(max − chance): 1 for the key, 0 for guessing, negative below; None when chance is the max."""
    if max_score - chance < CLOSE:
        return None
    return (score - chance) / (max_score - chance)


def require_list(item: Item, value: object) -> list[object]:
    """The value, if it is a list."""
    if not isinstance(value, list):
        raise InvalidResponseError(item.identifier, value, "a list")
    return value


def require_object(item: Item, value: object) -> dict[object, object]:
    """The value, if it is an object."""
    if not isinstance(value, dict):
        raise InvalidResponseError(item.identifier, value, "an object")
    return value


def require_choice(item: Item, value: object) -> str:
    """The value, if it names a choice of the item."""
    if not isinstance(value, str) or value not in item.choice_ids:
        raise InvalidResponseError(item.identifier, value, f"one of {', '.join(item.choice_ids)}")
    return value


def require_choices(item: Item, value: object) -> list[str]:
    """The value, if it is a list of different choices of the item."""
    chosen = [require_choice(item, entry) for entry in require_list(item, value)]
    if len(set(chosen)) != len(chosen):
        raise InvalidResponseError(item.identifier, value, "each choice at most once")
    return chosen


def require_every_choice(item: Item, value: object) -> dict[str, object]:
    """The value, if it is an object with exactly the item's choices as its names."""
    entries = require_object(item, value)
    if set(entries) != set(item.choice_ids):
        raise InvalidResponseError(item.identifier, value, "an entry for every choice and no other")
    return {identifier: entries[identifier] for identifier in item.choice_ids}
