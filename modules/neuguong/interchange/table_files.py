"""Tables as the bytes of a file: an Excel book, or one CSV. Knows nothing of where they come from.

A text that a spreadsheet would run as a formula gets an apostrophe in front (`neutralise`).
"""

import csv
import io
from collections.abc import Sequence
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .spreadsheet import neutralise
from .table import NOT_XML, Cell, Table

TITLE_HEAD = "Bảng"
_WIDEST, _NARROWEST = 60, 10
_LONG_TEXT = 40
_LONGEST_CELL = 32_767
"""Characters of the longest cell Excel reads."""


def export_tables(tables: Sequence[Table], format: Literal["xlsx", "csv"]) -> bytes:
    """The tables as the bytes of a file.

    xlsx: one sheet per table, its heads bold, wrapped, frozen and filtered. csv: UTF-8 with BOM, as Excel needs, one
    header row: the table's title (`TITLE_HEAD`), then every head of any table; cells a table lacks are empty.
    """
    return _to_csv(tables) if format == "csv" else _to_xlsx(tables)


def _to_csv(tables: Sequence[Table]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    heads = list(dict.fromkeys(head for table in tables for head in table.heads))
    writer.writerow([clean_cell(head) for head in (TITLE_HEAD, *heads)])
    for table in tables:
        for row in table.rows:
            named = dict(zip(table.heads, row, strict=True))
            writer.writerow([clean_cell(table.title), *(clean_cell(named.get(head)) for head in heads)])
    return file.getvalue().encode("utf-8-sig")


def _to_xlsx(tables: Sequence[Table]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill_sheet(book.create_sheet(table.title), table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill_sheet(sheet: Any, table: Table) -> None:
    for row in (table.heads, *table.rows):
        sheet.append([clean_cell(cell) for cell in row])
    wrapped = Alignment(wrap_text=True, vertical="top")
    for column, head in enumerate(table.heads, start=1):
        longest = max((len(str(row[column - 1] or "")) for row in table.rows), default=0)
        width = min(_WIDEST, max(_NARROWEST, longest, min(len(head), 2 * _NARROWEST)) + 2)
        sheet.column_dimensions[get_column_letter(column)].width = width
        top = sheet.cell(row=1, column=column)
        top.font, top.fill = Font(bold=True), PatternFill("solid", fgColor="E7F0F5")
        top.alignment = wrapped
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if isinstance(cell.value, str) and len(cell.value) > _LONG_TEXT:  # styling every cell takes seconds
                cell.alignment = wrapped
    sheet.freeze_panes = "A2"
    if table.rows and len(table.heads) > 1:
        sheet.auto_filter.ref = sheet.dimensions


def clean_cell(cell: Cell) -> Cell:
    """What a spreadsheet may hold of it: no formula, no character that XML lacks, no more than Excel reads."""
    return neutralise(NOT_XML.sub("\ufffd", cell))[:_LONGEST_CELL] if isinstance(cell, str) else cell
