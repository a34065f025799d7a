"""A seat: where a page's card is hosted, and the page that sits there, may leave and come back.

Knows the frames a page hears (see `channel`), not where seats come from nor who may have one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import Any

from .admission import Client

Frame = dict[str, Any]
Listener = Callable[[Frame], None]
"""Called with each frame for the page."""


class Gone(Enum):
    """Why a page loses its seat."""

    ENDED = "it has ended: ask for another at once"
    RESTING = "nobody used it for long: ask for another when somebody does"
    REPLACED = "another page of the same tab id, a duplicated tab, sits on it now: ask under a new id"


@dataclass(eq=False)
class Seat:
    """Where a page may sit. `promised` until a page sits on it or it lies in the pool: never ended to make room."""

    slug: str
    tab: str | None = None
    holder: Client | None = None
    listener: Listener | None = None
    on_gone: Callable[[Gone], None] | None = None
    touched_at: float = field(default_factory=monotonic)
    taken_at: float = 0.0
    kept_until: float = 0.0
    promised: bool = True
    closed: bool = False

    @property
    def attached(self) -> bool:
        return self.listener is not None

    @property
    def is_free(self) -> bool:
        """Whether nobody sits here or is on the way."""
        return not self.attached and not self.promised

    def touch(self) -> None:
        self.touched_at = monotonic()

    def take(self, listener: Listener, on_gone: Callable[[Gone], None]) -> None:
        """A page sits down; one that was there before is told it is gone. A "ready" frame follows, soon or at once."""
        if self.on_gone is not None:
            self.on_gone(Gone.REPLACED)
        self.listener, self.on_gone = listener, on_gone
        self.promised = False
        self.taken_at = monotonic()
        self.touch()
        self.greet()

    def leave(self, listener: Listener) -> bool:
        """The page stands up; False if another one sits here by now."""
        if self.listener != listener:  # bound methods are equal, never identical
            return False
        self.listener = self.on_gone = None
        self.touch()
        return True

    def dismiss(self, why: Gone) -> None:
        """Nobody may sit here any more; whoever does is told why."""
        self.closed = True
        if self.on_gone is not None:
            self.on_gone(why)
        self.listener = self.on_gone = None

    def tell(self, frame: Frame) -> None:
        """Pass a frame on to whoever sits here."""
        if self.listener is not None:
            self.listener(frame)

    def greet(self) -> None:
        """Bring the page that has just sat down the state of its widgets: one "ready" frame."""
        raise NotImplementedError

    def say(self, widget: str, content: dict[str, Any]) -> None:
        """Pass on what the page's card says."""
        raise NotImplementedError
