"""A hall over a real server process and its SQLite file; the trainer is another process, as the control room is."""

import asyncio
import http.client
import json
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import websockets
from neuguong.store.board import Box
from neuguong.workshop.commands import AskNext, Close, Count, End, Explain, Show
from neuguong.workshop.session import WorkshopSession
from neuguong.workshop.workshops import Workshops

from tests.server.hall.trainer import begin, open_trainer, pick_items
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("hall")
WAIT_S = 60


class Line:
    """A phone's line to the real server."""

    def __init__(self, socket: Any, code: str, token: str) -> None:
        self.socket, self.code, self.token = socket, code, token

    async def say(self, kind: str, **values: Any) -> None:
        await self.socket.send(json.dumps({"kind": kind, "code": self.code, "token": self.token, **values}))

    async def hear(self, *kinds: str) -> dict[str, Any]:
        while True:
            told: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), WAIT_S))
            if told["kind"] in kinds:
                return told


async def join(stack: AsyncExitStack, server: Server, code: str, token: str = "") -> tuple[Line, dict[str, Any]]:
    url = f"ws://localhost:{server.port}/api/hall/line"
    socket = await stack.enter_async_context(websockets.connect(url, origin=server.address, max_size=None))  # type: ignore[arg-type]
    line = Line(socket, code, token or secrets.token_hex(16))
    await line.say("join", unit=None)
    return line, await line.hear("welcome", "refused")


async def vote(line: Line, response: str, *, turn: int = 1) -> dict[str, Any]:
    await line.say("answer", turn=turn, round=1, attempt_id=str(uuid4()), response=response)
    return await line.hear("received", "refused")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """For tests that leave it running, each with a workshop of its own."""
    with serve(tmp_path_factory.mktemp("hall"), "--cap", "1") as server:
        yield server


@pytest.fixture
def workshops(running: Server) -> Iterator[Workshops]:
    with open_trainer(running.home) as opened:
        yield opened


@pytest.fixture
def session(workshops: Workshops) -> WorkshopSession:
    return begin_two(workshops)


def begin_two(workshops: Workshops) -> WorkshopSession:
    return begin(workshops, pick_items(workshops.pack, "single_choice", count=2))


async def test_a_whole_item_from_join_to_key(running: Server, session: WorkshopSession) -> None:
    async with AsyncExitStack() as stack:
        line, told = await join(stack, running, session.state.code)
        assert told["state"]["stage"] == "lobby"
        session.act(AskNext())
        state = (await line.hear("state"))["state"]
        assert (state["stage"], state["turn"], state["key"]) == ("open", 1, None)
        assert (await vote(line, "1"))["kind"] == "received"
        for command in (Close(), Count(), Show(), Explain()):
            session.act(command)
        mine = (await line.hear("mine"))["mine"]
        assert mine["response"] == "1"
        assert mine["feedback"]["rationale"]
        session.act(End())
        while state["stage"] != "ended":
            state = (await line.hear("state"))["state"]


async def test_no_received_answer_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    with serve(tmp_path, "--cap", "1") as server, open_trainer(tmp_path) as workshops:
        session = begin_two(workshops)
        session.act(AskNext())
        async with AsyncExitStack() as stack:
            lines = [(await join(stack, server, session.state.code))[0] for _ in range(12)]
            told = await asyncio.gather(*(vote(line, str(n % 3)) for n, line in enumerate(lines)))
            assert {one["kind"] for one in told} == {"received"}
            server.process.kill()
            server.process.wait()
        with serve(tmp_path, "--cap", "1") as again:
            async with AsyncExitStack() as stack:
                back = [await join(stack, again, session.state.code, line.token) for line in lines]
                assert [told["mine"]["response"] for _, told in back] == [str(n % 3) for n in range(12)]
                assert (await vote(back[0][0], "2"))["kind"] == "received"
                session.act(Close())
                ballots = session._board.fetch_ballots(session.workshop_id, Box(1, 1))
                assert len(ballots) == 12
                session.act(Count())
                turn = session.state.turn
                assert turn is not None
                assert turn.round.n == 12


async def test_ones_own_data_takes_what_a_phone_said_along_even_while_its_page_is_open(
    running: Server, session: WorkshopSession
) -> None:
    session.act(AskNext())
    async with AsyncExitStack() as stack:
        (line, _), (other, _) = [await join(stack, running, session.state.code) for _ in range(2)]
        assert [(await vote(one, "1"))["kind"] for one in (line, other)] == ["received"] * 2
        assert [await asyncio.to_thread(erase_in_halls, running, line.token) for _ in range(2)] == [1, 0]
        assert [one.member for one in session.fetch_members()] == [session.hash(other.token)]
        ballots = session._board.fetch_ballots(session.workshop_id, Box(1, 1))
        assert [one.member for one in ballots] == [session.hash(other.token)]
        assert (await line.hear("refused"))["code"] == "erased", "its page is told at once"
        assert (await vote(line, "2"))["code"] == "workshop-not-in"
        await line.say("join", unit=None)  # what the page does then: it must not be let in and refused for ever
        assert (await line.hear("welcome", "refused")).get("code") == "erased"
        assert (await vote(other, "2"))["kind"] == "received"


def erase_in_halls(server: Server, token: str) -> int:
    """How many answers the page "Dữ liệu của tôi" is told went."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=WAIT_S)
    connection.request("POST", "/du-lieu-cua-toi", json.dumps({"action": "erase-hall", "token": token}))
    answer = connection.getresponse()
    assert answer.status == 200
    erased: int = json.loads(answer.read())["erased"]
    connection.close()
    return erased


async def test_the_api_documents_itself(running: Server) -> None:
    def ask(path: str) -> dict[str, Any]:
        connection = http.client.HTTPConnection("localhost", running.port, timeout=WAIT_S)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        told: dict[str, Any] = json.loads(answer.read())
        connection.close()
        return told

    openapi = await asyncio.to_thread(ask, "/api/openapi.json")
    line = await asyncio.to_thread(ask, "/api/hall/line.schema.json")
    assert openapi["openapi"] == "3.1.0"
    assert Counter(openapi["paths"].keys()) == Counter(
        f"/api/hall/{one}" for one in ("join", "state", "answer", "leave")
    )
    assert "LineAnswer" in line["$defs"]
