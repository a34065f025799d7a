"""One learner at one lesson page: what is taken in, what is shown next.

Knows nothing of widgets, kernels or rows: `handle` takes what a browser sent and returns what to answer; `view` is the
state to show. Correctness is shown only after the log has taken the answer.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ..addresses import REVIEW_SLUG
from ..errors import InvalidResponseError, NeuGuongError, StoreError, UnknownItemError
from ..items import Item, present_item
from ..store import ErasedActorError, Statement
from ..text import say
from . import messages
from .answering import CERTAIN, Answered, explain_answer, read_answer, store_answer
from .course import Course
from .history import History, local_date
from .identity import Learner
from .progress import PartPath, Progress, Result, plan_path
from .review import plan_days, plan_review, review_lesson
from .view import OnScreen, Shown, build_content, build_view

RETRY_AFTER_MS = 3000
"""How long the card waits before it sends an answer again that could not be stored."""

logger = logging.getLogger(__name__)


class LearnerSession:
    """The path of whoever sits before one page: a `Conversation`. Not safe for threads."""

    def __init__(self, course: Course, slug: str, *, new_id: Callable[[], uuid.UUID] = uuid.uuid4) -> None:
        """A lesson, or the review (`REVIEW_SLUG`), which is planned anew at each greeting."""
        self._course = course
        self._reviews = slug == REVIEW_SLUG
        self._lesson = review_lesson() if self._reviews else course.pack.get_lesson(slug)
        self._history, self._days = History(), dict[str, date]()
        self._progress = Progress(self._plan() if self._reviews else plan_path(course.pack, slug))
        self._new_id = new_id
        self._learner = Learner()
        self._local: tuple[messages.LocalResult, ...] = ()
        """What the browser remembers by itself, as it told."""
        self._on_screen: OnScreen | None = None
        self._given: dict[tuple[str, int], str] = {}
        """The attempt id of this page's first answer to each item: no greeting makes another one the first."""
        self._revision = 0
        self._open_next()

    def view(self) -> messages.LessonView:
        """The whole state to show; holds no key and no feedback of an item before its answer is stored."""
        return build_view(self._state(), revision=self._revision)

    def content(self) -> messages.LessonContent:
        """What does not change while the page is open."""
        return build_content(self._state(), self._course.units)

    def _state(self) -> Shown:
        return Shown(
            self._course.pack, self._lesson, self._progress, self._learner, self._on_screen, self._days, self._today
        )

    @property
    def _today(self) -> date:
        return local_date(self._course.clock.now())

    def _plan(self) -> list[PartPath]:
        return plan_review(self._course.pack, self._history, today=self._today)

    # --- what the browser says

    def handle(self, raw: object) -> list[messages.Reply]:
        """Take one message of the browser. Returns what to send back; `view` may have changed."""
        try:
            replies = self._take(messages.parse_message(raw))
        except ErasedActorError as error:
            logger.info("refused: %s", error)
            replies = self._forget()
        except NeuGuongError as error:
            logger.info("refused: %s", error)
            return [_refused(error, raw)]
        self._revision += 1
        return replies

    def _take(self, message: messages.Message) -> list[messages.Reply]:
        match message:
            case messages.Hello():
                return self._greet(message)
            case messages.Submit():
                return self._submit(message)
            case messages.Next():
                self._open_next(after=self._on_screen.item if self._on_screen else None)
            case messages.ShowSummary():
                self._on_screen = None
            case messages.OpenPart():
                self._progress.open_part(message.part)
                self._open_next()
            case messages.Again():
                self._show(self._progress.get_item(message.item), again=True)
            case messages.SetUnit():
                self._set_unit(message.unit)
            case messages.Consent():
                self._learner = replace(self._learner, consent=message.value)
                self._load_results()
        return []

    # --- greeting: a first visit, a reload, a page whose host or line was lost

    def _greet(self, hello: messages.Hello) -> list[messages.Reply]:
        unit = hello.unit if hello.unit in self._course.units else None
        is_new = self._learner.token != hello.token
        if is_new and self._learner.token is not None:
            self._on_screen = None  # what was shown was somebody else's
        self._learner, self._local = Learner(hello.token, hello.consent, unit), tuple(hello.local)
        if not self._reviews:
            known = self._progress.items()
            self._progress.results = {
                one.item: Result(one.score, one.max_score)
                for one in hello.local
                if one.item in known and one.version == known[one.item].version and 0 <= one.score <= one.max_score > 0
            }
        self._load_results()
        if self._reviews and is_new:
            self._progress.results = {}
            self._progress.plan(self._plan())
        welcome: messages.Welcome = {"kind": "welcome"}
        if self._is_on_screen(hello):
            return [welcome]
        if hello.answered is not None and (told := self._read_on(hello.answered)):
            return [*told, welcome]
        if hello.part in [path.part.identifier for path in self._progress.paths]:
            self._progress.open_part(hello.part)
        if hello.summary:
            self._on_screen = None
            return [welcome]
        resumed = hello.attempt is not None and self._resume(hello.attempt)
        if not resumed and not self._shows_open_item():
            self._open_next()
        return [welcome]

    def _is_on_screen(self, hello: messages.Hello) -> bool:
        """Whether the page has come back to what this session shows: then a greeting changes nothing there."""
        if self._on_screen is None:
            return hello.summary
        return hello.attempt is not None and hello.attempt.attempt_id == self._on_screen.attempt_id

    def _read_on(self, answered: messages.Submit) -> list[messages.Reply]:
        """Show again the explanation that was being read when its host died; nothing if that cannot be done.

        Of an answer that is stored for nobody, only the page still knows what it was. It is taken like any answer, and
        the log knows its attempt id already.
        """
        try:
            item = self._progress.get_item(answered.item)
            self._show(item, attempt_id=answered.attempt_id)
            return self._submit(answered)
        except (UnknownItemError, InvalidResponseError) as error:
            logger.info("an explanation cannot be shown again: %s", error)
            return []

    def _shows_open_item(self) -> bool:
        """Whether an unanswered item of the current part is on screen: then a greeting changes nothing there."""
        if self._on_screen is None or self._progress.current is None:
            return False
        item = self._on_screen.item
        return item in self._progress.current.items and not self._progress.is_answered(item)

    def _load_results(self) -> None:
        """Add what the log holds of this learner. A log that cannot be read costs the progress, not the lesson.

        ErasedActorError if the learner had everything deleted.
        """
        statements: list[Statement] = []
        latest: dict[str, Statement] = {}
        actor = self._actor
        try:
            if actor is not None:
                if self._course.log.is_erased(actor):
                    raise ErasedActorError("a page came back with the token of somebody who was erased")
                statements = list(self._course.log.fetch_statements(actor=actor))
                latest = {} if self._reviews else self._course.log.fetch_latest_by_item(actor)
        except StoreError as error:
            logger.warning("progress not read: %s", error)
        self._remember(statements)
        items = self._progress.items()
        for item_id, statement in latest.items():
            # Of another lesson, or of what was asked before it changed: to be answered anew.
            if item_id in items and statement.item_version == items[item_id].version:
                self._progress.results[item_id] = Result(statement.score, statement.max_score, statement.attempt_id)

    def _remember(self, statements: Sequence[Statement]) -> None:
        """Begin the history anew, from the log and from what the browser told."""
        self._history = History.of(statements, self._local, now=self._course.clock.now())
        self._plan_days()

    def _plan_days(self) -> None:
        self._days = dict(plan_days(self._course.pack, self._history, today=self._today))

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
        if result is not None and (actor := self._actor) is not None:
            try:
                latest = self._course.log.fetch_latest_by_item(actor)[item.identifier]
                self._show_feedback(read_answer(item, latest), certainty=latest.confidence)
            except (StoreError, InvalidResponseError, KeyError) as error:
                logger.warning("an explanation cannot be shown again: %s", type(error).__name__)
                return False
        return True

    # --- answering

    def _submit(self, message: messages.Submit) -> list[messages.Reply]:
        item = self._progress.get_item(message.item)
        earlier = self._progress.results.get(item.identifier)
        first = self._given.get((item.identifier, item.version), message.attempt_id)
        repeated = first != message.attempt_id or (earlier is not None and earlier.attempt_id != message.attempt_id)
        try:
            answered = store_answer(
                self._course, self._progress.scenario_of(item), item, message, self._learner, repeated=repeated
            )
        except StoreError as error:
            logger.error("not stored: %s", error)
            return [_not_stored(message, error)]
        result = Result(answered.outcome.score, answered.outcome.max_score, message.attempt_id)
        self._progress.results[item.identifier] = result
        self._given.setdefault((item.identifier, item.version), message.attempt_id)
        if earlier is None or earlier.attempt_id != message.attempt_id:
            sure = message.confidence == CERTAIN
            self._history.add(item.identifier, at=self._course.clock.now(), right=result.is_full, sure=sure)
            self._plan_days()
        if self._on_screen is not None and self._on_screen.attempt_id == message.attempt_id:
            self._show_feedback(answered, certainty=message.confidence)
        return [_stored(message, answered, self._today)]

    # --- who the learner is, and what is shown next

    @property
    def _actor(self) -> str | None:
        return self._learner.actor(self._course.secret)

    def _set_unit(self, unit: str | None) -> None:
        if unit is not None and unit not in self._course.units:
            raise UnknownItemError(f"no unit {unit[:40]!r}")
        self._learner = replace(self._learner, unit=unit)

    def _forget(self) -> list[messages.Reply]:
        """Begin anew: whoever was here had everything deleted, on this page or another."""
        self._learner, self._progress.results = Learner(), {}
        self._local = ()
        self._remember([])
        self._open_next()
        return [{"kind": "erased"}]

    def _open_next(self, *, after: Item | None = None) -> None:
        """Show the next unanswered item of the part; the summary if none is left."""
        item = self._progress.find_next_item(after=after)
        if item is not None:
            self._show(item)
        else:
            self._on_screen = None

    def _show(self, item: Item, *, attempt_id: str | None = None, again: bool = False) -> None:
        self._progress.enter(item)
        attempt_id = attempt_id or str(self._new_id())
        shown = present_item(item, seed=attempt_id, secret=self._course.secret)
        self._on_screen = OnScreen(attempt_id, shown, again)

    def _show_feedback(self, answered: Answered, *, certainty: int | None) -> None:
        assert self._on_screen is not None
        told = explain_answer(self._course, answered, certainty=certainty)
        self._on_screen = replace(self._on_screen, presentation=answered.shown, feedback=told)


def _stored(message: messages.Submit, answered: Answered, today: date) -> messages.Stored:
    local: messages.LocalRow = {
        "item": message.item,
        "version": message.version,
        "score": answered.outcome.score,
        "max_score": answered.outcome.max_score,
        "day": today.isoformat(),
        "sure": message.confidence == CERTAIN,
    }
    return {"kind": "stored", "attempt_id": message.attempt_id, "linked": answered.is_linked, "local": local}


def _not_stored(message: messages.Submit, error: StoreError) -> messages.NotStored:
    return {
        "kind": "not_stored",
        "attempt_id": message.attempt_id,
        "message": say(f"errors.{error.code}"),
        "retry_after_ms": RETRY_AFTER_MS,
    }


def _refused(error: NeuGuongError, raw: object) -> messages.Refused:
    attempt_id = raw.get("attempt_id") if isinstance(raw, dict) else None
    return {
        "kind": "refused",
        "attempt_id": attempt_id if isinstance(attempt_id, str) and len(attempt_id) <= 64 else None,
        "message": say(f"errors.{error.code}"),
    }
