"""Kernels of a real server when things go wrong: killed, crowded, reloaded, left."""

import asyncio
import json
import os
import secrets
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil
import pytest
import websockets
import websockets.exceptions

from tests.channel import Visitor, any_response, get_trainer_cookie, get_visitor_cookie, visit
from tests.serving import Server, end_server, serve, start_server

pytestmark = [
    pytest.mark.xdist_group("kernels"),
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only"),
]


def family(server: Server) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children(recursive=True)


def kernels(server: Server) -> list[psutil.Process]:
    """The forked kernels: children of the template, which is the server's own child."""
    return [one for one in family(server) if one.ppid() != server.process.pid]


def stored(server: Server) -> int:
    with closing(sqlite3.connect(f"file:{server.home / 'neuguong.sqlite3'}?mode=ro", uri=True)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM statement").fetchone()
        return int(count)


def health(server: Server) -> dict[str, Any]:
    with urlopen(f"{server.address}/healthz", timeout=30) as answer:
        answer_: dict[str, Any] = json.load(answer)
    return answer_


def eventually(condition: Callable[[], bool], within_s: float = 60.0) -> bool:
    """Whether the condition comes true in time; looked at often, without guessing how long it takes."""
    until = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


async def soon(condition: Callable[[], bool], within_s: float = 60.0) -> bool:
    """`eventually`, for what changes in this very event loop."""
    until = time.monotonic() + within_s
    while not condition() and time.monotonic() < until:
        await asyncio.sleep(0.02)
    return condition()


def test_two_visitors_never_see_each_others_state(server: Server) -> None:
    async def run(server: Server) -> None:
        async with visit(server) as one, visit(server) as other:
            await asyncio.gather(one.enter(), other.enter())
            assert one.model != other.model
            await one.answer_first()
            assert one.view["item"]["feedback"]
            await other.say({"kind": "hello", "token": secrets.token_hex(16), "consent": True, "local": []})
            await other.hear_reply("welcome")
            assert other.view["parts"][0]["answered"] == 0
            await other.begin()
            assert other.view["item"]["feedback"] is None
            assert one.view["item"]["attempt_id"] != other.view["item"]["attempt_id"]

    asyncio.run(run(server))


def test_a_reloaded_tab_finds_its_kernel_again(server: Server) -> None:
    async def run(server: Server) -> None:
        tab, visitor = secrets.token_hex(16), get_visitor_cookie(server)
        models = []
        for _ in range(3):
            async with visit(server, tab=tab, visitor=visitor) as page:
                await page.enter()
                models.append(page.model)
        assert len(set(models)) == 1

    asyncio.run(run(server))


def test_one_visitor_holding_reload_in_new_tabs_takes_a_few_kernels_only(server: Server) -> None:
    async def run(server: Server) -> None:
        visitor = get_visitor_cookie(server)
        for _ in range(12):
            async with visit(server, visitor=visitor) as page:
                await page.enter()

    before = health(server)["kernels"]
    asyncio.run(run(server))
    assert eventually(lambda: health(server)["kernels"] <= before + 4)


def test_forging_a_new_cookie_for_every_channel_gets_no_more_kernels(server: Server) -> None:
    async def run(server: Server) -> None:
        real, before = get_visitor_cookie(server), health(server)["hosted"]
        name, _, signed = real.partition("=")
        async with AsyncExitStack() as open_pages:
            for n in range(4):
                forged = signed[:-1] + ("0" if signed[-1] != "0" else "1") if n % 2 else secrets.token_hex(16)
                page = await open_pages.enter_async_context(visit(server, visitor=f"{name}={forged}"))
                await page.enter()
            async with visit(server, visitor=f"{name}={secrets.token_hex(16)}") as one_more:
                await one_more.enter()
                assert health(server)["hosted"] == before + 1
            async with visit(server, visitor=real) as honest:
                await honest.enter()
                assert health(server)["hosted"] == before + 1

    asyncio.run(run(server))


SHOWING = ("attempt_id", "token", "response", "proof")
"""Of one showing, and drawn anew for the next."""


def told(value: Any) -> Any:
    """What a learner sees of a view: without the tokens and ids of one showing, choices in order of their texts."""
    if isinstance(value, list):
        plain = [told(one) for one in value]
        are_choices = bool(plain) and isinstance(plain[0], dict) and "text" in plain[0]
        return sorted(plain, key=lambda one: one["text"]) if are_choices else plain
    if isinstance(value, dict):
        return {key: told(one) for key, one in value.items() if key not in SHOWING}
    return value


async def study(page: Visitor) -> list[Any]:
    """Three answers, a look back, another part, the results: everything the page showed."""
    shown = [sorted(page.state), told(page.state["content"]), told(page.view)]
    await page.say({"kind": "hello", "token": secrets.token_hex(16), "consent": True, "local": []})
    await page.hear_reply("welcome")
    shown.append(told(page.view))
    await page.begin()
    for _ in range(3):
        item = page.view["item"]
        response = any_response({**item, "choices": sorted(item["choices"], key=lambda one: str(one["text"]))})
        submit = {"kind": "submit", "item": item["id"], "version": item["version"], "attempt_id": item["attempt_id"]}
        await page.say({**submit, "response": response})
        stored = await page.hear_reply("stored")
        shown += [{**stored, "attempt_id": None}, told(page.view)]
        await page.say({"kind": "next"})
        shown.append(told(await page.hear_view()))
    for said in ({"kind": "again", "item": item["id"]}, {"kind": "summary"}, {"kind": "nonsense"}):
        await page.say(said)
        shown.append(told(await page.hear_view() if said["kind"] != "nonsense" else await page.hear_reply("refused")))
    return shown


def test_beyond_the_cap_a_lesson_is_the_same_without_a_kernel_and_nobody_waits(tmp_path: Path) -> None:
    async def run(server: Server) -> None:
        async with visit(server) as first, visit(server) as second:
            await asyncio.gather(first.enter(), second.enter())
            assert {name: health(server)[name] for name in ("kernels", "hosted")} == {"kernels": 1, "hosted": 1}
            assert await study(first) == await study(second)
            assert (first.places, second.places) == ([], [])

    with serve(tmp_path, "--cap", "1") as server:
        asyncio.run(run(server))


def test_a_page_that_needs_a_kernel_waits_and_then_gets_in(tmp_path: Path) -> None:
    async def run(server: Server) -> None:
        trainer = get_trainer_cookie(server)
        async with AsyncExitStack() as open_pages:
            pages = [
                await open_pages.enter_async_context(visit(server, "huong-dan", visitor=trainer)) for _ in range(4)
            ]
            first, second, third, fourth = pages
            await asyncio.gather(first.enter(), second.enter())
            entering = asyncio.ensure_future(third.enter())
            assert await soon(lambda: third.places == [1])
            waiting = asyncio.ensure_future(fourth.enter())
            assert await soon(lambda: fourth.places == [2])
            async with visit(server) as learner:  # whom a conversation in the server is enough for
                await asyncio.wait_for(learner.enter(), 30)
                assert learner.places == []
            await first.channel.close()
            await asyncio.wait_for(entering, 60)
            assert await soon(lambda: fourth.places == [2, 1])
            await second.channel.close()
            await asyncio.wait_for(waiting, 60)

    with serve(tmp_path, "--cap", "2") as server:
        asyncio.run(run(server))


def test_visitors_who_leave_at_once_take_no_place_with_them(tmp_path: Path) -> None:
    async def run(server: Server) -> None:
        for _ in range(15):
            async with visit(server):
                pass
        async with visit(server) as page:
            await asyncio.wait_for(page.enter(), 30)

    with serve(tmp_path, "--cap", "2") as server:
        asyncio.run(run(server))


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has lost processes."""
    with serve(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.mark.parametrize("victim", ["kernel", "template"])
def test_after_kill_9_the_page_gets_a_new_kernel_and_nothing_stored_is_lost(shaken: Server, victim: str) -> None:
    async def run(server: Server) -> None:
        tab, visitor, before = secrets.token_hex(16), get_visitor_cookie(server), stored(server)
        async with visit(server, tab=tab, visitor=visitor) as page:
            await page.enter()
            await page.answer_first()
            doomed = kernels(server)
            if victim == "template":
                doomed = [one for one in family(server) if one not in doomed] + doomed
            for one in doomed:
                one.kill()
            with pytest.raises(websockets.exceptions.ConnectionClosed):
                await page.hear_reply("never")
        assert stored(server) == before + 1
        async with visit(server, tab=tab, visitor=visitor) as again:
            await again.enter()
            assert again.model != page.model
            await again.answer_first()
        assert stored(server) == before + 2

    asyncio.run(run(shaken))


def test_after_kill_9_of_the_server_no_process_is_left_and_every_acknowledged_answer_is_kept(tmp_path: Path) -> None:
    async def answer(server: Server, acknowledged: list[str]) -> None:
        try:
            async with visit(server) as page:
                await page.enter()
                acknowledged.append(await page.answer_first())
                if len(acknowledged) == 3:
                    os.kill(server.process.pid, signal.SIGKILL)
        except (websockets.exceptions.ConnectionClosed, ConnectionError):
            return

    async def run(server: Server) -> list[str]:
        acknowledged: list[str] = []
        await asyncio.gather(*(answer(server, acknowledged) for _ in range(8)))
        return acknowledged

    server = start_server(tmp_path)
    children = family(server)
    acknowledged = asyncio.run(run(server))
    end_server(server)
    assert len(acknowledged) >= 3
    assert eventually(lambda: not any(one.is_running() and one.status() != "zombie" for one in children))
    again = start_server(tmp_path)
    try:
        with closing(sqlite3.connect(tmp_path / "neuguong.sqlite3")) as connection:
            kept = {row[0] for row in connection.execute("SELECT attempt_id FROM statement")}
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert set(acknowledged) <= kept
        assert len(kept) <= 8
    finally:
        end_server(again)


def test_300_visits_leave_memory_and_file_descriptors_flat(tmp_path: Path) -> None:
    async def look_in(server: Server) -> None:
        async with visit(server) as page:
            await page.enter()

    async def run(server: Server, count: int) -> None:
        for _ in range(count // 5):
            await asyncio.gather(*(look_in(server) for _ in range(5)))

    def used(server: Server) -> tuple[int, float]:
        assert eventually(lambda: len(kernels(server)) <= 6)
        keepers = [psutil.Process(server.process.pid), *(one for one in family(server) if one not in kernels(server))]
        return sum(one.num_fds() for one in keepers), sum(one.memory_info().rss for one in keepers) / 2**20

    with serve(tmp_path, "--cap", "6") as server:
        asyncio.run(run(server, 100))
        files_before, memory_before = used(server)
        asyncio.run(run(server, 200))
        files_after, memory_after = used(server)
    assert files_after <= files_before + 12  # one kernel more or fewer alive at the moment of looking
    assert memory_after <= memory_before + 15


@pytest.mark.parametrize("after_s", [0.0, 0.2])
def test_a_server_stopped_while_its_first_kernels_start_ends_without_a_fault(tmp_path: Path, after_s: float) -> None:
    server = start_server(tmp_path)
    time.sleep(after_s)  # no event tells that a kernel is half started; any moment must do
    end_server(server)
    assert server.process.returncode == 0
    assert "Traceback" not in "".join(server.log)
