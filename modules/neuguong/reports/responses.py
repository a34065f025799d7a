"""Exports of the response log: CSV and Excel for offices, JSON lines for programs.

Knows nothing of databases or screens. Answers of nobody known, to sensitive topics or of learners who did not agree to
be remembered, are not among them: `fetch_statements` leaves them out, for the difference of two exports would be one
answer; the trainer's board has totals of the sensitive ones. Columns are
`store.columns.COLUMNS`, times in UTC with Vietnam's beside them.
"""

import csv
import io
import json
import secrets
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, get_args

from openpyxl import Workbook

from ..interchange import NOT_XML, neutralise, write_whole
from ..store.columns import COLUMNS, flatten_statement
from ..store.statement import Statement, amended, canonical_json

Format = Literal["csv", "jsonl", "xlsx"]
SHEET_ROWS_MAX = 1_000_000
"""Rows per Excel sheet; Excel itself ends at 1,048,576. More go to further sheets."""


def rename_actors(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The same with a new code for each learner, made for this export: whose answers belong together can still be seen,
    and the log's own code of a learner stays in the log."""
    names: dict[str, str] = defaultdict(lambda: secrets.token_hex(16))
    for one in statements:
        yield one if one.actor is None else amended(one, actor=names[one.actor])


def export_responses(
    statements: Iterable[Statement], format: Format, destination: Path | None, *, sheet_rows: int = SHEET_ROWS_MAX
) -> int:
    """Write statements to a file, or to standard output if `destination` is None (not xlsx). Returns how many.

    csv: UTF-8 with BOM, as Excel needs; None is an empty cell. jsonl: one object per line. xlsx: one sheet
    ("responses"), further ones after `sheet_rows` rows. In csv and xlsx a text that a spreadsheet would run as a
    formula gets an apostrophe in front (`interchange.neutralise`). The file appears complete or not at all, and only
    its owner may read it. ValueError for another format; OSError if the destination cannot be written.
    """
    if format not in get_args(Format):
        raise ValueError(f"format: found {format!r}; allowed: {', '.join(get_args(Format))}")
    if destination is None and format == "xlsx":
        raise ValueError("xlsx needs a file; allowed without one: csv, jsonl")

    def write(file: BinaryIO) -> int:
        if format == "xlsx":
            return _write_xlsx(statements, file, sheet_rows)
        with _text_over(file) as text:
            return _write_csv(statements, text) if format == "csv" else _write_jsonl(statements, text)

    if destination is not None:
        return write_whole(destination, write)
    sys.stdout.flush()
    return write(sys.stdout.buffer)


def _write_csv(statements: Iterable[Statement], file: IO[str]) -> int:
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for statement in statements:
        writer.writerow(_as_text(value) for value in _cells(statement))
        count += 1
    return count


def _write_jsonl(statements: Iterable[Statement], file: IO[str]) -> int:
    count = 0
    for statement in statements:
        count += 1
        row = flatten_statement(statement)
        moments = {name: _as_text(value) for name, value in row.items() if isinstance(value, datetime)}
        file.write(json.dumps(row | moments, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
    return count


def _write_xlsx(statements: Iterable[Statement], file: BinaryIO, sheet_rows: int) -> int:
    book = Workbook(write_only=True)
    try:
        count = _fill_book(book, statements, sheet_rows)
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()
        raise
    book.save(file)
    return count


def _fill_book(book: Workbook, statements: Iterable[Statement], sheet_rows: int) -> int:
    count = 0
    sheet = _new_sheet(book, "responses")
    for statement in statements:
        if count and count % sheet_rows == 0:
            sheet = _new_sheet(book, f"responses {count // sheet_rows + 1}")
        count += 1
        sheet.append([_as_excel(value) for value in _cells(statement)])
    return count


def _new_sheet(book: Workbook, title: str) -> Any:
    sheet = book.create_sheet(title)
    sheet.append(list(COLUMNS))
    return sheet


def _cells(statement: Statement) -> Iterator[Any]:
    """The values of a spreadsheet's row: JSON as text, every text neutralised."""
    for value, kind in zip(flatten_statement(statement).values(), COLUMNS.values(), strict=True):
        cell = canonical_json(value) if kind == "json" else value
        yield neutralise(cell) if isinstance(cell, str) else cell


def _as_text(value: object) -> object:
    """A moment as ISO 8601: UTC with Z, local time with a space, which spreadsheets read. Other values as they are."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _as_excel(value: object) -> object:
    """Excel has no time zones, and XML no control characters."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value


@contextmanager
def _text_over(file: BinaryIO) -> Iterator[IO[str]]:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()
