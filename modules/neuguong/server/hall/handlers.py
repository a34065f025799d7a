"""The phones' addresses: the page, the four requests, the line, and what documents them. Knows no workshop."""

import asyncio
import json
import logging
import re
from asyncio import Future
from collections.abc import Callable
from typing import Any, NoReturn, get_args
from urllib.parse import quote

from tornado.iostream import IOStream, StreamBufferFullError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ...errors import StoreError
from ..handlers import BaseHandler, Site
from ..joining import TrainerHandler
from ..rendering import Page
from .contract import Kind
from .desk import Desk
from .gathering import Gathering
from .names import Names
from .replies import NoMessageError, Reply, refuse
from .service import HallService

logger = logging.getLogger(__name__)

MOST_BYTES = 8 * 1024
"""Of a message: an answer is some hundred."""
FIRST_WITHIN_S = 15.0
"""How long a line may stay open before somebody joins over it."""
MAX_UNREAD = 512 * 1024
"""Bytes kept for a phone that does not read; beyond them it is cut off, and comes back to be told all."""
MOST_AT_ONCE = 20
"""Messages of one line that may be waiting for their answer."""
CLOSED_BAD, CLOSED_REPLACED, CLOSED_LATE = 4004, 4005, 4008
_KINDS: tuple[Kind, ...] = get_args(Kind)
_NOT_CODE = re.compile(r"[^0-9A-Za-zÀ-ỹ-]")


def read_message(body: str | bytes) -> object:
    """The JSON of a message; ValueError for what is none, or what no database or phone could be told again."""
    if len(body) > MOST_BYTES:
        raise ValueError("too long")
    try:
        raw = json.loads(body, parse_constant=_refuse_constant)
        again = json.dumps(raw, ensure_ascii=False, allow_nan=False)  # fails at 1e999
        again.encode()  # fails at half a character
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if "\\u0000" in again:
        raise ValueError("a character that PostgreSQL does not store")
    return raw


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


class JoinPageHandler(BaseHandler):
    """GET /vao: where a code is typed; /vao/CODE: the workshop itself, the same page. Says nothing of whether there is
    such a code: the page asks."""

    def initialize(self, site: Site, page: Page) -> None:  # type: ignore[override]
        super().initialize(site)
        self.page = page

    def get(self, typed: str = "") -> None:
        asked = self.get_query_argument("ma", "")[:60]
        if asked and not typed:
            code = _NOT_CODE.sub("", asked)[:20]
            self.redirect(f"/vao/{quote(code)}" if code else "/vao")
            return
        self.send_page(self.page, cached=True)

    head = get


class DocumentHandler(BaseHandler):
    """The API's own documents."""

    def initialize(self, site: Site, document: Callable[[], bytes]) -> None:  # type: ignore[override]
        super().initialize(site)
        self.document = document

    def get(self) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(self.document())

    head = get


class HallHandler(BaseHandler):
    """POST /api/hall/join, state, answer, leave: a message each, one reply. For phones whose line does not stand."""

    def initialize(self, site: Site, desk: Desk) -> None:  # type: ignore[override]
        super().initialize(site)
        self.desk = desk

    async def post(self, kind: Kind) -> None:
        try:
            raw = read_message(self.request.body)
        except ValueError:
            self._send(refuse(NoMessageError("no JSON of a message")))
            return
        reply, _, _ = await self.desk.hear(kind, raw)
        self._send(reply)

    def write_error(self, status_code: int, **_: Any) -> None:
        code = NoMessageError("no request of a phone") if status_code < 500 else RuntimeError("the request failed")
        self._send(refuse(code), status=status_code)

    def _send(self, reply: Reply, *, status: int | None = None) -> None:
        self.set_status(status or reply.status)
        if self.get_status() == 405:
            self.set_header("Allow", "POST")
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(reply.text)


class NamesHandler(TrainerHandler):
    """Display names for the trainer's pages, which read them here: no kernel and no file has them.

    GET /api/hall/names?code=CODE → {"names": [{"number", "text", "is_shown"}]}, "names" null while they are off;
    POST {"code", "number": one of them, or null for all, "shown"} → the same.
    """

    def initialize(self, site: Site, desk: Desk) -> None:  # type: ignore[override]
        super().initialize(site)
        self.desk = desk

    async def get(self) -> None:
        self._tell(await self._find(self.get_query_argument("code", "")))

    async def post(self) -> None:
        body = self.read_body()
        code, number, shown = body.get("code"), body.get("number", False), body.get("shown")
        if not isinstance(code, str) or not isinstance(shown, bool):
            raise HTTPError(400)
        if isinstance(number, bool) or not isinstance(number, int | None):
            raise HTTPError(400)
        names = await self._find(code)
        if names is not None:
            names.show(number, shown=shown)
        self._tell(names)

    async def _find(self, code: str) -> Names | None:
        try:
            return await self.desk.find_names(code)
        except StoreError:
            raise HTTPError(503) from None

    def _tell(self, names: Names | None) -> None:
        self.finish({"names": None if names is None else names.list_all()})


class LineHandler(BaseHandler, WebSocketHandler):
    """GET /api/hall/line, a websocket: the same messages with "kind"; replies, and news as soon as there is some."""

    def initialize(self, site: Site, desk: Desk) -> None:  # type: ignore[override]
        super().initialize(site)
        self.desk = desk
        self.token = ""
        self.gathering: Gathering | None = None
        self.hearing: set[asyncio.Task[None]] = set()

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> Future[None]:
        """Tornado refuses an upgrade in words of its own: our page instead."""
        if self.get_status() >= 400 and not isinstance(chunk, bytes):
            return self.send_page(self.site.renderer.render_error(self.get_status()))
        return super().finish(chunk)

    def open(self) -> None:
        self.set_nodelay(True)
        self._stream().max_write_buffer_size = MAX_UNREAD
        self.first = asyncio.get_running_loop().call_later(FIRST_WITHIN_S, self.close, CLOSED_LATE)

    def on_message(self, message: str | bytes) -> None:
        try:
            raw = read_message(message) if isinstance(message, str) else None
        except ValueError:
            raw = None
        kind = raw.pop("kind", None) if isinstance(raw, dict) else None
        if kind not in _KINDS or len(self.hearing) >= MOST_AT_ONCE:
            self.close(CLOSED_BAD)
            return
        task = asyncio.create_task(self._hear(kind, raw))
        self.hearing.add(task)
        task.add_done_callback(self.hearing.discard)

    async def _hear(self, kind: Kind, raw: object) -> None:
        reply, gathering, token = await self.desk.hear(kind, raw, self)
        self.tell(reply.text)
        if gathering is None or kind not in ("join", "state") or reply.status != 200:
            return
        self.first.cancel()
        if self.gathering is not None and (self.gathering, self.token) != (gathering, token):
            self.gathering.rise(self.token, self)
        self.gathering, self.token = gathering, token
        if self.close_code is not None or self.ws_connection is None:  # it went while it was being let in
            gathering.rise(token, self)

    def on_close(self) -> None:
        self.first.cancel()
        if self.gathering is not None:
            self.gathering.rise(self.token, self)

    def tell(self, text: str) -> None:
        try:
            self.write_message(text)
        except WebSocketClosedError:
            logger.debug("the phone has gone")
        except StreamBufferFullError:
            self._stream().close()

    def replace(self) -> None:
        self.close(CLOSED_REPLACED)

    def _stream(self) -> IOStream:
        assert self.ws_connection is not None
        assert self.ws_connection.stream is not None
        return self.ws_connection.stream


def hall_routes(site: Site, desk: Desk, service: HallService) -> list[Any]:
    """All addresses of the phones' side."""
    page = {"site": site, "page": site.renderer.render_phone()}
    both = {"site": site, "desk": desk}
    return [
        (r"/vao/?", JoinPageHandler, page),
        (r"/vao/([^/]{1,180})/?", JoinPageHandler, page),
        (r"/api/openapi\.json", DocumentHandler, {"site": site, "document": service.openapi}),
        (r"/api/hall/line\.schema\.json", DocumentHandler, {"site": site, "document": service.line_schema}),
        (r"/api/hall/line", LineHandler, both),
        (r"/api/hall/names", NamesHandler, both),
        (rf"/api/hall/({'|'.join(_KINDS)})", HallHandler, both),
    ]
