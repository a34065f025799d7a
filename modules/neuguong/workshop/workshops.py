"""All workshops of an installation: begun, found by their code, gone on with. Knows nothing of HTTP or screens."""

import logging
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random, SystemRandom
from threading import Lock
from weakref import WeakValueDictionary

from ..clock import Clock
from ..errors import NeuGuongError
from ..groups import GROUP_MINIMUM, check_group_minimum
from ..items import Pack
from ..store import ResponseLog, Statement
from ..store.board import CodeTakenError, NewEvent, WorkshopBoard, WorkshopRow
from . import commands
from . import state as machine
from .codes import make_code, read_code
from .commands import NotNowError, StaleCommandError
from .counting import Hall
from .events import Began, event_from_json, event_to_json
from .membership import hash_member
from .messages import Begin
from .plan import Plan
from .results import USUAL, Thresholds
from .session import WorkshopGoneError, WorkshopSession
from .showing import Showing
from .units import read_pasted_units

logger = logging.getLogger(__name__)

CODE_TRIES = 20
IDLE = timedelta(hours=12)
"""No workshop, with its meals, stands still for so long."""
KEPT = 32
"""How many workshops, those that were asked for last, stay in memory though nobody holds them."""


class PlanError(NeuGuongError):
    """A plan names an item that is not live, or one twice."""

    code = "workshop-plan"


class Workshops:
    """One for each process; safe for threads. Several processes may have one over the same board."""

    def __init__(
        self,
        pack: Pack,
        board: WorkshopBoard,
        *,
        log: ResponseLog,
        clock: Clock,
        secret: bytes,
        app_version: str,
        group_minimum: int = GROUP_MINIMUM,
        thresholds: Thresholds = USUAL,
        chance: Random | None = None,
    ) -> None:
        """`chance`: of codes and of noise, for tests. ValueError if `group_minimum` is below `GROUP_FLOOR`."""
        check_group_minimum(group_minimum)
        self.pack, self.board, self.log, self.clock = pack, board, log, clock
        self.group_minimum, self.thresholds, self.secret = group_minimum, thresholds, secret
        self._app_version, self._chance = app_version, chance or SystemRandom()
        self._sessions: WeakValueDictionary[str, WorkshopSession] = WeakValueDictionary()
        self._last: OrderedDict[str, WorkshopSession] = OrderedDict()
        self._lock = Lock()

    def begin(self, message: Begin) -> str:
        """Open a workshop; its identifier. PlanError for items that cannot be asked. An empty plan is one: items can be
        asked as they come."""
        live = {item.identifier for _, item in self.pack.items_alone()}
        if len(set(message.items)) < len(message.items) or not set(message.items) <= live:
            raise PlanError(f"items: found {message.items}; allowed: live ones that stand alone, each once")
        plan = Plan(
            title=" ".join(message.title.split()) or self.pack.title,
            items=tuple(message.items),
            units=read_pasted_units(message.units).units,
            seconds=message.seconds,
            names=message.names,
            groups=message.groups,
            rehearsal=message.rehearsal,
        )
        for _ in range(CODE_TRIES):
            workshop_id, code = uuid.uuid4().hex, make_code(self._chance)
            event = NewEvent(event_to_json(Began(code, plan, self.pack.revision)))
            try:
                self.board.begin_workshop(workshop_id, code=code, event=event)
            except CodeTakenError:
                continue
            return workshop_id
        raise CodeTakenError("no code is free")

    def find(self, code: str) -> str | None:
        """The workshop with this code, however it was typed: one that goes on, else the last that has ended."""
        read = read_code(code)
        rows = [row for row in self.board.fetch_workshops() if row.code == read]
        return next((row.workshop_id for row in sorted(rows, key=lambda row: row.is_ended)), None)

    def list_rows(self) -> Sequence[WorkshopRow]:
        """All of them, the newest first."""
        return self.board.fetch_workshops()

    def session(self, workshop_id: str) -> WorkshopSession:
        """The workshop as this process holds it, read from the board at first; WorkshopGoneError if there is none, or
        none that can be read."""
        with self._lock:
            session = self._sessions.get(workshop_id)
            if session is None:
                session = self._sessions[workshop_id] = self._open(workshop_id)
            self._last[workshop_id] = session
            self._last.move_to_end(workshop_id)
            if len(self._last) > KEPT:
                self._last.popitem(last=False)
            return session

    def open_readable(self, rows: Iterable[WorkshopRow]) -> list[WorkshopSession]:
        """Those of these workshops that can be read, as they are now: one that cannot must not hide the others."""
        sessions = []
        for row in rows:
            with suppress(WorkshopGoneError):
                session = self.session(row.workshop_id)
                session.refresh()
                sessions.append(session)
        return sessions

    def end_idle(self) -> None:
        """End every workshop in which nothing was done for `IDLE`, as a trainer would: votes that still lie there under
        their members' hashes are counted."""
        for session in self.open_readable(row for row in self.list_rows() if not row.is_ended):
            if self.clock.now() - session.moved_at >= IDLE:
                with suppress(NotNowError, StaleCommandError):  # somebody was quicker
                    session.act(commands.End(left=True))

    def erase(self, token: str) -> int:
        """The right to delete, for a phone's token, in every workshop it was in; how many answers went. Where it never
        was nothing is written, whoever asks."""
        return sum(
            self._erase(row.workshop_id, token) for row in self.list_rows() if self._was_in(row.workshop_id, token)
        )

    def _erase(self, workshop_id: str, token: str) -> int:
        try:
            session = self.session(workshop_id)
        except WorkshopGoneError:  # its events cannot be read; what lies under the member goes all the same
            return self.board.erase_member(workshop_id, hash_member(token, workshop_id=workshop_id, secret=self.secret))
        return session.leave(token, erase=True)["erased"]

    def fetch_answers(self, token: str) -> list[Statement]:
        """What the log holds of a phone's token, of every workshop: counted answers to ordinary items."""
        names = [hash_member(token, workshop_id=row.workshop_id, secret=self.secret) for row in self.list_rows()]
        return [statement for name in names for statement in self.log.fetch_statements(actor=name)]

    def _was_in(self, workshop_id: str, token: str) -> bool:
        """Whether there is a member, or an answer of somebody who has left."""
        name = hash_member(token, workshop_id=workshop_id, secret=self.secret)
        is_member = any(one.member == name for one in self.board.fetch_members(workshop_id))
        return is_member or next(iter(self.log.fetch_statements(actor=name)), None) is not None

    def _open(self, workshop_id: str) -> WorkshopSession:
        try:
            return self._read(workshop_id)
        except ValueError as error:  # events that are none of ours, or in no order of ours
            logger.error("workshop %s cannot be read: %s", workshop_id[:40], str(error).partition("\n")[0])
            raise WorkshopGoneError(f"workshop {workshop_id[:40]!r} cannot be read") from None

    def _read(self, workshop_id: str) -> WorkshopSession:
        events = self.board.fetch_events(workshop_id)
        first = event_from_json(events[0].data) if events else None
        if not isinstance(first, Began):
            raise WorkshopGoneError(f"no workshop {workshop_id[:40]!r}")
        hall = Hall(self.pack, workshop_id, first.plan, self._app_version, self.group_minimum, self._chance)
        showing = Showing(self.pack, workshop_id, self.secret)
        state = machine.begin(first, at=events[0].at)
        session = WorkshopSession(hall, showing, state, board=self.board, log=self.log, clock=self.clock)
        session.refresh()
        return session
