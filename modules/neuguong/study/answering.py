"""An answer from the browser's message to the row of the log, and from the row to what the learner is told.

What is told is what is stored: of a known learner the first answer under an attempt id stands. Whether an answer may
be linked to a person is decided here, by its scenario. Knows nothing of where a learner goes next.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..errors import InvalidResponseError, NeuGuongError
from ..items import Item, Pack, Presentation, Scenario, present_as, present_item, response_to_json
from ..scoring import Outcome, parse_response, parse_tokens, score_response
from ..store import STUDY, ErasedActorError, Occasion, Statement
from ..text import say
from .course import Course
from .feedback import build_feedback
from .identity import Learner
from .messages import LocalResult, Submit
from .proof import is_proven, prove_answer
from .shapes import FeedbackView

GUESS, CERTAIN = 1, 3
"""How sure a learner may say to be: the lowest and the highest of three."""


class OutdatedItemError(InvalidResponseError):
    """The answer is to an older version of the item than the pack now holds."""

    code = "outdated-item"

    def __init__(self, message: str) -> None:
        NeuGuongError.__init__(self, message)


@dataclass(frozen=True, slots=True)
class Answered:
    """A stored answer, as it was shown. `is_linked`: the row carries the learner's code."""

    attempt_id: str
    shown: Presentation
    response: Any
    outcome: Outcome
    is_linked: bool

    def prove(self, secret: bytes) -> str:
        """By this it is known again, wherever it is remembered."""
        return prove_answer(self.shown, self.response, attempt_id=self.attempt_id, secret=secret)


def store_answer(
    course: Course,
    scenario: Scenario,
    item: Item,
    message: Submit,
    learner: Learner,
    *,
    repeated: bool,
    occasion: Occasion = STUDY,
) -> Answered:
    """Score the answer and have it stored; returns what the log holds under its attempt id from then on.

    `repeated`: whether the page has answered the item before on this occasion; of a known learner the log knows better.
    Raises InvalidResponseError for what is no answer to this item, StoreError or ErasedActorError where nothing was
    stored.
    """
    if message.version != item.version:
        raise OutdatedItemError(f"{item.identifier}: version {message.version}, now {item.version}")
    shown = present_item(item, seed=message.attempt_id, secret=course.secret)
    response = parse_tokens(shown, message.response)
    outcome = score_response(item, response)
    sensitive, actor = course.pack.is_sensitive(scenario), learner.actor(course.secret)
    if sensitive and actor is not None and course.log.is_erased(actor):
        raise ErasedActorError("an answer of an erased learner was refused")
    statement = make_statement(
        course.pack,
        scenario,
        shown,
        response,
        outcome,
        attempt_id=message.attempt_id,
        timestamp=course.clock.now() - timedelta(milliseconds=message.age_ms),
        context=occasion.context,
        context_id=occasion.context_id,
        duration_ms=message.duration_ms,
        confidence=message.confidence,
        attempt_number=2 if repeated else 1,
        app_version=course.app_version,
        actor=actor,
        unit=learner.unit,
    )
    return read_answer(item, course.log.append_statement(statement, sensitive=sensitive).statement)


def make_statement(
    pack: Pack, scenario: Scenario, shown: Presentation, response: Any, outcome: Outcome, **occasion: Any
) -> Statement:
    """The row for the log of a scored answer, wherever it was given; `occasion` holds the fields of `Statement` that
    the item does not give. To a sensitive topic it has neither actor nor unit, whatever is passed."""
    item = shown.item
    if pack.is_sensitive(scenario):
        occasion |= {"actor": None, "unit": None}
    return Statement(
        topic=scenario.topic,
        scenario_id=scenario.identifier,
        item_id=item.identifier,
        item_version=item.version,
        content_revision=pack.revision,
        interaction=item.interaction.kind,
        response=response_to_json(response),
        presented_order=shown.order,
        score=outcome.score,
        max_score=outcome.max_score,
        chance=outcome.chance,
        **occasion,
    )


def read_answer(item: Item, statement: Statement) -> Answered:
    """A stored answer read again; InvalidResponseError if it is none to this item as it now is."""
    if (statement.item_id, statement.item_version) != (item.identifier, item.version):
        raise InvalidResponseError(item.identifier, statement.item_id, "an attempt id of this item's own")
    shown = present_as(item, statement.presented_order)
    response = parse_response(item, statement.response)
    outcome = Outcome(statement.score, statement.max_score, statement.chance)
    return Answered(statement.attempt_id, shown, response, outcome, is_linked=statement.actor is not None)


def read_proven(item: Item, told: Submit | LocalResult, *, secret: bytes) -> Answered | None:
    """An answer that only the page or its browser knows, as it was stored; None if it is none to this item as it now
    is, or has no proof of ours."""
    if told.proof is None or told.attempt_id is None or told.version != item.version:
        return None
    shown = present_item(item, seed=told.attempt_id, secret=secret)
    try:
        response = parse_tokens(shown, told.response)
    except InvalidResponseError:
        return None
    if not is_proven(told.proof, shown, response, attempt_id=told.attempt_id, secret=secret):
        return None
    return Answered(told.attempt_id, shown, response, score_response(item, response), is_linked=False)


def explain_answer(course: Course, answered: Answered, *, certainty: int | None) -> FeedbackView:
    """What the learner is told of a stored answer, given as that certain: 1 a guess … `CERTAIN`; None: not said."""
    told = build_feedback(course.pack, answered.shown, answered.response, answered.outcome)
    told["confidence"] = certainty
    told["proof"] = answered.prove(course.secret)
    if certainty == CERTAIN and not answered.outcome.is_full:
        told["certainty"] = say("study.sure_but_part" if told["level"] == "part" else "study.sure_but_wrong")
    elif certainty == GUESS and answered.outcome.is_full:
        told["certainty"] = say("study.unsure_but_right")
    return told
