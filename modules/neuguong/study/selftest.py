"""A lesson's test, before it is studied or after: nothing is explained between its items, everything at the end.

Nothing is kept here between two messages: the browser holds what was answered, the log each answer as it comes, of
context "test" and under the name of its form. Nothing that was answered in a test counts as studied: review, mastery
and progress are made of study alone. Knows nothing of HTTP or pages.
"""

import logging
from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from ..errors import NeuGuongError, StoreError, UnknownItemError
from ..items import Presentation, Scenario, present_item
from ..store import STUDY, ErasedActorError, Occasion
from .answering import Answered, explain_answer, read_proven, store_answer
from .course import Course
from .forms import MOST, Asked, FormName, Forms, Phase, build_forms, choose_first_form, name_test
from .gain import ResultView, ScoredRow, tell_result
from .identity import Learner
from .messages import AttemptId, Erased, MessageError, Name, NotStored, Refused, Submit, Token, fitting
from .replies import refuse, tell_not_stored

logger = logging.getLogger(__name__)


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Open(_Said):
    """Show the questions: of each, the attempt id that its answer will have."""

    kind: Literal["open"]
    token: Token
    attempts: Annotated[list[AttemptId], Field(min_length=MOST, max_length=MOST)]


class _Known(_Said):
    token: Token
    consent: bool | None = None
    unit: Name | None = None


class Give(_Known):
    """Store one answer, as soon as it is given."""

    kind: Literal["give"]
    answer: Submit


class Finish(_Known):
    """Explain these answers, those without a proof stored first; `before`: the rows of the test before, if any."""

    kind: Literal["finish"]
    answers: Annotated[list[Submit], Field(min_length=1, max_length=MOST)]
    before: Annotated[list[ScoredRow], fitting(ScoredRow), Field(max_length=MOST)] = []


class Tell(_Said):
    """Tell the result of a test that was finished before. Says of nobody whose it is."""

    kind: Literal["tell"]
    rows: Annotated[list[ScoredRow], Field(min_length=1, max_length=MOST)]
    before: Annotated[list[ScoredRow], fitting(ScoredRow), Field(max_length=MOST)] = []


Said = Annotated[Open | Give | Finish | Tell, Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Open | Give | Finish | Tell] = TypeAdapter(Said)


class Question(TypedDict):
    """A question of the test with its situation, as `ScenarioView` and `ItemView` have them."""

    scenario: dict[str, Any]
    item: dict[str, Any]


class Opened(TypedDict):
    """`sensitive`: there is an answer among them that nobody may be linked to."""

    kind: Literal["opened"]
    questions: list[Question]
    sensitive: bool
    units: list[str]


class Given(TypedDict):
    """The answer is on disk; `linked`: with the learner's code; `proof`: by which it is explained at the end."""

    kind: Literal["given"]
    attempt_id: str
    linked: bool
    proof: str


class Told(TypedDict):
    """The result; of a test just finished also `rows`, for the browser to keep, and every question explained."""

    kind: Literal["told"]
    result: ResultView
    rows: list[dict[str, Any]]
    questions: list[Question]


Reply = Opened | Given | Told | NotStored | Refused | Erased


class SelfTest:
    """The tests of one lesson."""

    def __init__(self, course: Course, slug: str) -> None:
        self._course, self._slug = course, slug

    @cached_property
    def forms(self) -> Forms | None:
        """None where the lesson has too few items for a test."""
        return build_forms(self._course.pack, self._slug)

    @property
    def length(self) -> int:
        return len(self.forms.a) if self.forms else 0

    @property
    def minutes(self) -> int:
        """How long a test takes: a minute a question, for no explanation is read in between."""
        return self.length

    def handle(self, phase: Phase, raw: object) -> Reply:
        """Take one message of the browser, hostile or not. May wait for the log's lock."""
        try:
            return self._take(phase, _parse(raw))
        except ErasedActorError as error:
            logger.info("refused: %s", error)
            return {"kind": "erased"}
        except NeuGuongError as error:
            logger.info("refused: %s", error)
            return refuse(error, raw.get("answer") if isinstance(raw, dict) else None)

    def _take(self, phase: Phase, message: Open | Give | Finish | Tell) -> Reply:
        match message:
            case Open():
                return self._open(phase, message)
            case Give():
                answered = self._store(phase, message, [message.answer])
                return answered if isinstance(answered, dict) else self._tell_given(answered[0])
            case Finish():
                return self._finish(phase, message)
            case Tell():
                result = tell_result(self._course.pack, message.rows, message.before)
                return {"kind": "told", "result": result, "rows": [], "questions": []}

    def _form(self, phase: Phase, token: str) -> tuple[FormName, tuple[Asked, ...]]:
        """Which form this learner is asked, and what it asks: the coin decides which comes first."""
        if self.forms is None:
            raise UnknownItemError(f"{self._slug} has no test")
        first = choose_first_form(token, self._slug)
        other: FormName = "b" if first == "a" else "a"
        name = first if phase is Phase.BEFORE else other
        return name, self.forms.form(name)

    def _open(self, phase: Phase, message: Open) -> Opened:
        _, asked = self._form(phase, message.token)
        secret, pack = self._course.secret, self._course.pack
        shown = [
            (scenario, present_item(item, seed=attempt_id, secret=secret), attempt_id)
            for (scenario, item), attempt_id in zip(asked, message.attempts, strict=False)
        ]
        sensitive = [pack.is_sensitive(scenario) for scenario, _ in asked]
        return {
            "kind": "opened",
            "questions": [self._ask(n, len(asked), *one) for n, one in enumerate(shown, 1)],
            "sensitive": any(sensitive),
            "units": [] if all(sensitive) else list(self._course.units),
        }

    def _ask(self, number: int, of: int, scenario: Scenario, shown: Presentation, attempt_id: str) -> Question:
        about: dict[str, Any] = {"id": scenario.identifier, "title": scenario.title, "stimulus": scenario.stimulus}
        about |= {"number": number, "of": of, "unsigned": not scenario.signed, "parallel": False}
        about |= {"sensitive": self._course.pack.is_sensitive(scenario)}
        place = {"attempt_id": attempt_id, "number": 1, "of": 1, "again": False, "earlier": False, "feedback": None}
        return {"scenario": about, "item": {**shown.public(), **place}}

    def _store(self, phase: Phase, message: Give | Finish, answers: Sequence[Submit]) -> list[Answered] | NotStored:
        """Have the answers stored, each once however often it is sent; what comes with a proof is."""
        unit = message.unit if message.unit in self._course.units else None
        learner = Learner(message.token, message.consent, unit)
        name, form = self._form(phase, message.token)
        by_item = {item.identifier: (scenario, item) for scenario, item in form}
        stored = []
        for answer in answers:
            if answer.item not in by_item:
                raise UnknownItemError(f"form {name} of {self._slug} has no item {answer.item[:80]!r}")
            scenario, item = by_item[answer.item]
            occasion = self._occasion(scenario, phase, name)
            known = read_proven(item, answer, secret=self._course.secret)
            try:
                if known and self._is_erased(learner):
                    raise ErasedActorError("an erased learner asked for their explanations")
                stored.append(
                    known
                    or store_answer(self._course, scenario, item, answer, learner, repeated=False, occasion=occasion)
                )
            except StoreError as error:
                logger.error("not stored: %s", error)
                return tell_not_stored(answer, error)
        return stored

    def _is_erased(self, learner: Learner) -> bool:
        actor = learner.actor(self._course.secret)
        return actor is not None and self._course.log.is_erased(actor)

    def _tell_given(self, answered: Answered) -> Given:
        proof = answered.prove(self._course.secret)
        return {"kind": "given", "attempt_id": answered.attempt_id, "linked": answered.is_linked, "proof": proof}

    def _occasion(self, scenario: Scenario, phase: Phase, name: FormName) -> Occasion:
        """Under what name the log keeps an answer. One to a sensitive topic is counted among those of everybody who
        studies: few take tests, and a count of theirs alone could be laid beside the rows of whoever took another."""
        if self._course.pack.is_sensitive(scenario):
            return STUDY
        return Occasion("test", name_test(self._slug, phase, name))

    def _finish(self, phase: Phase, message: Finish) -> Told | NotStored:
        stored = self._store(phase, message, message.answers)
        if isinstance(stored, dict):
            return stored
        rows = [_score(one) for one in stored]
        _, form = self._form(phase, message.token)
        scenarios = {item.identifier: scenario for scenario, item in form}
        questions = []
        for n, (answer, answered) in enumerate(zip(message.answers, stored, strict=True), 1):
            shown = answered.shown
            question = self._ask(n, len(stored), scenarios[answer.item], shown, answer.attempt_id)
            question["item"]["feedback"] = explain_answer(self._course, answered, certainty=answer.confidence)
            questions.append(question)
        return {
            "kind": "told",
            "result": tell_result(self._course.pack, rows, message.before),
            "rows": [row.model_dump() for row in rows],
            "questions": questions,
        }


def count_answers(raw: object) -> int:
    """How many answers a message would have stored: what a visitor's ration is of."""
    if not isinstance(raw, dict):
        return 0
    answers = raw.get("answers")
    return len(answers[:MOST]) if isinstance(answers, list) else int(raw.get("kind") == "give")


def _parse(raw: object) -> Open | Give | Finish | Tell:
    try:
        return _ADAPTER.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise MessageError(f"not a message: {first}") from None


def _score(answered: Answered) -> ScoredRow:
    item, outcome = answered.shown.item, answered.outcome
    return ScoredRow(
        item=item.identifier,
        version=item.version,
        score=outcome.score,
        max_score=outcome.max_score,
        chance=outcome.chance,
    )
