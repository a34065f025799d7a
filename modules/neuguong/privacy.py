"""How many people must stand behind what is told of a group. Knows nothing of logs or screens."""

GROUP_MINIMUM = 5
"""Smallest group anything is said about, unless a setting asks for more (or for less, down to the floor)."""
GROUP_FLOOR = 3
"""No setting goes below this."""
