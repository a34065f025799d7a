"""The phones' side on a port, in this process, over the fake; and a phone that speaks over its line."""

import asyncio
import http.client
import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache, partial
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import tornado.httpserver
import tornado.netutil
import tornado.web
import websockets
from neuguong.app.hall import build_documents, parse_said
from neuguong.server.assets import Assets
from neuguong.server.front import make_http_server
from neuguong.server.gate import Gate
from neuguong.server.hall.desk import Desk
from neuguong.server.hall.gathering import Gathering
from neuguong.server.hall.guessing import Patience
from neuguong.server.hall.handlers import hall_routes
from neuguong.server.hall.service import HallService
from neuguong.server.handlers import AssetHandler, NotFoundHandler, Site
from neuguong.server.mydata import MyDataHandler
from neuguong.server.reach import Reach
from neuguong.server.rendering import PageRenderer
from neuguong.widgets import WIDGETS_FOLDER

from tests.samples import SECRET, make_pack
from tests.server.hall.fake_hall import CODE, FakeHall, FakeHalls

WAIT_S = 60
CLIENT = WIDGETS_FOLDER.parent / "server" / "client"


class Nothing:
    """A log that holds nothing of anybody."""

    def fetch(self, token: str) -> list[dict[str, object]]:
        return []

    def erase(self, token: str) -> int:
        return 0

    def erase_in_halls(self, token: str) -> int:
        return 0


class Phone:
    """A participant's line."""

    def __init__(self, socket: Any, token: str) -> None:
        self.socket, self.token = socket, token

    async def say(self, kind: str, **values: Any) -> None:
        await self.socket.send(json.dumps({"kind": kind, "code": CODE, "token": self.token, **values}))

    async def hear(self, *kinds: str) -> dict[str, Any]:
        """The next message of one of these kinds."""
        while True:
            told: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), WAIT_S))
            if told["kind"] in kinds:
                return told

    async def join(self, unit: str | None = None) -> dict[str, Any]:
        await self.say("join", unit=unit)
        return await self.hear("welcome", "refused")

    async def vote(self, response: object, *, turn: int = 1, round: int = 1, attempt: str = "") -> dict[str, Any]:
        name = attempt or str(uuid4())
        await self.say("answer", turn=turn, round=round, attempt_id=name, response=response)
        return await self.hear("received", "refused")


class Served:
    """The phones' side of one fake workshop, on a port."""

    def __init__(self, hall: FakeHall, desk: Desk, halls: FakeHalls, port: int) -> None:
        self.hall, self.desk, self.halls, self.port = hall, desk, halls, port

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @asynccontextmanager
    async def phone(self, token: str = "") -> AsyncIterator[Phone]:
        url = f"ws://localhost:{self.port}/api/hall/line"
        async with websockets.connect(url, origin=self.address, max_size=None) as socket:  # type: ignore[arg-type]
            yield Phone(socket, token or secrets.token_hex(16))

    async def post(self, kind: str, message: object) -> tuple[int, dict[str, Any]]:
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        return await asyncio.to_thread(self._post, f"/api/hall/{kind}", body)

    async def erase(self, token: str) -> tuple[int, dict[str, Any]]:
        """As the page of one's own data asks for it."""
        body = json.dumps({"action": "erase-hall", "token": token}).encode()
        return await asyncio.to_thread(self._post, "/du-lieu-cua-toi", body)

    def _post(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=WAIT_S)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


@cache
def finished() -> tuple[Assets, PageRenderer, bytes, bytes]:
    """What is the same for every server: files, pages, documents."""
    assets = Assets(CLIENT, WIDGETS_FOLDER)
    openapi, line = (json.dumps(one).encode() for one in build_documents())
    return assets, PageRenderer(make_pack(), assets.prefix), openapi, line


@asynccontextmanager
async def serve_hall(
    home: Path,
    hall: FakeHall | None = None,
    *,
    patience: Patience | None = None,
    pulse_every_s: float = 5.0,
    port: int = 0,
) -> AsyncIterator[Served]:
    hall = hall or FakeHall()
    halls = FakeHalls(hall)
    gather = partial(Gathering, look_every_s=0.02, pulse_every_s=pulse_every_s)
    desk = Desk(halls, parse_said, patience=patience, gather=gather)
    assets, renderer, openapi, line = finished()
    site = Site({}, renderer, assets, Gate(home, SECRET), Nothing(), Nothing(), Reach(home, is_open=False))
    site.forget_in_halls = desk.forget
    service = HallService(halls, parse_said, lambda: openapi, lambda: line)
    routes = [
        *hall_routes(site, desk, service),
        (r"/du-lieu-cua-toi", MyDataHandler, {"site": site}),
        (rf"/tinh/{assets.revision}/([a-z_]+\.[a-z]+)", AssetHandler, {"site": site}),
    ]
    app = tornado.web.Application(
        routes, cookie_secret=SECRET, log_function=lambda _: None,
        default_handler_class=NotFoundHandler, default_handler_args={"site": site},
    )  # fmt: skip
    server = make_http_server(app)
    (socket,) = tornado.netutil.bind_sockets(port, "127.0.0.1")
    server.add_sockets([socket])
    try:
        yield Served(hall, desk, halls, socket.getsockname()[1])
    finally:
        desk.close()
        server.stop()
        await server.close_all_connections()


@contextmanager
def run_hall(
    home: Path, hall: FakeHall | None = None, *, port: int = 0, patience: Patience | None = None
) -> Iterator[Served]:
    """The same in a thread with a loop of its own, for a browser that is spoken to without one."""
    ready: Queue[Served] = Queue()
    over = Event()

    async def serve() -> None:
        async with serve_hall(home, hall, port=port, patience=patience) as served:
            ready.put(served)
            while not over.is_set():
                await asyncio.sleep(0.02)

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield ready.get(timeout=WAIT_S)
    finally:
        over.set()
        thread.join(WAIT_S)
