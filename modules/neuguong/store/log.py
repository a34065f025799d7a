"""The response log as the rest of the kit sees it: one protocol, and the shapes of its totals.

Knows nothing of SQL, of files or of screens.

Two kinds of answers are stored without a learner, apart from the others: those to sensitive topics, and those of
learners who did not agree to be remembered. Of them the log holds how many there are of each kind, and nothing of any
single one (`apart`). What could still link one of them to a person, and why it does not:

- A column. There is none of a learner, an attempt, a time of day, a duration, an order of choices or a confidence.
  `append_statement` itself removes what must not be kept, whatever its caller passes.
- The order. What is counted together is one text, sorted, written whole: the file is the same whoever came first.
  SQLite's write-ahead file does follow arrival; the keeper empties it every few seconds, at its start and at its end.
  What was copied of it meanwhile, and PostgreSQL's old row versions and archived WAL, are as sensitive as a list of
  names; the keeper's `forget_arrival_order()` has PostgreSQL write the table anew every night.
- The attempt id. It is not stored. That it was counted is remembered for some days, so that the same answer sent twice
  counts once, as a hash whose key is not in the database, apart from what was answered. Whoever sends an attempt again
  with another answer is told of what he sent: asking the log never shows which answer it holds.
- Time. Of sensitive answers the month is kept, for retention alone; of the others the day, for the totals of a unit.
  Whoever copies the database before and after one answer sees what came between: who keeps the machine can watch it.
- The unit and the day, of those who did not agree. They chose the unit and it is kept, for the totals of that unit: if
  one person alone of a unit was such on a day, what is counted there is one person's, without a name. The database's
  administrators see this, the board does not show it.
- Two looks. Totals of sensitive items are shown as snapshots that change only when a whole group of new answers has
  come, so that subtracting one look from another never isolates fewer people than the group minimum.
  Somebody who sends many forged answers of their own can still fill that group; admission limits are the answer there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from ..errors import NeuGuongError
from ..groups import GROUP_MINIMUM
from .occasion import STUDY, Occasion
from .statement import Statement


class ErasedActorError(NeuGuongError):
    """The learner this answer is of was erased: it is not stored, and trying again will not help."""

    code = "erased"


class Stored(NamedTuple):
    """The statement as the log holds it, and whether it was stored just now or (False) had been before."""

    statement: Statement
    is_new: bool


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """First answers to one version of an item that chose the same `response` (a JSON value): how many, points got and
    points possible."""

    item_id: str
    item_version: int
    response: Any
    n: int
    score_sum: float
    max_score_sum: float


@dataclass(frozen=True, slots=True)
class ReleasedTotal:
    """What may be shown of a sensitive item: `n` first answers (never fewer than a group) and their totals."""

    item_id: str
    item_version: int
    n: int
    totals: tuple[ItemTotal, ...]


class ResponseLog(Protocol):
    """Append-only log of answers. Every method may raise StoreError; StoreBusyError is worth another try.

    Moments are aware datetimes, half-open [since, until). Periods of totals are dates in Vietnam, half-open too. Every
    total is of one occasion, and counts first answers: a hall's second round has first answers of its own.

    Every method may be called from any thread, and every method blocks: for milliseconds on a quiet disk, and whoever
    writes (append, erase, purge, a snapshot that is due) for as long as others write, up to the log's time-out
    (`engine.BUSY_TIMEOUT_MS`). So none of them may be called on an event loop.
    """

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> Stored:
        """Store one answer; on return it is on disk. Of a linked one, returns the statement the log holds for its
        attempt id: the first one wins, whatever it said. ErasedActorError, and nothing stored, if the statement's actor
        was erased.

        Without an actor, or with `sensitive`, it is only counted, once for its attempt id (`apart.RECENT_DAYS`);
        returned is what may be known of it: `without_actor(statement)`, or `unlinked(statement, group_size=…)`. Sent
        again with another answer nothing is counted, and returned is what was sent.

        Of a known learner the log alone counts the attempts: `attempt_number` becomes one more than that of their last
        answer to this version of the item on this occasion, so that two tabs cannot both give a first answer. Without
        an actor it is 1 or 2, as passed.
        """
        ...

    def fetch_statements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        unit: str | None = None,
        topic: str | None = None,
        actor: str | None = None,
    ) -> Iterator[Statement]:
        """Linked answers in order of arrival, then those of nobody known in order of what they say, of every occasion;
        None does not filter.

        `since` and `until` are about `timestamp`; of an answer of nobody known that is midnight in Vietnam, of the day
        the log took it or, to a sensitive item, of the first of its month. Their attempt ids are made up. No connection
        is held between rows.
        """
        ...

    def fetch_latest_by_item(self, actor: str, occasion: Occasion = STUDY) -> dict[str, Statement]:
        """A learner's latest linked answer to each item on an occasion, by `timestamp`; of equal ones, the one that
        arrived last."""
        ...

    def is_erased(self, actor: str) -> bool:
        """Whether this learner was erased: no answer of theirs will be stored."""
        ...

    def fetch_mark(self) -> str:
        """A value that differs after anything was appended, erased or purged; costs one row whatever the log's size."""
        ...

    def fetch_item_totals(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None, unit: str | None = None
    ) -> list[ItemTotal]:
        """First answers (attempt_number 1) of an occasion to ordinary items per item, version and response, in a
        period, for one unit or (None) for everybody. Sorted by item, version, n falling. Running totals: the cost does
        not grow with the log.

        Show none of it before `fetch_actor_counts` for the same period has at least the group minimum for that unit.
        """
        ...

    def fetch_item_counts(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None
    ) -> Mapping[tuple[str | None, str, int], int]:
        """How many answers stand behind `fetch_item_totals` in a period, per (unit, item, version); under unit None, in
        all. It is for deciding what may be shown, not for showing.
        """
        ...

    def fetch_actor_counts(
        self, occasion: Occasion, *, since: date | None = None, until: date | None = None
    ) -> Mapping[str | None, int]:
        """How many different learners stand behind `fetch_item_totals` in a period, per unit; under None, in all.

        Units without any are absent. Answers without an actor count nobody.
        """
        ...

    def fetch_sensitive_totals(self, occasion: Occasion) -> list[ItemTotal]:
        """First answers to sensitive items as they are now, as `fetch_item_totals` gives those to ordinary ones.

        It is for deciding what may be published, never for showing.
        """
        ...

    def fetch_released_totals(self, occasion: Occasion, *, group_minimum: int = GROUP_MINIMUM) -> list[ReleasedTotal]:
        """Snapshots of first answers to sensitive items, sorted by item and version.

        A snapshot is renewed here, and only if at least `group_minimum` first answers to that item have come since the
        last one; an item with fewer answers is absent. ValueError if `group_minimum` is below `GROUP_FLOOR`.
        """
        ...

    def erase_actor(self, actor: str) -> int:
        """The right to delete: delete every row of a learner and take them out of the totals. Returns how many.

        It is remembered (as a hash of the keyed hash, until retention takes it) that they were erased, whether they had
        rows or not: an answer still on its way, from another tab or process, is refused from then on.

        Rows are deleted rather than unlinked: a learner's set of answers with its times would stay recognisable.
        Answers stored without an actor cannot be deleted for one learner, for nobody, the kit included, knows which are
        theirs.
        """
        ...

    def purge_statements(self, before: datetime) -> int:
        """Retention: delete answers stored before `before` (those of nobody known by whole days in Vietnam, the
        sensitive ones by whole months) and take them out of the totals; forget who was erased before that day, and the
        attempts of nobody known that were counted more than `apart.RECENT_DAYS` ago. Returns how many answers went.
        Snapshots of sensitive items with no answer left go too; others stay until a group of new answers has come."""
        ...

    def close(self) -> None:
        """Release what is held; the log refuses work afterwards. May be called twice."""
        ...
