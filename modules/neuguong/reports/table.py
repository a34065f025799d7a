"""A table on its way to a file. Knows nothing of what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A title (a sheet's name), one row of heads and rows of as many cells."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
