"""What is published, kept over processes and restarts: sums of whole groups of answers, and what waits to be in one.

Knows nothing of when a group may be published (`disclosure` does) nor of transactions: every function works inside its
caller's.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .apart import Counts, Heap
from .days import month_of
from .heaps import read_heaps
from .log import Group, ItemCount, ReleasedTotal, Saying, Waiting, WaitingCount
from .occasion import Occasion
from .schema import linked, occasion_values, published_total, released_total, waiting_answer
from .statement import canonical_json

_IDS_PER_QUERY = 500
_ITEM = ("item_id", "item_version")

_WAITS = linked.c.id.in_(select(waiting_answer.c.statement_id))
"""Not a join: of that SQLite would read every answer there is, and look for each among those that wait."""

ItemKey = tuple[str, int]
"""Item and version."""


def count_waiting(connection: Connection, occasion: ColumnElement[bool], week_began: datetime) -> list[WaitingCount]:
    """How many wait that meet a condition on `linked`."""
    columns, is_past = (linked.c.item_id, linked.c.item_version, linked.c.unit), linked.c.stored < week_began
    found = select(*columns, is_past.label("is_past"), func.count()).where(_WAITS, occasion)
    found = found.group_by(*columns, literal_column("is_past"))  # by name: to PostgreSQL two parameters are never equal
    return [WaitingCount(row[0], row[1], row[2], bool(row[3]), row[4]) for row in connection.execute(found)]


def read_waiting(connection: Connection, occasion: ColumnElement[bool]) -> list[Waiting]:
    """The waiting answers that meet a condition on `linked`, with what their learners did."""
    columns = (linked.c.attempt_id, linked.c.item_id, linked.c.item_version, linked.c.unit, linked.c.stored)
    found = select(*columns, linked.c.actor).where(_WAITS, occasion).order_by(linked.c.id)
    rows = connection.execute(found).all()
    did = (func.count(), func.min(linked.c.stored), func.max(linked.c.stored))
    who = select(linked.c.actor).where(_WAITS, occasion)
    first = select(linked.c.actor, *did).where(linked.c.attempt_number == 1, linked.c.actor.in_(who))
    givers = {actor: counted for actor, *counted in connection.execute(first.group_by(linked.c.actor))}
    # PostgreSQL sees who was erased between the two queries.
    return [Waiting(*row, *givers[row.actor]) for row in rows if row.actor in givers]


def publish_groups(connection: Connection, occasion: Occasion, groups: Iterable[Group]) -> None:
    """Count groups, but those of which an answer waits no longer."""
    groups = list(groups)
    wanted = {attempt for group in groups for attempt in group.attempt_ids}
    here = {row.attempt_id: row for row in _waiting_rows(connection, wanted)}
    counts: Counter[tuple[Any, ...]] = Counter()
    counted: list[int] = []
    for group in groups:
        if group.attempt_ids <= here.keys():
            rows = [here.pop(one) for one in group.attempt_ids]
            answers = Counter((row.item_id, row.item_version, row.response) for row in rows)
            counts.update({(*scope, *answer): n for scope in group.scopes for answer, n in answers.items()})
            counted += [row.id for row in rows]
    names, everywhere = ("unit", "grain", "period", *_ITEM, "response"), occasion_values(occasion)
    added = [everywhere | dict(zip(names, key, strict=True)) | {"n": n} for key, n in sorted(counts.items())]
    _add_counts(connection, added)
    _stop_waiting(connection, sorted(counted))


def drop_waiting(connection: Connection, attempt_ids: Collection[str]) -> None:
    """Answers that are never published."""
    _stop_waiting(connection, [row.id for row in _waiting_rows(connection, attempt_ids)])


def keep_waiting(connection: Connection, attempt_ids: Collection[str]) -> None:
    """Of the answers that wait, only these go on waiting."""
    waiting = select(linked.c.attempt_id).join(waiting_answer, waiting_answer.c.statement_id == linked.c.id)
    drop_waiting(connection, set(connection.execute(waiting).scalars()).difference(attempt_ids))


def forget_waiting(connection: Connection, condition: ColumnElement[bool]) -> None:
    """The linked answers that meet a condition, still there, wait no longer."""
    gone = select(linked.c.id).where(condition)
    connection.execute(delete(waiting_answer).where(waiting_answer.c.statement_id.in_(gone)))


def forget_published(connection: Connection, week: str) -> None:
    """Take out what was published of weeks before this one: whole groups, from every period they are in."""
    table = published_total
    old = and_(table.c.grain.in_(("week", "undated")), table.c.period < week)
    rows: list[dict[str, Any]] = []
    for row in map(dict, connection.execute(select(table).where(old)).mappings()):
        rows.append({**row, "grain": "all", "period": "", "n": -row["n"]})
        if row["grain"] == "week":
            rows.append({**row, "grain": "month", "period": month_of(row["period"]), "n": -row["n"]})
    _add_counts(connection, rows)
    connection.execute(delete(table).where(old))
    if rows:
        connection.execute(delete(table).where(table.c.n <= 0))


def count_published(connection: Connection, occasion: Occasion) -> int:
    """The sum of what is published of everybody, of all time."""
    where = occasion_values(occasion) | {"unit": "", "grain": "all", "period": ""}
    here = (published_total.c[name] == value for name, value in where.items())
    return int(connection.execute(select(func.coalesce(func.sum(published_total.c.n), 0)).where(*here)).scalar_one())


def read_published(connection: Connection, occasion: Occasion, unit: str | None, period: str) -> list[ItemCount]:
    """What is published of a unit or everybody in a period."""
    table = published_total
    grain = "all" if not period else "week" if "W" in period else "month"
    where = occasion_values(occasion) | {"unit": unit or "", "grain": grain, "period": period}
    found = select(table.c.item_id, table.c.item_version, table.c.response, table.c.n)
    rows = connection.execute(found.where(*(table.c[name] == value for name, value in where.items()))).all()
    ranked = sorted(rows, key=lambda row: (*row[:2], -row.n, row.response))
    return [ItemCount(row.item_id, row.item_version, json.loads(row.response), row.n) for row in ranked]


def read_new_sensitive(connection: Connection, occasion: Occasion, saying: Saying) -> dict[ItemKey, Counter[str]]:
    """Item and version → response → count of the answers that something is due to be said of."""
    said = _read_said(connection, occasion)
    new = {
        item: counts - said[item].taken if item in said else counts
        for item, counts in _count_first(read_heaps(connection, occasion, sensitive=True)).items()
    }
    return {item: counts for item, counts in new.items() if saying.is_due(item, counts)}


def release_sensitive(connection: Connection, occasion: Occasion, saying: Saying) -> None:
    """Say what is due, and add it to what was said before."""
    said = _read_said(connection, occasion)
    for item, counts in read_new_sensitive(connection, occasion, saying).items():
        total, taken = said.get(item, _Said(Counter(), Counter()))
        total.update(saying.of(item, counts))  # adds negative numbers as well
        _write_said(connection, occasion, item, _Said(total, taken + counts))


def take_sensitive(connection: Connection) -> None:
    """Nothing more is said of the sensitive answers that are there."""
    heaps = read_heaps(connection, sensitive=True)
    for occasion in {heap.occasion for heap, _ in heaps}:
        said = _read_said(connection, occasion)
        here = _count_first((heap, counts) for heap, counts in heaps if heap.occasion == occasion)
        for item, counts in here.items():
            told = said[item].counts if item in said else Counter()
            _write_said(connection, occasion, item, _Said(told, counts))


def take_counted(connection: Connection, occasion: Occasion, item: ItemKey, counts: Counter[str]) -> None:
    """Nothing is said here of these new answers: whoever counted them has said what may be."""
    said = _read_said(connection, occasion).get(item, _Said(Counter(), Counter()))
    _write_said(connection, occasion, item, _Said(said.counts, said.taken + counts))


def read_released(connection: Connection, occasion: Occasion) -> list[ReleasedTotal]:
    """What has been said of sensitive items."""
    return [ReleasedTotal.of(*item, said.counts) for item, said in sorted(_read_said(connection, occasion).items())]


def forget_said(connection: Connection, purged: list[tuple[Heap, Counts]]) -> None:
    """After heaps went: take out what was said of sensitive items that have no answer left.

    What was said of the others stays: the difference would tell what was deleted. Of the answers that go, those that
    something was said of go first: they are the older ones.
    """
    sensitive = [(heap, counts) for heap, counts in purged if heap.sensitive]
    for occasion in {heap.occasion for heap, _ in sensitive}:
        gone = _count_first((heap, counts) for heap, counts in sensitive if heap.occasion == occasion)
        left = _count_first(read_heaps(connection, occasion, sensitive=True))
        for item, said in _read_said(connection, occasion).items():
            here = _of_item(occasion, item)
            if item not in left:
                connection.execute(delete(released_total).where(here))
            elif item in gone:
                taken = _pack(said.taken - gone[item])
                connection.execute(update(released_total).where(here).values(taken=taken))


class _Said(NamedTuple):
    """What has been said of a sensitive item, and how many answers of each response it was said of."""

    counts: Counter[str]
    taken: Counter[str]


def _write_said(connection: Connection, occasion: Occasion, item: ItemKey, said: _Said) -> None:
    connection.execute(delete(released_total).where(_of_item(occasion, item)))
    row = occasion_values(occasion) | dict(zip(_ITEM, item, strict=True))
    texts = {"counts": _pack(said.counts), "taken": _pack(said.taken)}
    connection.execute(released_total.insert(), row | texts)


def _read_said(connection: Connection, occasion: Occasion) -> dict[ItemKey, _Said]:
    table = released_total
    where = (table.c[name] == value for name, value in occasion_values(occasion).items())
    return {
        (row.item_id, row.item_version): _Said(_unpack(row.counts), _unpack(row.taken))
        for row in connection.execute(select(table).where(*where))
    }


def _count_first(heaps: Iterable[tuple[Heap, Counts]]) -> dict[ItemKey, Counter[str]]:
    """The first answers in heaps."""
    found: dict[ItemKey, Counter[str]] = defaultdict(Counter)
    for _, counts in heaps:
        for kind, n in counts.items():
            if kind.attempt_number == 1:
                found[kind.item_id, kind.item_version][kind.response] += n
    return dict(found)


def _pack(counts: Counter[str]) -> str:
    """Sorted, so that the text does not follow the order in which answers came."""
    return canonical_json([[json.loads(response), n] for response, n in sorted(counts.items())])


def _unpack(text: str) -> Counter[str]:
    return Counter({canonical_json(response): n for response, n in json.loads(text)})


def _of_item(occasion: Occasion, item: ItemKey) -> ColumnElement[bool]:
    row = occasion_values(occasion) | dict(zip(_ITEM, item, strict=True))
    return and_(*(released_total.c[name] == value for name, value in row.items()))


def _add_counts(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add rows to what is published; the number of a key that is there already grows by the new one (or shrinks)."""
    if not rows:
        return
    table = published_total
    make = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    increased = {"n": table.c.n + statement.excluded.n}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=increased), rows)


def _waiting_rows(connection: Connection, attempt_ids: Collection[str]) -> list[Any]:
    columns = (linked.c.id, linked.c.attempt_id, linked.c.item_id, linked.c.item_version, linked.c.response)
    found = select(*columns).join(waiting_answer, waiting_answer.c.statement_id == linked.c.id)
    rows: list[Any] = []
    for some in _chunks(sorted(attempt_ids)):
        rows += connection.execute(found.where(linked.c.attempt_id.in_(some))).all()
    return rows


def _stop_waiting(connection: Connection, ids: list[int]) -> None:
    for some in _chunks(ids):
        connection.execute(delete(waiting_answer).where(waiting_answer.c.statement_id.in_(some)))


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + _IDS_PER_QUERY] for start in range(0, len(values), _IDS_PER_QUERY))
