"""The statement: one answer as the log keeps it, in xAPI's words, and what is left of it where nobody is known.

Knows nothing of databases, of how answers are scored, or of who may read them.

Its rules are checked once, where it is made: `Statement(…)` is the door. `amended` and `trusted` pass on values that
came through it before, such as a row read back from the log, and check nothing.
"""

import json
import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, get_args

from ..errors import StoreError
from ..groups import GROUP_MINIMUM, check_group_minimum
from .days import local_day, midnight_of
from .occasion import HALLS, Context, Occasion

RESPONSE_BYTES_MAX = 2000
"""Longest response as JSON in UTF-8: the response is part of a key of the totals, and databases limit keys."""

_IDENTIFIER = re.compile(r"[\x21-\x7e]{1,100}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ACTOR = re.compile(r"[0-9a-f]{32,128}")
_UNIT = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,100}")
_INTEGER_MAX = 2**31 - 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_SCORE_SLACK = 1e-9


class InvalidStatementError(StoreError, ValueError):
    """A statement breaks a rule of the record; it is refused before any database sees it."""


def canonical_json(value: object) -> str:
    """One text per JSON value: keys sorted, no spaces, letters as they are. ValueError for NaN, TypeError for no JSON.

    >>> canonical_json({"b": 1, "a": ["é", None]})
    '{"a":["é",null],"b":1}'
    """
    return _ENCODER.encode(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One answer, never changed; every rule below is checked when it is made.

    attempt_id        UUID text made by the client; the same answer sent twice carries the same one. Lower-cased.
    timestamp         when it happened, aware; kept in UTC.
    stored            when the log took it, aware; None until stored. Set by the log, whatever is passed in.
    context           "study", "test", "workshop" or "rehearsal"; context_id names the test or hall, round its round
                      (≥ 1). Together they are the `occasion`.
    topic, scenario_id, item_id, item_version (≥ 1), content_revision, interaction
                      what was asked; identifiers are printable ASCII without spaces, at most 100 characters.
    response          a JSON value (object keys are text, no NaN), at most `RESPONSE_BYTES_MAX` bytes. A copy is kept.
    presented_order   the choice identifiers as shown.
    score             points, 0 … max_score; 0 is "wrong", never "invalid" (an invalid response makes no statement).
    max_score         points, > 0.
    chance            points a blind guess earns on average, 0 … max_score.
    duration_ms       milliseconds from showing to answering; None if unknown.
    confidence        0 … 100 on the card's own scale; None if not asked.
    attempt_number    1 for the learner's first answer to this item on this occasion. Counted by the log.
    app_version       version of the kit.
    actor             keyed hash of the learner's token, 32–128 lower-case hex digits; None if unknown or not kept.
    unit              the learner's unit; None if unknown or not kept. Printable, at most 100 characters.

    `InvalidStatementError` (also a ValueError) says which field, what was found and what is allowed.
    """

    attempt_id: str
    timestamp: datetime
    context: Context
    topic: str
    scenario_id: str
    item_id: str
    item_version: int
    content_revision: str
    interaction: str
    response: Any
    presented_order: tuple[str, ...]
    score: float
    max_score: float
    chance: float
    attempt_number: int
    app_version: str
    context_id: str | None = None
    round: int | None = None
    duration_ms: int | None = None
    confidence: int | None = None
    actor: str | None = None
    unit: str | None = None
    stored: datetime | None = None

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.context, self.context_id, self.round)

    def __post_init__(self) -> None:
        self._check_identifiers()
        self._check_numbers()
        self._set("timestamp", self._utc("timestamp", self.timestamp))
        if self.stored is not None:
            self._set("stored", self._utc("stored", self.stored))
        self._set("response", self._json(self.response))

    def _check_identifiers(self) -> None:
        self._match("attempt_id", _UUID, "a UUID as text, such as 8c5f1d6e-0f1b-4e57-9d0a-2f6a3c1b7e42")
        self._set("attempt_id", self.attempt_id.lower())
        if self.context not in get_args(Context):
            raise self._refuse("context", f"one of {', '.join(get_args(Context))}")
        allowed = "printable ASCII without spaces, 1–100 characters"
        for name in ("topic", "scenario_id", "item_id", "content_revision", "interaction", "app_version"):
            self._match(name, _IDENTIFIER, allowed)
        if self.context_id is not None:
            self._match("context_id", _IDENTIFIER, f"{allowed}, or None")
        if self.actor is not None:
            self._match(
                "actor", _ACTOR, "32–128 lower-case hex digits (a keyed hash, never a token or a name), or None"
            )
        if self.unit is not None:
            self._match("unit", _UNIT, "1–100 printable characters, or None")
        order = self.presented_order
        if not isinstance(order, tuple) or len(order) > 100 or not all(_matches(_IDENTIFIER, name) for name in order):
            raise self._refuse("presented_order", f"a tuple of at most 100 identifiers ({allowed})")

    def _check_numbers(self) -> None:
        self._integer("item_version", 1, _INTEGER_MAX)
        self._integer("attempt_number", 1, _INTEGER_MAX)
        for name, low, high in (("round", 1, _INTEGER_MAX), ("duration_ms", 0, 2**53), ("confidence", 0, 100)):
            if getattr(self, name) is not None:
                self._integer(name, low, high)
        for name in ("max_score", "score", "chance"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise self._refuse(name, "a finite number of points")
            self._set(name, float(value))
        if self.max_score <= 0:
            raise self._refuse("max_score", "more than 0 points")
        for name in ("score", "chance"):
            if not 0 <= getattr(self, name) <= self.max_score + _SCORE_SLACK:
                raise self._refuse(name, f"0 … max_score = {self.max_score:g} points")

    def _integer(self, name: str, low: int, high: int) -> None:
        value = getattr(self, name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self._refuse(name, f"a whole number {low} … {high}")

    def _match(self, name: str, pattern: re.Pattern[str], allowed: str) -> None:
        if not _matches(pattern, getattr(self, name)):
            raise self._refuse(name, allowed)

    def _utc(self, name: str, value: object) -> datetime:
        if not isinstance(value, datetime) or value.utcoffset() is None or not 1970 <= value.year <= 9000:
            raise self._refuse(name, "an aware datetime, years 1970 … 9000")
        return value.astimezone(UTC)

    def _json(self, value: object) -> object:
        allowed = f"a JSON value of at most {RESPONSE_BYTES_MAX} bytes, text keys only, no NaN"
        try:
            text = canonical_json(value)
            copy = json.loads(text)
            too_long = len(text.encode()) > RESPONSE_BYTES_MAX
        except (TypeError, ValueError, RecursionError) as error:
            raise self._refuse("response", allowed) from error
        if too_long or not _has_text_keys(value):
            raise self._refuse("response", allowed)
        return copy

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _refuse(self, name: str, allowed: str) -> InvalidStatementError:
        found = repr(getattr(self, name))
        if name in ("actor", "unit", "response"):
            found = f"a {type(getattr(self, name)).__name__} (not repeated here)"
        return InvalidStatementError(f"statement: {name}: found {found[:80]}; allowed: {allowed}")


_FIELDS = tuple(field.name for field in fields(Statement))


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _has_text_keys(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _has_text_keys(inner) for key, inner in value.items())
    return not isinstance(value, list | tuple) or all(_has_text_keys(inner) for inner in value)


def check_moment(name: str, moment: datetime) -> datetime:
    """The moment in UTC; ValueError if it is naive."""
    if moment.utcoffset() is None:
        raise ValueError(f"{name}: found the naive datetime {moment}; allowed: an aware one")
    return moment.astimezone(UTC)


def concealed_actor(actor: str) -> str:
    """What is kept of a learner who was erased: enough to know them again, and nothing that an old row holds."""
    return sha256(f"neuguong erased {actor}".encode()).hexdigest()


def trusted(values: Mapping[str, Any]) -> Statement:
    """A statement of values that were checked before, one for each of its fields; nothing is checked again."""
    made = object.__new__(Statement)
    for name in _FIELDS:
        object.__setattr__(made, name, values[name])
    return made


def amended(statement: Statement, **changes: Any) -> Statement:
    """The statement with some values changed to such as need no check."""
    return trusted({name: getattr(statement, name) for name in _FIELDS} | changes)


def to_keep(statement: Statement, *, stored: datetime, sensitive: bool, group_size: int) -> Statement:
    """What a log takes of an answer at `stored`; one without an actor it only counts (`apart.kind_of`)."""
    taken = amended(statement, stored=stored)
    if sensitive:
        return unlinked(taken, group_size=group_size)
    return taken if statement.actor is not None else without_actor(taken)


def keep_counted(statement: Statement, *, stored: datetime, sensitive: bool, n: int) -> Statement:
    """What a log takes of one of `n` answers out of a hall's box: under an attempt id of its own and, to a sensitive
    topic, without its unit, for a hall keeps who is of which unit."""
    taken = amended(statement, attempt_id=str(uuid.uuid4()), unit=None if sensitive else statement.unit)
    return to_keep(taken, stored=stored, sensitive=sensitive, group_size=n)


def without_actor(statement: Statement) -> Statement:
    """What is stored of an answer of nobody known: what was answered, and nothing fine enough to tell people apart.

    No actor and no duration. Both times become midnight of the day the log took the answer (of the day it happened, if
    it is not stored yet), in Vietnam, where the day is counted: with the phone's own day, a phone whose clock is wrong,
    or one that was offline for three days, would stand out here just as it does among the linked answers.
    `attempt_number` is 1 or 2 ("again"), for a high count singles people out.
    """
    midnight = midnight_of(local_day(statement.stored or statement.timestamp))
    return amended(
        statement,
        timestamp=midnight,
        stored=None if statement.stored is None else midnight,
        actor=None,
        duration_ms=None,
        attempt_number=min(statement.attempt_number, 2),
    )


def unlinked(statement: Statement, *, group_size: int = 0, group_minimum: int = GROUP_MINIMUM) -> Statement:
    """What may be stored of an answer to a sensitive topic: nothing that leads to a person.

    What `without_actor` leaves; of that, unit, context_id and round stay only in a workshop, or the rehearsal of one,
    whose hall holds `group_size` ≥ `group_minimum` people (0 means unknown). ValueError if `group_minimum` is below
    `GROUP_FLOOR`.
    """
    check_group_minimum(group_minimum)
    left = without_actor(statement)
    if statement.context in HALLS and group_size >= group_minimum:
        return left
    return amended(left, unit=None, context_id=None, round=None)
