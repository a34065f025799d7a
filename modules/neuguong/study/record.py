"""What is known of one learner's answers, and what follows from them: when to ask again, what sits.

Knows nothing of screens or messages' order. The log is read here; what only the browser remembers is handed in.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from ..errors import InvalidResponseError, StoreError
from ..items import Item, Scenario
from ..store import ErasedActorError, Statement
from .answering import CERTAIN, Answered, explain_answer, read_answer, read_proven
from .case_walk import Taken
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

    def moment_of(self, age_ms: int) -> datetime:
        """When an answer of that age was given, by the kit's clock."""
        return self._course.clock.now() - timedelta(milliseconds=age_ms)

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
        self._local, self._statements = local, statements
        self.history = History.of(statements, local, now=self._course.clock.now())
        self._reckon()

    def forget(self) -> None:
        self.latest = {}
        self.remember((), ())

    def add(self, item: Item, answered: Answered, *, at: datetime, certainty: int | None) -> None:
        """An answer that was given at that moment."""
        points = answered.outcome.score / answered.outcome.max_score
        sure = certainty == CERTAIN
        self.history.add(item.identifier, at=at, points=points, sure=sure)
        self._reckon()

    def decisions_in(self, scenario: Scenario) -> list[tuple[str, Taken]]:
        """What is known of a branching case, item and choice, in the order they were decided: what only the browser
        remembers, as it told and can prove; then what the log holds."""
        return [*self._decisions_told(scenario), *self._decisions_logged(scenario)]

    def _decisions_logged(self, scenario: Scenario) -> Iterator[tuple[str, Taken]]:
        items = {item.identifier: item for item in scenario.items}
        for statement in self._statements:
            item = items.get(statement.item_id)
            if item is not None and statement.item_version == item.version:
                with suppress(InvalidResponseError):
                    yield item.identifier, Taken(read_answer(item, statement).response, statement.attempt_id)

    def _decisions_told(self, scenario: Scenario) -> Iterator[tuple[str, Taken]]:
        items = {item.identifier: item for item in scenario.items}
        for one in self._local:
            item = items.get(one.item)
            if item is not None and (answered := read_proven(item, one, secret=self._course.secret)):
                yield one.item, Taken(answered.response, answered.attempt_id)

    def recall(self, item: Item) -> OnScreen | None:
        """The explanation of what the log holds of this learner and item, else of what their browser tells and can
        prove; None if there is none, or it cannot be read any more."""
        found = self._recall_logged(item) if item.identifier in self.latest else self._recall_told(item)
        if found is None:
            return None
        answered, certainty = found
        told = explain_answer(self._course, answered, certainty=certainty)
        return OnScreen(answered.attempt_id, answered.shown, feedback=told)

    def _recall_logged(self, item: Item) -> tuple[Answered, int | None] | None:
        statement = self.latest[item.identifier]
        try:
            return read_answer(item, statement), statement.confidence
        except InvalidResponseError as error:
            logger.warning("an explanation cannot be shown again: %s", error)
            return None

    def _recall_told(self, item: Item) -> tuple[Answered, int | None] | None:
        for one in reversed(self._local):
            if one.item == item.identifier and (answered := read_proven(item, one, secret=self._course.secret)):
                return answered, CERTAIN if one.sure else None
        return None

    def _reckon(self) -> None:
        pack = self._course.pack
        self.days: dict[str, date] = dict(plan_days(pack, self.history, today=self.today))
        self.mastery: dict[str, Mastery] = dict(measure_all(pack, self.history))
