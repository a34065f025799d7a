"""The seven interactions and the shape of each one's correct response. Knows nothing of how they are scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SCALE_POINTS = (1, 2, 3, 4)
"""Rating scale: 1 = very unsuitable … 4 = very suitable. Labels live in `text`."""


class InteractionKind(StrEnum):
    """Closed set of interactions; the value is what content files and the log say."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_RESPONSE = "multiple_response"
    RANKING = "ranking"
    BEST_WORST = "best_worst"
    RATING = "rating"
    MATCHING = "matching"
    HOTTEXT = "hottext"


@dataclass(frozen=True, slots=True)
class Target:
    """One of the places a choice can be matched to."""

    identifier: str
    text: str


@dataclass(frozen=True, slots=True)
class SingleChoice:
    """Exactly one choice is keyed."""

    correct: str
    kind = InteractionKind.SINGLE_CHOICE


@dataclass(frozen=True, slots=True)
class MultipleResponse:
    """Two or more choices are keyed, two or more are not."""

    correct: frozenset[str]
    kind = InteractionKind.MULTIPLE_RESPONSE


@dataclass(frozen=True, slots=True)
class Ranking:
    """All five choices in order, the most suitable first."""

    correct: tuple[str, ...]
    kind = InteractionKind.RANKING


@dataclass(frozen=True, slots=True)
class BestWorst:
    """The most and the least suitable choice."""

    best: str
    worst: str
    kind = InteractionKind.BEST_WORST


@dataclass(frozen=True, slots=True)
class Rating:
    """A point of `SCALE_POINTS` for every choice."""

    correct: Mapping[str, int]
    kind = InteractionKind.RATING


@dataclass(frozen=True, slots=True)
class Matching:
    """A target for every choice; several choices may share one."""

    targets: tuple[Target, ...]
    correct: Mapping[str, str]
    kind = InteractionKind.MATCHING


@dataclass(frozen=True, slots=True)
class Hottext:
    """Passages of a text, some of which are to be marked. `passage` holds `[a]` where choice `a` stands."""

    passage: str
    correct: frozenset[str]
    kind = InteractionKind.HOTTEXT


Interaction = SingleChoice | MultipleResponse | Ranking | BestWorst | Rating | Matching | Hottext
