"""The first second of a server: the home page is answered, everything else waits for the rest and is then answered."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
import tornado.netutil
from neuguong.server.doorway import Doorway
from neuguong.server.front import make_http_server
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler, websocket_connect

from tests.serving import READY_WITHIN_S, end_server, start_server

BLOCKED = """
import os

with open(os.environ["UNTIL"], encoding="utf-8") as said:  # waits for whoever writes
    raise RuntimeError(said.read())
"""

ROUTELESS = """
import sys

if "serve" in sys.orig_argv:  # not in its kernels
    from neuguong.server.launcher import NeuGuongVoila

    def fail(self):
        raise RuntimeError("no route to draw")

    NeuGuongVoila.init_handlers = fail
"""


class Saying(RequestHandler):
    """Says who answers, and what it was sent."""

    def initialize(self, who: str) -> None:
        self.who = who

    def get(self) -> None:
        self.write(self.who)

    def post(self) -> None:
        self.write(f"{self.who}: {self.request.body.decode()}")


class Echo(WebSocketHandler):
    async def on_message(self, message: str | bytes) -> None:
        await self.write_message(message)


@asynccontextmanager
async def doorway() -> AsyncIterator[tuple[Doorway, Application, str]]:
    """A doorway whose home page is early, the whole that will answer, and the address without its scheme."""
    early = Application([(r"/", Saying, {"who": "early"})])
    whole = Application([(r"/line", Echo), (r"/.*", Saying, {"who": "whole"})])
    door = Doorway(early, lambda path: path == "/", asyncio.get_running_loop().create_future())
    server = make_http_server(door)
    (listening,) = tornado.netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets([listening])
    try:
        yield door, whole, f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.stop()
        await server.close_all_connections()


async def ask(address: str, body: str | None = None) -> str:
    client = AsyncHTTPClient(force_instance=True)
    try:
        answer = await client.fetch(f"http://{address}", method="GET" if body is None else "POST", body=body)
    finally:
        client.close()
    return answer.body.decode()


async def test_an_early_page_is_answered_at_once_whatever_is_asked_of_it() -> None:
    async with doorway() as (_, _, address):
        assert await ask(f"{address}/") == "early"
        assert await ask(f"{address}/?tu=man-hinh-chinh") == "early"


async def test_every_other_request_waits_with_its_body_and_is_answered_by_the_whole() -> None:
    async with doorway() as (door, whole, address):
        waiting = [asyncio.create_task(ask(f"{address}/bai")), asyncio.create_task(ask(f"{address}/bai", "chữ"))]
        assert await ask(f"{address}/") == "early"
        assert not any(task.done() for task in waiting)
        door.open(whole)
        assert await asyncio.gather(*waiting) == ["whole", "whole: chữ"]
        assert await ask(f"{address}/") == "whole"


async def test_a_line_that_is_opened_too_early_is_open_once_the_whole_is_there() -> None:
    async with doorway() as (door, whole, address):
        connecting = asyncio.ensure_future(websocket_connect(f"ws://{address}/line"))
        assert await ask(f"{address}/") == "early"
        assert not connecting.done()
        door.open(whole)
        line = await connecting
        await line.write_message("một")
        assert await line.read_message() == "một"
        line.close()


async def test_what_the_whole_does_not_know_is_not_found() -> None:
    async with doorway() as (door, _, address):
        door.open(Application([]))
        with pytest.raises(HTTPClientError, match="404"):
            await ask(f"{address}/bai")


def test_the_home_page_is_there_before_voila_is_read_and_what_goes_wrong_after_it_ends_the_server(
    tmp_path: Path,
) -> None:
    gate, shadow = tmp_path / "gate", tmp_path / "shadow"
    os.mkfifo(gate)
    shadow.mkdir()
    (shadow / "voila.py").write_text(BLOCKED, encoding="utf-8")
    environment = {"PYTHONPATH": str(shadow), "UNTIL": str(gate)}
    server = start_server(tmp_path / "home", environment=environment, whole=False)
    try:
        with urlopen(f"{server.address}/", timeout=30) as page:
            assert "Nêu Gương" in page.read().decode()
        with gate.open("w", encoding="utf-8") as said:
            said.write("nothing to draw pages with")
        assert server.process.wait(30) == 1
        server.reader.join(20)
        assert "nothing to draw pages with" in "".join(server.log)
    finally:
        end_server(server)


def test_what_goes_wrong_once_kernels_are_begun_ends_them_with_the_server(tmp_path: Path) -> None:
    shadow, temporary, mark = tmp_path / "shadow", tmp_path / "t", uuid.uuid4().hex
    for folder in (shadow, temporary):
        folder.mkdir()
    (shadow / "sitecustomize.py").write_text(ROUTELESS, encoding="utf-8")
    environment = {"PYTHONPATH": str(shadow), "TMPDIR": str(temporary), "MARK_OF_THIS_TEST": mark}
    server = start_server(tmp_path / "home", environment=environment, whole=False)
    try:
        assert server.process.wait(READY_WITHIN_S) == 1
        server.reader.join(20)
        assert "no route to draw" in "".join(server.log)
        left = [one for one in psutil.process_iter() if read_mark(one) == mark]
        assert psutil.wait_procs(left, timeout=READY_WITHIN_S)[1] == []
        assert list(temporary.iterdir()) == []
    finally:
        end_server(server)


def read_mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get("MARK_OF_THIS_TEST")
    except psutil.Error:
        return None


def test_a_server_stopped_before_all_of_it_is_read_ends_without_a_fault(tmp_path: Path) -> None:
    server = start_server(tmp_path, whole=False)
    server.process.terminate()
    assert server.process.wait(READY_WITHIN_S) == 0
    server.reader.join(20)
    assert "Traceback" not in "".join(server.log)
