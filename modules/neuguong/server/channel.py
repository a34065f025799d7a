"""The page's websocket: a visitor's page talks to its kernel, in widget messages only. Every frame is hostile input.

Frames are JSON objects. To the browser: {"type": "queued", "place"}, {"type": "ready", "outputs"}, {"type": "pong"},
{"type": "comm_msg", "content"}. From it: {"type": "ping"} and {"type": "comm_open" | "comm_msg", "content"}. Nothing
else passes, so a visitor can run no code. Why a channel was closed is told by its code.
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
from .admission import Arrivals, Client
from .handlers import DiscreetHandler, Site
from .kernels import KernelHouse
from .seats import Gone, Seat

log = logging.getLogger(__name__)

CLOSED_IDLE, CLOSED_GONE, CLOSED_REFUSED, CLOSED_BAD, CLOSED_REPLACED, CLOSED_FAILED = range(4001, 4007)
MAX_FRAME = 64 * 1024
"""Bytes of the largest frame a browser may send: an answer is a few hundred."""
MAX_UNREAD = 1024 * 1024
"""Bytes kept for a page that does not read what it is told; beyond them it is cut off."""
BURST, PER_SECOND = 60.0, 15.0
"""Frames a browser may send at once, and steadily."""
CONTROL_TARGET = "jupyter.widget.control"
_ID = re.compile(r"^[0-9a-f-]{32,36}$")


class ChannelHandler(DiscreetHandler, WebSocketHandler):
    """One page's connection."""

    def initialize(self, site: Site, house: KernelHouse, arrivals: Arrivals) -> None:
        self.site, self.house, self.arrivals = site, house, arrivals
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
            if not self.house.knows(slug, tab):
                self.arrivals.check(client)
            seat = await self.house.acquire(
                slug, tab=tab, client=client, tell=lambda place: self._send({"type": "queued", "place": place})
            )
        except asyncio.CancelledError:
            self.close(CLOSED_GONE)
            raise
        except AdmissionError as error:
            log.warning("refused: %s", error)
            self.close(CLOSED_REFUSED)
            return
        except Exception:
            log.exception("no kernel for %s", slug)
            self.close(CLOSED_FAILED)
            return
        if seat.closed:
            self.close(CLOSED_GONE)
            return
        self.seat = seat
        self.house.attach(seat, self._forward, self._gone)
        self._send({"type": "ready", "outputs": seat.outputs})

    def on_message(self, message: str | bytes) -> None:
        frame = self._parse(message)
        if frame is None or not self._within_rate():
            self.close(CLOSED_BAD)
            return
        if frame["type"] == "ping":
            self._send({"type": "pong"})
        elif self.seat is not None and not self.seat.closed:
            self.seat.send(frame["type"], frame["content"])

    def on_close(self) -> None:
        if self.entering is not None:
            self.entering.cancel()
        if self.seat is not None:
            self.house.detach(self.seat, self._forward)

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
        content = frame.get("content")
        if frame.get("type") not in ("comm_open", "comm_msg") or not isinstance(content, dict):
            return None
        if not isinstance(content.get("comm_id"), str) or not _ID.match(content["comm_id"]):
            return None
        if not isinstance(content.setdefault("data", {}), dict):
            return None
        if frame["type"] == "comm_open" and content.get("target_name") != CONTROL_TARGET:
            return None
        return frame

    def _within_rate(self) -> bool:
        now = monotonic()
        self.level = min(BURST, self.level + (now - self.level_at) * PER_SECOND) - 1
        self.level_at = now
        return self.level >= 0

    def _stream(self) -> IOStream:
        assert self.ws_connection is not None
        assert self.ws_connection.stream is not None
        return self.ws_connection.stream

    def _forward(self, message_type: str, content: dict[str, Any]) -> None:
        if message_type == "comm_msg":
            self._send({"type": message_type, "content": content})

    def _gone(self, why: Gone) -> None:
        self.close({Gone.ENDED: CLOSED_GONE, Gone.RESTING: CLOSED_IDLE, Gone.REPLACED: CLOSED_REPLACED}[why])

    def _send(self, frame: dict[str, Any]) -> None:
        try:
            self.write_message(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        except WebSocketClosedError:
            log.debug("the page has gone")
        except StreamBufferFullError:
            self._stream().close()
