"""How answers get into the tables of the log, one by one or a hall's box at once, and how a learner's go out again.

Knows nothing of transactions: every function works inside its caller's, which holds the write lock.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, select, update

from .apart import Heap, Kind, find_heap, kind_of
from .heaps import add_apart
from .log import FIRST_ANSWERS_PER_MINUTE, TooFastError
from .occasion import Occasion
from .publication import forget_waiting, take_counted
from .schema import erased_actor, linked, linked_row, log_mark, recent_attempt, statement_from_linked
from .statement import Statement, amended, canonical_json, concealed_actor, keep_counted

_VALUES_PER_QUERY = 500
_T = TypeVar("_T")

_LOOK_UP = select(
    select(erased_actor.c.day).where(erased_actor.c.concealed_actor == bindparam("erased")).exists(),
    select(linked.c.id).where(linked.c.attempt_id == bindparam("linked")).exists(),
    select(recent_attempt.c.day).where(recent_attempt.c.keyed_hash == bindparam("keyed")).exists(),
)


def look_up(connection: Connection, statement: Statement, keyed: str) -> tuple[bool, bool, bool]:
    """Whether the statement's actor was erased, whether its attempt id is stored, and whether it was counted lately of
    nobody: in one query, for every answer waits for it under the write lock."""
    who = "" if statement.actor is None else concealed_actor(statement.actor)
    found = connection.execute(_LOOK_UP, {"erased": who, "linked": statement.attempt_id, "keyed": keyed}).one()
    is_erased, is_known, is_counted = map(bool, found)
    return is_erased, is_known, is_counted


def get_linked(connection: Connection, attempt_id: str) -> Statement:
    """The linked answer of a known attempt id."""
    row = connection.execute(select(linked).where(linked.c.attempt_id == attempt_id)).mappings().one()
    return statement_from_linked(row)


def append_box(connection: Connection, statements: Sequence[Statement], *, sensitive: bool, now: datetime) -> None:
    """All answers of a hall's box, whatever their givers sent in the last minute; none of them waits to be published,
    and of a sensitive item nothing more is said. See `WorkshopBoard.count_box`."""
    kept = [keep_counted(one, stored=now, sensitive=sensitive, n=len(statements)) for one in statements]
    heaps: dict[Heap, Counter[Kind]] = defaultdict(Counter)
    for one in kept:
        if one.actor is None:
            heaps[find_heap(one, sensitive=sensitive)][kind_of(one)] += 1
    for heap, counts in heaps.items():
        add_apart(connection, heap, counts)
    known = number_attempts(connection, [one for one in kept if one.actor is not None])
    if known:
        connection.execute(linked.insert(), [linked_row(one) for one in known])
    if sensitive:
        _take(connection, kept)
    if kept:
        count_up(connection)


def number_attempts(connection: Connection, statements: Sequence[Statement]) -> list[Statement]:
    """Each with a number one more than that of its learner's last answer to this version of the item on this
    occasion; no two may be of one learner."""
    asked: dict[tuple[Occasion, str, int], list[str | None]] = defaultdict(list)
    for one in statements:
        asked[one.occasion, one.item_id, one.item_version].append(one.actor)
    last: dict[tuple[Occasion, str, int, str | None], int] = {}
    number = func.max(linked.c.attempt_number)
    for (occasion, item, version), actors in asked.items():
        for some in _chunks(actors):
            same = and_(linked.c.actor.in_(some), linked.c.item_id == item, linked.c.item_version == version)
            found = select(linked.c.actor, number).where(same, on(occasion)).group_by(linked.c.actor)
            last |= {(occasion, item, version, actor): n for actor, n in connection.execute(found)}
    return [
        amended(one, attempt_number=1 + last.get((one.occasion, one.item_id, one.item_version, one.actor), 0))
        for one in statements
    ]


def check_rate(connection: Connection, statement: Statement) -> None:
    """TooFastError if this is one first answer too many in a minute; `stored` must be set."""
    if statement.attempt_number != 1 or (now := statement.stored) is None:
        return
    minute = linked.c.stored.between(now - timedelta(minutes=1), now)
    mine = select(func.count()).where(linked.c.actor == statement.actor, linked.c.attempt_number == 1, minute)
    if connection.execute(mine).scalar_one() >= FIRST_ANSWERS_PER_MINUTE:
        raise TooFastError("more first answers of one learner within a minute than a person gives")


def find_erased(connection: Connection, actors: Iterable[str]) -> frozenset[str]:
    """Those of the actors that were erased."""
    names = {concealed_actor(actor): actor for actor in actors}
    found: set[str] = set()
    for some in _chunks(sorted(names)):
        query = select(erased_actor.c.concealed_actor).where(erased_actor.c.concealed_actor.in_(some))
        found.update(connection.execute(query).scalars())
    return frozenset(names[name] for name in found)


def erase(connection: Connection, actor: str, today: date) -> int:
    """Delete a learner's answers and remember that they were erased. Returns how many went."""
    if not find_erased(connection, [actor]):
        connection.execute(erased_actor.insert(), {"concealed_actor": concealed_actor(actor), "day": today})
    mine = linked.c.actor == actor
    forget_waiting(connection, mine)
    erased = connection.execute(delete(linked).where(mine)).rowcount
    if erased:
        count_up(connection)
    return erased


def on(occasion: Occasion) -> ColumnElement[bool]:
    """The linked answers given on an occasion; what it has no name or round for is NULL in the table."""
    columns = (linked.c.context, linked.c.context_id, linked.c.round)
    values = (occasion.context, occasion.context_id, occasion.round)
    return and_(*(column == value for column, value in zip(columns, values, strict=True)))


def count_up(connection: Connection) -> None:
    """The log has changed."""
    connection.execute(update(log_mark).values(value=log_mark.c.value + 1))


def _take(connection: Connection, kept: Sequence[Statement]) -> None:
    new: dict[tuple[Occasion, str, int], Counter[str]] = defaultdict(Counter)
    for one in kept:
        new[one.occasion, one.item_id, one.item_version][canonical_json(one.response)] += 1
    for (occasion, item, version), counts in new.items():
        take_counted(connection, occasion, (item, version), counts)


def _chunks(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (values[start : start + _VALUES_PER_QUERY] for start in range(0, len(values), _VALUES_PER_QUERY))
