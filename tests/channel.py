"""A visitor's page without a browser: the channel's frames, as the page's client sends them."""

import asyncio
import http.client
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.request import urlopen

import websockets

from tests.serving import Server

WAIT_S = 60


class Visitor:
    """An open page. `model` is its card's id, `state` and `view` are what the card last showed."""

    def __init__(self, channel: Any) -> None:
        self.channel = channel
        self.model = ""
        self.state: dict[str, Any] = {}
        self.places: list[int] = []

    @property
    def view(self) -> dict[str, Any]:
        view: dict[str, Any] = self.state["view"]
        return view

    async def hear(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(self.channel.recv(), WAIT_S))
        return frame

    async def enter(self) -> None:
        """Wait for the page's card."""
        while True:
            frame = await self.hear()
            if frame["type"] == "queued":
                self.places.append(frame["place"])
            elif frame["type"] == "ready":
                (card,) = frame["widgets"]
                self.model, self.state = card["id"], card["state"]
                return

    async def say(self, content: dict[str, Any]) -> None:
        await self.channel.send(json.dumps({"type": "say", "id": self.model, "content": content}))

    async def hear_reply(self, *kinds: str) -> dict[str, Any]:
        """The next reply of one of these kinds; states that come before it are taken in."""
        while True:
            frame = await self.hear()
            if frame["type"] == "update":
                self.state |= frame["state"]
            elif frame["type"] == "custom" and frame["content"]["kind"] in kinds:
                reply: dict[str, Any] = frame["content"]
                return reply

    async def hear_view(self) -> dict[str, Any]:
        """The view as it is after the next change."""
        while (frame := await self.hear())["type"] != "update":
            pass
        self.state |= frame["state"]
        return self.view

    async def begin(self) -> None:
        """Go on from what a part teaches first, if that is on screen, to its first item."""
        if self.view["screen"] == "intro":
            await self.say({"kind": "next"})
            await self.hear_view()

    async def answer_first(self) -> str:
        """Greet, answer the item on screen with the first complete response there is, wait until it is stored."""
        await self.say({"kind": "hello", "token": secrets.token_hex(16), "consent": True, "local": []})
        await self.hear_reply("welcome")
        await self.begin()
        item = self.view["item"]
        submit = {"kind": "submit", "item": item["id"], "version": item["version"], "attempt_id": item["attempt_id"]}
        await self.say({**submit, "response": any_response(item), "duration_ms": 900})
        return str((await self.hear_reply("stored"))["attempt_id"])


def any_response(item: dict[str, Any]) -> object:
    """Some complete response to an item, from what a browser knows of it."""
    tokens = [choice["token"] for choice in item["choices"]]
    match item["kind"]:
        case "single_choice":
            return tokens[0]
        case "multiple_response" | "hottext":
            return tokens[:1]
        case "ranking":
            return tokens
        case "best_worst":
            return {"best": tokens[0], "worst": tokens[1]}
        case "rating":
            return dict.fromkeys(tokens, 2)
    return dict.fromkeys(tokens, item["targets"][0]["token"])


def get_visitor_cookie(server: Server) -> str:
    """The cookie that the server gives a browser with its first page."""
    with urlopen(f"{server.address}/trach-nhiem", timeout=WAIT_S) as page:
        return str(page.headers["Set-Cookie"]).split(";")[0]


def get_trainer_cookie(server: Server) -> str:
    """The cookie of whoever gave the pass phrase."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=WAIT_S)
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/huong-dan/vao", f"passphrase={server.passphrase}", form)
        return str(connection.getresponse().headers["Set-Cookie"]).split(";")[0]
    finally:
        connection.close()


@asynccontextmanager
async def visit(
    server: Server, slug: str = "trach-nhiem", *, tab: str | None = None, visitor: str | None = None
) -> AsyncIterator[Visitor]:
    """Open a page's channel as a browser of its own; `tab` and `visitor` (a cookie) as in a reload of the same one."""
    url = f"ws://{server.host}:{server.port}/kenh/{slug}?tab={tab or secrets.token_hex(16)}"
    cookie = {"Cookie": visitor or await asyncio.to_thread(get_visitor_cookie, server)}
    async with websockets.connect(
        url,
        origin=server.address,  # type: ignore[arg-type]
        additional_headers=cookie,
        max_size=None,
        open_timeout=WAIT_S,
    ) as channel:
        yield Visitor(channel)
