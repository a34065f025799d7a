"""The state of a workshop as it is told to all its phones: written out once. Knows of the state only what
decides when it is told."""

from typing import NamedTuple

from .contract import Json
from .replies import pack

WORDS_EVERY_S = 1.0
EARLY_S = 1.0
"""The seconds left are whole: the close may be due so much earlier than they say."""


class Place(NamedTuple):
    """What of the state decides what a phone is told of itself."""

    turn: int
    round: int
    looking_back: bool
    explained: bool


class Told:
    """A state that was read `at` (monotonic seconds), with the time that has run out since taken off."""

    def __init__(self, state: Json, *, at: float) -> None:
        self.state, self.at = state, at
        explained = state["stage"] == "explained"
        self.place = Place(state["turn"], state["round"], state["looking_back"], explained)
        self.is_open = state["stage"] == "open" and not state["looking_back"]
        self.is_sensitive = bool(state["scenario"] and state["scenario"]["sensitive"])
        self._text = ""
        self._text_left: int | None = None

    @property
    def version(self) -> int:
        return int(self.state["version"])

    def text(self, now: float) -> str:
        """The state as JSON."""
        left = self._left_s(now)
        if not self._text or left != self._text_left:
            self._text, self._text_left = pack({**self.state, "left_s": left}), left
        return self._text

    def is_due(self, now: float) -> bool:
        """Whether the open round may have run out of time."""
        left = self.state["left_s"]
        return left is not None and not self.state["paused"] and self.is_open and now - self.at >= left - EARLY_S

    def is_stale(self, now: float) -> bool:
        """Whether something may have changed without an event: words on a word wall are let through one by one."""
        return self.state["activity"] == "words" and now - self.at >= WORDS_EVERY_S

    def _left_s(self, now: float) -> int | None:
        left = self.state["left_s"]
        if left is None or self.state["paused"]:
            return left  # type: ignore[no-any-return]
        return max(0, int(left - (now - self.at)))
