"""The board as one trainer sees it: what is chosen, what is shown, what may be taken away as a file.

Knows nothing of widgets or kernels: `handle` takes what a browser sent and returns what to answer; `view` and
`content` are the state to show. What may be shown is decided by `neuguong.disclosure`, and nowhere else.
"""

import logging
from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ..clock import LOCAL_ZONE, Clock
from ..disclosure import SENSITIVE_STEP, group_size, publish_new
from ..disclosure.sessions import ListSessions, Session, no_sessions
from ..errors import NeuGuongError, StoreError
from ..items import Pack
from ..store import GROUP_MINIMUM, ResponseLog, check_group_minimum
from ..text import say
from . import wire
from .findings import TopicFindings, find_topic
from .periods import Period
from .picture import Picture, State, read_picture, read_released
from .tables import Scope, build_tables
from .view import build_content, build_items, build_parts, build_rows

FILE_BYTES_MAX = 1_000_000
"""Longest file, in base64 characters: it travels over the page's one connection."""
TRY_EVERY = timedelta(seconds=5)
"""How long it stands whether answers can be stored. To find out takes the log's lock and writes a file, and waits where
others write: more often, many boards would be in the way of the answers, and each in its trainer's."""
MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv;charset=utf-8"}

logger = logging.getLogger(__name__)


class TrainerBoard:
    """One trainer's board. One per kernel; not safe for threads."""

    def __init__(
        self,
        pack: Pack,
        log: ResponseLog,
        *,
        clock: Clock,
        units: Sequence[str] = (),
        sessions: ListSessions = no_sessions,
        group_minimum: int = GROUP_MINIMUM,
    ) -> None:
        """ValueError if `group_minimum` is below `GROUP_FLOOR`."""
        check_group_minimum(group_minimum)
        self._pack, self._log, self._clock = pack, log, clock
        self._units, self._minimum = tuple(units), group_minimum
        self._list_sessions, self._sessions = sessions, tuple[Session, ...]()
        self._session: Session | None = None
        self._period: Period = "all"
        self._unit: str | None = None
        self._topic = next(iter(pack.topics))
        self._opened: set[str] = set()
        self._seen: tuple[str, date] | None = None
        self._told: object = None
        self._alarm = ""
        self._tried_at: datetime | None = None
        self._content = self._build_content()
        self._view = self._unread()
        self._refresh()

    # --- what the browser says

    def handle(self, raw: object) -> list[wire.Reply]:
        """Take one message of the browser. Returns custom messages to send back; `view` may have changed."""
        try:
            message = wire.parse_message(raw)
            match message:
                case wire.Choose():
                    self._choose(message)
                case wire.ShowKey():
                    self._show_key(message)
                case wire.Export():
                    return [self._export(message.format)]
            self._refresh()
        except StoreError as error:
            logger.error("totals not read: %s", error)
            return [{"kind": "refused", "message": say("board.not_read")}]
        except NeuGuongError as error:
            logger.info("refused: %s", error)
            return [{"kind": "refused", "message": say(f"errors.{error.code}")}]
        return []

    def _choose(self, message: wire.Choose) -> None:
        if message.topic not in self._pack.topics:
            raise wire.BoardMessageError(f"no topic {message.topic[:40]!r}")
        if message.unit is not None and message.unit not in self._units:
            raise wire.BoardMessageError(f"no unit {message.unit[:40]!r}")
        if message.topic != self._topic:
            self._opened.clear()
        self._session = self._find_session(message.session)
        self._period, self._unit, self._topic = message.period, message.unit, message.topic
        self._content = self._build_content()
        self._forget()

    def _find_session(self, identifier: str | None) -> Session | None:
        if identifier is None:
            return None
        self._look_for_sessions()
        found = next((one for one in self._sessions if one.identifier == identifier), None)
        if found is None:
            raise wire.BoardMessageError(f"no session {identifier[:40]!r}")
        return found

    def _look_for_sessions(self) -> None:
        """One that has ended meanwhile can be chosen; the chosen one stays even when it is of long ago."""
        listed = tuple(self._list_sessions())
        if listed != self._sessions:
            self._sessions = listed
            self._content = self._build_content()

    def _show_key(self, message: wire.ShowKey) -> None:
        if message.item not in (item["id"] for scenario in self._content["scenarios"] for item in scenario["items"]):
            raise wire.BoardMessageError(f"no item {message.item[:40]!r} in this topic")
        (self._opened.add if message.shown else self._opened.discard)(message.item)
        self._forget()

    # --- what the browser may see

    def view(self) -> wire.View:
        """Everything that changes: the choice, the counters, the numbers. Holds nothing of a group too small, and no
        key but those that were asked for."""
        return self._view

    def content(self) -> wire.Content:
        """Everything that does not: what can be chosen, and the chosen topic's questions, without keys."""
        return self._content

    @property
    def _is_sensitive(self) -> bool:
        return self._pack.topics[self._topic].sensitive

    @property
    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_ZONE).date()

    def _build_content(self) -> wire.Content:
        return build_content(self._pack, self._topic, units=self._units, sessions=self._sessions)

    def _refresh(self) -> None:
        """Build the view again if the log, the day or the choice has changed. A log that cannot be read leaves the last
        numbers; one that cannot be written raises the alarm for as long as it lasts."""
        self._try_log()
        try:
            self._look_for_sessions()
            seen = (self._log.fetch_mark(), self._today)
            if seen == self._seen:
                return
            news = self._find_news()
            if news is None or news != self._told:
                self._view = self._read_view()
            self._seen, self._told = seen, news
        except StoreError as error:
            logger.error("totals not read: %s", error)
            kept = self._view if self._is_of_this_choice() else self._unread()
            self._view = {**kept, "note": say("board.not_read"), "stale": True}
            self._forget()

    def _find_news(self) -> object:
        """After publishing what can be: another value where something else is to be told of the present choice; None
        where that is not known before it is read."""
        if self._is_sensitive or self._session is not None:
            return None
        return self._publish(), self._today

    def _publish(self) -> int:
        return publish_new(self._log, now=self._clock.now(), minimum=self._minimum)

    def _forget(self) -> None:
        """What is shown is to be read again."""
        self._seen = self._told = None

    def _try_log(self) -> None:
        """Raise or end the alarm, unless that was lately looked into; a clock that was put back counts as long ago."""
        now = self._clock.now()
        if self._tried_at is not None and timedelta() <= now - self._tried_at < TRY_EVERY:
            return
        alarm = ""
        try:
            self._log.try_writing()
        except StoreError as error:
            alarm = say("board.not_stored", why=say(f"faults.{error.code}"))
        self._tried_at = self._clock.now()
        if alarm != self._alarm:
            self._alarm = alarm
            self._view = {**self._view, "alarm": alarm}

    def _is_of_this_choice(self) -> bool:
        shown = (self._view["period"], self._view["session"], self._view["unit"], self._view["topic"])
        session = None if self._session is None else self._session.identifier
        return shown == (self._period, session, self._unit, self._topic)

    def _unread(self) -> wire.View:
        """The present choice, and no number at all."""
        return {
            "state": "unread",
            "period": self._period,
            "session": None if self._session is None else self._session.identifier,
            "unit": self._unit,
            "topic": self._topic,
            "sensitive": self._is_sensitive,
            "stale": False,
            "alarm": self._alarm,
            "answers": None,
            "people": None,
            "note": "",
            "rows": [],
            "parts": [],
            "items": [],
        }

    def _read_view(self) -> wire.View:
        if self._is_sensitive:
            findings = self._find_sensitive(self._topic)
            told = [one.distribution.n for one in findings.items if one.distribution is not None]
            answers, people = sum(told) or None, None
            state: State = "shown" if answers else "few"
            note = say(f"board.sensitive_{'note' if self._session is None else 'session'}", step=SENSITIVE_STEP)
        else:
            picture = self._read_picture()
            findings = self._find_ordinary(self._topic, picture)
            state, answers, people, note = picture.state, picture.answers, picture.people, self._note(picture)
        return {
            **self._unread(),
            "state": state,
            "answers": answers,
            "people": people,
            "note": note,
            "rows": build_rows(self._pack, findings),
            "parts": build_parts(findings),
            "items": build_items(findings, opened=self._opened),
        }

    def _note(self, picture: Picture) -> str:
        if picture.state == "shown":
            return ""
        if self._session is not None:
            return say("board.few_session_note")
        return say("board.few_unit_note" if self._unit else "board.few_note", size=group_size(self._minimum))

    def _read_picture(self) -> Picture:
        if self._session is not None:
            sensitive = {item.identifier for one, item in self._pack.live_items() if self._pack.is_sensitive(one)}
            return Picture({key: counts for key, counts in self._session.totals.items() if key[0] not in sensitive})
        return read_picture(self._log, period=self._period, unit=self._unit, now=self._clock.now())

    def _find_ordinary(self, topic: str, picture: Picture) -> TopicFindings:
        return find_topic(self._pack, topic, totals=picture.totals, minimum=self._minimum)

    def _find_sensitive(self, topic: str) -> TopicFindings:
        totals = read_released(self._log, self._pack) if self._session is None else self._session.totals
        return find_topic(self._pack, topic, totals=totals, minimum=self._minimum)

    # --- what may be taken away

    def _scope(self) -> Scope:
        if self._session is not None:
            return Scope(self._session.label, say("board.unit_all"), is_session=True)
        return Scope(say(f"board.period_{self._period}"), self._unit or say("board.unit_all"))

    def _export(self, format: wire.FileFormat) -> wire.Reply:
        """The totals of all topics as a file in base64: ordinary ones as chosen, sensitive ones whole."""
        from ..interchange.table_files import export_tables  # openpyxl: only where a file is asked for

        self._publish()
        picture = self._read_picture()
        findings = [
            self._find_sensitive(name) if topic.sensitive else self._find_ordinary(name, picture)
            for name, topic in self._pack.topics.items()
        ]
        tables = build_tables(
            self._pack, findings, scope=self._scope(), picture=picture, minimum=self._minimum,
            moment=self._clock.now().astimezone(LOCAL_ZONE),
        )  # fmt: skip
        data = b64encode(export_tables(tables, format)).decode()
        if len(data) > FILE_BYTES_MAX:
            logger.error("the export has %d characters; allowed: %d", len(data), FILE_BYTES_MAX)
            return {"kind": "refused", "message": say("board.file_too_large")}
        name = f"neuguong-tong-hop-{self._today:%Y-%m-%d}.{format}"
        return {"kind": "file", "name": name, "mime": MIME[format], "data": data}
