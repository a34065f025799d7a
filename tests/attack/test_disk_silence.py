"""A served log under attack: taken away, its server killed or hung up on, its clock turned back."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from neuguong.server import launcher
from neuguong.text import say

from tests.channel import visit
from tests.serving import Server, end_server, serve, start_server

DATABASE = "neuguong.sqlite3"


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files whose path is short enough for unix sockets."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as folder:
        yield Path(folder)


def health(server: Server) -> dict[str, Any]:
    with urlopen(f"{server.address}/healthz", timeout=30) as told:
        found: dict[str, Any] = json.load(told)
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "never came true"
        time.sleep(0.1)


def test_housekeeping_goes_on_when_the_clock_on_the_wall_is_turned_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found: tornado's PeriodicCallback counts by the clock on the wall; a year back, and it stopped for a year."""
    turns: list[float] = []
    wall = time.time()
    monkeypatch.setattr(time, "time", lambda: wall - 365 * 86_400 * len(turns))

    async def run() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def keep() -> None:
            turns.append(time.time())
            if len(turns) == 1:
                raise RuntimeError("one turn that fails is not the last")
            if len(turns) == 3:
                loop.call_soon_threadsafe(done.set)

        task = asyncio.create_task(launcher.keep_house(keep, every_s=0))
        await asyncio.wait_for(done.wait(), 20)
        task.cancel()

    asyncio.run(run())
    assert turns[:3] == sorted(turns[:3], reverse=True)


async def open_a_kernel(server: Server) -> None:
    """Seen from outside, what kernels are forked from is loaded once a page has been answered by one."""
    async with visit(server) as visitor:
        await visitor.enter()
        assert health(server)["kernels"] == 1


def test_a_log_taken_away_under_a_server_is_told_once_on_the_terminal_and_in_healthz(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serve(home, "--cap", "1") as server:
        asyncio.run(open_a_kernel(server))
        assert health(server)["storage"] == "ok"
        (home / DATABASE).rename(tmp_path / "taken")
        wait_for(lambda: health(server)["storage"] == "store-gone")
        (tmp_path / "taken").rename(home / DATABASE)
        wait_for(lambda: health(server)["storage"] == "ok")
    told = [line.strip() for line in server.log]
    assert told[told.index(say("cli.stop")) + 1 :] == [
        say("cli.storage_trouble", why=say("faults.store-gone")),
        say("cli.storage_again"),
    ]


@pytest.mark.parametrize("name", ["SIGHUP", "SIGINT", "SIGTERM"])
def test_a_server_that_is_hung_up_on_closes_its_log_and_leaves_no_folder(
    name: str, tmp_path: Path, temporary: Path
) -> None:
    server = start_server(tmp_path / "home", "--cap", "1", environment={"TMPDIR": str(temporary)})
    try:
        server.process.send_signal(getattr(signal, name))
        for _ in range(400 if name == "SIGINT" else 0):  # an impatient Ctrl+C again and again
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.process.wait(0.005)
            server.process.send_signal(signal.SIGINT)
        server.process.wait(30)
    finally:
        end_server(server)
    assert server.process.returncode == 0, "it came to its own end"
    assert "Traceback" not in "".join(server.log)
    assert {path.name for path in (tmp_path / "home").glob(f"{DATABASE}*")} == {DATABASE}
    assert list(temporary.iterdir()) == []


def test_after_a_kill_the_next_start_leaves_neither_folders_nor_the_order_of_arrival(
    tmp_path: Path, temporary: Path
) -> None:
    """Found: a write-ahead file that is not emptied holds every version of every page, in order."""
    home = tmp_path / "home"
    environment = {"TMPDIR": str(temporary)}
    server = start_server(home, "--cap", "1", environment=environment)
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("UPDATE log_mark SET value = value + 1")
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(20)
        assert (home / f"{DATABASE}-wal").stat().st_size > 0
    left = set(temporary.iterdir())
    assert left
    with serve(home, "--cap", "1", environment=environment):
        assert left.isdisjoint(temporary.iterdir())
        wal = home / f"{DATABASE}-wal"
        assert not wal.exists() or wal.stat().st_size == 0
    assert list(temporary.iterdir()) == []
