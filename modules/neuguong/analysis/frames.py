"""Frames of answers: the log, or an export of it, as a typed pandas DataFrame.

Knows nothing of databases; a notebook passes it statements or the file that `neuguong` exported.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook

from ..clock import LOCAL_ZONE
from ..interchange import restore
from ..items import Item
from ..store import Context, FirstAnswer
from ..store.columns import COLUMNS, Kind, flatten_statement
from ..store.statement import Statement, canonical_json
from .first_answers import Answers, collect_answers

DTYPES: dict[Kind, str] = {
    "text": "string",
    "json": "object",
    "integer": "Int64",
    "number": "Float64",
    "utc": "datetime64[us, UTC]",
    "local": f"datetime64[us, {LOCAL_ZONE.key}]",
}
"""The dtype of each kind of column; missing values are pd.NA or NaT, and None among JSON values."""


def load_responses(source: Path | str | Iterable[Statement]) -> pd.DataFrame:
    """One row per statement, columns and order of `COLUMNS`, dtypes of `DTYPES`; none at all gives an empty frame.

    `source` is statements, or the path of a .csv, .jsonl or .xlsx made by `reports.responses.export_responses`.
    ValueError for another ending or for a file without those columns.
    """
    if isinstance(source, str | Path):
        rows: Iterable[dict[str, Any]] = _read(Path(source))
    else:
        rows = map(flatten_statement, source)
    values: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row in rows:
        for name, column in values.items():
            column.append(row[name])
    frame = pd.DataFrame({name: _series(column, COLUMNS[name]) for name, column in values.items()})
    # Files round the local column to what spreadsheets can read; UTC is the truth.
    frame["timestamp_local"] = frame["timestamp_utc"].dt.tz_convert(LOCAL_ZONE.key)
    return frame


def first_answers(
    frame: pd.DataFrame, items: Iterable[Item], sets: Mapping[str, str], *, context: Context = "study"
) -> Answers:
    """For statistics: the first answers in a frame of `load_responses` to these versions of the items, by people with a
    code. `sets` names the set of each item: see `Collector`."""
    mine = frame[frame["actor"].notna() & (frame["attempt_number"] == 1) & (frame["context"] == context)]
    names = ("actor", "item_id", "item_version", "response", "duration_ms", "confidence", "unit")
    columns = zip(*(mine[name] if name in mine else [None] * len(mine) for name in names), strict=True)
    rows = [
        FirstAnswer(
            actor, item, int(version), canonical_json(response), *(None if pd.isna(one) else one for one in rest)
        )
        for actor, item, version, response, *rest in columns
    ]
    return collect_answers([rows], items, sets)


def _series(values: list[Any], kind: Kind) -> "pd.Series[Any]":
    if kind == "local":
        return pd.Series(pd.NaT, index=range(len(values)))
    if kind == "utc":
        moments = [datetime.fromisoformat(value) if isinstance(value, str) else value for value in values]
        naive = pd.Series([m if m is None else m.replace(tzinfo=None) for m in moments], dtype="datetime64[us]")
        located: pd.Series[Any] = naive.dt.tz_localize("UTC")
        return located
    return pd.Series(values, dtype=DTYPES[kind])


def _read(path: Path) -> Iterator[dict[str, Any]]:
    readers = {".csv": _read_csv, ".jsonl": _read_jsonl, ".xlsx": _read_xlsx}
    if path.suffix not in readers:
        raise ValueError(f"{path.name}: found the ending {path.suffix!r}; allowed: {', '.join(readers)}")
    for number, row in enumerate(readers[path.suffix](path), 1):
        missing = [name for name in COLUMNS if name not in row]
        if missing:
            raise ValueError(f"{path.name}: row {number} lacks {', '.join(missing)}; export the responses again")
        yield row


def _read_csv(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _from_cell(value or None, COLUMNS.get(name, "text")) for name, value in row.items()}


def _read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _read_xlsx(path: Path) -> Iterator[dict[str, Any]]:
    book = load_workbook(path, read_only=True)
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            names = [str(name) for name in next(rows, ())]
            for row in rows:
                cells = dict.fromkeys(names) | dict(zip(names, row, strict=False))  # Excel drops empty cells at the end
                yield {name: _from_cell(value, COLUMNS.get(name, "text")) for name, value in cells.items()}
    finally:
        book.close()


def _from_cell(cell: Any, kind: Kind) -> Any:
    """The value behind a spreadsheet's cell: the apostrophe of `neutralise` removed, JSON and numbers read."""
    if not isinstance(cell, str):
        return cell
    text = restore(cell)
    if kind == "json":
        return json.loads(text)
    if kind == "integer":
        return int(text)
    return float(text) if kind == "number" else text
