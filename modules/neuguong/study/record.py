"""What is known of one learner's answers, and what follows from them: when to ask again, what sits.

Knows nothing of screens or messages' order. The log is read here; what only the browser remembers is handed in.
"""

import logging
from collections.abc import Sequence
from datetime import date

from ..errors import InvalidResponseError, StoreError
from ..items import Item
from ..store import ErasedActorError, Statement
from .answering import CERTAIN, Answered, explain_answer, read_answer
from .course import Course
from .history import History, local_date
from .mastery import Mastery, measure_all
from .messages import LocalResult
from .path import OnScreen
from .review import plan_days

logger = logging.getLogger(__name__)


class Record:
    """One learner's answers; of nobody at first."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.latest: dict[str, Statement] = {}
        """The log's latest answer to each item."""
        self.remember((), ())

    @property
    def today(self) -> date:
        """The day in Vietnam, by the kit's clock."""
        return local_date(self._course.clock.now())

    def load(self, actor: str | None, local: Sequence[LocalResult]) -> None:
        """Begin anew, from the log and from what the browser told. A log that cannot be read costs the progress, not
        the lesson. ErasedActorError if the learner had everything deleted."""
        statements: Sequence[Statement] = ()
        self.latest = {}
        try:
            if actor is not None:
                if self._course.log.is_erased(actor):
                    raise ErasedActorError("a page came back with the token of somebody who was erased")
                statements = list(self._course.log.fetch_statements(actor=actor))
                self.latest = self._course.log.fetch_latest_by_item(actor)
        except StoreError as error:
            logger.warning("progress not read: %s", error)
        self.remember(statements, local)

    def remember(self, statements: Sequence[Statement], local: Sequence[LocalResult]) -> None:
        self.history = History.of(statements, local, now=self._course.clock.now())
        self._reckon()

    def forget(self) -> None:
        self.latest = {}
        self.remember((), ())

    def add(self, item: Item, answered: Answered, *, certainty: int | None) -> None:
        """An answer that was given just now."""
        points = answered.outcome.score / answered.outcome.max_score
        sure = certainty == CERTAIN
        self.history.add(item.identifier, at=self._course.clock.now(), points=points, sure=sure)
        self._reckon()

    def recall(self, item: Item) -> OnScreen | None:
        """The explanation of what the log holds of this learner and item; None if it cannot be read any more."""
        statement = self.latest.get(item.identifier)
        if statement is None:
            return None
        try:
            answered = read_answer(item, statement)
        except InvalidResponseError as error:
            logger.warning("an explanation cannot be shown again: %s", error)
            return None
        told = explain_answer(self._course, answered, certainty=statement.confidence)
        return OnScreen(statement.attempt_id, answered.shown, feedback=told)

    def _reckon(self) -> None:
        pack = self._course.pack
        self.days: dict[str, date] = dict(plan_days(pack, self.history, today=self.today))
        self.mastery: dict[str, Mastery] = dict(measure_all(pack, self.history))
