"""The page's websocket, between its cards and where they are hosted. Every frame of a browser is hostile input.

Frames are JSON objects. To the browser:
    {"type": "queued", "place"}                  the page waits for a kernel; the first in line has place 1
    {"type": "ready", "widgets": [{"cell", "position", "id", "state"}]}   the whole state of every card
    {"type": "update", "id", "state"}            what changed of a card's state
    {"type": "custom", "id", "content"}          said once to a card
    {"type": "pong"}
From the browser: {"type": "say", "id", "content"}, what a card says, and {"type": "ping"}. Nothing else passes, so a
visitor can run no code and set no state. Why a channel was closed is told by its code.
"""

import asyncio
import json
import logging
import re
from time import monotonic
from typing import Any

from tornado.iostream import IOStream, StreamBufferFullError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ..errors import AdmissionError
from .admission import Client
from .handlers import DiscreetHandler, Site
from .house import House
from .seats import Frame, Gone, Seat

logger = logging.getLogger(__name__)

CLOSED_IDLE, CLOSED_GONE, CLOSED_REFUSED, CLOSED_BAD, CLOSED_REPLACED, CLOSED_FAILED = range(4001, 4007)
MAX_FRAME = 64 * 1024
"""Bytes of the largest frame a browser may send: an answer is a few hundred."""
MAX_UNREAD = 1024 * 1024
"""Bytes kept for a page that does not read what it is told; beyond them it is cut off."""
BURST, PER_SECOND = 60.0, 15.0
"""Frames a browser may send at once, and steadily."""
_ID = re.compile(r"^[0-9a-f-]{32,36}$")


class ChannelHandler(DiscreetHandler, WebSocketHandler):
    """One page's connection."""

    def initialize(self, site: Site, house: House) -> None:
        self.site, self.house = site, house
        self.seat: Seat | None = None
        self.entering: asyncio.Task[None] | None = None
        self.level, self.level_at = BURST, monotonic()

    def get_compression_options(self) -> dict[str, Any]:
        return {"compression_level": 6, "mem_level": 5}

    async def get(self, *args: Any, **kwargs: Any) -> None:
        slug = args[0]
        if slug not in self.site.pages or not _ID.match(self.get_query_argument("tab", "")):
            self.set_status(404)
            self.finish()
            return
        if self.site.is_guarded(slug) and not self.is_trainer():
            self.set_status(403)
            self.finish()
            return
        await super().get(*args, **kwargs)

    def open(self, slug: str) -> None:
        self.set_nodelay(True)
        self._stream().max_write_buffer_size = MAX_UNREAD
        self.entering = asyncio.ensure_future(self._enter(slug))

    async def _enter(self, slug: str) -> None:
        tab = self.get_query_argument("tab")
        client = Client.of(self.get_visitor(), self.request.remote_ip or "")
        try:
            seat = await self.house.acquire(
                slug, tab=tab, client=client, tell=lambda place: self._send({"type": "queued", "place": place})
            )
        except asyncio.CancelledError:
            self.close(CLOSED_GONE)
            raise
        except AdmissionError as error:
            logger.warning("refused: %s", error)
            self.close(CLOSED_REFUSED)
            return
        except Exception:
            logger.exception("no seat for %s", slug)
            self.close(CLOSED_FAILED)
            return
        if seat.closed:
            self.close(CLOSED_GONE)
            return
        self.seat = seat
        self.house.attach(seat, self._send, self._gone)

    def on_message(self, message: str | bytes) -> None:
        frame = self._parse(message)
        if frame is None or not self._within_rate():
            self.close(CLOSED_BAD)
            return
        if frame["type"] == "ping":
            self._send({"type": "pong"})
        elif self.seat is not None and not self.seat.closed:
            self.seat.say(frame["id"], frame["content"])

    def on_close(self) -> None:
        if self.entering is not None:
            self.entering.cancel()
        if self.seat is not None:
            self.house.detach(self.seat, self._send)

    def _parse(self, message: str | bytes) -> dict[str, Any] | None:
        """The frame, if it is one a page of ours could have sent."""
        if not isinstance(message, str) or len(message) > MAX_FRAME:
            return None
        try:
            frame = json.loads(message)
        except (ValueError, RecursionError):
            return None
        if not isinstance(frame, dict):
            return None
        if frame.get("type") == "ping":
            return frame
        known = frame.get("type") == "say" and isinstance(frame.get("content"), dict)
        return frame if known and isinstance(frame.get("id"), str) and _ID.match(frame["id"]) else None

    def _within_rate(self) -> bool:
        now = monotonic()
        self.level = min(BURST, self.level + (now - self.level_at) * PER_SECOND) - 1
        self.level_at = now
        return self.level >= 0

    def _stream(self) -> IOStream:
        assert self.ws_connection is not None
        assert self.ws_connection.stream is not None
        return self.ws_connection.stream

    def _gone(self, why: Gone) -> None:
        self.close({Gone.ENDED: CLOSED_GONE, Gone.RESTING: CLOSED_IDLE, Gone.REPLACED: CLOSED_REPLACED}[why])

    def _send(self, frame: Frame) -> None:
        try:
            self.write_message(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        except WebSocketClosedError:
            logger.debug("the page has gone")
        except StreamBufferFullError:
            self._stream().close()
