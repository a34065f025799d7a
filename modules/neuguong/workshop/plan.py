"""What a trainer prepares before a workshop. Knows nothing of what happens in it."""

from dataclasses import dataclass

SECONDS_MIN, SECONDS_MAX = 10, 3600
UNITS_MAX = 500
GROUPS_MAX = 50
ITEMS_MAX = 60


@dataclass(frozen=True, slots=True)
class HallUnit:
    """A unit (chi bộ) whose members may come. `eligible`: how many ought to; None where nobody said."""

    name: str
    eligible: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`items` in the order they are to be asked, none twice. `seconds`: how long a vote stays open; None: until it is
    closed. `names`: participants may show a display name, which is never stored. `groups`: the hall is split into so
    many; 0 means it is not. `rehearsal`: it counts nowhere."""

    title: str
    items: tuple[str, ...]
    units: tuple[HallUnit, ...] = ()
    seconds: int | None = None
    names: bool = False
    groups: int = 0
    rehearsal: bool = False
