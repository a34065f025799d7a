"""Cards without a kernel: a conversation in the server itself, for pages whose notebook is nothing but its door.

Knows no lesson: whoever starts the server says how a conversation is opened. What the page hears and says is what it
hears from and says to a kernel, so a learner sees no difference; a page takes some hundred kilobytes instead of a
process.
"""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..conversation import Conversation, State
from .seats import Gone, Seat

logger = logging.getLogger(__name__)

MOST_UNHEARD = 60
"""Messages of one page that may wait for their turn; a page that says more is no page of ours."""
_working: set[asyncio.Task[None]] = set()


@dataclass(frozen=True)
class Host:
    """How the card of one page is hosted here. `cell` is the place in the notebook where it stands."""

    slug: str
    cell: int
    script: str
    text: Mapping[str, str]
    open: Callable[[], Conversation]

    def seat(self) -> "HostedSeat":
        """A new seat with a conversation of its own."""
        return HostedSeat(self.slug, host=self, conversation=self.open())


@dataclass(eq=False, kw_only=True)
class HostedSeat(Seat):
    """A conversation in the server. One message at a time, in the order they came, each in a thread: the log's lock
    may have to be waited for, and everybody's pages are served from the event loop."""

    host: Host
    conversation: Conversation
    id: str = field(default_factory=lambda: secrets.token_hex(16), init=False)
    unheard: deque[dict[str, Any]] = field(default_factory=deque, init=False)
    is_working: bool = field(default=False, init=False)
    shown: tuple[State, State] | None = field(default=None, init=False)
    """View and content as last told."""

    def greet(self) -> None:
        self.shown = None
        if not self.is_working:  # else the page is told all as soon as the message in hand is done
            self._tell_all()

    def say(self, widget: str, content: dict[str, Any]) -> None:
        self.touch()
        if widget != self.id:
            return
        self.unheard.append(content)
        if len(self.unheard) > MOST_UNHEARD:
            self.dismiss(Gone.ENDED)
        elif not self.is_working:
            self.is_working = True
            task = asyncio.ensure_future(self._work())
            _working.add(task)
            task.add_done_callback(_working.discard)

    async def _work(self) -> None:
        try:
            while self.unheard and not self.closed:
                replies = await asyncio.to_thread(self.conversation.handle, self.unheard.popleft())
                self._tell_state()
                for reply in replies:
                    self.tell({"type": "custom", "id": self.id, "content": reply})
        except Exception:
            logger.exception("a conversation of %s failed", self.slug)
            self.dismiss(Gone.ENDED)
        finally:
            self.is_working = False

    def _tell_state(self) -> None:
        """Tell what has changed; all of it to a page that sat down meanwhile."""
        if self.shown is None:
            self._tell_all()
            return
        now = self.conversation.view(), self.conversation.content()
        pairs = zip(("view", "content"), now, self.shown, strict=True)
        if changed := {name: fresh for name, fresh, told in pairs if fresh != told}:
            self.tell({"type": "update", "id": self.id, "state": changed})
        self.shown = now

    def _tell_all(self) -> None:
        view, content = self.shown = self.conversation.view(), self.conversation.content()
        card = {"_esm": self.host.script, "text": dict(self.host.text), "view": view, "content": content}
        widget = {"cell": self.host.cell, "position": 0, "id": self.id, "state": card}
        self.tell({"type": "ready", "widgets": [widget]})
