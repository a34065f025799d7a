"""The control room as one page of a trainer: prepares workshops, leads one, hands over its report. A `Conversation`.

Knows nothing of widgets or kernels. What it commands it commands from what it last showed; the board tells whether
another page was quicker.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..conversation import Reply
from ..errors import NeuGuongError, StoreError, UnknownItemError
from ..home.plans import SavedPlan, load_plans, save_plan
from ..text import say
from . import commands, messages
from .plan import HallUnit
from .prepare_view import build_prepare, build_rows
from .reporting import make_report
from .room_view import build_room
from .search import find_items
from .session import WorkshopSession
from .units import read_pasted_units
from .views import RoomScreen
from .wall import Address
from .workshops import PlanError, Workshops

logger = logging.getLogger(__name__)
_MESSAGES: TypeAdapter[messages.RoomMessage] = TypeAdapter(messages.RoomMessage)


class RoomMessageError(NeuGuongError):
    """The browser sent something that is no message to the control room."""

    code = "message"


def parse_room_message(raw: object) -> messages.RoomMessage:
    """The message, or RoomMessageError naming the first thing wrong with it."""
    try:
        return _MESSAGES.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise RoomMessageError(f"not a message: {first}") from None


class ControlRoom:
    """One for each page; not safe for threads."""

    def __init__(self, workshops: Workshops, *, home: Path, units: Sequence[HallUnit] = (), address: Address = str):
        """`home`: where plans are saved. `units`: the installation's, to start from."""
        self._workshops, self._home, self._address = workshops, home, address
        self._units = tuple(units)
        self._session: WorkshopSession | None = None
        self._seen: object = None
        self._view: RoomScreen = {"prepare": None, "room": None, "alarm": ""}
        self._refresh()

    def view(self) -> RoomScreen:
        """For the trainer's eyes: results once counted, and the key."""
        return self._view

    def content(self) -> dict[str, Any]:
        return {}

    def handle(self, raw: object) -> Sequence[Reply]:
        """Take one message of the browser; `view` may have changed."""
        try:
            replies = self._take(parse_room_message(raw))
        except StoreError as error:
            logger.error("control room: %s", error)
            self._seen = None
            replies = [_refused("workshop.not_stored")]
        except commands.StaleCommandError as error:
            replies = [_refused(f"errors.{error.code}", stale=True)]
        except NeuGuongError as error:
            logger.info("refused: %s", error)
            replies = [_refused(f"errors.{error.code}")]
        except OSError as error:
            logger.error("plan not saved: %s", error.strerror)
            replies = [_refused("workshop.plan_not_saved")]
        self._refresh()
        return replies

    def _take(self, message: messages.RoomMessage) -> list[Reply]:
        match message:
            case messages.Refresh():
                return []
            case messages.Begin():
                return self._begin(message)
            case messages.Enter(workshop=workshop):
                self._session = None if workshop is None else self._workshops.session(workshop)
            case messages.SavePlan():
                self._save(message)
            case messages.Find(text=text):
                pairs = find_items(self._workshops.pack, text)
                return [{"kind": "found", "text": text, "rows": build_rows(self._workshops.pack, pairs)}]
            case messages.Do():
                self._require().act(to_command(message), message.version)
            case messages.ByHand(counts=counts, version=version):
                self._require().count_by_hand(counts, version)
            case messages.ShowWord(number=number, shown=shown):
                self._require().show_word(number, shown=shown)
            case messages.Report(format=format):
                return [make_report(self._workshops, self._session, format)]
        return []

    def _begin(self, message: messages.Begin) -> list[Reply]:
        notes = read_pasted_units(message.units).notes
        self._session = self._workshops.session(self._workshops.begin(message))
        return [{"kind": "units", "notes": list(notes)}] if notes else []

    def _save(self, message: messages.SavePlan) -> None:
        title = " ".join(message.title.split())
        try:
            for item in message.items:
                self._workshops.pack.get_item(item)
        except UnknownItemError as error:
            raise PlanError(str(error)) from None
        if not title or not message.items:
            raise PlanError("a plan needs a title and items")
        save_plan(self._home, SavedPlan(title, tuple(message.items)))
        self._seen = None

    def _require(self) -> WorkshopSession:
        if self._session is None:
            raise commands.NotNowError("no workshop is open in this room")
        return self._session

    # --- what is shown

    def _refresh(self) -> None:
        """Read the board again; build the view only if something moved. A board that cannot be read leaves the last
        view, with the alarm."""
        try:
            view = self._read_room(self._session) if self._session is not None else self._read_prepare()
        except StoreError as error:
            logger.error("control room: %s", error)
            view, self._seen = {**self._view, "alarm": say("workshop.not_read")}, None
        self._view = view

    def _read_room(self, session: WorkshopSession) -> RoomScreen:
        session.refresh()
        members = session.fetch_members()
        workshops = self._workshops
        room = build_room(
            session.state, session.showing, session.fetch_words(), members, now=workshops.clock.now(),
            answered=session.count_answered(), address=self._address(), thresholds=workshops.thresholds,
        )  # fmt: skip
        return {"prepare": None, "room": room, "alarm": ""}

    def _read_prepare(self) -> RoomScreen:
        rows = self._workshops.list_rows()
        seen = ("prepare", tuple(rows))
        if seen == self._seen and self._view["prepare"] is not None:
            return {**self._view, "alarm": ""}
        plans = load_plans(self._home)
        prepare = build_prepare(self._workshops, rows, plans, self._units)
        self._seen = seen
        return {"prepare": prepare, "room": None, "alarm": ""}


def to_command(message: messages.Do) -> commands.Command:
    """The command that a message names; NotNowError if what it needs is missing."""
    match message.command:
        case "ask-item" if message.item:
            return commands.AskItem(message.item)
        case "ask-poll":
            return commands.AskPoll(message.question.strip(), tuple(one.strip() for one in message.options))
        case "ask-words":
            return commands.AskWords(message.question.strip())
        case "look-at":
            return commands.LookAt(message.turn)
        case "replan":
            return commands.Replan(tuple(message.items))
    if message.command not in _PLAIN:
        raise commands.NotNowError(f"{message.command} without what it is about")
    return _PLAIN[message.command]


_PLAIN: dict[str, commands.Command] = {
    "ask-next": commands.AskNext(), "skip": commands.Skip(), "close": commands.Close(), "reopen": commands.Reopen(),
    "count": commands.Count(), "ask-again": commands.AskAgain(), "show": commands.Show(), "explain": commands.Explain(),
    "extend": commands.Extend(), "pause": commands.Pause(), "resume": commands.Resume(), "end": commands.End(),
}  # fmt: skip


def _refused(key: str, *, stale: bool = False) -> Reply:
    return {"kind": "refused", "message": say(key), "stale": stale}
