"""Patterns that are compiled, and tried, only where words stand without which they find nothing.

Knows no pattern in particular.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from .syllables import runs_of


class Guarded:
    """A pattern and, as `needs`, what a text must hold for it: most texts hold nothing of it, and cost a tenth.

    `needs` is ways parted by ";", a way is groups parted by "&", a group is runs of letters and digits, small, parted
    by spaces: one way must hold, and of it one run of each group. A run must be whole wherever the pattern finds it.
    """

    def __init__(self, needs: str, pattern: str, flags: int = 0) -> None:
        ways = [tuple(frozenset(group.split()) for group in way.split("&")) for way in needs.split(";")]
        self._single = frozenset().union(*(way[0] for way in ways if len(way) == 1))
        self._joined = tuple(way for way in ways if len(way) > 1)
        self._source, self._flags = pattern, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._source, self._flags)

    def may_stand_in(self, text: str) -> bool:
        """False only where the pattern finds nothing."""
        runs = runs_of(text)
        if not self._single.isdisjoint(runs):
            return True
        return any(not any(map(runs.isdisjoint, way)) for way in self._joined) if self._joined else False

    def search(self, text: str) -> re.Match[str] | None:
        """The first place, as the pattern's own `search`."""
        return self.pattern.search(text) if self.may_stand_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place, as the pattern's own `finditer`."""
        return self.pattern.finditer(text) if self.may_stand_in(text) else iter(())

    def sub(self, other: str, text: str) -> str:
        """The text with every place replaced."""
        return self.pattern.sub(other, text) if self.may_stand_in(text) else text
