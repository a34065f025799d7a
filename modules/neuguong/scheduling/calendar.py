"""A calendar of what is due, with no day fuller than somebody has time for. Knows nothing of why something is due."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

Key = TypeVar("Key", bound=str)


def spread(due: Mapping[Key, date], *, today: date, most: int, done_today: int = 0) -> dict[Key, date]:
    """The day each is to be asked: the first from its due day on, never before today, that has room.

    `most` a day, of which `done_today` are gone today. What is due longest comes first; of equal days by key.
    ValueError if `most` is below 1.
    """
    if most < 1:
        raise ValueError(f"most: found {most}; allowed: 1 or more")
    taken = Counter({today: done_today})
    planned: dict[Key, date] = {}
    for key, day in sorted(due.items(), key=lambda entry: (entry[1], entry[0])):
        day = max(day, today)
        while taken[day] >= most:
            day += timedelta(days=1)
        taken[day] += 1
        planned[key] = day
    return planned
