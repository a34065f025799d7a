"""One learner at one lesson page: what is taken in, and what is answered.

Knows nothing of widgets, kernels or rows: `handle` takes what a browser sent and returns what to answer; `view` is the
state to show. Correctness is shown only after the log has taken the answer.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..addresses import REVIEW_SLUG
from ..errors import NeuGuongError, StoreError, UnknownItemError
from ..items import Item, Presentation, present_item
from ..store import ErasedActorError
from . import messages, replies
from .answering import Answered, explain_answer, read_proven, store_answer
from .case_walk import CaseWalk, Taken
from .course import Course
from .debrief import tell_decision
from .history import local_date
from .identity import Learner
from .parallel import choose_parallel, is_wrong, restore_parallel
from .path import OnScreen, Path
from .place import is_on_screen, open_place
from .progress import PartPath, Progress, Result, plan_path
from .proof import prove_answer
from .record import Record
from .review import plan_review, review_lesson
from .shapes import DecisionView, FeedbackView, LessonContent, LessonView
from .view import Shown, build_content, build_view

logger = logging.getLogger(__name__)


class LearnerSession:
    """What whoever sits before one page says, and what is answered: a `Conversation`. Not safe for threads."""

    def __init__(self, course: Course, slug: str, *, new_id: Callable[[], uuid.UUID] = uuid.uuid4) -> None:
        """A lesson, or the review (`REVIEW_SLUG`), which is planned anew at each greeting."""
        self._course = course
        self._reviews = slug == REVIEW_SLUG
        self._lesson = review_lesson() if self._reviews else course.pack.get_lesson(slug)
        self._learner = Learner()
        self._local: tuple[messages.LocalResult, ...] = ()
        """What the browser remembers by itself: as it told, and what it was told to since."""
        self._record = Record(course)
        self._given: dict[tuple[str, int], str] = {}
        """The attempt id of this page's first answer to each item: no greeting makes another one the first."""
        self._revision = 0
        self._progress = Progress(self._plan() if self._reviews else plan_path(course.pack, slug))
        self._path = Path(self._progress, present=self._present, recall=self._recall, new_id=new_id)

    def view(self) -> LessonView:
        """The whole state to show; holds no key and no feedback of an item before its answer is stored."""
        return build_view(self._state(), revision=self._revision)

    def content(self) -> LessonContent:
        """What does not change while the page is open."""
        return build_content(self._state(), self._course.units)

    def _state(self) -> Shown:
        record = self._record
        return Shown(
            self._course.pack, self._lesson, self._path, self._learner, record.days, record.mastery, record.today
        )

    def _plan(self) -> list[PartPath]:
        return plan_review(self._course.pack, self._record.history, today=self._record.today)

    def _present(self, item: Item, attempt_id: str) -> Presentation:
        return present_item(item, seed=attempt_id, secret=self._course.secret)

    # --- what the browser says

    def handle(self, raw: object) -> list[messages.Reply]:
        """Take one message of the browser. Returns what to send back; `view` may have changed."""
        try:
            told = self._take(messages.parse_message(raw))
        except ErasedActorError as error:
            logger.info("refused: %s", error)
            told = self._forget()
        except NeuGuongError as error:
            logger.info("refused: %s", error)
            return [replies.refuse(error, raw)]
        self._revision += 1
        return told

    def _take(self, message: messages.Message) -> list[messages.Reply]:
        match message:
            case messages.Hello():
                return self._greet(message)
            case messages.Submit():
                return self._submit(message)
            case messages.SetUnit():
                self._set_unit(message.unit)
            case messages.Consent():
                self._learner = replace(self._learner, consent=message.value)
                self._load_results()
            case _:
                self._walk(message)
        return []

    def _walk(self, message: messages.Step) -> None:
        match message:
            case messages.Next():
                if message.screen in (None, self._path.screen):
                    self._path.go_on()
            case messages.Back():
                self._path.go_back()
            case messages.ShowContents():
                if not self._reviews:
                    self._path.open_contents()
            case messages.ShowSummary():
                self._path.open_summary()
            case messages.OpenPart():
                self._path.open_part(message.part)
            case messages.Again():
                item = self._progress.get_item(message.item)
                walk = self._progress.find_walk(item)
                self._path.show(walk.start if walk else item, again=True)

    # --- greeting: a first visit, a reload, a page whose host or line was lost

    def _greet(self, hello: messages.Hello) -> list[messages.Reply]:
        is_new = self._learner.token != hello.token
        self._take_identity(hello, is_new=is_new)
        self._load_results()
        if self._reviews and is_new:
            self._progress.results = {}
            self._progress.plan(self._plan())
        welcome: messages.Welcome = {"kind": "welcome"}
        if is_on_screen(self._path, hello):
            return [welcome]
        if hello.answered is None or not self._read_on(hello.answered):
            open_place(self._path, hello, recall=self._recall, has_contents=not self._reviews)
        return [welcome]

    def _take_identity(self, hello: messages.Hello, *, is_new: bool) -> None:
        """Who sits here, and what their browser remembers by itself."""
        if is_new and self._learner.token is not None:
            self._progress.forget()
            self._path.forget()  # what was shown was somebody else's
        unit = hello.unit if hello.unit in self._course.units else None
        self._learner, self._local = Learner(hello.token, hello.consent, unit), tuple(hello.local)
        if self._reviews:
            return
        known = self._progress.items()
        self._progress.results = {
            one.item: Result(one.score, one.max_score, one.attempt_id)
            for one in hello.local
            if one.item in known and one.version == known[one.item].version and 0 <= one.score <= one.max_score > 0
        }
        if is_new:
            self._restore_parallels(hello.parallels)

    def _read_on(self, answered: messages.Submit) -> bool:
        """Show again the explanation that was being read when its host died; False if that cannot be done.

        Of an answer that is stored for nobody, only the page still knows what it was.
        """
        item = self._progress.find_item(answered.item)
        known = read_proven(item, answered, secret=self._course.secret) if item else None
        if item is None or known is None:
            return False
        walk = self._progress.find_walk(item)
        if walk is not None and not walk.accepts(item, known.attempt_id):
            return False
        self._path.show(item, attempt_id=known.attempt_id)
        self._take_as_answered(known, certainty=answered.confidence)
        return True

    def _load_results(self) -> None:
        """Add what the log holds of this learner."""
        self._record.load(self._actor, self._local)
        if self._reviews:
            return
        items = self._progress.items()
        for item_id, statement in self._record.latest.items():
            # Of another lesson, or of what was asked before it changed: to be answered anew.
            if item_id in items and statement.item_version == items[item_id].version:
                self._progress.results[item_id] = Result(statement.score, statement.max_score, statement.attempt_id)
        for walk in self._progress.walks.values():
            walk.restore(self._record.decisions_in(walk.scenario))

    # --- answering

    def _submit(self, message: messages.Submit) -> list[messages.Reply]:
        item = self._progress.get_item(message.item)
        walk = self._progress.find_walk(item)
        if walk is not None and not walk.accepts(item, message.attempt_id):
            raise UnknownItemError(f"no way leads to {item.identifier} yet")
        earlier = self._progress.results.get(item.identifier)
        first = self._given.get((item.identifier, item.version), message.attempt_id)
        repeated = first != message.attempt_id or (earlier is not None and earlier.attempt_id != message.attempt_id)
        scenario = self._progress.scenario_of(item)
        try:
            answered = store_answer(self._course, scenario, item, message, self._learner, repeated=repeated)
        except StoreError as error:
            logger.error("not stored: %s", error)
            return [replies.tell_not_stored(message, error)]
        self._given.setdefault((item.identifier, item.version), message.attempt_id)
        at = self._record.moment_of(message.age_ms)
        sensitive = self._course.pack.is_sensitive(scenario)
        told = replies.tell_stored(message, answered, local_date(at), sensitive=sensitive, secret=self._course.secret)
        if earlier is None or earlier.attempt_id != message.attempt_id:
            self._record.add(item, answered, at=at, certainty=message.confidence)
            self._local += (messages.LocalResult.model_validate(told["local"]),)
            self._ask_in_parallel(item, answered)
        self._take_as_answered(answered, certainty=message.confidence)
        return [told]

    def _take_as_answered(self, answered: Answered, *, certainty: int | None) -> None:
        """Note what is stored, and explain it if it is on screen."""
        item, outcome = answered.shown.item, answered.outcome
        self._progress.record(item, Result(outcome.score, outcome.max_score, answered.attempt_id))
        walk = self._progress.find_walk(item)
        if walk is not None:
            walk.take(item, Taken(answered.response, answered.attempt_id))
        on_screen = self._path.on_screen
        if on_screen is not None and on_screen.attempt_id == answered.attempt_id:
            self._path.tell(answered.shown, self._explain(answered, certainty=certainty))

    def _explain(self, answered: Answered, *, certainty: int | None) -> FeedbackView | DecisionView:
        shown = answered.shown
        walk = self._progress.find_walk(shown.item)
        if walk is None:
            return explain_answer(self._course, answered, certainty=certainty)
        return self._tell_decision(walk, shown, Taken(answered.response, answered.attempt_id), certainty=certainty)

    def _tell_decision(
        self, walk: CaseWalk, shown: Presentation, taken: Taken, *, certainty: int | None
    ) -> DecisionView:
        secret = self._course.secret
        return tell_decision(
            self._course.pack,
            walk,
            shown.item,
            response=shown.token_of(taken.choice),
            confidence=certainty,
            proof=prove_answer(shown, taken.choice, attempt_id=taken.attempt_id, secret=secret),
        )

    def _recall(self, item: Item) -> OnScreen | None:
        """What was told of an answer before this page; of a decision in a branching case, by the way taken."""
        walk = self._progress.find_walk(item)
        if walk is None:
            return self._record.recall(item)
        taken = walk.taken.get(item.identifier)
        if taken is None:
            return None
        shown = self._present(item, taken.attempt_id)
        return OnScreen(taken.attempt_id, shown, feedback=self._tell_decision(walk, shown, taken, certainty=None))

    def _ask_in_parallel(self, item: Item, answered: Answered) -> None:
        """Have a wrong answer to one of the lesson's own items followed by another item later in its part, once; what
        was itself asked in parallel is not chased further."""
        progress = self._progress
        asked = any(one.of == item.identifier for one in progress.parallels)
        if self._reviews or asked or progress.find_parallel(item) or not is_wrong(item, answered.outcome.score):
            return
        if not item.stands_alone:
            return  # the case itself leads to what has to be mended, and tells of it at its end
        path = next(path for path in progress.paths if item in path.items)
        besides = {step.identifier for step in progress.steps(path)}
        history, today = self._record.history, self._record.today
        chosen = choose_parallel(self._course.pack, item, besides=besides, history=history, today=today)
        if chosen is not None:
            progress.parallels.append(chosen)

    def _restore_parallels(self, told: Sequence[messages.AskedParallel]) -> None:
        """Ask what the browser says it was asked in parallel before."""
        progress = self._progress
        for one in told:
            path = next((path for path in progress.paths for item in path.items if item.identifier == one.of), None)
            if path is None or any(known.of == one.of for known in progress.parallels):
                continue
            besides = {step.identifier for step in progress.steps(path)}
            origin = progress.items()[one.of]
            parallel = restore_parallel(self._course.pack, origin, one.item, besides=besides)
            if parallel is not None:
                progress.parallels.append(replace(parallel, done=one.done))

    # --- who the learner is

    @property
    def _actor(self) -> str | None:
        return self._learner.actor(self._course.secret)

    def _set_unit(self, unit: str | None) -> None:
        if unit is not None and unit not in self._course.units:
            raise UnknownItemError(f"no unit {unit[:40]!r}")
        self._learner = replace(self._learner, unit=unit)

    def _forget(self) -> list[messages.Reply]:
        """Begin anew: whoever was here had everything deleted, on this page or another."""
        self._learner, self._local = Learner(), ()
        self._record.forget()
        self._progress.forget()
        self._path.forget()
        return [{"kind": "erased"}]
