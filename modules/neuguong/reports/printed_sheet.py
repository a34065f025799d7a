"""One sheet of an Excel book as an office prints it: title block, two head rows, bands, a total, a place to sign.

Knows nothing of what is reported. Every text is made harmless first, so that no name runs as a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from ..interchange import Cell
from ..interchange.table_files import clean_cell

FONT = "Times New Roman"
SIZE, SMALL, LARGE = 12, 11, 14
LINE_POINTS = 16.0
"""Height of one line of text of `SIZE`."""
WHOLE_NUMBER, PER_CENT = "0", "0.00%"
ONE_PAGE_POINTS = {"portrait": 960.0, "landscape": 640.0}
"""Height of rows that fit one page of A4 at about four fifths of their size, where ten points of type still read well;
more rows go to further pages."""
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL, _BAND_FILL = PatternFill("solid", fgColor="DDE8EE"), PatternFill("solid", fgColor="F1F5F7")
_LONGEST_FOOT = 200
"""Characters; Excel refuses a foot of more than 255, its marks counted."""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `band` is the head above neighbours that share it; numbers are shown by `format`."""

    head: str
    width: int
    band: str | None = None
    format: str = WHOLE_NUMBER
    align: Literal["left", "center"] = "center"


class PrintedSheet:
    """Filled from the top: `add_title`, `add_heads`, rows, `add_notes`, `add_signatures`, then `set_up_page`."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[Column]) -> None:
        self._sheet: Any = book.create_sheet(name)
        self._columns = columns
        self._row = 0
        self._heads_end = 0
        for index, column in enumerate(columns, start=1):
            self._sheet.column_dimensions[get_column_letter(index)].width = column.width

    def add_title(self, mark: str | None, title: str, about: str, lines: Sequence[str]) -> None:
        """A mark above all (a rehearsal), what it is, of what, and where, when and by whom."""
        if mark:
            self._add_across(mark, bold=True, size=LARGE, align="center")
        self._add_across(title, bold=True, size=LARGE, align="center")
        self._add_across(about, bold=True, size=SIZE, align="center")
        for line in lines:
            self._add_across(line, size=SIZE, align="center")
        self._row += 1

    def add_heads(self) -> None:
        """Two rows, repeated on every page; a head without a band spans both."""
        top, below = self._row + 1, self._row + 2
        at = 1
        for band, group in groupby(self._columns, key=lambda one: one.band):
            for offset, column in enumerate(members := list(group)):
                self._put(below if band else top, at + offset, column.head, bold=True, align="center", fill=_HEAD_FILL)
                other = top if band else below
                self._put(other, at + offset, None, bold=True, align="center", fill=_HEAD_FILL)
                if not band:
                    self._merge(top, at + offset, below, at + offset)
            if band:
                self._put(top, at, band, bold=True, align="center", fill=_HEAD_FILL)
                self._merge(top, at, top, at + len(members) - 1)
            at += len(members)
        lines = max(lines_of(one.head, one.width) for one in self._columns)
        self._sheet.row_dimensions[below].height = LINE_POINTS * max(1, lines - (0 if self._has_bands else 1))
        self._row = self._heads_end = below
        self._sheet.print_title_rows = f"{top}:{below}"
        self._sheet.freeze_panes = self._sheet.cell(row=below + 1, column=1)

    def add_row(self, *cells: Cell, bold: bool = False) -> None:
        self._row += 1
        for index, (column, value) in enumerate(zip(self._columns, cells, strict=True), start=1):
            cell = self._put(self._row, index, value, bold=bold, align=column.align)
            cell.number_format = column.format if isinstance(value, (int, float)) else "General"
        texts = ((one.width, value) for one, value in zip(self._columns, cells, strict=True) if isinstance(value, str))
        lines = max((lines_of(text, width) for width, text in texts), default=1)
        self._sheet.row_dimensions[self._row].height = LINE_POINTS * lines

    def add_band(self, text: str, *, bold: bool = True) -> None:
        """A row over the whole width: the head of a group, or why there are no rows."""
        self._row += 1
        for index in range(1, len(self._columns) + 1):
            self._put(self._row, index, text if index == 1 else None, bold=bold, align="left", fill=_BAND_FILL)
        self._span(self._row, text)

    def add_notes(self, notes: Sequence[str]) -> None:
        for note in notes:
            self._add_across(note, size=SMALL, italic=True, align="left")

    def add_signatures(self, day: str, how: str, left: str, right: str) -> None:
        """Two people side by side, the day above the right one; room for a hand and a stamp."""
        half = self._half
        self._row += 1
        texts = ((None, day, False, True), (left, right, True, False), (how, how, False, True))
        for first, second, bold, italic in texts:
            self._row += 1
            for text, start, end in ((first, 1, half), (second, half + 1, len(self._columns))):
                cell = self._sheet.cell(row=self._row, column=start, value=clean_cell(text))
                cell.font = Font(name=FONT, size=SIZE, bold=bold, italic=italic)
                cell.alignment = Alignment(horizontal="center")
                self._merge(self._row, start, self._row, end)
        self._row += 3

    def set_up_page(
        self, *, orientation: Literal["landscape", "portrait"], foot: str, page: str, mark: str | None, one_page: bool
    ) -> None:
        """A4, as wide as the paper, rows centred; pages numbered; on `one_page` where that is still read with ease."""
        sheet = self._sheet
        sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, sheet.PAPERSIZE_A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
        sheet.print_options.horizontalCentered = True
        sheet.print_area = f"A1:{get_column_letter(len(self._columns))}{self._row}"
        inches = {"left": 0.6, "right": 0.6, "top": 0.6, "bottom": 0.7, "header": 0.3, "footer": 0.35}
        for name, width in inches.items():
            setattr(sheet.page_margins, name, width)
        say_at(sheet.oddFooter.left, unmarked(foot))
        say_at(sheet.oddFooter.right, f"{unmarked(page)} &P/&N")
        if mark:
            say_at(sheet.oddHeader.center, unmarked(mark))

    @property
    def points(self) -> float:
        """Height of all rows so far."""
        heights = self._sheet.row_dimensions
        return sum(heights[row].height or LINE_POINTS for row in range(1, self._row + 1))

    @property
    def _has_bands(self) -> bool:
        return any(one.band for one in self._columns)

    @property
    def _half(self) -> int:
        """The column that ends nearest to the middle of the page, but not the last."""
        widths = [one.width for one in self._columns]
        return min(range(1, len(widths)), key=lambda count: abs(sum(widths[:count]) - sum(widths) / 2))

    def _add_across(self, text: str, *, size: int, align: str, bold: bool = False, italic: bool = False) -> None:
        self._row += 1
        cell = self._sheet.cell(row=self._row, column=1, value=clean_cell(text))
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        self._span(self._row, text, size=size)

    def _span(self, row: int, text: str, *, size: int = SIZE) -> None:
        """Merge a row and give it its height: no program works out that of merged cells."""
        self._merge(row, 1, row, len(self._columns))
        width = sum(one.width for one in self._columns) * SIZE / size
        self._sheet.row_dimensions[row].height = LINE_POINTS * size / SIZE * lines_of(text, width)

    def _put(
        self, row: int, column: int, value: Cell, *, bold: bool, align: str, fill: PatternFill | None = None
    ) -> Any:
        cell = self._sheet.cell(row=row, column=column, value=clean_cell(value))
        cell.font, cell.border = Font(name=FONT, size=SIZE, bold=bold), _BOX
        indent = int(align == "left")
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True, indent=indent)
        if fill:
            cell.fill = fill
        return cell

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self._sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def new_book(title: str) -> Workbook:
    """A book without sheets, whose file is called `title` in its properties."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = str(clean_cell(title))[:255], ""
    styles: Any = book._named_styles  # type: ignore[attr-defined]  # openpyxl opens no other door to it
    normal = styles["Normal"]  # also the type of rows that nobody fills, and of Excel's column widths
    normal.font = Font(name=FONT, size=SIZE)
    return book


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of `width` characters, breaking between words."""
    return sum(max(1, ceil(_room(part) / max(1.0, width - 1))) for part in text.split("\n"))


def _room(text: str) -> float:
    """Its length in digits, the measure of columns: capitals and wide letters take more."""
    return sum(1.3 if letter.isupper() or letter in "mw%…" else 0.95 for letter in text)


def say_at(part: Any, text: str) -> None:
    part.text, part.font, part.size = text, f"{FONT},Regular", 10


def unmarked(text: str) -> str:
    """A text for the head or foot of a page, where "&" begins a mark."""
    return str(clean_cell(text))[:_LONGEST_FOOT].replace("&", "&&")
