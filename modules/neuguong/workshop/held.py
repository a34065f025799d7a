"""Workshops that were held, as the trainer's board looks back at them. Knows nothing of screens.

Each is read from its events once and kept: nothing happens in it any more. Rehearsals are not among them.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from ..disclosure.sessions import Session
from ..items import response_to_json
from ..store import ItemCount
from ..store.board import WorkshopRow
from .results import read_answers
from .session import WorkshopGoneError, WorkshopSession
from .workshops import Workshops

LABEL_MAX = 80


class HeldSessions:
    """Lists them, the newest first (`disclosure.sessions.ListSessions`). Costs one query where none has ended
    meanwhile."""

    def __init__(self, workshops: Workshops) -> None:
        self._workshops = workshops
        self._known: dict[str, Session | None] = {}

    def __call__(self) -> Sequence[Session]:
        rows = [row for row in self._workshops.list_rows() if row.is_ended]
        for row in rows:
            if row.workshop_id not in self._known:
                self._known[row.workshop_id] = self._read(row)
        return [found for row in rows if (found := self._known[row.workshop_id]) is not None]

    def _read(self, row: WorkshopRow) -> Session | None:
        with suppress(WorkshopGoneError):
            session = self._workshops.session(row.workshop_id)
            session.refresh()
            if not session.state.plan.rehearsal and any(turn.item for turn in session.state.turns):
                return describe_session(row, session)
        return None


def describe_session(row: WorkshopRow, session: WorkshopSession) -> Session:
    """What was said of it, and what was asked."""
    firsts = ((turn.item, turn.rounds[0]) for turn in session.state.turns if turn.item is not None)
    asked = {item: bool(first.n) for item, first in firsts if first.is_counted and not first.by_hand}
    return Session(
        row.workshop_id, label_session(row, session), count_first_rounds(session), date.fromisoformat(row.day),
        row.code, asked,
    )  # fmt: skip


def label_session(row: WorkshopRow, session: WorkshopSession) -> str:
    """Day and title."""
    title = session.state.plan.title
    short = title if len(title) <= LABEL_MAX else f"{title[: LABEL_MAX - 1].rstrip()}…"
    return f"{date.fromisoformat(row.day):%d/%m/%Y} · {short}"


def count_first_rounds(session: WorkshopSession) -> dict[tuple[str, int], list[ItemCount]]:
    """What was said of the first round of every item that phones voted on: whose hand held a card, nobody knows."""
    totals: dict[tuple[str, int], list[ItemCount]] = defaultdict(list)
    for turn in session.state.turns:
        asking, first = session.showing.find(turn.item), turn.rounds[0]
        if asking is None or first.result is None or first.by_hand:
            continue
        item = asking.item
        for response, n in read_answers(item, first.result):
            count = ItemCount(item.identifier, item.version, response_to_json(response), n)
            totals[item.identifier, item.version].append(count)
    return dict(totals)
