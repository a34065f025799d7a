"""A seat: a running kernel whose notebook has been executed, and the page that sits on it, may leave and come back.

Knows the widgets' messages, not where kernels come from nor who may have one.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import Any

from .admission import Client

CONTROL_PROTOCOL = "1.0.0"
"""Version of the widgets' control protocol, by which a page asks for the state of all widgets."""
Listener = Callable[[str, dict[str, Any]], None]
"""Called with the type and content of each comm message of the kernel."""


class Gone(Enum):
    """Why a page loses its kernel."""

    ENDED = "the kernel has ended: ask for another at once"
    RESTING = "nobody used it for long: ask for another when somebody does"
    REPLACED = "another page of the same tab id, a duplicated tab, sits on it now: ask under a new id"


@dataclass(eq=False)
class Seat:
    """A running kernel that has executed a page's notebook.

    `promised` until it lies in the pool or a page sits on it: such a seat is never ended to make room.
    """

    slug: str
    kernel_id: str
    client: Any
    outputs: list[dict[str, Any]]
    tab: str | None = None
    holder: Client | None = None
    listener: Listener | None = None
    on_gone: Callable[[Gone], None] | None = None
    touched_at: float = field(default_factory=monotonic)
    taken_at: float = 0.0
    kept_until: float = 0.0
    pump: asyncio.Task[None] | None = None
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
        """A page sits down; one that was there before is told it is gone."""
        if self.on_gone is not None:
            self.on_gone(Gone.REPLACED)
        self.listener, self.on_gone = listener, on_gone
        self.promised = False
        self.taken_at = monotonic()
        self.touch()

    def leave(self, listener: Listener) -> bool:
        """The page stands up; False if another one sits here by now."""
        if self.listener != listener:  # bound methods are equal, never identical
            return False
        self.listener = self.on_gone = None
        self.touch()
        return True

    def hear(self, message_type: str, content: dict[str, Any]) -> None:
        """Pass what the kernel says on to whoever sits here."""
        if message_type.startswith("comm_") and self.listener is not None:
            self.listener(message_type, content)

    def send(self, message_type: str, content: dict[str, Any]) -> None:
        """Pass a comm message of the browser on to the kernel."""
        self.touch()
        metadata = {"version": CONTROL_PROTOCOL} if message_type == "comm_open" else {}
        self.client.session.send(self.client.shell_channel.socket, message_type, content, metadata=metadata)
