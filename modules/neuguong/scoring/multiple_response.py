"""Multiple response: scored by the rule of `selection`."""

from .selection import SCORER

__all__ = ["SCORER"]
