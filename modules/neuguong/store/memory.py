"""A response log in memory: the working fake of tests and previews, and the plain definition of every total.

Knows nothing of databases; forgets everything when the process ends, and is not shared between processes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from threading import Lock

from ..clock import Clock, SystemClock
from ..errors import StoreError
from .log import ItemTotal, ReleasedTotal
from .periods import cover_days, local_day
from .statement import (
    GROUP_MINIMUM,
    Statement,
    canonical_json,
    check_group_minimum,
    check_moment,
    concealed_id,
    unlinked,
)

ItemKey = tuple[str, int]


class MemoryLog:
    """`ResponseLog` kept in two dictionaries; every total is counted anew from the statements."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._lock = Lock()
        self._linked: dict[str, Statement] = {}
        self._unlinked: dict[str, Statement] = {}
        self._pending: dict[ItemKey, int] = defaultdict(int)
        self._released: dict[ItemKey, ReleasedTotal] = {}
        self._mark = 0
        self._closed = False

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> bool:
        with self._open():
            key = concealed_id(statement.attempt_id)
            if statement.attempt_id in self._linked or key in self._unlinked:
                return False
            kept = replace(statement, stored=self._clock.now())
            if sensitive:
                kept = unlinked(kept, group_size=group_size)
                self._unlinked[key] = replace(kept, attempt_id=key)
                self._pending[kept.item_id, kept.item_version] += kept.attempt_number == 1
            else:
                kept = replace(kept, attempt_number=max(kept.attempt_number, 1 + self._count_attempts(kept)))
                self._linked[kept.attempt_id] = kept
            self._mark += 1
            return True

    def fetch_statements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        unit: str | None = None,
        topic: str | None = None,
        actor: str | None = None,
    ) -> Iterator[Statement]:
        since, until = since and check_moment("since", since), until and check_moment("until", until)
        with self._open():
            rows = [*self._linked.values(), *(self._unlinked[key] for key in sorted(self._unlinked))]
        for row in rows:
            if (
                (since is None or row.timestamp >= since)
                and (until is None or row.timestamp < until)
                and unit in (None, row.unit)
                and topic in (None, row.topic)
                and actor in (None, row.actor)
            ):
                yield row

    def fetch_latest_by_item(self, actor: str) -> dict[str, Statement]:
        latest: dict[str, Statement] = {}
        for row in self.fetch_statements(actor=actor):
            if row.item_id not in latest or row.timestamp >= latest[row.item_id].timestamp:
                latest[row.item_id] = row
        return latest

    def fetch_mark(self) -> str:
        with self._open():
            return str(self._mark)

    def fetch_item_totals(
        self, *, since: date | None = None, until: date | None = None, unit: str | None = None
    ) -> list[ItemTotal]:
        return _count(row for row in self._first_answers(since, until) if unit in (None, row.unit))

    def fetch_item_counts(
        self, *, since: date | None = None, until: date | None = None
    ) -> Mapping[tuple[str | None, str, int], int]:
        counts: dict[tuple[str | None, str, int], int] = defaultdict(int)
        for row in self._first_answers(since, until):
            for unit in {None, row.unit}:
                counts[unit, row.item_id, row.item_version] += 1
        return dict(counts)

    def fetch_actor_counts(self, *, since: date | None = None, until: date | None = None) -> Mapping[str | None, int]:
        actors: dict[str | None, set[str]] = defaultdict(set)
        for row in self._first_answers(since, until):
            if row.actor is not None:
                actors[None].add(row.actor)
                actors[row.unit].add(row.actor)
        return {unit: len(found) for unit, found in actors.items()}

    def fetch_released_totals(self, *, group_minimum: int = GROUP_MINIMUM) -> list[ReleasedTotal]:
        check_group_minimum(group_minimum)
        with self._open():
            for key in [key for key, pending in self._pending.items() if pending >= group_minimum]:
                totals = _count(self._unlinked_first_answers(key))
                n = sum(total.n for total in totals)
                if n >= group_minimum:
                    self._released[key] = ReleasedTotal(*key, n, tuple(totals))
                    self._pending[key] = 0
            return [self._released[key] for key in sorted(self._released)]

    def erase_actor(self, actor: str) -> int:
        with self._open():
            kept = {key: row for key, row in self._linked.items() if row.actor != actor}
            erased = len(self._linked) - len(kept)
            self._linked = kept
            self._mark += erased > 0
            return erased

    def purge_statements(self, before: datetime) -> int:
        before = check_moment("before", before)
        with self._open():
            count = len(self._linked) + len(self._unlinked)
            day = before.replace(hour=0, minute=0, second=0, microsecond=0)
            self._linked = {k: row for k, row in self._linked.items() if row.stored is None or row.stored >= before}
            self._unlinked = {k: row for k, row in self._unlinked.items() if row.timestamp >= day}
            for key in list(self._pending):
                if not any(self._unlinked_first_answers(key)):
                    self._pending.pop(key)
                    self._released.pop(key, None)
            purged = count - len(self._linked) - len(self._unlinked)
            self._mark += purged > 0
            return purged

    def close(self) -> None:
        self._closed = True

    def _open(self) -> Lock:
        if self._closed:
            raise StoreError("the response log is closed")
        return self._lock

    def _count_attempts(self, statement: Statement) -> int:
        """The highest number among the learner's answers to this version of the item; 0 if there is none."""
        if statement.actor is None:
            return 0
        who = (statement.actor, statement.item_id, statement.item_version)
        same = (row for row in self._linked.values() if (row.actor, row.item_id, row.item_version) == who)
        return max((row.attempt_number for row in same), default=0)

    def _first_answers(self, since: date | None, until: date | None) -> list[Statement]:
        cover_days(since, until)
        with self._open():
            rows = [(local_day(row.timestamp), row) for row in self._linked.values() if row.attempt_number == 1]
        return [r for day, r in rows if (since is None or day >= since) and (until is None or day < until)]

    def _unlinked_first_answers(self, key: ItemKey) -> Iterator[Statement]:
        for row in self._unlinked.values():
            if row.attempt_number == 1 and (row.item_id, row.item_version) == key:
                yield row


def _count(statements: Iterable[Statement]) -> list[ItemTotal]:
    groups: dict[tuple[str, int, str], list[Statement]] = defaultdict(list)
    for row in statements:
        groups[row.item_id, row.item_version, canonical_json(row.response)].append(row)
    ranked = sorted(groups.items(), key=lambda group: (*group[0][:2], -len(group[1]), group[0][2]))
    return [
        ItemTotal(*key[:2], rows[0].response, len(rows), sum(r.score for r in rows), sum(r.max_score for r in rows))
        for key, rows in ranked
    ]
