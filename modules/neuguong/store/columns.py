"""The columns of a statement outside the log: their names, order and kinds, the same in every export and frame.

Knows nothing of files. Columns are only ever added, at the end.
"""

from typing import Any, Literal

from ..clock import LOCAL_ZONE
from .statement import Statement

Kind = Literal["text", "json", "integer", "number", "utc", "local"]
"""utc: aware datetime. local: naive datetime in Asia/Ho_Chi_Minh. json: a JSON value. All but text may be None too."""

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the start of a formula, full-width forms included."""

COLUMNS: dict[str, Kind] = {
    "attempt_id": "text",
    "timestamp_utc": "utc",
    "timestamp_local": "local",
    "stored_utc": "utc",
    "context": "text",
    "context_id": "text",
    "round": "integer",
    "topic": "text",
    "scenario_id": "text",
    "item_id": "text",
    "item_version": "integer",
    "content_revision": "text",
    "interaction": "text",
    "response": "json",
    "presented_order": "json",
    "score": "number",
    "max_score": "number",
    "chance": "number",
    "duration_ms": "integer",
    "confidence": "integer",
    "attempt_number": "integer",
    "app_version": "text",
    "actor": "text",
    "unit": "text",
}
"""Name → kind, in order. See `Statement` for meanings and units. Of an answer to a sensitive topic only the day is
known: midnight UTC, which is 07:00 in `timestamp_local`."""


def flatten_statement(statement: Statement) -> dict[str, Any]:
    """The values of `COLUMNS`, in order; missing ones None, `presented_order` a list."""
    row: dict[str, Any] = {name: getattr(statement, name, None) for name in COLUMNS}
    row["timestamp_utc"] = statement.timestamp
    row["timestamp_local"] = statement.timestamp.astimezone(LOCAL_ZONE).replace(tzinfo=None)
    row["stored_utc"] = statement.stored
    row["presented_order"] = list(statement.presented_order)
    return row


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula. `restore` undoes it.

    >>> neutralise("=1+1"), neutralise("chi bộ 1"), neutralise("'=1")
    ("'=1+1", 'chi bộ 1', "''=1")
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS) else text
