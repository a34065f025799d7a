"""Hottext, passages marked in a text: scored by the rule of `selection`."""

from dataclasses import dataclass, field

from .selection import Selection


@dataclass(frozen=True, slots=True)
class Hottext(Selection):
    """Choices stand in a text; some of them are to be marked."""

    passage: str = field()  # named as a field: a plain annotation would take the inherited property for its default
    correct: frozenset[str] = field()
    kind = "hottext"
