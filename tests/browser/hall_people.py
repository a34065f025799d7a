"""Owns who else is in a hall of the browser tests: participants without a browser, and a network that loses packets.

Knows no page.
"""

import asyncio
import json
import secrets
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread
from typing import Any

from neuguong.scoring import scorer_of

from tests.content import load_bank
from tests.serving import Server

WAIT_S = 60


class Others:
    """Participants without a browser, by the documented API."""

    def __init__(self, server: Server, code: str, *, count: int) -> None:
        self.server, self.code = server, code
        self.tokens = [secrets.token_hex(16) for _ in range(count)]
        for token in self.tokens:
            assert self.ask("join", token)["kind"] == "welcome"

    def ask(self, kind: str, token: str, **values: Any) -> dict[str, Any]:
        body = json.dumps({"code": self.code, "token": token, **values}).encode()
        request = urllib.request.Request(
            f"{self.server.address}/api/hall/{kind}", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            told: dict[str, Any] = json.loads(answer.read())
        return told

    def state(self) -> dict[str, Any]:
        """What every phone is told now."""
        told: dict[str, Any] = self.ask("state", self.tokens[0])["state"]
        return told

    def vote(self, *, right: int) -> None:
        """So many of them the key of the single choice that is open, the rest something else."""
        state = self.state()
        _, item = load_bank().get_item(state["item"]["id"])
        key = item.choice(scorer_of(item).correct_response(item)).text
        choices = sorted(state["item"]["choices"], key=lambda choice: choice["text"] != key)
        for n, token in enumerate(self.tokens):
            response = choices[0 if n < right else 1 + n % (len(choices) - 1)]["token"]
            told = self.ask(
                "answer", token, turn=state["turn"], round=state["round"], attempt_id=str(uuid.uuid4()),
                response=response,
            )  # fmt: skip
            assert told["kind"] == "received"


class Wire:
    """A way to the server on a port of its own. While it is `cut`, packets are lost: nothing comes through, no line is
    closed and no new one answers, and nobody is told."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._whole = Event()
        self._whole.set()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    async def wait_until_whole(self) -> None:
        while not self._whole.is_set():
            await asyncio.sleep(0.02)

    async def carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """What was sent while the wire was cut comes late, as TCP sends it again."""
        try:
            while data := await source.read(65_536):
                await self.wait_until_whole()
                target.write(data)
                await target.drain()
        except ConnectionError:
            pass
        finally:
            target.close()


@contextmanager
def open_wire(server: Server) -> Iterator[Wire]:
    """The wire, in a thread with a loop of its own."""
    ready: Queue[Wire] = Queue()
    over = Event()

    async def listen() -> None:
        async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await wire.wait_until_whole()
            far_reader, far_writer = await asyncio.open_connection("localhost", server.port)
            await asyncio.gather(wire.carry(reader, far_writer), wire.carry(far_reader, writer))

        listening = await asyncio.start_server(join, "localhost", 0)
        wire = Wire(listening.sockets[0].getsockname()[1])
        ready.put(wire)
        while not over.is_set():
            await asyncio.sleep(0.02)
        wire.mend()
        listening.close()

    thread = Thread(target=asyncio.run, args=(listen(),))
    thread.start()
    try:
        yield ready.get(timeout=WAIT_S)
    finally:
        over.set()
        thread.join(WAIT_S)
