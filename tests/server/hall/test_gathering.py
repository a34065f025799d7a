"""What a gathering tells and keeps of its phones where a board fails, or somebody goes while they are told."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from neuguong.app.hall import parse_said
from neuguong.errors import StoreBusyError
from neuguong.server.hall import gathering as gatherings
from neuguong.server.hall.desk import Desk
from neuguong.server.hall.gathering import Gathering
from neuguong.server.hall.replies import Reply
from neuguong.workshop.commands import AskNext, Close, Count, Explain, Show

from tests.server.hall.fake_hall import CODE, FakeHall, FakeHalls, make_plan
from tests.server.hall.phone import WAIT_S


class FakeLine:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self._news = asyncio.Event()

    def tell(self, text: str) -> None:
        self.told.append(json.loads(text))
        self._news.set()

    def replace(self) -> None:
        raise AssertionError("no line gives way here")

    async def hear(self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """The first of these that it was told, or is told soon."""
        while True:
            for one in self.told:
                if one["kind"] == kind and fits(one):
                    return one
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), WAIT_S)


@asynccontextmanager
async def gather(hall: FakeHall, *, pulse_every_s: float = 0.05) -> AsyncIterator[Gathering]:
    gathering = Gathering(hall, look_every_s=0.01, pulse_every_s=pulse_every_s)
    try:
        yield gathering
    finally:
        gathering.close()


async def say(gathering: Gathering, kind: Any, token: str, line: FakeLine | None, **values: Any) -> Reply:
    return await gathering.hear(kind, parse_said(kind, {"code": CODE, "token": token, **values}), line)


def explain(hall: FakeHall) -> None:
    for command in (Close(), Count(), Show(), Explain()):
        hall.do(command)


async def vote(gathering: Gathering, token: str, line: FakeLine | None) -> Reply:
    return await say(gathering, "answer", token, line, turn=1, round=1, attempt_id=str(uuid4()), response="0")


async def test_a_board_that_cannot_be_read_at_first_is_looked_at_until_it_can() -> None:
    line, token = FakeLine(), secrets.token_hex(16)
    looks, often = 0, asyncio.Event()
    loop = asyncio.get_running_loop()

    class Counting(FakeHall):
        def refresh(self) -> int:
            nonlocal looks
            looks += 1
            if looks == 5:  # the pulse was due at every one of them
                loop.call_soon_threadsafe(often.set)
            return super().refresh()

    hall = Counting()
    hall.fault = StoreBusyError("locked")
    async with gather(hall, pulse_every_s=0.0) as gathering:
        assert (await say(gathering, "join", token, line)).status == 503
        await asyncio.wait_for(often.wait(), WAIT_S)
        hall.fault = None
        assert (await say(gathering, "join", token, line)).status == 200
        hall.do(AskNext())
        await line.hear("state", lambda one: one["state"]["turn"] == 1)
        await line.hear("pulse")


async def test_one_who_was_removed_elsewhere_keeps_no_other_from_the_explanation() -> None:
    class Removing(FakeHall):
        def cast(self, answers: Any) -> list[dict[str, Any]]:
            return [self._out(one) if one.token == gone else self._cast(one) for one in answers]

        def _out(self, answer: Any) -> dict[str, Any]:
            told = {"code": "workshop-not-in", "message": "", "again_ms": None}
            return {"kind": "refused", "attempt_id": answer.attempt_id, **told}

    gone, stays = secrets.token_hex(16), secrets.token_hex(16)
    hall = Removing()
    hall.do(AskNext())
    async with gather(hall) as gathering:
        lines = [FakeLine(), FakeLine(), FakeLine()]
        for token, line in zip((gone, gone, stays), lines, strict=True):
            await say(gathering, "join", token, line)
        assert (await vote(gathering, gone, lines[0])).status == 409
        assert [one["code"] for one in lines[1].told if one["kind"] == "refused"] == ["workshop-not-in"]
        assert gathering.phones == 1
        assert (await vote(gathering, stays, lines[2])).status == 200
        explain(hall)
        assert (await lines[2].hear("mine"))["mine"]["feedback"] is not None


async def test_whoever_goes_while_the_others_are_told_stays_away_and_keeps_none_of_them_from_it() -> None:
    hall = FakeHall()
    hall.do(AskNext())
    tokens = [secrets.token_hex(16) for _ in range(3)]
    lines = [FakeLine() for _ in tokens]
    async with gather(hall) as gathering:
        for token, line in zip(tokens, lines, strict=True):
            await say(gathering, "join", token, line)
            await vote(gathering, token, line)
        first = lines[0].tell

        def leave_at_the_first_of_it(text: str) -> None:
            first(text)
            if json.loads(text)["kind"] == "mine":
                gathering.forget(tokens[1])

        lines[0].tell = leave_at_the_first_of_it  # type: ignore[method-assign]
        explain(hall)
        assert (await lines[2].hear("mine"))["mine"]["feedback"] is not None
        assert [gathering.knows(token) for token in tokens] == [True, False, True]


async def test_leaving_is_told_to_every_tab_of_the_phone_and_to_no_other_phone() -> None:
    hall = FakeHall()
    token, other = secrets.token_hex(16), secrets.token_hex(16)
    async with gather(hall) as gathering:
        lines = [FakeLine(), FakeLine(), FakeLine()]
        for name, line in zip((token, token, other), lines, strict=True):
            await say(gathering, "join", name, line)
        assert json.loads((await say(gathering, "leave", token, lines[0], erase=False)).text)["kind"] == "left"
        assert [[one["kind"] for one in line.told if one["kind"] == "left"] for line in lines] == [[], ["left"], []]
        assert gathering.phones == 1


async def test_whose_data_was_deleted_on_another_page_is_named_no_more_and_is_told() -> None:
    hall = FakeHall(make_plan(names=True))
    line, token = FakeLine(), secrets.token_hex(16)
    async with gather(hall) as gathering:
        await say(gathering, "join", token, line, name="Dung")
        assert gathering.names is not None
        assert [one["text"] for one in gathering.names.list_all()] == ["Dung"]
        gathering.forget(token)
        assert gathering.names.list_all() == []
        assert not gathering.knows(token)
        assert (await line.hear("refused"))["code"] == "erased"


async def test_names_are_gone_as_soon_as_nobody_looks_for_news() -> None:
    hall = FakeHall(make_plan(names=True))
    line, token = FakeLine(), secrets.token_hex(16)
    gathering = Gathering(hall, look_every_s=0.01)
    await say(gathering, "join", token, line, name="Dung")
    names = gathering.names
    assert names is not None
    assert names.list_all()
    watching = gathering._watching
    assert watching is not None
    gathering.close()
    await asyncio.wait([watching])
    assert names.list_all() == []


async def test_a_server_of_months_lets_go_of_workshops_that_nobody_watches_and_their_phones_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Several(FakeHalls):
        def find(self, code: str) -> str | None:
            return code

    monkeypatch.setattr(gatherings, "ALONE_S", 0.0)
    hall, token, other = FakeHall(), secrets.token_hex(16), secrets.token_hex(16)
    hall.do(AskNext())
    desk = Desk(Several(hall), parse_said, gather=lambda one: Gathering(one, look_every_s=0.01))
    line = FakeLine()
    try:
        for kind, code in (("join", "AAA222"), ("join", "BBB333")):
            _, first, _ = await desk.hear(kind, {"code": code, "token": token})  # type: ignore[arg-type]
            assert first is not None
            thread = first._worker._thread
            assert thread is not None
            while not first.is_left:
                await asyncio.sleep(0.01)
        _, watched, _ = await desk.hear("join", {"code": "CCC444", "token": other}, line)
        assert list(desk._gatherings.values()) == [watched]
        await asyncio.to_thread(thread.join, WAIT_S)
        assert not thread.is_alive()
        vote = {"token": token, "turn": 1, "round": 1, "attempt_id": str(uuid4()), "response": "0"}
        for code in ("AAA222", "CCC444"):
            assert (await desk.hear("join", {"code": code, "token": token}))[0].status == 200
            assert (await desk.hear("answer", {"code": code, **vote}))[0].status == 200
        assert watched in desk._gatherings.values(), "a phone is there"
    finally:
        desk.close()
