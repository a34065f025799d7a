"""The response log as the rest of the kit sees it: one protocol, and the shapes of its totals.

Knows nothing of SQL, of files or of screens.

Two kinds of answers are stored without a learner, apart from the others: those to sensitive topics, and those of
learners who did not agree to be remembered. What could still link one of them to a person, and why it does not:

- A column. Their table has no column for learner, duration or time of day, and `append_statement` itself removes what
  must not be kept (`statement.without_actor`, `statement.unlinked`), whatever its caller passes.
- The attempt id. Stored as a hash (`concealed_id`), so that the time inside some UUIDs is gone. Whoever holds both the
  database and a learner's still unsent queue could find the row: clients keep the id on disk only until it is
  acknowledged, and no log file may hold attempt ids.
- The order of rows. The key is a hash and the table is sorted by it (SQLite WITHOUT ROWID), not by arrival, and so is
  every export; between two linked answers, whose times are exact, there is no gap where one of them stood. Below that,
  SQLite's write-ahead file and the free space inside a page, PostgreSQL's row positions and transaction numbers do
  follow arrival; the keeper's `checkpoint()` and `forget_arrival_order()` wipe them in quiet moments. Backups and
  archived PostgreSQL WAL taken before that are as sensitive as a list of names.
- The day. If a single learner was active on a day, that day's sensitive answers are theirs to anyone who can read both
  tables. Only administrators of the database can; everybody else sees `fetch_released_totals`, which has no days.
- The unit and the day, of those who did not agree. They chose the unit and it is kept, for the totals of that unit: if
  one person alone of a unit was such on a day, the rows of that unit and day are one person's, without a name. The
  running totals count them by day and unit as well. The database's administrators see this, the board does not show it.
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
        """Store one answer; on return it is on disk. Returns the statement the log holds for its attempt id: the first
        one wins, whatever it said and however it was stored.

        Without an actor, only `without_actor(statement)` is stored, and with `sensitive` only
        `unlinked(statement, group_size=…)`; both apart from the linked answers, under the concealed id. Of a known
        learner the log alone counts the attempts: `attempt_number` becomes one more than that of their last answer to
        this version of the item on this occasion, so that two tabs cannot both give a first answer. Without an actor it
        is 1 or 2, as passed. ErasedActorError, and nothing stored, if the statement's actor was erased.
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
        """Linked answers in order of arrival, then those of nobody known in order of their concealed ids, of every
        occasion; None does not filter.

        `since` and `until` are about `timestamp`; of an answer of nobody known that is midnight in Vietnam, of the day
        the log took it. No connection is held between rows.
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
        """Retention: delete answers stored before `before` (those of nobody known by whole days in Vietnam) and take
        them out of the totals; forget who was erased before that day. Returns how many answers went. Snapshots of
        sensitive items with no answer left go too; others stay until a group of new answers has come."""
        ...

    def close(self) -> None:
        """Release what is held; the log refuses work afterwards. May be called twice."""
        ...
