"""Items and the scenarios they belong to. Knows nothing of the files they come from."""

from dataclasses import dataclass
from enum import StrEnum

from .interaction import Interaction


class Status(StrEnum):
    """draft: not yet shown; live: shown; retired: no longer shown, kept so that old answers keep their meaning."""

    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Step:
    """What follows a choice in a case of several decisions: what happens, and the item that is asked next; None where
    the case ends with it."""

    told: str
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One option, with what would follow from it and the requirements that explanation rests on. `step`: what does
    follow, where the item is a decision in a branching case."""

    identifier: str
    text: str
    feedback: str
    cites: tuple[str, ...]
    step: Step | None = None


class Difficulty(StrEnum):
    """plain: one requirement, nothing in the way; bait: a detail that leads astray; tension: two requirements pull
    apart."""

    PLAIN = "plain"
    BAIT = "bait"
    TENSION = "tension"


@dataclass(frozen=True, slots=True)
class Contrast:
    """The same case as in the item `of`, with one fact changed: the same acts, another key."""

    of: str
    change: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `requirements[0]` is the one mainly tested; with `skill` it names the parallel items."""

    identifier: str
    version: int
    interaction: Interaction
    prompt: str
    choices: tuple[Choice, ...]
    requirements: tuple[str, ...]
    skill: str
    rationale: str
    legal_note: bool = False
    difficulty: Difficulty | None = None
    contrast: Contrast | None = None

    @property
    def question(self) -> str:
        """The prompt, behind the changed fact where there is one: what stands where the item is named alone."""
        return f"{self.contrast.change} {self.prompt}" if self.contrast else self.prompt

    def pairs_with(self, other: "Item") -> bool:
        """Whether the two make a contrast pair: the same case with one fact changed."""
        return (self.contrast is not None and self.contrast.of == other.identifier) or (
            other.contrast is not None and other.contrast.of == self.identifier
        )

    @property
    def stands_alone(self) -> bool:
        """Whether it may be asked by itself: a decision in a branching case makes sense to whoever came that way."""
        return all(choice.step is None for choice in self.choices)

    @property
    def choice_ids(self) -> tuple[str, ...]:
        return tuple(choice.identifier for choice in self.choices)

    def choice(self, identifier: str) -> Choice:
        """Return the choice; KeyError if the item has none of that name."""
        for choice in self.choices:
            if choice.identifier == identifier:
                return choice
        raise KeyError(identifier)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation and the items asked about it. `open_questions`: what a reviewer is asked to settle."""

    identifier: str
    version: int
    topic: str
    status: Status
    title: str
    setting: str
    stimulus: str
    items: tuple[Item, ...]
    signed: bool = False
    open_questions: tuple[str, ...] = ()

    @property
    def is_branching(self) -> bool:
        """Whether its items are decisions, the first of them the start, each choice leading to another or to an end."""
        return not all(item.stands_alone for item in self.items)
