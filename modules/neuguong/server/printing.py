"""What the server asks of whoever prints and certifies. Knows neither pages nor files.

A name comes into `print_certificate` alone, and nowhere with a learner's token.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the log holds of a learner is not the whole lesson."""

    answered: int
    items: int


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a code says, in words: the lesson, the day as people write it, what was reached, how that is known."""

    lesson: str
    day: str
    result: str
    basis: str
    revision: str
    code: str


class NameFault(ValueError):
    """A name cannot be printed. The message is the key of what to say about it, never the name."""


class Papers(Protocol):
    """Prints the parts of lessons, and certificates."""

    def export_part(self, slug: str, part: str, *, key: bool = False) -> bytes:
        """PDF; UnknownItemError if there is no such part."""
        ...

    def make_code(self, slug: str, token: str | None) -> str | Unfinished:
        """The code of a certificate of that lesson, from what the log holds under the token; without one, of a lesson
        that its learner says to have finished. UnknownItemError, StoreError."""
        ...

    def find_attestation(self, code: str) -> Attestation | None:
        """What a code says; None for what is no code of this server."""
        ...

    def print_certificate(self, code: str, name: str, *, url: str) -> bytes | None:
        """PDF; None for what is no code; NameFault. The name is printed and forgotten."""
        ...
