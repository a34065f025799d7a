"""Sessions of the hall that have ended, to be looked at beside what people study alone. Knows nothing of how they are
held.

What may be said of a session was decided when each of its rounds was counted (`rounds`): here it stands as it was said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..store import ItemCount


@dataclass(frozen=True)
class Session:
    """One that has ended. `label`: its day and title; `code`: that by which it was joined.

    `totals`: the first answers to each item and version, of everybody in it, as far as they were let; of a sensitive
    item with noise. `asked`: item → whether anybody answered it, of all that phones voted on.
    """

    identifier: str
    label: str
    totals: Mapping[tuple[str, int], list[ItemCount]]
    day: date = date.min
    code: str = ""
    asked: Mapping[str, bool] = field(default_factory=dict)


ListSessions = Callable[[], Sequence[Session]]
"""The newest first. Asked every second, so it must cost little where nothing has changed. May raise StoreError."""


def no_sessions() -> Sequence[Session]:
    return ()
