"""Statements for the tests of the log: everything valid, everything changeable. Knows no log."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from neuguong.store import Saying, Statement

HAPPENED = datetime(2026, 3, 5, 3, 4, 5, 678901, tzinfo=UTC)
ANNA = "a1" * 32
BINH = "b2" * 32
CHI = "c3" * 32


def make_statement(number: int | None = None, **changes: Any) -> Statement:
    """A valid statement; `number` fixes its attempt id."""
    values: dict[str, Any] = {
        "attempt_id": str(uuid.uuid4() if number is None else uuid.UUID(int=number, version=4)),
        "timestamp": HAPPENED,
        "context": "study",
        "topic": "trach-nhiem",
        "scenario_id": "tn-01",
        "item_id": "tn-01-a",
        "item_version": 1,
        "content_revision": "0123456789ab",
        "interaction": "single_choice",
        "response": "bao-cao",
        "presented_order": ("bao-cao", "im-lang", "cho-y-kien"),
        "score": 1.0,
        "max_score": 1.0,
        "chance": 0.25,
        "attempt_number": 1,
        "app_version": "0.1.0",
        "duration_ms": 8123,
        "confidence": 3,
        "actor": ANNA,
        "unit": "Chi bộ 1",
    }
    return Statement(**(values | changes))


class Everything(dict[tuple[str, int], tuple[str, ...]]):
    """Of every item the responses that these tests give."""

    def __contains__(self, item: object) -> bool:
        return True

    def __missing__(self, item: tuple[str, int]) -> tuple[str, ...]:
        return tuple(json.dumps(response) for response in ("a", "b", "bao-cao", "im-lang"))


def exactly(step: int = 5) -> Saying:
    """Says everything as it is, once `step` new answers have come. No product may."""
    return Saying(Everything(), step, lambda: 0)
