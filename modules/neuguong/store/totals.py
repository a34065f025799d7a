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
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .days import PeriodRange, cover_days, local_day, periods_of
from .log import ItemTotal
from .occasion import Context, Occasion
from .schema import (
    IS_EMPTY,
    actor_period,
    item_total,
    linked,
    occasion_values,
    released_total,
    sensitive_total,
    unlinked,
)
from .statement import Statement, canonical_json

EVERYBODY = ""
_SUMS = ("n", "score_sum", "max_score_sum")


def add_rows(connection: Connection, table: Table, rows: list[dict[str, Any]], sums: tuple[str, ...]) -> None:
    """Add rows to a table of totals; the `sums` of a key that is there already grow by the new ones (or shrink)."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    make = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = make(table)
    increased = {name: table.c[name] + statement.excluded[name] for name in sums}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=increased), rows)


def count_answer(connection: Connection, statement: Statement, *, sensitive: bool) -> None:
    """Count a first answer, and who gave it; other attempts change nothing.

    One to a sensitive item is counted apart.
    """
    if statement.attempt_number != 1:
        return
    occasion, answer = occasion_values(statement.occasion), _answer(statement)
    if sensitive:
        add_rows(connection, sensitive_total, [occasion | answer], _SUMS)
        return
    people = [] if statement.actor is None else [{"actor": statement.actor, "n": 1}]
    _count_group(
        connection, _Place(statement.occasion, local_day(statement.timestamp), statement.unit), [answer], people
    )


def discount_linked(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Take the linked answers that meet a condition, still there, out of the totals."""
    where = and_(linked.c.attempt_number == 1, condition)
    place = (*_occasion_of(linked), linked.c.local_day, linked.c.unit)
    people: dict[_Place, list[dict[str, Any]]] = defaultdict(list)
    by_actor = select(*place, linked.c.actor, func.count()).group_by(*place, linked.c.actor)
    for *where_to, actor, n in connection.execute(by_actor.where(where)):
        people[_place(*where_to)].append({"actor": actor, "n": -n})
    _discount_answers(connection, linked, place, where, people)


def discount_unlinked(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Take the unlinked answers that meet a condition, still there, out of the totals, and what was said of sensitive
    items that have no answer left.

    What was said of the others stays: the difference would tell what was deleted. Of the answers that go, those that
    something was said of go first: they are the older ones.
    """
    where = and_(unlinked.c.attempt_number == 1, condition)
    ordinary = and_(where, unlinked.c.sensitive.is_(False))
    _discount_answers(connection, unlinked, (*_occasion_of(unlinked), unlinked.c.day, unlinked.c.unit), ordinary, {})
    found = _grouped(unlinked, _occasion_of(unlinked)).where(where, unlinked.c.sensitive.is_(True))
    rows = [
        occasion_values(Occasion(row["context"], row["context_id"], row["round"])) | _negative(row)
        for row in connection.execute(found).mappings()
    ]
    add_rows(connection, sensitive_total, [row | {"released": row["n"]} for row in rows], (*_SUMS, "released"))
    below = sensitive_total.c.released < 0
    connection.execute(update(sensitive_total).where(below).values(released=0))
    connection.execute(delete(sensitive_total).where(sensitive_total.c.n <= 0))
    same = (sensitive_total.c[column.name] == column for column in released_total.primary_key)
    left = select(sensitive_total.c.item_id).where(*same)
    connection.execute(delete(released_total).where(~left.exists()))


def read_item_totals(
    connection: Connection, occasion: Occasion, since: date | None, until: date | None, unit: str | None
) -> list[ItemTotal]:
    """First answers per item, version and response in a period, for a unit or everybody."""
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
    return _totals(tuple(row) for row in rows)


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
    return {(None if unit == EVERYBODY else unit, item, int(version)): int(n) for unit, item, version, n in rows}


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
