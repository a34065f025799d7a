"""How many people must stand behind anything that is said. Knows nothing of what is said, or to whom."""

GROUP_MINIMUM = 5
"""Smallest group anything is said about, unless a setting asks for more (or for less, down to the floor)."""
GROUP_FLOOR = 3
"""No setting goes below this."""


def check_group_minimum(group_minimum: int) -> None:
    """Refuse a group minimum below `GROUP_FLOOR` with ValueError."""
    if group_minimum < GROUP_FLOOR:
        raise ValueError(f"group_minimum: found {group_minimum}; allowed: {GROUP_FLOOR} or more")
