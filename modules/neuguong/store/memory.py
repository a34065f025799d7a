"""A response log in memory: the working fake of tests and previews, and the plain definition of what a log tells.

Knows nothing of databases; forgets everything when the process ends, and is not shared between processes.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from threading import Lock

from ..clock import Clock, SystemClock
from ..errors import StoreClosedError
from .apart import RECENT_DAYS, Counts, Heap, find_heap, kind_of, period_of, spread_heap
from .days import local_day, week_of
from .log import (
    FIRST_ANSWERS_PER_MINUTE,
    ErasedActorError,
    FirstAnswer,
    FirstAnswerRow,
    Group,
    ItemCount,
    ReleasedTotal,
    Saying,
    Stored,
    TooFastError,
    Waiting,
    WaitingCount,
)
from .occasion import STUDY, Occasion
from .statement import Statement, amended, canonical_json, check_moment, keep_counted, to_keep, without_actor

ItemKey = tuple[str, int]


class MemoryLog:
    """`ResponseLog` kept in dictionaries, counted anew at every question."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._lock = Lock()
        self._linked: dict[str, Statement] = {}
        self._heaps: dict[Heap, Counts] = defaultdict(dict)
        self._recent: dict[str, date] = {}
        self._taken: dict[tuple[Occasion, ItemKey], Counter[str]] = defaultdict(Counter)
        self._said: dict[tuple[Occasion, ItemKey], Counter[str]] = {}
        self._waiting: set[str] = set()
        self._published: list[tuple[Occasion, Group, list[Statement]]] = []
        self._erased: dict[str, date] = {}
        self._figures: dict[str, tuple[str, str]] = {}
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
                self._add_apart(kept, sensitive=sensitive)
            else:
                kept = amended(kept, attempt_number=1 + self._last_attempt(kept))
                self._check_rate(kept)
                self._linked[kept.attempt_id] = kept
                if kept.attempt_number == 1:
                    self._waiting.add(kept.attempt_id)
            self._mark += 1
            return Stored(kept, is_new=True)

    def append_box(self, statements: Sequence[Statement], *, sensitive: bool) -> None:
        """What `MemoryBoard` counts: see `WorkshopBoard.count_box`."""
        with self._open():
            now = self._clock.now()
            for statement in statements:
                kept = keep_counted(statement, stored=now, sensitive=sensitive, n=len(statements))
                if kept.actor is None:
                    self._add_apart(kept, sensitive=sensitive)
                else:
                    self._linked[kept.attempt_id] = amended(kept, attempt_number=1 + self._last_attempt(kept))
                if sensitive:
                    self._taken[kept.occasion, _item(kept)][canonical_json(kept.response)] += 1
            self._mark += len(statements)

    def fetch_statements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        unit: str | None = None,
        topic: str | None = None,
        actor: str | None = None,
        occasion: Occasion | None = None,
        apart: bool = False,
    ) -> Iterator[Statement]:
        since, until = since and check_moment("since", since), until and check_moment("until", until)
        with self._open():
            rows = [*self._linked.values(), *(self._spread() if apart else ())]
        for row in rows:
            if (
                (since is None or row.timestamp >= since)
                and (until is None or row.timestamp < until)
                and unit in (None, row.unit)
                and topic in (None, row.topic)
                and actor in (None, row.actor)
                and occasion in (None, row.occasion)
            ):
                yield row

    def fetch_latest_by_item(self, actor: str, occasion: Occasion = STUDY) -> dict[str, Statement]:
        latest: dict[str, Statement] = {}
        for row in self.fetch_statements(actor=actor, occasion=occasion):
            if row.item_id not in latest or row.timestamp >= latest[row.item_id].timestamp:
                latest[row.item_id] = row
        return latest

    def is_erased(self, actor: str) -> bool:
        with self._open():
            return actor in self._erased

    def fetch_mark(self) -> str:
        with self._open():
            return str(self._mark)

    def count_waiting(self, occasion: Occasion, *, week_began: datetime) -> list[WaitingCount]:
        waiting = self.fetch_waiting(occasion)
        kinds = Counter((one.item_id, one.item_version, one.unit, one.stored < week_began) for one in waiting)
        return [WaitingCount(*kind, n) for kind, n in kinds.items()]

    def fetch_waiting(self, occasion: Occasion, *, items: Collection[str] | None = None) -> list[Waiting]:
        with self._open():
            given: dict[str | None, list[datetime]] = defaultdict(list)
            for row in self._linked.values():
                if row.attempt_number == 1 and row.stored is not None:
                    given[row.actor].append(row.stored)
            return [
                Waiting(
                    row.attempt_id, row.item_id, row.item_version, row.unit, row.stored, row.actor,
                    len(given[row.actor]), min(given[row.actor]), max(given[row.actor]),
                )
                for row in self._linked.values()
                if row.attempt_id in self._waiting and row.occasion == occasion and row.actor and row.stored
                and (items is None or row.item_id in items)
            ]  # fmt: skip

    def publish(self, occasion: Occasion, groups: Iterable[Group], *, dropped: Collection[str] = ()) -> None:
        with self._open():
            for group in groups:
                if group.attempt_ids <= self._waiting:
                    self._waiting -= group.attempt_ids
                    self._published.append(
                        (occasion, group, [amended(self._linked[one], actor=None) for one in group.attempt_ids])
                    )
            self._waiting.difference_update(dropped)
            self._mark += 1

    def fetch_published(self, occasion: Occasion, *, unit: str | None = None, period: str = "") -> list[ItemCount]:
        with self._open():
            rows = [
                row
                for where, group, members in self._published
                if where == occasion
                and any((unit or "", period) == (who, when) and grain != "undated" for who, grain, when in group.scopes)
                for row in members
            ]
        return _count(rows)

    def count_published(self, occasion: Occasion) -> int:
        return sum(one.n for one in self.fetch_published(occasion))

    def fetch_first_answers(self, occasion: Occasion) -> Iterator[Sequence[FirstAnswerRow]]:
        with self._open():
            rows = [
                row
                for row in self._linked.values()
                if row.occasion == occasion and row.attempt_number == 1 and row.attempt_id not in self._waiting
            ]
        yield [
            FirstAnswer(
                row.actor, row.item_id, row.item_version, canonical_json(row.response), row.duration_ms, row.confidence,
                row.unit,
            )
            for row in rows
            if row.actor is not None
        ]  # fmt: skip

    def fetch_figures(self, name: str) -> tuple[str, str] | None:
        with self._open():
            return self._figures.get(name)

    def keep_figures(self, name: str, *, mark: str, body: str, over: str | None) -> bool:
        with self._open():
            if self._figures.get(name, (None,))[0] != over:
                return False
            self._figures[name] = mark, body
            return True

    def fetch_released(self, occasion: Occasion, saying: Saying) -> list[ReleasedTotal]:
        with self._open():
            for key, counts in self._count_sensitive().items():
                new = counts - self._taken[key]
                if key[0] == occasion and saying.is_due(key[1], new):
                    self._said.setdefault(key, Counter()).update(saying.of(key[1], new))
                    self._taken[key] = counts
                    self._mark += 1
            items = sorted(item for where, item in self._said if where == occasion)
            return [ReleasedTotal.of(*item, self._said[occasion, item]) for item in items]

    def try_writing(self) -> None:
        with self._open():
            pass

    def erase_actor(self, actor: str) -> int:
        with self._open():
            self._erased.setdefault(actor, local_day(self._clock.now()))
            kept = {key: row for key, row in self._linked.items() if row.actor != actor}
            erased = len(self._linked) - len(kept)
            self._linked = kept
            self._waiting &= kept.keys()
            self._mark += erased > 0
            return erased

    def purge_statements(self, before: datetime) -> int:
        before = check_moment("before", before)
        day = local_day(before)
        with self._open():
            count = self._count_rows()
            self._erased = {actor: erased for actor, erased in self._erased.items() if erased >= day}
            self._linked = {k: row for k, row in self._linked.items() if row.stored is None or row.stored >= before}
            self._waiting &= self._linked.keys()
            self._published = [one for one in self._published if one[1].week >= week_of(day)]
            forgotten = local_day(self._clock.now()) - timedelta(days=RECENT_DAYS)
            self._recent = {attempt: counted for attempt, counted in self._recent.items() if counted >= forgotten}
            before_purge = self._count_sensitive()
            for heap in [one for one in self._heaps if one.period < period_of(day, sensitive=one.sensitive)]:
                self._heaps.pop(heap)
            left = self._count_sensitive()
            for key, counts in before_purge.items():
                gone = counts - left[key]
                self._taken[key] -= gone
                if not left[key]:
                    self._said.pop(key, None)
            purged = count - self._count_rows()
            self._mark += purged > 0
            return purged

    def close(self) -> None:
        self._closed = True

    def _open(self) -> Lock:
        if self._closed:
            raise StoreClosedError("the response log is closed")
        return self._lock

    def _add_apart(self, kept: Statement, *, sensitive: bool) -> None:
        counts, kind = self._heaps[find_heap(kept, sensitive=sensitive)], kind_of(kept)
        counts[kind] = counts.get(kind, 0) + 1

    def _last_attempt(self, statement: Statement) -> int:
        """The number of the learner's last answer to this version of the item on this occasion; 0 if there is none."""
        who = (statement.actor, _item(statement), statement.occasion)
        same = (row for row in self._linked.values() if (row.actor, _item(row), row.occasion) == who)
        return max((row.attempt_number for row in same), default=0)

    def _count_sensitive(self) -> dict[tuple[Occasion, ItemKey], Counter[str]]:
        counts: dict[tuple[Occasion, ItemKey], Counter[str]] = defaultdict(Counter)
        for row in self._spread(sensitive=True):
            if row.attempt_number == 1:
                counts[row.occasion, _item(row)][canonical_json(row.response)] += 1
        return counts

    def _check_rate(self, statement: Statement) -> None:
        """TooFastError if this is one first answer too many in a minute; `stored` must be set."""
        if statement.attempt_number != 1 or (now := statement.stored) is None:
            return
        mine = (row.stored for row in self._linked.values() if row.actor == statement.actor and row.attempt_number == 1)
        if (
            sum(moment is not None and now - timedelta(minutes=1) <= moment <= now for moment in mine)
            >= FIRST_ANSWERS_PER_MINUTE
        ):
            raise TooFastError("more first answers of one learner within a minute than a person gives")

    def _spread(self, *, sensitive: bool | None = None) -> Iterator[Statement]:
        """The answers of nobody known, or those of one sort."""
        for heap in sorted(self._heaps, key=lambda heap: heap.rank):
            if sensitive in (None, heap.sensitive):
                yield from spread_heap(heap, self._heaps[heap])

    def _count_rows(self) -> int:
        return len(self._linked) + sum(sum(counts.values()) for counts in self._heaps.values())


def _item(statement: Statement) -> ItemKey:
    return statement.item_id, statement.item_version


def _count(statements: Iterable[Statement]) -> list[ItemCount]:
    counts = Counter((*_item(row), canonical_json(row.response)) for row in statements)
    ranked = sorted(counts.items(), key=lambda one: (*one[0][:2], -one[1], one[0][2]))
    return [ItemCount(item, version, json.loads(response), n) for (item, version, response), n in ranked]
