"""The response log as the rest of the kit sees it: one protocol, and the shapes of what it tells.

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
- Time. Of sensitive answers the month is kept, for retention alone; of the others the day. Whoever copies the database
  before and after one answer sees what came between: who keeps the machine can watch it.
- The unit and the day, of those who did not agree. They chose the unit and it is kept: if one person alone of a unit
  was such on a day, what is counted there is one person's, without a name. The database's administrators see this,
  nobody else is shown it.
- A hall. Its members have units, so that of a sensitive answer given there no unit is kept. How its ballots lie until
  they are counted is told in `board`.
- A ration. The log limits the first answers of a known learner, whose rows it has. Of those of nobody known it keeps
  no count by visitor, not even a keyed hash that is gone after a minute. In a quiet minute the linked rows name the
  only learner there was, and such a count beside them says that they have just answered as nobody, and how often; two
  copies of the heaps then say what. A server that was killed, a daily copy and PostgreSQL's archived WAL keep what
  was to be gone, and there one visitor's answers would also be tied to each other. It would stop nobody who asks for
  a fresh cookie, as the server's own ration in memory does not; so that one is all there is.
- Two looks, and forged answers around one that is real. What may be said of groups is decided in `disclosure`; a log
  only does not forget what was said: it adds whole groups of answers to what is published, each answer once, and takes
  none of them back. What was published holds no learner.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from ..errors import NeuGuongError, StoreBusyError
from .days import month_of
from .occasion import STUDY, Occasion
from .statement import Statement


class ErasedActorError(NeuGuongError):
    """The learner this answer is of was erased: it is not stored, and trying again will not help."""

    code = "erased"


class Stored(NamedTuple):
    """The statement as the log holds it, and whether it was stored just now or (False) had been before."""

    statement: Statement
    is_new: bool


class TooFastError(StoreBusyError):
    """More first answers than a person gives in a minute: not stored now, trying again will help."""


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many first answers to one version of an item chose the same `response` (a JSON value)."""

    item_id: str
    item_version: int
    response: Any
    n: int


class FirstAnswer(NamedTuple):
    """A known learner's first answer to one version of an item, as statistics need it; points follow from the key."""

    actor: str
    item_id: str
    item_version: int
    response_json: str
    duration_ms: int | None
    confidence: int | None = None
    unit: str | None = None


FirstAnswerRow = tuple[str, str, int, str, int | None, int | None, str | None]
"""A `FirstAnswer`, or its values without their names: of a million answers no more is made than is needed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A first answer of a known learner that is in nothing published yet.

    `stored` tells its period, for the log's own time cannot be chosen by whoever answers. The learner has given
    `given` first answers, of which the log took one at `since` and one at `until`, and none outside.
    """

    attempt_id: str
    item_id: str
    item_version: int
    unit: str | None
    stored: datetime
    actor: str
    given: int
    since: datetime
    until: datetime


class WaitingCount(NamedTuple):
    """How many first answers wait of one item and unit, given in past weeks or since."""

    item_id: str
    item_version: int
    unit: str | None
    is_past: bool
    n: int


@dataclass(frozen=True, slots=True)
class Group:
    """First answers to one version of an item that are published together, once.

    They count for everybody and for `unit` if there is one, of all time and, if `is_dated`, in `week` and its month;
    otherwise `week` is only when they were published.
    """

    attempt_ids: frozenset[str]
    unit: str | None
    week: str
    is_dated: bool

    @property
    def scopes(self) -> list[tuple[str, str, str]]:
        """(unit, grain, period) of everything it counts for; unit "" is everybody. What is "undated" is only kept to
        be forgotten in time."""
        periods = [("all", ""), ("undated", self.week)]
        if self.is_dated:
            periods = [("all", ""), ("month", month_of(self.week)), ("week", self.week)]
        units = [""] if self.unit is None else ["", self.unit]
        return [(unit, grain, period) for unit in units for grain, period in periods]


@dataclass(frozen=True, slots=True)
class Saying:
    """How answers to sensitive items are told: of the items (and versions) in `responses`, once at least `step` new
    ones have come, how many gave each of these responses (their canonical JSON), with a `noise()` added to each."""

    responses: Mapping[tuple[str, int], Collection[str]]
    step: int
    noise: Callable[[], int]

    def is_due(self, item: tuple[str, int], counts: Mapping[str, int]) -> bool:
        """Whether these new answers are told now."""
        return item in self.responses and sum(counts.values()) >= self.step

    def of(self, item: tuple[str, int], counts: Mapping[str, int]) -> dict[str, int]:
        """What is said of new answers."""
        return {response: counts.get(response, 0) + self.noise() for response in self.responses[item]}


@dataclass(frozen=True, slots=True)
class ReleasedTotal:
    """What has been said of a sensitive item: `counts` that are near the true ones, and `n`, their sum."""

    item_id: str
    item_version: int
    n: int
    counts: tuple[ItemCount, ...]

    @classmethod
    def of(cls, item_id: str, item_version: int, counts: Mapping[str, int]) -> "ReleasedTotal":
        """Of the sum of all that was said about each response (its canonical JSON), which may be below 0: then none."""
        shown = sorted((-n, text) for text, n in counts.items() if n > 0)
        rows = tuple(ItemCount(item_id, item_version, json.loads(text), -n) for n, text in shown)
        return cls(item_id, item_version, sum(row.n for row in rows), rows)


FIRST_ANSWERS_PER_MINUTE = 30
"""More than anybody reads, let alone answers."""


class ResponseLog(Protocol):
    """Append-only log of answers. Every method may raise StoreError; StoreBusyError is worth another try.

    Moments are aware datetimes, half-open [since, until). What is told is of one occasion, and counts first answers: a
    hall's second round has first answers of its own.

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
        an actor it is 1 or 2, as passed. TooFastError, and nothing stored, if they gave `FIRST_ANSWERS_PER_MINUTE`
        first answers in the last minute and this is another.
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
        occasion: Occasion | None = None,
        apart: bool = False,
    ) -> Iterator[Statement]:
        """Linked answers in order of arrival; None does not filter. With `apart` then those of nobody known in order of
        what they say, which is for checking a log and not for giving out: read before and after, one answer would be
        the difference.

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
        """A value that differs after anything was appended, published, erased or purged; costs one row whatever the
        log's size."""
        ...

    def count_waiting(self, occasion: Occasion, *, week_began: datetime) -> list[WaitingCount]:
        """How many of what `fetch_waiting` tells there are, at far less cost; in no order."""
        ...

    def fetch_waiting(self, occasion: Occasion, *, items: Collection[str] | None = None) -> list[Waiting]:
        """The first answers of known learners to ordinary items (all, or these) on an occasion that are in nothing
        published, in order of arrival. It is for deciding what may be published (`disclosure`), not for showing."""
        ...

    def fetch_first_answers(self, occasion: Occasion) -> Iterator[Sequence[FirstAnswerRow]]:
        """Pages, some empty, of the first answers of known learners to ordinary items on an occasion, in order of
        arrival, but those that wait: what is counted from them changes by whole groups. All pages are of the moment of
        the first one, whatever is published meanwhile; whoever is erased is missing from those that follow. For
        `disclosure`, which decides what may be said of them."""
        ...

    def publish(self, occasion: Occasion, groups: Iterable[Group], *, dropped: Collection[str] = ()) -> None:
        """Add groups of waiting answers to what is published; they wait no longer, nor do those with the attempt ids
        `dropped`, which are never published.

        In one transaction; a group of which an answer has meanwhile been published or erased is left as it is.
        """
        ...

    def fetch_published(self, occasion: Occasion, *, unit: str | None = None, period: str = "") -> list[ItemCount]:
        """What is published of a unit, or (None) of everybody, in a week ("2026-W10"), a month ("2026-03") or ("") of
        all time; sorted by item, version, n falling. Costs the same whatever the log's size.

        Erasing a learner changes nothing here: the difference would be their answer.
        """
        ...

    def count_published(self, occasion: Occasion) -> int:
        """How many answers are published of everybody, of all time: more after every publication. Costs the same
        whatever the log's size."""
        ...

    def fetch_figures(self, name: str) -> tuple[str, str] | None:
        """(mark, body) of the figures kept under that name; None if there are none."""
        ...

    def keep_figures(self, name: str, *, mark: str, body: str, over: str | None) -> bool:
        """Keep figures about many answers as they are told, in place of those marked `over` (None: of none) under that
        name. False, and nothing is kept, where others are kept by now: of two pages that make figures at once, one is
        told. Erasing a learner changes nothing here: the difference would be their answers."""
        ...

    def fetch_released(self, occasion: Occasion, saying: Saying) -> list[ReleasedTotal]:
        """What has been said of sensitive items, sorted by item and version, after saying what is due of new answers:
        it is added to what was said before, and nothing is said of those answers again."""
        ...

    def try_writing(self) -> None:
        """Whether an answer could be stored now: the lock, the file, a little room beside it. StoreError says why not.

        Nothing in the log changes.
        """
        ...

    def erase_actor(self, actor: str) -> int:
        """The right to delete: delete every row of a learner and let none of them wait. Returns how many.

        It is remembered (as a hash of the keyed hash, until retention takes it) that they were erased, whether they had
        rows or not: an answer still on its way, from another tab or process, is refused from then on.

        Rows are deleted rather than unlinked: a learner's set of answers with its times would stay recognisable.
        Answers stored without an actor cannot be deleted for one learner, for nobody, the kit included, knows which are
        theirs.
        """
        ...

    def purge_statements(self, before: datetime) -> int:
        """Retention: delete answers stored before `before` (those of nobody known by whole days in Vietnam, the
        sensitive ones by whole months) with what was published of them; forget who was erased before that day, and the
        attempts of nobody known that were counted more than `apart.RECENT_DAYS` ago. Returns how many answers went.
        What was published of whole weeks before goes too, and what was said of a sensitive item that has no answer
        left."""
        ...

    def close(self) -> None:
        """Release what is held; the log refuses work afterwards. May be called twice."""
        ...
