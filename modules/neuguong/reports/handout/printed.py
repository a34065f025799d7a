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


@dataclass(frozen=True)
class PrintedItem:
    """An item under its number on the sheet."""

    number: int
    item: Item
    leads_to: Mapping[str, int | None] = field(default_factory=dict)
    """In a branching case: choice → number of the question that is asked next; None where the case ends."""

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Choice → letter, in the order of the letters: that of the passage, else of a hash of what the choices say.
        So the order tells nothing of the key, and a case that is asked again with one fact changed keeps it."""
        passage = self.item.interaction.passage
        order = MARKER.findall(passage) if passage is not None else sorted(self.item.choice_ids, key=self._rank)
        return dict(zip(order, ascii_uppercase, strict=False))

    def _rank(self, choice: str) -> bytes:
        return hashlib.sha256(self.item.choice(choice).text.encode()).digest()

    @property
    def passage(self) -> list[str] | None:
        """Text and choices of the passage in turn, beginning with text; None where there is none."""
        passage = self.item.interaction.passage
        return None if passage is None else MARKER.split(passage)


@dataclass(frozen=True, slots=True)
class Way:
    """A choice that was made in a branching case, as "3A", and what happens then."""

    name: str
    told: str


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

    def ways_to(self, number: int | None) -> list[Way]:
        """The choices by which one comes to a question of a branching case; with None those by which a case ends."""
        return [
            Way(f"{one.number}{letter}", step.told)
            for one in self.items
            for choice, letter in one.letters.items()
            if (step := one.item.choice(choice).step) is not None and one.leads_to[choice] == number
        ]

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
    numbers = {item.identifier: n for n, item in enumerate((one for s in live for one in s.items), start=1)}
    printed = [(one, tuple(_print_item(item, numbers) for item in one.items)) for one in live]
    return PrintedPart(pack, lesson, found, tuple(printed))


def _print_item(item: Item, numbers: Mapping[str, int]) -> PrintedItem:
    steps = {choice.identifier: choice.step for choice in item.choices if choice.step is not None}
    leads_to = {choice: numbers[step.leads_to] if step.leads_to else None for choice, step in steps.items()}
    return PrintedItem(numbers[item.identifier], item, leads_to)
