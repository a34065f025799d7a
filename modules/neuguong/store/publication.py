"""What is published, kept over processes and restarts: sums of whole groups of answers, and what waits to be in one.

Knows nothing of when a group may be published (`disclosure` does) nor of transactions: every function works inside its
caller's.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from .days import month_of
from .log import Group, ItemCount, ReleasedTotal, Saying, Waiting
from .occasion import Occasion
from .schema import linked, occasion_values, published_total, released_total, sensitive_total, waiting_answer
from .statement import canonical_json
from .totals import EVERYBODY, add_rows

_IDS_PER_QUERY = 500
_ITEM = ("item_id", "item_version")


def read_waiting(connection: Connection, occasion: ColumnElement[bool]) -> list[Waiting]:
    """The waiting answers that meet a condition on `linked`, with what their learners did."""
    who = select(linked.c.actor).join(waiting_answer, waiting_answer.c.statement_id == linked.c.id)
    givers = (
        select(
            linked.c.actor,
            func.count().label("given"),
            func.min(linked.c.stored).label("since"),
            func.max(linked.c.stored).label("until"),
        )
        .where(linked.c.attempt_number == 1, linked.c.actor.in_(who))
        .group_by(linked.c.actor)
        .subquery()
    )
    columns = (linked.c.attempt_id, linked.c.item_id, linked.c.item_version, linked.c.unit, linked.c.stored)
    found = (
        select(*columns, linked.c.actor, givers.c.given, givers.c.since, givers.c.until)
        .join(waiting_answer, waiting_answer.c.statement_id == linked.c.id)
        .join(givers, givers.c.actor == linked.c.actor)
        .where(occasion)
        .order_by(linked.c.id)
    )
    return [Waiting(*row) for row in connection.execute(found)]


def publish_group(connection: Connection, occasion: Occasion, group: Group) -> None:
    """Count a group, unless one of its answers waits no longer."""
    rows = _waiting_rows(connection, group.attempt_ids)
    if len(rows) != len(group.attempt_ids):
        return
    counts = Counter((row.item_id, row.item_version, row.response) for row in rows)
    keys = [
        occasion_values(occasion) | dict(zip(("unit", "grain", "period"), scope, strict=True)) for scope in group.scopes
    ]
    answers = [dict(zip((*_ITEM, "response"), answer, strict=True)) | {"n": n} for answer, n in counts.items()]
    add_rows(connection, published_total, [key | answer for key in keys for answer in answers], ("n",))
    _stop_waiting(connection, [row.id for row in rows])


def drop_waiting(connection: Connection, attempt_ids: Collection[str]) -> None:
    """Answers that are never published."""
    _stop_waiting(connection, [row.id for row in _waiting_rows(connection, attempt_ids)])


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
    add_rows(connection, table, rows, ("n",))
    connection.execute(delete(table).where(old))
    if rows:
        connection.execute(delete(table).where(table.c.n <= 0))


def read_published(connection: Connection, occasion: Occasion, unit: str | None, period: str) -> list[ItemCount]:
    """What is published of a unit or everybody in a period."""
    table = published_total
    grain = "all" if not period else "week" if "W" in period else "month"
    where = occasion_values(occasion) | {"unit": unit or EVERYBODY, "grain": grain, "period": period}
    found = select(table.c.item_id, table.c.item_version, table.c.response, table.c.n)
    rows = connection.execute(found.where(*(table.c[name] == value for name, value in where.items()))).all()
    ranked = sorted(rows, key=lambda row: (*row[:2], -row.n, row.response))
    return [ItemCount(row.item_id, row.item_version, json.loads(row.response), row.n) for row in ranked]


def read_new_sensitive(
    connection: Connection, occasion: Occasion, saying: Saying
) -> dict[tuple[str, int], dict[str, int]]:
    """Item and version → response → count of the answers that something is due to be said of."""
    table = sensitive_total
    new: dict[tuple[str, int], dict[str, int]] = {}
    columns = (table.c.item_id, table.c.item_version, table.c.response, (table.c.n - table.c.released).label("n"))
    for row in connection.execute(select(*columns).where(_on(occasion), table.c.n > table.c.released)):
        new.setdefault((row.item_id, row.item_version), {})[row.response] = row.n
    return {item: counts for item, counts in new.items() if saying.is_due(item, counts)}


def release_sensitive(connection: Connection, occasion: Occasion, saying: Saying) -> None:
    """Say what is due, and add it to what was said before."""
    table = sensitive_total
    said = _read_said(connection, occasion)
    for item, counts in read_new_sensitive(connection, occasion, saying).items():
        total = said.get(item, Counter())
        total.update(saying.of(item, counts))  # adds negative numbers as well
        row = occasion_values(occasion) | dict(zip(_ITEM, item, strict=True))
        same = and_(*(released_total.c[name] == value for name, value in row.items()))
        connection.execute(delete(released_total).where(same))
        text = canonical_json([[json.loads(response), n] for response, n in total.items()])
        connection.execute(released_total.insert(), row | {"counts": text})
        taken = and_(_on(occasion), table.c.item_id == item[0], table.c.item_version == item[1])
        connection.execute(update(table).where(taken).values(released=table.c.n))


def read_released(connection: Connection, occasion: Occasion) -> list[ReleasedTotal]:
    """What has been said of sensitive items."""
    return [ReleasedTotal.of(*item, counts) for item, counts in sorted(_read_said(connection, occasion).items())]


def _read_said(connection: Connection, occasion: Occasion) -> dict[tuple[str, int], Counter[str]]:
    table = released_total
    where = (table.c[name] == value for name, value in occasion_values(occasion).items())
    return {
        (row.item_id, row.item_version): Counter(
            {canonical_json(response): n for response, n in json.loads(row.counts)}
        )
        for row in connection.execute(select(table).where(*where))
    }


def _waiting_rows(connection: Connection, attempt_ids: Collection[str]) -> list[Any]:
    columns = (linked.c.id, linked.c.item_id, linked.c.item_version, linked.c.response)
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


def _on(occasion: Occasion) -> ColumnElement[bool]:
    return and_(*(sensitive_total.c[name] == value for name, value in occasion_values(occasion).items()))
