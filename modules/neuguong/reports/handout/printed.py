"""What is printed of a lesson part: its live items, numbered, the choices lettered in an order that is always the same.

Knows nothing of paper.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_uppercase

from ...errors import UnknownItemError
from ...items import Item, Lesson, LessonPart, Pack, Scenario, Status
from ...items.presentation import MARKER
from ...text import say


@dataclass(frozen=True, slots=True)
class Consequence:
    """What happens after a choice of a branching case, under its number; `leads_to`: the number of the item to go on
    with, None at an end."""

    number: int
    told: str
    leads_to: int | None


@dataclass(frozen=True)
class PrintedItem:
    """An item under its number on the sheet. `consequences`: by choice, in a branching case; of several choices that
    lead to the same, one."""

    number: int
    item: Item
    consequences: Mapping[str, Consequence] = field(default_factory=dict)

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Choice → letter, in the order of the letters: that of the passage, else of a hash of what the choices say.
        So the order tells nothing of the key, and a case that is asked again with one fact changed keeps it."""
        passage = self.item.interaction.passage
        order = MARKER.findall(passage) if passage is not None else sorted(self.item.choice_ids, key=self._rank)
        return dict(zip(order, ascii_uppercase, strict=False))

    def _rank(self, choice: str) -> bytes:
        return hashlib.sha256(self.item.choice(choice).text.encode()).digest()

    def text_of(self, choice: str) -> str:
        """A choice, with where to read on where there is something."""
        text = self.item.choice(choice).text
        found = self.consequences.get(choice)
        return say("handout.read_on", text=text, n=found.number) if found else text

    @property
    def passage(self) -> list[str] | None:
        """Text and choices of the passage in turn, beginning with text; None where there is none."""
        passage = self.item.interaction.passage
        return None if passage is None else MARKER.split(passage)


@dataclass(frozen=True)
class PrintedPart:
    """A part and its scenarios, each with its items."""

    pack: Pack
    lesson: Lesson
    part: LessonPart
    scenarios: tuple[tuple[Scenario, tuple[PrintedItem, ...]], ...]

    @property
    def items(self) -> Iterator[PrintedItem]:
        return (one for _, items in self.scenarios for one in items)

    @property
    def is_sensitive(self) -> bool:
        """Whether any of its scenarios is on a sensitive topic: what is ticked on the sheet is nobody's business."""
        return any(self.pack.is_sensitive(scenario) for scenario, _ in self.scenarios)


def print_part(pack: Pack, slug: str, part: str) -> PrintedPart:
    """UnknownItemError where the lesson, or the part, does not exist or has nothing live in it."""
    lesson = pack.get_lesson(slug)
    found = next((one for one in lesson.parts if one.identifier == part), None)
    scenarios = [pack.scenarios[one] for one in found.scenarios] if found else []
    live = [one for one in scenarios if one.status is Status.LIVE]
    if found is None or not live:
        raise UnknownItemError(f"lesson {slug!r} has no part {part[:80]!r} to print")
    printed, number = [], 0
    for scenario in live:
        items = tuple(_print_items(scenario, after=number))
        number += len(items)
        printed.append((scenario, items))
    return PrintedPart(pack, lesson, found, tuple(printed))


def _print_items(scenario: Scenario, *, after: int) -> Iterator[PrintedItem]:
    """The items, numbered on. What happens after a choice is numbered by a hash of its text, so that nobody reads on
    from one choice to what another would have led to."""
    numbers = {item.identifier: after + n for n, item in enumerate(scenario.items, start=1)}
    steps = {choice.step for item in scenario.items for choice in item.choices if choice.step is not None}
    ordered = sorted(steps, key=lambda step: hashlib.sha256(f"{step.told}\0{step.leads_to}".encode()).digest())
    told = {
        step: Consequence(n, step.told, numbers.get(step.leads_to or "")) for n, step in enumerate(ordered, start=1)
    }
    for item in scenario.items:
        consequences = {choice.identifier: told[choice.step] for choice in item.choices if choice.step is not None}
        yield PrintedItem(numbers[item.identifier], item, consequences)
