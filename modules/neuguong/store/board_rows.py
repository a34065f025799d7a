"""The rows of the workshop board: finding, putting and forgetting them.

Knows nothing of transactions: every function works inside its caller's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..errors import StoreError
from .board import Ballot, BoardEvent, Box, BoxState, NewEvent, StaleBoardError, state_after
from .schema import workshop, workshop_ballot, workshop_box, workshop_event, workshop_member
from .statement import canonical_json

_MEMBERS_PER_QUERY = 500


def rows_of(table: Table, workshop_id: str, **values: Any) -> ColumnElement[bool]:
    """The rows of a workshop that have these values."""
    return and_(
        table.c.workshop_id == workshop_id,
        *(table.c[name] == value for name, value in values.items()),
    )


def find_version(connection: Connection, workshop_id: str) -> int:
    found = select(workshop.c.version).where(rows_of(workshop, workshop_id))
    return connection.execute(found).scalar() or 0


def require_version(connection: Connection, workshop_id: str, after: int) -> None:
    """StaleBoardError unless the last event has this number; a workshop that is not there has none."""
    if after < 1 or find_version(connection, workshop_id) != after:
        raise StaleBoardError("another event came first")


def require_workshop(connection: Connection, workshop_id: str) -> None:
    if not find_version(connection, workshop_id):
        raise StoreError("there is no such workshop")


def append_rows(
    connection: Connection, workshop_id: str, events: Sequence[NewEvent], *, after: int, now: datetime
) -> list[BoardEvent]:
    for event in events:
        if event.box is not None and event.effect is not None:
            state = state_after(find_state(connection, workshop_id, event.box), event.effect)
            set_state(connection, workshop_id, event.box, state)
    written = [BoardEvent(number, now, event.data) for number, event in enumerate(events, after + 1)]
    rows = [
        {"workshop_id": workshop_id, "number": one.number, "at": one.at, "data": canonical_json(one.data)}
        for one in written
    ]
    if rows:
        connection.execute(workshop_event.insert(), rows)
        connection.execute(update(workshop).where(rows_of(workshop, workshop_id)).values(version=written[-1].number))
    return written


def find_state(connection: Connection, workshop_id: str, box: Box) -> BoxState | None:
    here = rows_of(workshop_box, workshop_id, turn=box.turn, round=box.round)
    return connection.execute(select(workshop_box.c.state).where(here)).scalar()


def set_state(connection: Connection, workshop_id: str, box: Box, state: BoxState) -> None:
    row = {"workshop_id": workshop_id, "turn": box.turn, "round": box.round, "state": state}
    put_rows(connection, workshop_box, [row], ("state",))


def read_ballots(connection: Connection, workshop_id: str, box: Box) -> list[Ballot]:
    here = rows_of(workshop_ballot, workshop_id, turn=box.turn, round=box.round)
    found = select(workshop_ballot.c.member, workshop_ballot.c.response, workshop_ballot.c.attempt_id).where(here)
    return sorted((Ballot(*row) for row in connection.execute(found)), key=lambda ballot: ballot.member)


def find_members(connection: Connection, workshop_id: str, names: Sequence[str]) -> dict[str, int | None]:
    """Those of the names that are members, with their groups."""
    found: dict[str, int | None] = {}
    for start in range(0, len(names), _MEMBERS_PER_QUERY):
        some = names[start : start + _MEMBERS_PER_QUERY]
        here = and_(rows_of(workshop_member, workshop_id), workshop_member.c.member.in_(some))
        rows = connection.execute(select(workshop_member.c.member, workshop_member.c.group).where(here))
        found |= {row.member: row.group for row in rows}
    return found


def remove_rows(connection: Connection, workshop_id: str, member: str) -> int:
    """Forget a member, and how many ballots went."""
    connection.execute(delete(workshop_member).where(rows_of(workshop_member, workshop_id, member=member)))
    return connection.execute(
        delete(workshop_ballot).where(rows_of(workshop_ballot, workshop_id, member=member))
    ).rowcount


def find_abandoned(connection: Connection, since: datetime) -> list[str]:
    """The workshops whose last event lies before."""
    last = func.max(workshop_event.c.at)
    query = select(workshop_event.c.workshop_id).group_by(workshop_event.c.workshop_id).having(last < since)
    return list(connection.execute(query).scalars())


def put_rows(connection: Connection, table: Table, rows: list[dict[str, Any]], changed: Iterable[str]) -> None:
    """Insert rows; of a key that is there already change these columns."""
    if not rows:
        return
    statement = (sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert)(table)
    new = {name: statement.excluded[name] for name in changed}
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), rows)
