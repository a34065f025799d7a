"""A response log in memory: the working fake of tests and previews, and the plain definition of every total.

Knows nothing of databases; forgets everything when the process ends, and is not shared between processes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from threading import Lock

from ..clock import Clock, SystemClock
from ..errors import StoreError
from ..groups import GROUP_MINIMUM, check_group_minimum
from .apart import RECENT_DAYS, Counts, Heap, find_heap, kind_of, period_of, spread_heap
from .days import cover_days, local_day
from .log import ErasedActorError, ItemTotal, ReleasedTotal, Stored
from .occasion import STUDY, Occasion
from .statement import Statement, amended, canonical_json, check_moment, to_keep, without_actor

ItemKey = tuple[str, int]


class MemoryLog:
    """`ResponseLog` kept in dictionaries; every total is counted anew from the statements."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._lock = Lock()
        self._linked: dict[str, Statement] = {}
        self._heaps: dict[Heap, Counts] = defaultdict(dict)
        self._recent: dict[str, date] = {}
        self._counted: dict[tuple[Occasion, ItemKey], int] = defaultdict(int)
        self._released: dict[tuple[Occasion, ItemKey], ReleasedTotal] = {}
        self._erased: dict[str, date] = {}
        self._mark = 0
        self._closed = False

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> Stored:
        with self._open():
            if statement.actor in self._erased:
                raise ErasedActorError("an answer of an erased learner was refused")
            if statement.attempt_id in self._linked:
                return Stored(self._linked[statement.attempt_id], is_new=False)
            now = self._clock.now()
            kept = to_keep(statement, stored=now, sensitive=sensitive, group_size=group_size)
            if statement.attempt_id in self._recent:
                return Stored(without_actor(kept), is_new=False)
            if kept.actor is None:
                self._recent[kept.attempt_id] = local_day(now)
                counts, kind = self._heaps[find_heap(kept, sensitive=sensitive)], kind_of(kept)
                counts[kind] = counts.get(kind, 0) + 1
            else:
                kept = amended(kept, attempt_number=1 + self._last_attempt(kept))
                self._linked[kept.attempt_id] = kept
            self._mark += 1
            return Stored(kept, is_new=True)

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
            rows = [*self._linked.values(), *self._spread()]
        for row in rows:
            if (
                (since is None or row.timestamp >= since)
                and (until is None or row.timestamp < until)
                and unit in (None, row.unit)
                and topic in (None, row.topic)
                and actor in (None, row.actor)
            ):
                yield row

    def fetch_latest_by_item(self, actor: str, occasion: Occasion = STUDY) -> dict[str, Statement]:
        latest: dict[str, Statement] = {}
        for row in self.fetch_statements(actor=actor):
            if row.occasion == occasion and (
                row.item_id not in latest or row.timestamp >= latest[row.item_id].timestamp
            ):
                latest[row.item_id] = row
        return latest

    def is_erased(self, actor: str) -> bool:
        with self._open():
            return actor in self._erased

    def fetch_mark(self) -> str:
        with self._open():
            return str(self._mark)

    def fetch_item_totals(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None, unit: str | None = None
    ) -> list[ItemTotal]:
        return _count(row for row in self._first_answers(occasion, since, until) if unit in (None, row.unit))

    def fetch_item_counts(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None
    ) -> Mapping[tuple[str | None, str, int], int]:
        counts: dict[tuple[str | None, str, int], int] = defaultdict(int)
        for row in self._first_answers(occasion, since, until):
            for unit in {None, row.unit}:
                counts[unit, row.item_id, row.item_version] += 1
        return dict(counts)

    def fetch_actor_counts(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None
    ) -> Mapping[str | None, int]:
        actors: dict[str | None, set[str]] = defaultdict(set)
        for row in self._first_answers(occasion, since, until):
            if row.actor is not None:
                actors[None].add(row.actor)
                actors[row.unit].add(row.actor)
        return {unit: len(found) for unit, found in actors.items()}

    def fetch_sensitive_totals(self, occasion: Occasion) -> list[ItemTotal]:
        with self._open():
            rows = [row for row in self._spread(sensitive=True) if row.attempt_number == 1]
        return _count(row for row in rows if row.occasion == occasion)

    def fetch_released_totals(self, occasion: Occasion, *, group_minimum: int = GROUP_MINIMUM) -> list[ReleasedTotal]:
        check_group_minimum(group_minimum)
        with self._open():
            sizes = Counter(
                (row.occasion, _item(row)) for row in self._spread(sensitive=True) if row.attempt_number == 1
            )
            for key, n in sizes.items():
                if key[0] == occasion and min(n, n - self._counted[key]) >= group_minimum:
                    totals = _count(self._sensitive_first_answers(key))
                    self._released[key] = ReleasedTotal(*key[1], n, tuple(totals))
                    self._counted[key] = n
            items = sorted(item for where, item in self._released if where == occasion)
            return [self._released[occasion, item] for item in items]

    def erase_actor(self, actor: str) -> int:
        with self._open():
            self._erased.setdefault(actor, local_day(self._clock.now()))
            kept = {key: row for key, row in self._linked.items() if row.actor != actor}
            erased = len(self._linked) - len(kept)
            self._linked = kept
            self._mark += erased > 0
            return erased

    def purge_statements(self, before: datetime) -> int:
        before = check_moment("before", before)
        day = local_day(before)
        with self._open():
            count = self._count_rows()
            self._erased = {actor: erased for actor, erased in self._erased.items() if erased >= day}
            self._linked = {k: row for k, row in self._linked.items() if row.stored is None or row.stored >= before}
            forgotten = local_day(self._clock.now()) - timedelta(days=RECENT_DAYS)
            self._recent = {attempt: counted for attempt, counted in self._recent.items() if counted >= forgotten}
            for heap in [one for one in self._heaps if one.period < period_of(day, sensitive=one.sensitive)]:
                for kind, n in self._heaps.pop(heap).items():
                    key = (heap.occasion, (kind.item_id, kind.item_version))
                    self._counted[key] -= n if heap.sensitive and kind.attempt_number == 1 else 0
            for key in list(self._counted):
                if not any(self._sensitive_first_answers(key)):
                    self._counted.pop(key)
                    self._released.pop(key, None)
            purged = count - self._count_rows()
            self._mark += purged > 0
            return purged

    def close(self) -> None:
        self._closed = True

    def _open(self) -> Lock:
        if self._closed:
            raise StoreError("the response log is closed")
        return self._lock

    def _last_attempt(self, statement: Statement) -> int:
        """The number of the learner's last answer to this version of the item on this occasion; 0 if there is none."""
        who = (statement.actor, _item(statement), statement.occasion)
        same = (row for row in self._linked.values() if (row.actor, _item(row), row.occasion) == who)
        return max((row.attempt_number for row in same), default=0)

    def _first_answers(self, occasion: Occasion, since: date | None, until: date | None) -> list[Statement]:
        cover_days(since, until)
        with self._open():
            rows = [
                (local_day(row.timestamp), row)
                for row in (*self._linked.values(), *self._spread(sensitive=False))
                if row.attempt_number == 1 and row.occasion == occasion
            ]
        return [r for day, r in rows if (since is None or day >= since) and (until is None or day < until)]

    def _sensitive_first_answers(self, key: tuple[Occasion, ItemKey]) -> Iterator[Statement]:
        for row in self._spread(sensitive=True):
            if row.attempt_number == 1 and (row.occasion, _item(row)) == key:
                yield row

    def _spread(self, *, sensitive: bool | None = None) -> Iterator[Statement]:
        """The answers of nobody known, or those of one sort."""
        for heap in sorted(self._heaps, key=lambda heap: heap.rank):
            if sensitive in (None, heap.sensitive):
                yield from spread_heap(heap, self._heaps[heap])

    def _count_rows(self) -> int:
        return len(self._linked) + sum(sum(counts.values()) for counts in self._heaps.values())


def _item(statement: Statement) -> ItemKey:
    return statement.item_id, statement.item_version


def _count(statements: Iterable[Statement]) -> list[ItemTotal]:
    groups: dict[tuple[str, int, str], list[Statement]] = defaultdict(list)
    for row in statements:
        groups[row.item_id, row.item_version, canonical_json(row.response)].append(row)
    ranked = sorted(groups.items(), key=lambda group: (*group[0][:2], -len(group[1]), group[0][2]))
    return [
        ItemTotal(*key[:2], rows[0].response, len(rows), sum(r.score for r in rows), sum(r.max_score for r in rows))
        for key, rows in ranked
    ]
