"""What is told of a choice of learners: who studies alone, in all time or some months, and sessions of the hall.

Every part of a scope is a sum of whole groups (see the package) or a round that was told once, as it was told
(`rounds`). The parts are added up and nothing is counted again. So self-study, halls, single sessions and all of them
together overlap in whole groups and whole rounds or not at all, and whatever is taken from whatever leaves those.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from json import loads

from ..items import Pack
from ..store import STUDY, ItemCount, ResponseLog, canonical_json
from .published import read_published
from .sessions import Session

ALL_TIME = ("",)


@dataclass(frozen=True)
class Scope:
    """`months` of study alone, each "2026-11", `ALL_TIME`, or none of it; `unit` of those who study, None for
    everybody. `sessions` are told of everybody in them, never by unit."""

    months: tuple[str, ...] = ALL_TIME
    sessions: tuple[Session, ...] = ()
    unit: str | None = None


def read_scope(log: ResponseLog, pack: Pack, scope: Scope) -> list[ItemCount]:
    """What is told of ordinary items, each response once, the most frequent of an item first."""
    sensitive = {item.identifier for scenario, item in pack.live_items() if pack.is_sensitive(scenario)}
    parts = [[one for one in part if one.item_id not in sensitive] for part in _parts(log, scope)]
    if len(parts) == 1:
        return parts[0]
    found: Counter[tuple[str, int, str]] = Counter()
    for one in chain.from_iterable(parts):
        found[one.item_id, one.item_version, canonical_json(one.response)] += one.n
    ranked = sorted(found.items(), key=lambda pair: (*pair[0][:2], -pair[1], pair[0][2]))
    return [ItemCount(item, version, loads(response), n) for (item, version, response), n in ranked]


def is_untouched(log: ResponseLog) -> bool:
    """Whether nobody who studies alone, and agreed to be remembered, has answered any ordinary item yet."""
    return not log.fetch_published(STUDY) and not log.fetch_waiting(STUDY)


def _parts(log: ResponseLog, scope: Scope) -> Iterable[Iterable[ItemCount]]:
    for month in scope.months:
        yield read_published(log, unit=scope.unit, period=month)
    for session in scope.sessions:
        yield chain.from_iterable(session.totals.values())
