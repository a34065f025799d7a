"""Owns the two pages that are open while a hall votes, the control room and the wall, as a browser holds them.

Knows nothing of phones. A page that loses its line comes back to it, as the page's own client does.
"""

import asyncio
import secrets
import time
from contextlib import suppress

from websockets.exceptions import WebSocketException

from tests.channel import Visitor, visit
from tests.serving import Server

LOOK_EVERY_S = 0.7
BACK_AFTER_S = 0.25


class Dashboard:
    """A page with the trainer's cookie. `server` may be set to the one that came after it."""

    def __init__(self, server: Server, slug: str, cookie: str, *, workshop: str | None = None) -> None:
        """`workshop`: the one that the control room enters; a wall finds it."""
        self.server, self._slug, self._cookie, self._workshop = server, slug, cookie, workshop
        self._tab = secrets.token_hex(16)
        self._page: Visitor | None = None

    async def stay(self) -> None:
        """Be open until cancelled."""
        while True:
            with suppress(OSError, TimeoutError, EOFError, WebSocketException):
                async with visit(self.server, self._slug, tab=self._tab, visitor=self._cookie) as page:
                    await self._live(page)
            await asyncio.sleep(BACK_AFTER_S)

    async def _live(self, page: Visitor) -> None:
        await page.enter()
        if self._workshop is not None:
            await page.say({"kind": "enter", "workshop": self._workshop})
        looking = asyncio.create_task(_look(page))
        self._page = page
        try:
            while True:
                frame = await page.hear()
                if frame["type"] == "update":
                    page.state |= frame["state"]
        finally:
            self._page = None
            looking.cancel()

    async def wait_until_open(self, *, at_most_s: float = 60) -> None:
        until = time.monotonic() + at_most_s
        while self._page is None or not (self._page.view.get("room") or self._page.view.get("wall")):
            if time.monotonic() > until:
                raise TimeoutError(f"{self._slug} did not open")
            await asyncio.sleep(0.02)

    async def wait_until_shows(self, version: int, *, at_most_s: float = 10) -> None:
        """Until the control room has seen so many events."""
        await self.wait_until_open()
        until = time.monotonic() + at_most_s
        while self._page is None or self._page.view["room"]["wall"]["state"]["version"] != version:
            if time.monotonic() > until:
                raise TimeoutError("the control room shows an old state")
            await asyncio.sleep(0.02)

    async def command(self, command: str, version: int) -> None:
        """The trainer's tap, in a room that shows that state."""
        if self._page is None:
            raise ConnectionError("the control room is gone")
        await self._page.say({"kind": "do", "command": command, "version": version})


async def _look(page: Visitor) -> None:
    with suppress(WebSocketException):
        while True:
            await page.say({"kind": "refresh"})
            await asyncio.sleep(LOOK_EVERY_S)
