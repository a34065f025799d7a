"""The columns of a statement outside the log: their names, order and kinds, the same in every export and frame.

Knows nothing of files. Columns are only ever added, at the end.
"""

from typing import Any, Literal

from ..clock import LOCAL_ZONE
from .statement import Statement

Kind = Literal["text", "json", "integer", "number", "utc", "local"]
"""utc: aware datetime. local: naive datetime in Asia/Ho_Chi_Minh. json: a JSON value. All but text may be None too."""

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
"""Name → kind, in order. See `Statement` for meanings and units. Of an answer without an actor only the day is known:
00:00 in `timestamp_local`."""


def flatten_statement(statement: Statement) -> dict[str, Any]:
    """The values of `COLUMNS`, in order; missing ones None, `presented_order` a list."""
    row: dict[str, Any] = {name: getattr(statement, name, None) for name in COLUMNS}
    row["timestamp_utc"] = statement.timestamp
    row["timestamp_local"] = statement.timestamp.astimezone(LOCAL_ZONE).replace(tzinfo=None)
    row["stored_utc"] = statement.stored
    row["presented_order"] = list(statement.presented_order)
    return row
