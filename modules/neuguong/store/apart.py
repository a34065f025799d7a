"""Answers of nobody known, kept apart from the others: how many there are of each kind, and nothing of any single one.

Knows nothing of databases. A heap is written in one form only, its kinds sorted, so that its bytes follow from what was
answered and not from the order in which it came. Who keeps such a form, keeps no history: Naor and Teague,
"Anti-persistence: History Independent Data Structures" (STOC 2001).
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from .days import local_day, midnight_of
from .occasion import Occasion
from .statement import Statement, canonical_json, trusted

NOT_KEPT = "-"
"""In place of the revision of the content and the version of the kit: of rare ones only one learner may have had."""


RECENT_DAYS = 7
"""How long it is remembered that an attempt of nobody known was counted: a phone may be offline for some days between
an answer and the news that it was taken. Sent again later, it counts twice."""


class Kind(NamedTuple):
    """All that is kept of an answer; equal ones are only counted. `response` is JSON, a `unit` of "" is none."""

    topic: str
    scenario_id: str
    item_id: str
    item_version: int
    interaction: str
    response: str
    score: float
    max_score: float
    chance: float
    unit: str
    attempt_number: int


class Heap(NamedTuple):
    """What is counted together: an occasion, whether the topic is sensitive, and a period.

    The period is the day in Vietnam (2026-03-05), for retention; of sensitive answers only the month
    (2026-03), and only retention needs that.
    """

    occasion: Occasion
    sensitive: bool
    period: str

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.period if len(self.period) > 7 else f"{self.period}-01")

    @property
    def rank(self) -> tuple[str, str, int, bool, str]:
        """Where the heap stands among others."""
        where = self.occasion
        return where.context, where.context_id or "", where.round or 0, self.sensitive, self.period


Counts = dict[Kind, int]


def find_heap(statement: Statement, *, sensitive: bool) -> Heap:
    """Where an answer that `to_keep` has been through is counted."""
    return Heap(statement.occasion, sensitive, period_of(local_day(statement.timestamp), sensitive=sensitive))


def period_of(day: date, *, sensitive: bool) -> str:
    """The period of a heap that a day in Vietnam belongs to."""
    return f"{day:%Y-%m}" if sensitive else day.isoformat()


def kind_of(statement: Statement) -> Kind:
    """What is kept of an answer that `to_keep` has been through."""
    values = {name: getattr(statement, name) for name in Kind._fields}
    return Kind(**(values | {"response": canonical_json(statement.response), "unit": statement.unit or ""}))


def pack_counts(counts: Mapping[Kind, int]) -> str:
    """The one text for these counts, whatever was counted first."""
    return canonical_json([[*kind, counts[kind]] for kind in sorted(counts)])


def unpack_counts(packed: str) -> Counts:
    """The inverse of `pack_counts`."""
    return {Kind(*row[:-1]): row[-1] for row in json.loads(packed)}


def spread_heap(heap: Heap, counts: Mapping[Kind, int]) -> Iterator[Statement]:
    """The counts as so many statements, for frames and exports: at midnight of the first day of the heap's period.

    Their ids are made up here, the same at every reading until something is added; they are nobody's attempts.
    """
    midnight = midnight_of(heap.first_day)
    for kind in sorted(counts):
        shared = kind._asdict() | {"response": json.loads(kind.response), "unit": kind.unit or None}
        for number in range(counts[kind]):
            digest = sha256(canonical_json([*heap.rank, *kind, number]).encode()).digest()
            yield trusted(
                shared
                | {"attempt_id": str(uuid.UUID(bytes=digest[:16], version=5)), "timestamp": midnight}
                | {"stored": midnight, "context": heap.occasion.context, "context_id": heap.occasion.context_id}
                | {"round": heap.occasion.round, "content_revision": NOT_KEPT, "app_version": NOT_KEPT}
                | {"presented_order": (), "duration_ms": None, "confidence": None, "actor": None}
            )


def choose(
    heaps: Iterable[tuple[Heap, Counts]],
    *,
    since: datetime | None,
    until: datetime | None,
    unit: str | None,
    topic: str | None,
) -> Iterator[Statement]:
    """What `fetch_statements` yields of heaps: those that begin in [since, until), of a unit and topic; None is any."""
    for heap, counts in heaps:
        midnight = midnight_of(heap.first_day)
        if (since is None or midnight >= since) and (until is None or midnight < until):
            fitting = {k: n for k, n in counts.items() if unit in (None, k.unit) and topic in (None, k.topic)}
            yield from spread_heap(heap, fitting)
