"""Sessions of the hall, to be looked at beside what people study alone. Knows nothing of how they are held.

What may be said of a session was decided when each of its rounds was counted (`disclosure.rounds`): here it stands as
it was said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .picture import Totals


@dataclass(frozen=True)
class Session:
    """One that has ended. `label`: its day and title. `totals`: the first answers to each item, of everybody in it, as
    far as they were let; of a sensitive item with noise."""

    identifier: str
    label: str
    totals: Totals


ListSessions = Callable[[], Sequence[Session]]
"""The newest first. Asked every second, so it must cost little where nothing has changed. May raise StoreError."""


def no_sessions() -> Sequence[Session]:
    return ()
