"""Owns the phones of a hall: they come in, answer until told "received", and remember what they meant and heard.

Knows of the server only what its documents say: the page and the lines of a workshop.
"""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from random import random
from typing import Any
from uuid import uuid4

import websockets
from neuguong.store.board import Box
from neuguong.workshop.session import WorkshopSession
from tornado.httpclient import AsyncHTTPClient
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.serving import Server

TOKENS = ("0", "1", "2")
PATIENCE_S = 15.0
BACK_OFF_MS = (300, 800, 1500, 3000, 5000, 8000)
"""As the phones' page waits before it tries a line again."""
LOST: dict[str, Any] = {"kind": "lost"}
"""What a phone tells itself when its line is gone."""


class Phone:
    """One participant: what it means to have answered, and what it was told."""

    def __init__(self, hall: "Hall") -> None:
        self.hall, self.token = hall, secrets.token_hex(16)
        self.socket: Any = None
        self.reader: asyncio.Task[None] | None = None
        self.waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.turn, self.seen_at = 0, 0.0
        self.chosen: dict[int, str] = {}
        self.said = self.opened = self.heard_bytes = 0

    async def come(self) -> None:
        """Open the page, then the line."""
        await AsyncHTTPClient().fetch(f"{self.hall.server.address}/vao/{self.hall.code}", request_timeout=60)
        await self.join()

    async def join(self) -> None:
        """Open a line and come in; tries until it is let in."""
        for tries in count():
            with suppress(OSError, TimeoutError, EOFError, WebSocketException):
                self.socket = await websockets.connect(
                    self.hall.line, origin=self.hall.origin, max_size=None, compression=None, open_timeout=20
                )
                self.opened += 1
                self.reader = asyncio.create_task(self._read(self.socket))
                if (await self._ask("", "join", unit=None))["kind"] == "welcome":
                    return
            wait = BACK_OFF_MS[min(tries, len(BACK_OFF_MS) - 1)] / 1000
            await asyncio.sleep(wait * (0.6 + 0.8 * random()))

    async def _read(self, socket: Any) -> None:
        with suppress(ConnectionClosed):
            async for text in socket:
                self.heard_bytes += len(text.encode())
                told = json.loads(text)
                kind = told["kind"]
                if kind in ("state", "welcome") and told["state"]["turn"] != self.turn:
                    self.turn, self.seen_at = told["state"]["turn"], time.monotonic()
                if kind in ("welcome", "received", "refused"):
                    self._wake(told.get("attempt_id") or "", told)
        for key in list(self.waiting):
            self._wake(key, LOST)

    def _wake(self, key: str, told: dict[str, Any]) -> None:
        waits = self.waiting.pop(key, None)
        if waits is not None and not waits.done():
            waits.set_result(told)

    async def _ask(self, key: str, kind: str, **values: Any) -> dict[str, Any]:
        """Say it and wait for the reply to that key."""
        waits = self.waiting[key] = asyncio.get_running_loop().create_future()
        self.said += 1
        await self.socket.send(json.dumps({"kind": kind, "code": self.hall.code, "token": self.token, **values}))
        return await asyncio.wait_for(waits, PATIENCE_S)

    async def vote(self) -> None:
        """Choose something and send it until it is received, over new lines if need be."""
        choice, attempt = secrets.choice(TOKENS), str(uuid4())
        while True:
            told = LOST
            with suppress(TimeoutError, ConnectionClosed):
                told = await self._ask(attempt, "answer", turn=self.turn, round=1, attempt_id=attempt, response=choice)
            if told["kind"] == "received":
                self.chosen[self.turn] = choice
                return
            if told["kind"] == "refused":
                if told["code"] != "workshop-not-in" and not told["again_ms"]:
                    raise AssertionError(f"refused: {told['code']}")
                await asyncio.sleep((told["again_ms"] or 200) / 1000)
            if told["kind"] == "lost":
                await self.join()
            elif told["code"] == "workshop-not-in":
                await self._ask("", "join", unit=None)

    async def leave_line(self) -> None:
        if self.socket is not None:
            await self.socket.close()


class Hall:
    """The server, a workshop on it and its participants."""

    def __init__(self, server: Server, session: WorkshopSession, people: int) -> None:
        self.server, self.session, self.code = server, session, session.state.code
        self.phones = [Phone(self) for _ in range(people)]

    @property
    def origin(self) -> Any:
        return self.server.address

    @property
    def line(self) -> str:
        return f"{self.server.address.replace('http', 'ws')}/api/hall/line"

    async def wait_for_turn(self, turn: int, began: float, *, at_most_s: float = 20) -> Sequence[float]:
        """How long after `began` each phone showed it; endless for those that do not."""
        while any(phone.turn != turn for phone in self.phones) and time.monotonic() < began + at_most_s:
            await asyncio.sleep(0.01)
        return [phone.seen_at - began if phone.turn == turn else float("inf") for phone in self.phones]

    def tally(self, turn: int) -> str:
        """The board's ballots beside what phones were told was received."""
        self.session.refresh()
        ballots = self.session._board.fetch_ballots(self.session.workshop_id, Box(turn, 1))
        held = {ballot.member: json.loads(ballot.response) for ballot in ballots}
        meant = {self.session.hash(phone.token): phone.chosen.get(turn) for phone in self.phones}
        lost = sum(choice is not None and member not in held for member, choice in meant.items())
        strange = sum(member not in meant for member in held)
        pairs = {(choice, held.get(member)) for member, choice in meant.items() if choice is not None}
        same = len(pairs) == len({choice for choice, _ in pairs}) == len({one for _, one in pairs})
        return (
            f"{len(ballots)} ballots, lost {lost}, doubled {len(ballots) - len(held)}, strange {strange}, "
            f"votes {'right' if same else 'WRONG'}"
        )
