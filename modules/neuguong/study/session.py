"""One learner at one lesson page: what is taken in, what is written to the log, what is shown next.

Knows nothing of widgets or kernels: `handle` takes what a browser sent and returns what to answer; `view` is the state
to show. Correctness is shown only after the log has taken the answer.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..clock import Clock
from ..errors import InvalidResponseError, NeuGuongError, StoreError, UnknownItemError
from ..items import Item, Pack, Presentation, present_item, response_to_json
from ..scoring import Outcome, parse_response, score_response
from ..store import ResponseLog, Statement
from ..text import say
from . import messages
from .feedback import build_feedback
from .identity import hash_token
from .progress import Progress, Result, plan_path
from .view import Shown, View, build_view

RETRY_AFTER_MS = 3000
"""How long the card waits before it sends an answer again that could not be stored."""

Reply = dict[str, object]
log_ = logging.getLogger(__name__)


@dataclass(frozen=True)
class Course:
    """What a session needs of the kit: content, log, time, the server's secret, and choices of whoever serves it."""

    pack: Pack
    log: ResponseLog
    clock: Clock
    secret: bytes
    app_version: str
    units: Sequence[str] = ()


class LearnerSession:
    """The path of whoever sits before one page. One per kernel; not safe for threads."""

    def __init__(self, course: Course, slug: str, *, new_id: Callable[[], uuid.UUID] = uuid.uuid4) -> None:
        self._course = course
        self._lesson = course.pack.get_lesson(slug)
        self._sensitive = course.pack.topics[self._lesson.topic].sensitive
        self._progress = Progress(plan_path(course.pack, slug))
        self._new_id = new_id
        self._token: str | None = None
        self._consent: bool | None = None
        self._unit: str | None = None
        self._shown: Presentation | None = None
        self._feedback: dict[str, object] | None = None
        self._again = False
        self._revision = 0
        self._acknowledged: dict[str, object] = {}
        self._open_next()

    def view(self) -> View:
        """The whole state to show; holds no key and no feedback of an item before its answer is stored."""
        return {
            "revision": self._revision,
            "ask_consent": self._consent is None,
            "units": [] if self._sensitive else list(self._course.units),
            "unit": self._unit,
            **build_view(
                Shown(self._course.pack, self._lesson, self._progress, self._shown, self._feedback, again=self._again)
            ),
        }

    # --- what the browser says

    def handle(self, raw: object) -> list[Reply]:
        """Take one message of the browser. Returns custom messages to send back; `view` may have changed."""
        try:
            message = messages.parse_message(raw)
            replies = self._take(message)
        except NeuGuongError as error:
            log_.info("refused: %s", error)
            return [_refused(error, raw)]
        self._revision += 1
        return replies

    def _take(self, message: messages.Message) -> list[Reply]:
        match message:
            case messages.Hello():
                return self._greet(message)
            case messages.Submit():
                return self._submit(message)
            case messages.Next():
                self._open_next(after=self._shown.item if self._shown else None)
            case messages.ShowSummary():
                self._shown = self._feedback = None
            case messages.OpenPart():
                self._progress.open_part(message.part)
                self._open_next()
            case messages.Again():
                self._show(self._progress.get_item(message.item), again=True)
            case messages.SetUnit():
                self._set_unit(message.unit)
            case messages.Consent():
                self._consent = message.value
                self._load_results()
        return []

    # --- greeting: a first visit, a reload, a page whose kernel or line was lost

    def _greet(self, hello: messages.Hello) -> list[Reply]:
        self._token, self._consent = hello.token, hello.consent
        self._set_unit(hello.unit if hello.unit in self._course.units else None)
        known = self._progress.items()
        self._progress.results = {
            one.item: Result(one.version, one.score, one.max_score, 1)
            for one in hello.local
            if one.item in known and one.version == known[one.item].version and 0 <= one.score <= one.max_score > 0
        }
        self._load_results()
        welcome: Reply = {"kind": "welcome"}
        if self._is_on_screen(hello):
            return [welcome]
        if hello.answered is not None and (told := self._read_on(hello.answered)):
            return [*told, welcome]
        if hello.part in [path.part.identifier for path in self._progress.paths]:
            self._progress.open_part(hello.part)
        if hello.summary:
            self._shown = self._feedback = None
            return [welcome]
        resumed = hello.attempt is not None and self._resume(hello.attempt)
        if not resumed and not self._shows_open_item():
            self._open_next()
        return [welcome]

    def _is_on_screen(self, hello: messages.Hello) -> bool:
        """Whether the page has come back to what this session shows: then a greeting changes nothing there."""
        if self._shown is None:
            return hello.summary
        return hello.attempt is not None and hello.attempt.attempt_id == self._shown.attempt_id

    def _read_on(self, answered: messages.Submit) -> list[Reply]:
        """Show again the explanation that was being read when a kernel died; nothing if that cannot be done.

        Of an answer that is stored for nobody, only the page still knows what it was. It is taken like any answer, and
        the log knows its attempt id already.
        """
        try:
            item = self._progress.get_item(answered.item)
            self._show(item, attempt_id=answered.attempt_id)
            return self._submit(answered)
        except (UnknownItemError, InvalidResponseError) as error:
            log_.info("an explanation cannot be shown again: %s", error)
            return []

    def _shows_open_item(self) -> bool:
        """Whether an unanswered item of the current part is on screen: then a greeting changes nothing there."""
        if self._shown is None or self._progress.current is None:
            return False
        item = self._shown.item
        return item in self._progress.current.items and not self._progress.is_answered(item)

    def _load_results(self) -> None:
        """Add what the log holds of this learner. A log that cannot be read costs the progress, not the lesson."""
        if self._actor is None:
            return
        try:
            latest = self._course.log.fetch_latest_by_item(self._actor)
        except StoreError as error:
            log_.warning("progress not read: %s", error)
            return
        items = self._progress.items()
        for item_id, statement in latest.items():
            if item_id not in items or statement.item_version != items[item_id].version:
                continue  # of another lesson, or what was asked has changed since: to be answered anew
            self._progress.results[item_id] = Result(
                statement.item_version,
                statement.score,
                statement.max_score,
                statement.attempt_number,
                statement.attempt_id,
            )

    def _resume(self, place: messages.AttemptPlace) -> bool:
        """Show again what was on screen before a reload; False where that makes no sense any more."""
        try:
            item = self._progress.get_item(place.item)
        except UnknownItemError:
            return False
        result = self._progress.results.get(item.identifier)
        if result is not None and result.attempt_id != place.attempt_id:
            if place.again:
                self._show(item, attempt_id=place.attempt_id, again=True)
            return place.again
        self._show(item, attempt_id=place.attempt_id)
        if result is not None and self._actor is not None:
            try:
                self._recall_feedback(item, self._actor)
            except (StoreError, InvalidResponseError, KeyError) as error:
                log_.warning("an explanation cannot be shown again: %s", type(error).__name__)
                return False
        return True

    def _recall_feedback(self, item: Item, actor: str) -> None:
        """The explanation of the stored answer to what is on screen."""
        statement = self._course.log.fetch_latest_by_item(actor)[item.identifier]
        response = parse_response(item, statement.response)
        outcome = Outcome(statement.score, statement.max_score, statement.chance)
        assert self._shown is not None
        self._feedback = build_feedback(self._course.pack, self._shown, response, outcome)

    # --- answering

    def _submit(self, message: messages.Submit) -> list[Reply]:
        item = self._progress.get_item(message.item)
        if message.version != item.version:
            raise OutdatedItemError(f"{item.identifier}: version {message.version}, now {item.version}")
        shown = present_item(item, attempt_id=message.attempt_id, secret=self._course.secret)
        response = parse_response(item, shown.response_from_tokens(message.response))
        outcome = score_response(item, response)
        given = response_to_json(response)
        if self._acknowledged.get(message.attempt_id, given) != given:
            raise InvalidResponseError(item.identifier, given, "the response that was stored under this attempt")
        statement = self._build_statement(message, shown, given, outcome)
        try:
            stored, _ = self._course.log.append_statement(statement, sensitive=self._sensitive)
        except StoreError as error:
            log_.error("not stored: %s", error)
            return [_not_stored(message, error)]
        self._acknowledged[message.attempt_id] = given
        self._progress.results[item.identifier] = Result(
            item.version, outcome.score, outcome.max_score, stored.attempt_number, message.attempt_id
        )
        if self._shown is not None and self._shown.attempt_id == message.attempt_id:
            self._feedback = build_feedback(self._course.pack, shown, response, outcome)
        return [_stored(message, outcome)]

    def _build_statement(
        self, message: messages.Submit, shown: Presentation, response: object, outcome: Outcome
    ) -> Statement:
        item = shown.item
        scenario = self._progress.scenario_of(item)
        earlier = self._progress.results.get(item.identifier)
        repeated = earlier is not None and earlier.attempt_id == message.attempt_id
        return Statement(
            attempt_id=message.attempt_id,
            timestamp=self._course.clock.now() - timedelta(milliseconds=message.age_ms),
            stored=None,
            context="study",
            context_id=None,
            round=None,
            topic=scenario.topic,
            scenario_id=scenario.identifier,
            item_id=item.identifier,
            item_version=item.version,
            content_revision=self._course.pack.revision,
            interaction=item.interaction.kind.value,
            response=response,
            presented_order=shown.order,
            score=outcome.score,
            max_score=outcome.max_score,
            chance=outcome.chance,
            duration_ms=message.duration_ms,
            confidence=message.confidence,
            attempt_number=1 if earlier is None else earlier.attempt_number + (not repeated),
            app_version=self._course.app_version,
            actor=None if self._sensitive else self._actor,
            unit=None if self._sensitive else self._unit,
        )

    # --- who the learner is, and what is shown next

    @property
    def _actor(self) -> str | None:
        """Keyed hash of the learner's token; None before consent and on sensitive topics."""
        if self._token is None or not self._consent or self._sensitive:
            return None
        return hash_token(self._token, secret=self._course.secret)

    def _set_unit(self, unit: str | None) -> None:
        if unit is not None and unit not in self._course.units:
            raise UnknownItemError(f"no unit {unit[:40]!r}")
        self._unit = unit

    def _open_next(self, *, after: Item | None = None) -> None:
        """Show the next unanswered item of the part; the summary if none is left."""
        item = self._progress.find_next_item(after=after)
        if item is not None:
            self._show(item)
        else:
            self._shown = self._feedback = None

    def _show(self, item: Item, *, attempt_id: str | None = None, again: bool = False) -> None:
        self._progress.enter(item)
        self._again = again
        self._feedback = None
        self._shown = present_item(item, attempt_id=attempt_id or str(self._new_id()), secret=self._course.secret)


class OutdatedItemError(InvalidResponseError):
    """The answer is to an older version of the item than the pack now holds."""

    code = "outdated-item"

    def __init__(self, message: str) -> None:
        NeuGuongError.__init__(self, message)


def _stored(message: messages.Submit, outcome: Outcome) -> Reply:
    local = {
        "item": message.item,
        "version": message.version,
        "score": outcome.score,
        "max_score": outcome.max_score,
    }
    return {"kind": "stored", "attempt_id": message.attempt_id, "local": local}


def _not_stored(message: messages.Submit, error: StoreError) -> Reply:
    return {
        "kind": "not_stored",
        "attempt_id": message.attempt_id,
        "message": say(f"errors.{error.code}"),
        "retry_after_ms": RETRY_AFTER_MS,
    }


def _refused(error: NeuGuongError, raw: object) -> Reply:
    attempt_id = raw.get("attempt_id") if isinstance(raw, dict) else None
    return {
        "kind": "refused",
        "attempt_id": attempt_id if isinstance(attempt_id, str) and len(attempt_id) <= 64 else None,
        "message": say(f"errors.{error.code}"),
    }
