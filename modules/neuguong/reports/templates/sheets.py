"""Filling a template of Excel. Knows no report.

A row that names a value of repeating rows, or a line of text, is repeated for each; type, borders, widths, page set-up,
head and foot stay as the unit made them. A sheet whose rows the report does not have is left out.
"""

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from ...errors import TemplateError
from ...interchange.table_files import clean_cell
from ...text import say
from ..printed_sheet import LINE_POINTS, ONE_PAGE_POINTS, SIZE, lines_of, say_at, unmarked
from .fields import PLACE, Fields, Value, clean_name, names_in, refuse_halves, spell_value
from .folder import Templates

_EDGES = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def fill_sheets(templates: Templates, name: str, fields: Fields, *, title: str, mark: str | None = None) -> bytes:
    """The bytes of the .xlsx; `title` is said in its properties, `mark` on top of every page.

    Each sheet must have the names that are needed: one is printed without the others. TemplateError if the template is
    no Excel file, has a formula, names what there is not, or lacks what it must have.
    """
    file = str(templates.find(name))
    book = _open(templates.read(name), file)
    for sheet in book.worksheets:
        filling = _Filling(sheet, file)
        filling.check(fields)
        if fields.has_nothing_for(filling.names) and len(book.worksheets) > 1:
            book.remove(sheet)
        else:
            filling.fill(fields, mark)
    book.properties.title, book.properties.creator = str(clean_cell(title))[:255], ""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _open(content: bytes, file: str) -> Workbook:
    try:
        return load_workbook(io.BytesIO(content))
    except Exception:  # a parser of a file of anybody's: what it raises over a broken one is written nowhere
        raise TemplateError(say("template.broken", file=file)) from None


class _Cell(NamedTuple):
    column: int
    text: Any
    style: Any
    points: float


@dataclass(frozen=True)
class _Merge:
    """Columns and rows, from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int


class _Filling:
    """One sheet: read whole, emptied, written again with its rows repeated."""

    def __init__(self, sheet: Any, file: str) -> None:
        self._sheet, self._file = sheet, f"{file} [{sheet.title}]"
        self._rows: list[list[_Cell]] = [
            [_Cell(one.column, one.value, copy(one._style), one.font.sz or SIZE) for one in row]
            for row in sheet.iter_rows()
        ]
        self._parts = [frozenset().union(*(names_in(_text_of(one)) for one in row)) for row in self._rows]
        self._heights = [sheet.row_dimensions[n].height for n in range(1, len(self._rows) + 1)]
        self._merges = [_Merge(*one.bounds) for one in sheet.merged_cells.ranges]
        formulas = [one.coordinate for row in sheet.iter_rows() for one in row if one.data_type == "f"]
        if formulas:
            raise TemplateError(say("template.formula", file=self._file, cell=formulas[0]))

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*self._parts, *map(names_in, self._edge_texts()))

    def check(self, fields: Fields) -> None:
        for text in (*self._edge_texts(), *(_text_of(one) for row in self._rows for one in row)):
            refuse_halves(text, file=self._file)
        fields.check(self.names, file=self._file)

    def fill(self, fields: Fields, mark: str | None) -> None:
        plan = list(fields.expand(self._parts, file=self._file))
        self._empty()
        for row, (at, bound) in enumerate(plan, start=1):
            self._write(row, at, bound)
        new = _where(plan)
        for one in self._merges:
            self._merge_again(one, new)
        self._set_up_page(new, len(plan))
        self._fill_edges(fields, mark)

    def _empty(self) -> None:
        for one in list(self._sheet.merged_cells.ranges):
            self._sheet.merged_cells.remove(one)
        self._sheet._cells.clear()
        self._sheet.row_dimensions.clear()

    def _write(self, row: int, at: int, fields: Fields) -> None:
        lines, has_names = 1.0, False
        for one in self._rows[at]:
            cell = self._sheet.cell(row=row, column=one.column)
            cell._style = copy(one.style)
            cell.value = _fill_cell(one.text, fields.facts)
            if names_in(_text_of(one)):
                has_names = True
                width = self._width(at + 1, one.column) * SIZE / one.points
                lines = max(lines, lines_of(spell_value(cell.value), width) * one.points / SIZE)
        height = self._heights[at]
        if has_names and (lines > 1 or height is not None):
            height = max(height or 0.0, LINE_POINTS * lines)
        self._sheet.row_dimensions[row].height = height

    def _width(self, row: int, column: int) -> float:
        """Characters of a cell, or of the merged cells that it begins."""
        right = next((one.right for one in self._merges if (one.left, one.top) == (column, row)), column)
        letters = map(get_column_letter, range(column, right + 1))
        return float(sum(self._sheet.column_dimensions[letter].width for letter in letters))

    def _merge_again(self, one: _Merge, new: Mapping[int, Sequence[int]]) -> None:
        tops, bottoms = new.get(one.top, ()), new.get(one.bottom, ())
        if one.top != one.bottom and not (len(tops) == len(bottoms) == 1):
            raise TemplateError(say("template.merged", file=self._file, cell=f"{get_column_letter(one.left)}{one.top}"))
        for top, bottom in zip(tops, bottoms, strict=True):
            self._sheet.merge_cells(start_row=top, start_column=one.left, end_row=bottom, end_column=one.right)

    def _set_up_page(self, new: Mapping[int, Sequence[int]], last: int) -> None:
        """Heads to repeat, what to freeze and print where they are now; one page where that is still read with ease."""
        sheet = self._sheet
        if heads := sheet.print_title_rows:
            first, end = (int(one) for one in heads.replace("$", "").split(":"))
            if first in new and end in new:
                sheet.print_title_rows = f"{new[first][0]}:{new[end][-1]}"
        if (frozen := sheet.freeze_panes) is not None:
            cell = sheet[frozen]
            sheet.freeze_panes = sheet.cell(row=new.get(cell.row, (cell.row,))[0], column=cell.column)
        columns = max((one.column for row in self._rows for one in row), default=1)
        sheet.print_area = f"A1:{get_column_letter(columns)}{max(1, last)}"
        if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
            points = sum(sheet.row_dimensions[row].height or LINE_POINTS for row in range(1, last + 1))
            room = ONE_PAGE_POINTS.get(sheet.page_setup.orientation, ONE_PAGE_POINTS["portrait"])
            sheet.page_setup.fitToHeight = int(points <= room)

    def _edge_texts(self) -> list[str]:
        return [part.text or "" for part in self._edge_parts()]

    def _edge_parts(self) -> list[Any]:
        edges = (getattr(self._sheet, name) for name in _EDGES)
        return [part for edge in edges for part in (edge.left, edge.center, edge.right)]

    def _fill_edges(self, fields: Fields, mark: str | None) -> None:
        for part in self._edge_parts():
            if part.text:
                part.text = fields.fill(part.text, lambda value: unmarked(spell_value(value)))
        if mark:
            centre = self._sheet.oddHeader.center
            told = f"{unmarked(mark)}\n{centre.text}" if centre.text else unmarked(mark)
            say_at(centre, told)


def _text_of(cell: _Cell) -> str:
    return cell.text if isinstance(cell.text, str) else ""


def _fill_cell(text: Any, facts: Mapping[str, Value]) -> Any:
    """A number stays one where it stands alone; a text is made harmless."""
    if not isinstance(text, str) or not names_in(text):
        return text
    alone = PLACE.fullmatch(text.strip())
    if alone and not isinstance(facts[clean_name(alone[1])], str):
        return facts[clean_name(alone[1])]
    return clean_cell(PLACE.sub(lambda found: spell_value(facts[clean_name(found[1])]), text))


def _where(plan: Sequence[tuple[int, Fields]]) -> dict[int, list[int]]:
    """Row of the template → rows where it stands now, from 1."""
    new: dict[int, list[int]] = {}
    for row, (at, _) in enumerate(plan, start=1):
        new.setdefault(at + 1, []).append(row)
    return new
