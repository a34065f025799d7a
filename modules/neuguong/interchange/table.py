"""A table on its way to a file. Knows nothing of what it tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that an Excel book, being XML, cannot hold."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A title (a sheet's name), one row of heads and rows of as many cells."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
