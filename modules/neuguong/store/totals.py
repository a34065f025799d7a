"""Running totals: the small tables that let a dashboard open in the same time whatever the size of the log.

Knows nothing of transactions: every function works inside its caller's, so that totals and answers never disagree.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    delete,
    func,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .apart import Counts, Heap
from .days import PeriodRange, cover_days, local_day, periods_of
from .heaps import read_heaps
from .log import ItemTotal
from .occasion import Context, Occasion
from .schema import (
    IS_EMPTY,
    actor_period,
    item_total,
    linked,
    occasion_values,
)
from .statement import Statement, canonical_json

EVERYBODY = ""
_SUMS = ("n", "score_sum", "max_score_sum")
_Sums = dict[tuple[str, int, str], list[float]]
"""Item, version, response text → how many answers, points got, points possible."""


def add_rows(connection: Connection, table: Table, rows: list[dict[str, Any]], sums: tuple[str, ...]) -> None:
    """Add rows to a table of totals; the `sums` of a key that is there already grow by the new ones (or shrink)."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    make = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = make(table)
    increased = {name: table.c[name] + statement.excluded[name] for name in sums}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=increased), rows)


def count_linked(connection: Connection, statement: Statement) -> None:
    """Count a linked first answer, and who gave it; other attempts change nothing."""
    if statement.attempt_number != 1:
        return
    place = _Place(statement.occasion, local_day(statement.timestamp), statement.unit)
    _count_group(connection, place, [_answer(statement)], [{"actor": statement.actor, "n": 1}])


def discount_linked(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Take the linked answers that meet a condition, still there, out of the totals."""
    where = and_(linked.c.attempt_number == 1, condition)
    place = (*_occasion_of(linked), linked.c.local_day, linked.c.unit)
    people: dict[_Place, list[dict[str, Any]]] = defaultdict(list)
    by_actor = select(*place, linked.c.actor, func.count()).group_by(*place, linked.c.actor)
    for *where_to, actor, n in connection.execute(by_actor.where(where)):
        people[_place(*where_to)].append({"actor": actor, "n": -n})
    _discount_answers(connection, linked, place, where, people)


def read_item_totals(
    connection: Connection, occasion: Occasion, since: date | None, until: date | None, unit: str | None
) -> list[ItemTotal]:
    """First answers per item, version and response in a period, for a unit or everybody, of whomever."""
    table = item_total
    who = EVERYBODY if unit is None else unit
    parts = [
        select(table).where(_on(table, occasion), table.c.unit == who, _within(table, period))
        for period in cover_days(since, until)
    ]
    if not parts:
        return []
    found = union_all(*parts).subquery()
    key = (found.c.item_id, found.c.item_version, found.c.response)
    rows = connection.execute(select(*key, *(func.sum(found.c[name]) for name in _SUMS)).group_by(*key))
    sums = _read_refused(connection, occasion, since, until, unit)
    for item, version, response, *more in rows:
        _add(sums, (item, version, response), more)
    return _totals((*answer, *added) for answer, added in sums.items())


def read_item_counts(
    connection: Connection, occasion: Occasion, since: date | None, until: date | None
) -> dict[tuple[str | None, str, int], int]:
    """First answers per unit, item and version in a period; under unit None, in all."""
    table = item_total
    key = (table.c.unit, table.c.item_id, table.c.item_version)
    parts = [
        select(*key, table.c.n).where(_on(table, occasion), _within(table, period))
        for period in cover_days(since, until)
    ]
    if not parts:
        return {}
    found = union_all(*parts).subquery()
    group = (found.c.unit, found.c.item_id, found.c.item_version)
    rows = connection.execute(select(*group, func.sum(found.c.n)).group_by(*group))
    counts = {(None if unit == EVERYBODY else unit, item, int(version)): int(n) for unit, item, version, n in rows}
    for _, heap in _refused(connection, occasion, since, until):
        for kind, n in heap.items():
            for who in {None, kind.unit or None} if kind.attempt_number == 1 else ():
                place = (who, kind.item_id, kind.item_version)
                counts[place] = counts.get(place, 0) + n
    return counts


def read_actor_counts(
    connection: Connection, occasion: Occasion, since: date | None, until: date | None
) -> dict[str | None, int]:
    """Different learners per unit in a period; under None, in all."""
    table = actor_period
    parts = [
        select(table.c.unit, table.c.actor).where(_on(table, occasion), _within(table, period))
        for period in cover_days(since, until)
    ]
    if not parts:
        return {}
    found = union_all(*parts).subquery()
    counts = select(found.c.unit, func.count(found.c.actor.distinct()).label("n")).group_by(found.c.unit)
    rows = connection.execute(counts).mappings().all()
    return {None if row["unit"] == EVERYBODY else row["unit"]: int(row["n"]) for row in rows}


def _refused(
    connection: Connection, occasion: Occasion, since: date | None, until: date | None
) -> list[tuple[Heap, Counts]]:
    """The heaps, of days in a period, of learners who did not agree to be remembered."""
    return [
        (heap, counts)
        for heap, counts in read_heaps(connection, occasion, sensitive=False)
        if (since is None or heap.first_day >= since) and (until is None or heap.first_day < until)
    ]


def _read_refused(
    connection: Connection, occasion: Occasion, since: date | None, until: date | None, unit: str | None
) -> _Sums:
    """Their first answers."""
    sums: _Sums = {}
    for _, counts in _refused(connection, occasion, since, until):
        for kind, n in counts.items():
            if kind.attempt_number == 1 and unit in (None, kind.unit):
                _add(sums, (kind.item_id, kind.item_version, kind.response), (n, n * kind.score, n * kind.max_score))
    return sums


def _add(sums: _Sums, answer: tuple[str, int, str], more: Iterable[float]) -> None:
    sums[answer] = [known + new for known, new in zip(sums.get(answer, [0, 0, 0]), more, strict=True)]


class _Place(NamedTuple):
    """Where an ordinary answer is counted."""

    occasion: Occasion
    day: date
    unit: str | None


def _place(context: Context, context_id: str | None, round: int | None, day: date, unit: str | None) -> _Place:
    return _Place(Occasion(context, context_id, round), day, unit)


def _count_group(
    connection: Connection, place: _Place, answers: list[dict[str, Any]], people: list[dict[str, Any]]
) -> None:
    """Add answers and the people behind them to every period of a day, for everybody and for their unit."""
    who = (EVERYBODY,) if place.unit is None else (EVERYBODY, place.unit)
    keys = [
        occasion_values(place.occasion) | {"grain": grain, "period": period, "unit": name}
        for grain, period in periods_of(place.day)
        for name in who
    ]
    add_rows(connection, item_total, [key | answer for key in keys for answer in answers], _SUMS)
    add_rows(connection, actor_period, [key | person for key in keys for person in people], ("n",))


def _discount_answers(
    connection: Connection,
    table: Table,
    place: tuple[ColumnElement[Any], ...],
    where: ColumnElement[bool],
    people: Mapping[_Place, list[dict[str, Any]]],
) -> None:
    answers: dict[_Place, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(_grouped(table, place).where(where)).mappings():
        answers[_place(*(row[column] for column in place))].append(_negative(row))
    for each, group in answers.items():
        _count_group(connection, each, group, people.get(each, []))
    for totals in (item_total, actor_period):
        connection.execute(delete(totals).where(IS_EMPTY))


def _occasion_of(table: Table) -> tuple[ColumnElement[Any], ...]:
    return table.c.context, table.c.context_id, table.c.round


def _on(table: Table, occasion: Occasion) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in occasion_values(occasion).items()))


def _answer(statement: Statement) -> dict[str, Any]:
    return {
        "item_id": statement.item_id,
        "item_version": statement.item_version,
        "response": canonical_json(statement.response),
        "n": 1,
        "score_sum": statement.score,
        "max_score_sum": statement.max_score,
    }


def _negative(row: RowMapping) -> dict[str, Any]:
    answer = {name: row[name] for name in ("item_id", "item_version", "response")}
    return answer | {name: -row[name] for name in _SUMS}


def _grouped(table: Table, extra: tuple[ColumnElement[Any], ...]) -> Select[Any]:
    key = (*extra, table.c.item_id, table.c.item_version, table.c.response)
    sums = (
        func.count().label("n"),
        func.sum(table.c.score).label("score_sum"),
        func.sum(table.c.max_score).label("max_score_sum"),
    )
    return select(*key, *sums).group_by(*key)


def _within(table: Table, period: PeriodRange) -> ColumnElement[bool]:
    conditions = [table.c.grain == period.grain]
    if period.first is not None:
        conditions.append(table.c.period >= period.first)
    if period.end is not None:
        conditions.append(table.c.period < period.end)
    return and_(*conditions)


def _totals(rows: Iterable[tuple[Any, ...]]) -> list[ItemTotal]:
    """Rows of (item, version, response text, n, score sum, max score sum), sorted as the log promises."""
    ranked = sorted(rows, key=lambda row: (row[0], row[1], -row[3], row[2]))
    return [
        ItemTotal(item, int(version), json.loads(text), int(n), float(score), float(possible))
        for item, version, text, n, score, possible in ranked
    ]
