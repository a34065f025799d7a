"""The page's websocket, between its cards and where they are hosted. Its frames are told in `frames`; why a channel
was closed is told by its code.
"""

import asyncio
import json
import logging
from asyncio import Future
from time import monotonic
from typing import Any

from tornado.iostream import IOStream, StreamBufferFullError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ..errors import AdmissionError
from .admission import Client
from .frames import ID, parse_frame
from .handlers import BaseHandler, Site
from .house import House
from .seats import Frame, Gone, Seat

logger = logging.getLogger(__name__)

CLOSED_IDLE, CLOSED_GONE, CLOSED_REFUSED, CLOSED_BAD, CLOSED_REPLACED, CLOSED_FAILED, CLOSED_LOCKED = range(4001, 4008)
MAX_UNREAD = 1024 * 1024
"""Bytes kept for a page that does not read what it is told; beyond them it is cut off."""
BURST, PER_SECOND = 60.0, 15.0
"""Frames a browser may send at once, and steadily."""


class ChannelHandler(BaseHandler, WebSocketHandler):
    """One page's connection."""

    def initialize(self, site: Site, house: House) -> None:  # type: ignore[override]
        super().initialize(site)
        self.house = house
        self.seat: Seat | None = None
        self.entering: asyncio.Task[None] | None = None
        self.level, self.level_at = BURST, monotonic()

    def get_compression_options(self) -> dict[str, Any]:
        return {"compression_level": 6, "mem_level": 5}

    async def get(self, *args: Any, **kwargs: Any) -> None:
        slug = args[0]
        if slug not in self.site.pages or not ID.fullmatch(self.get_query_argument("tab", "")):
            raise HTTPError(404)
        if self._is_locked(slug):
            raise HTTPError(403)
        await super().get(*args, **kwargs)

    def _is_locked(self, slug: str) -> bool:
        return self.site.is_guarded(slug) and not self.is_trainer()

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> Future[None]:
        """Tornado refuses an upgrade in words of its own: our page instead."""
        if self.get_status() >= 400 and not isinstance(chunk, bytes):
            return self.send_page(self.site.renderer.render_error(self.get_status()))
        return super().finish(chunk)

    def open(self, slug: str) -> None:
        self.set_nodelay(True)
        self._stream().max_write_buffer_size = MAX_UNREAD
        self.entering = asyncio.ensure_future(self._enter(slug))

    async def _enter(self, slug: str) -> None:
        tab = self.get_query_argument("tab")
        client = self._client()
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
        frame = parse_frame(message)
        if frame is None or not self._within_rate():
            self.close(CLOSED_BAD)
            return
        if self._is_locked(self.path_args[0]):  # the trainer was sent out meanwhile
            self.close(CLOSED_LOCKED)
            return
        if frame["type"] == "ping":
            self._send({"type": "pong"})
        elif _answers(frame["content"]) and not self.house.admits_answer(self._client()):
            self.close(CLOSED_REFUSED)  # the page keeps the answer and comes again
        elif self.seat is not None and not self.seat.closed:
            self.seat.say(frame["id"], frame["content"])

    def on_close(self) -> None:
        if self.entering is not None:
            self.entering.cancel()
        if self.seat is not None:
            self.house.detach(self.seat, self._send)

    def _client(self) -> Client:
        return Client.of(self.get_visitor(), self.request.remote_ip or "")

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


def _answers(content: dict[str, Any]) -> bool:
    """Whether what is said makes the host score an answer: one given, or one whose explanation is to be shown again."""
    return content.get("kind") == "submit" or content.get("answered") is not None
