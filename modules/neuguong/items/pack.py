"""A pack: one course with its norms, requirements, scenarios and lessons. Knows nothing of files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ..errors import UnknownItemError
from .item import Item, Scenario, Status


@dataclass(frozen=True, slots=True)
class Norm:
    """A document and how surely it is known. `date` and `number` are None where they have not been seen."""

    identifier: str
    number: str | None
    title: str
    issuer: str
    date: date | None
    status: str
    replaced_by: str | None
    amended_by: str | None
    evidence: str
    cite_as: str
    note: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a norm asks, in our own words, with literal key phrases; or one of a norm's signs (`kind` "sign").

    `self_check`: questions by which a learner looks at their own work.
    """

    identifier: str
    kind: str
    addressee: str
    topic: str
    title: str
    summary: str
    quotes: tuple[str, ...]
    source: str
    paragraph: int | None
    group: int | None
    evidence: str
    note: str | None
    self_check: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the course. Answers to a `sensitive` topic are stored without any link to a person."""

    identifier: str
    title: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A person's approval of a scenario's version."""

    role: str
    date: date
    version: int


SECONDS_PER_ITEM = 100
"""Reading, deciding and reading why: a situation's item takes a hall 90–120 s."""


def estimate_minutes(items: int) -> int:
    """Whole minutes that so many items take.

    >>> estimate_minutes(6), estimate_minutes(7)
    (10, 12)
    """
    return round(items * SECONDS_PER_ITEM / 60)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked contrast: a case and what is right in it, then one fact changed and what is right now."""

    case: str
    answer: str
    change: str
    changed_answer: str


@dataclass(frozen=True, slots=True)
class LessonPart:
    """What is studied in one sitting of ten minutes or so: what is taught first, in `points`, and then asked."""

    identifier: str
    title: str
    scenarios: tuple[str, ...]
    points: tuple[str, ...] = ()
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson page: a taught part (in its notebook) and parts of scenarios."""

    slug: str
    topic: str
    title: str
    subtitle: str
    order: int
    parts: tuple[LessonPart, ...]


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """What must be said of a task."""

    identifier: str
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that learners write for their own work, task by task."""

    title: str
    lead: str
    columns: tuple[PlanColumn, ...]


@dataclass(frozen=True)
class Pack:
    """Everything a course teaches.

    `revision` is a hash over the content files, 12 hex digits; `notebooks` a folder relative to the pack's.
    """

    identifier: str
    title: str
    subtitle: str
    source: str
    notebooks: str | None
    about: str
    revision: str
    topics: Mapping[str, Topic]
    norms: Mapping[str, Norm]
    requirements: Mapping[str, Requirement]
    scenarios: Mapping[str, Scenario]
    lessons: Mapping[str, Lesson]
    plan: Plan | None = None

    def get_lesson(self, slug: str) -> Lesson:
        if slug not in self.lessons:
            raise UnknownItemError(f"no lesson {slug!r}")
        return self.lessons[slug]

    def get_item(self, identifier: str) -> tuple[Scenario, Item]:
        """The item and its scenario, whatever their status; UnknownItemError if there is none."""
        if identifier not in self._places:
            raise UnknownItemError(f"no item {identifier!r}")
        return self._places[identifier]

    @cached_property
    def _places(self) -> Mapping[str, tuple[Scenario, Item]]:
        return {item.identifier: (scenario, item) for scenario in self.scenarios.values() for item in scenario.items}

    @cached_property
    def main_requirements(self) -> Mapping[str, str]:
        """Item → the requirement it mainly asks for, whatever its status. Made once: to walk all items would have each
        page's process write to memory that it shares with others."""
        return {identifier: item.requirements[0] for identifier, (_, item) in self._places.items()}

    @cached_property
    def items_by_requirement(self) -> Mapping[str, tuple[tuple[Scenario, Item], ...]]:
        """The items that may be asked by themselves, in the bank's order, by the requirement they mainly ask for."""
        found: dict[str, list[tuple[Scenario, Item]]] = {}
        for scenario, item in self.items_alone():
            found.setdefault(item.requirements[0], []).append((scenario, item))
        return {requirement: tuple(items) for requirement, items in found.items()}

    def live_items(self) -> Iterator[tuple[Scenario, Item]]:
        """Every item of every live scenario, in file order."""
        for scenario in self.scenarios.values():
            if scenario.status is Status.LIVE:
                for item in scenario.items:
                    yield scenario, item

    def items_alone(self) -> Iterator[tuple[Scenario, Item]]:
        """Every live item that may be asked by itself: in a review, in a hall, on a sheet."""
        return ((scenario, item) for scenario, item in self.live_items() if item.stands_alone)

    def only_signed(self) -> "Pack":
        """This pack with every live scenario that nobody has signed held back as a draft."""
        held = {
            name: replace(scenario, status=Status.DRAFT)
            for name, scenario in self.scenarios.items()
            if scenario.status is Status.LIVE and not scenario.signed
        }
        return replace(self, scenarios={**self.scenarios, **held})

    def is_sensitive(self, scenario: Scenario) -> bool:
        return self.topics[scenario.topic].sensitive
