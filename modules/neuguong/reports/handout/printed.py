"""What is printed of a lesson part: its live items, numbered, the choices lettered in an order that is always the same.

Knows nothing of paper.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
        items = tuple(PrintedItem(number + n, item) for n, item in enumerate(scenario.items, start=1))
        number += len(items)
        printed.append((scenario, items))
    return PrintedPart(pack, lesson, found, tuple(printed))
