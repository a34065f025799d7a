"""Hottext, passages marked in a text: scored by the rule of `selection`."""

from .selection import SCORER

__all__ = ["SCORER"]
