"""What a certificate attests of a lesson, and the code that carries it. Knows no name and no paper.

Nothing is stored: the code holds what it says, signed under the server's secret. It holds nothing of who learned.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from ..items import Item, Pack, Scenario
from ..scoring import chance_share, corrected_for_chance
from ..scoring.mastery import SOLID
from ..store import Statement
from .case_walk import CaseWalk, Taken
from .course import Course
from .history import local_date
from .identity import hash_token
from .progress import Result, plan_path

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is taken for another or for a digit."""
_MISREAD = str.maketrans("ILO", "110")
LENGTH, GROUP = 24, 4
"""Characters of a code, and of a group of them: 15 bytes."""
_MAC_BYTES = 8
_FIRST_DAY = date(2026, 1, 1)
PARTLY = 0.35
"""From here to `SOLID` a share counts as partly reached: the other bound of peer instruction (Crouch & Mazur)."""
CLOSE = 1e-9
"""What adding shares up may lose."""
REVISION_DIGITS = 4
"""Of the content's revision, how many hexadecimal digits a code holds."""


class Band(IntEnum):
    """What was reached, as a code holds it. TOLD: no more than that the learner says to have answered it all."""

    TOLD = 0
    WEAK = 1
    PARTLY = 2
    SOLID = 3


@dataclass(frozen=True, slots=True)
class Attested:
    """`serial` tells two certificates apart that say the same. `revision`: its first digits."""

    slug: str
    day: date
    band: Band
    serial: int
    revision: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The log holds answers to so many of the lesson's items."""

    answered: int
    items: int


def attest(course: Course, slug: str, token: str | None) -> Attested | Missing:
    """What can be attested of a lesson now. UnknownItemError, StoreError.

    Of answers to sensitive topics the log knows nobody, and of somebody without a token nothing: then no more is
    attested than completion, as told. Of a lesson on both, the other topics decide.
    """
    band = Band.TOLD
    scenarios = _linked_scenarios(course.pack, slug)
    if token is not None and scenarios:
        latest = course.log.fetch_latest_by_item(hash_token(token, secret=course.secret))
        asked = [one for scenario in scenarios for one in _asked_in(scenario, latest)]
        answered = [(item, result) for item, result in asked if result is not None]
        if len(answered) < len(asked):
            return Missing(len(answered), len(asked))
        band = _band(answered)
    today = local_date(course.clock.now())
    revision = course.pack.revision[:REVISION_DIGITS]
    return Attested(slug, today, band, secrets.randbits(16), revision)


def _linked_scenarios(pack: Pack, slug: str) -> list[Scenario]:
    """The scenarios of a lesson to which the log holds answers under a learner who agreed to that."""
    shown = (scenario for path in plan_path(pack, slug) for scenario in path.scenarios)
    return [scenario for scenario in shown if not pack.is_sensitive(scenario)]


def _asked_in(scenario: Scenario, latest: Mapping[str, Statement]) -> list[tuple[Item, Result | None]]:
    """What is to be answered of a scenario, with the result: of a branching case this time's way, and the item where it
    stops."""
    given = [(item, latest[item.identifier]) for item in scenario.items if _is_current(item, latest)]
    results = {item.identifier: Result(one.score, one.max_score) for item, one in given}
    if not scenario.is_branching:
        return [(item, results.get(item.identifier)) for item in scenario.items]
    walk = CaseWalk(scenario)
    walk.restore(
        (item.identifier, Taken(str(one.response), one.attempt_id))
        for item, one in sorted(given, key=lambda pair: pair[1].timestamp)
    )
    return [(item, results[item.identifier] if item.identifier in walk.taken else None) for item in walk.steps]


def _is_current(item: Item, latest: Mapping[str, Statement]) -> bool:
    """Whether the item as it now is was answered."""
    return item.identifier in latest and latest[item.identifier].item_version == item.version


def _band(answered: Sequence[tuple[Item, Result]]) -> Band:
    """By the share corrected for chance, items weighing alike: the same bounds as a part's summary."""
    score = sum(result.score / result.max_score for _, result in answered)
    chance = sum(chance_share(item) for item, _ in answered)
    share = corrected_for_chance(score, float(len(answered)), chance) or 0.0
    return Band.SOLID if share >= SOLID - CLOSE else Band.PARTLY if share >= PARTLY - CLOSE else Band.WEAK


def make_code(attested: Attested, *, secret: bytes) -> str:
    """24 characters in groups of four: 7 bytes of what is attested, 8 of an HMAC-SHA256 over them and the lesson.

    The lesson itself is not in it: whoever reads the code tries the lessons there are.
    """
    days = max(0, (attested.day - _FIRST_DAY).days)  # of a clock that was never set, the first day
    told = bytes((attested.band,)) + days.to_bytes(2) + attested.serial.to_bytes(2) + bytes.fromhex(attested.revision)
    number = int.from_bytes(told + _sign(told, attested.slug, secret=secret))
    digits = "".join(ALPHABET[number >> 5 * n & 31] for n in reversed(range(LENGTH)))
    return "-".join(digits[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def read_code(typed: str, *, slugs: Iterable[str], secret: bytes) -> Attested | None:
    """What a code attests; None for what this server has not signed, or of a lesson that is no more.

    Case, blanks, hyphens and letters taken for others do not matter.
    """
    digits = "".join(typed.upper().split()).replace("-", "").translate(_MISREAD)
    if len(digits) != LENGTH or not set(digits) <= set(ALPHABET):
        return None
    number = 0
    for digit in digits:
        number = number << 5 | ALPHABET.index(digit)
    raw = number.to_bytes(5 * LENGTH // 8)
    told, shown = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    for slug in slugs:
        if hmac.compare_digest(_sign(told, slug, secret=secret), shown):
            day = _FIRST_DAY + timedelta(days=int.from_bytes(told[1:3]))
            return Attested(slug, day, Band(told[0]), int.from_bytes(told[3:5]), told[5:].hex())
    return None


def _sign(told: bytes, slug: str, *, secret: bytes) -> bytes:
    return hmac.digest(secret, b"certificate\0" + slug.encode() + b"\0" + told, hashlib.sha256)[:_MAC_BYTES]
