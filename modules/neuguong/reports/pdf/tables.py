"""A table of texts on printed pages, each with its heads again. Knows nothing of what they say."""

from collections.abc import Iterable, Sequence

from reportlab.platypus import Table

from .document import WRITTEN
from .flow import Style, rows, strong, write


def text_table(
    heads: Sequence[str], lines: Iterable[Sequence[str]], parts: Sequence[float], *, total: Sequence[str] | None = None
) -> Table:
    """Over as many pages as it takes. `parts` of the written width, one a column; `total` is the last row, in bold."""
    cells = [[write(strong(text), Style.SMALL) for text in heads]]
    cells += [[write(text, Style.SMALL) for text in line] for line in lines]
    if total is not None:
        cells.append([write(strong(text), Style.SMALL) for text in total])
    made = rows(cells, [WRITTEN * part for part in parts])
    made.repeatRows = 1
    return made
