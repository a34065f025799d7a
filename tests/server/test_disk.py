"""A real server whose database cannot be written: held by another process, read-only, out of space."""

import asyncio
import collections
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from neuguong.text import say

from tests.channel import Visitor, any_response, visit
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("disk")

DATABASE = "neuguong.sqlite3"
TABLES = {"trach-nhiem": "statement", "tu-dien-bien": "recent_attempt"}
"""Lesson → where there is a row for each of its answers; the second one's topic is sensitive."""
QUICK_S = 5


def run_quietly(*command: object) -> str | None:
    """What a system command complains of; None if it did its work."""
    try:
        done = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"there is no {command[0]} here"
    return (done.stderr.strip() or f"{command[0]} failed") if done.returncode else None


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own."""
    folder.mkdir()
    complaint = run_quietly("mount", "-t", "tmpfs", "-o", "size=4m", "neuguong-test", folder)
    if complaint is not None:
        pytest.skip(f"no small file system can be mounted here: {complaint}")
    try:
        yield folder
    finally:
        assert run_quietly("umount", "-l", folder) is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "dia") as folder:
        yield folder


@pytest.fixture(scope="module")
def on_small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose small disk each test fills and frees again."""
    with mounted(tmp_path_factory.mktemp("small") / "dia") as folder, serve(folder) as server:
        yield server
        assert_sound(folder)


@contextmanager
def unwritable(*paths: Path) -> Iterator[None]:
    """Make files or folders read-only, for root too."""
    with ExitStack() as undo:
        for path in paths:
            if os.geteuid() == 0:
                complaint = run_quietly("chattr", "+i", path)
                if complaint is not None:
                    pytest.skip(f"root cannot be kept from writing here: {complaint}")
                undo.callback(run_quietly, "chattr", "-i", path)
            else:
                mode = path.stat().st_mode
                path.chmod(mode & ~0o222)
                undo.callback(path.chmod, mode)
        yield


@contextmanager
def no_space_left(folder: Path) -> Iterator[None]:
    """Fill a file system to its last byte; freed when the block is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        write_pages = iter(lambda: file.write(b"x" * 4096), 0)
        with pytest.raises(OSError, match="No space left"):
            collections.deque(write_pages, maxlen=0)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def held_by_another(database: Path) -> Iterator[None]:
    """Hold the write lock from this process, which is not the server's."""
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


def count(home: Path, table: str = "statement") -> int:
    with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def assert_sound(home: Path) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def begin(page: Visitor) -> dict[str, Any]:
    """Enter, greet, begin, and return the answer to what is on screen, not yet sent."""
    await page.enter()
    await page.say({"kind": "hello", "token": secrets.token_hex(16), "consent": True, "local": []})
    await page.hear_reply("welcome")
    await page.begin()
    return answer_to(page.view["item"])


def answer_to(item: dict[str, Any]) -> dict[str, Any]:
    asked = {name: item[name] for name in ("version", "attempt_id")}
    return {"kind": "submit", "item": item["id"], **asked, "response": any_response(item), "duration_ms": 900}


async def send(page: Visitor, answer: dict[str, Any]) -> dict[str, Any]:
    """Send an answer as the card does, first or again, and return what the learner is told of it."""
    await page.say(answer)
    told = await page.hear_reply("stored", "not_stored", "refused")
    assert told["attempt_id"] == answer["attempt_id"]
    return told


def assert_kept(page: Visitor, answer: dict[str, Any], told: dict[str, Any], code: str) -> None:
    """The learner was told why, the question is still on screen, and nothing of the key was shown."""
    assert told["kind"] == "not_stored"
    assert told["message"] == say(f"errors.{code}")
    assert told["retry_after_ms"] > 0
    assert page.view["item"]["attempt_id"] == answer["attempt_id"]
    assert page.view["item"]["feedback"] is None
    assert page.view["parts"][0]["answered"] == 0


async def stored_once(page: Visitor, answer: dict[str, Any], count_now: Callable[[], int]) -> None:
    """Sent again, and once more as a phone does that missed the reply, the answer is in the log once."""
    before = count_now()
    for _ in range(2):
        assert (await send(page, answer))["kind"] == "stored"
        assert count_now() == before + 1
    assert page.view["item"]["feedback"]


async def slowest_health(server: Server, until: asyncio.Future[Any]) -> float:
    """Ask the server for its health again and again; the longest it took, in seconds."""

    def ask() -> float:
        began = time.monotonic()
        with urlopen(f"{server.address}/healthz", timeout=30) as answer:
            answer.read()
        return time.monotonic() - began

    slowest = 0.0
    while not until.done():
        slowest = max(slowest, await asyncio.to_thread(ask))
        await asyncio.wait([until], timeout=0.2)
    return slowest


def test_while_another_process_holds_the_database_learners_are_told_and_the_server_answers(server: Server) -> None:
    def counts() -> list[int]:
        return [count(server.home, table) for table in TABLES.values()]

    async def run() -> None:
        before = counts()
        async with visit(server, "trach-nhiem") as linked, visit(server, "tu-dien-bien") as sensitive:
            pages = {"trach-nhiem": linked, "tu-dien-bien": sensitive}
            with held_by_another(server.home / DATABASE):
                answers = dict(zip(pages, await asyncio.gather(*map(begin, pages.values())), strict=True))
                sending = asyncio.gather(*(send(pages[slug], answers[slug]) for slug in pages))
                slowest = await slowest_health(server, sending)
                for slug, told in zip(pages, await sending, strict=True):
                    assert_kept(pages[slug], answers[slug], told, "store-busy")
            assert counts() == before
            for slug, page in pages.items():
                await stored_once(page, answers[slug], lambda table=TABLES[slug]: count(server.home, table))  # type: ignore[misc]
            assert slowest < QUICK_S

    asyncio.run(run())
    assert_sound(server.home)


@pytest.mark.parametrize("what", ["database", "all files", "folder and files"])
def test_a_database_that_became_read_only_is_told_and_loses_nothing(server: Server, what: str) -> None:
    home = server.home
    stored = count(home)

    async def run() -> None:
        async with visit(server) as before, visit(server) as page:
            first = await begin(before)
            assert (await send(before, first))["kind"] == "stored"
            answer = await begin(page)
            files = sorted(home.glob(f"{DATABASE}*"))
            affected = {"database": files[:1], "all files": files, "folder and files": [home, *files]}[what]
            with unwritable(*affected):
                assert_kept(page, answer, await send(page, answer), "store-full")
                assert count(home) == stored + 1
            await stored_once(page, answer, lambda: count(home))

    asyncio.run(run())
    assert_sound(home)
    assert count(home) == stored + 2


async def storage_becomes(server: Server, expected: str) -> None:
    """Wait until /healthz says so; housekeeping comes by every few seconds."""
    async with asyncio.timeout(60):
        while True:
            with urlopen(f"{server.address}/healthz", timeout=30) as told:
                if json.load(told)["storage"] == expected:
                    return
            await asyncio.sleep(0.2)


def test_on_a_full_disk_learners_are_told_and_once_there_is_space_each_answer_is_stored_once(
    on_small_disk: Server,
) -> None:
    server, small_disk = on_small_disk, on_small_disk.home

    def counts() -> list[int]:
        return [count(small_disk, table) for table in TABLES.values()]

    linked_before, unlinked_before = counts()

    async def run() -> None:
        async with (
            visit(server) as before,
            visit(server, "trach-nhiem") as linked,
            visit(server, "tu-dien-bien") as sensitive,
        ):
            pages = {"trach-nhiem": linked, "tu-dien-bien": sensitive}
            acknowledged = await begin(before)
            assert (await send(before, acknowledged))["kind"] == "stored"
            answers = {slug: await begin(page) for slug, page in pages.items()}
            with no_space_left(small_disk):
                for _ in range(2):
                    for slug, page in pages.items():
                        assert_kept(page, answers[slug], await send(page, answers[slug]), "store-full")
                with urlopen(f"{server.address}/trach-nhiem", timeout=30) as lesson:
                    assert lesson.status == 200
                assert counts() == [linked_before + 1, unlinked_before]
                await storage_becomes(server, "store-full")
            await storage_becomes(server, "ok")
            for slug, page in pages.items():
                await stored_once(page, answers[slug], lambda table=TABLES[slug]: count(small_disk, table))  # type: ignore[misc]
            assert (await send(before, acknowledged))["kind"] == "stored"

    asyncio.run(run())
    assert counts() == [linked_before + 2, unlinked_before + 1]
    told = "".join(server.log)
    assert told.count(say("cli.storage_trouble", why=say("faults.store-full"))) == 1, "once, not for each answer"
    assert_sound(small_disk)


def test_a_learner_who_comes_while_the_disk_is_full_can_still_read_and_answer_later(on_small_disk: Server) -> None:
    server, small_disk = on_small_disk, on_small_disk.home

    async def run() -> None:
        with no_space_left(small_disk):
            async with visit(server) as page:
                answer = await begin(page)
                assert_kept(page, answer, await send(page, answer), "store-full")
        async with visit(server) as page:
            answer = await begin(page)
            await stored_once(page, answer, lambda: count(small_disk))

    asyncio.run(run())
    assert_sound(small_disk)


def start_in_vain(home: Path, *options: str) -> str:
    """Run `serve` where it cannot start; what it says of that."""
    done = serve_command(home, options)
    told = done.stdout + done.stderr
    assert done.returncode == 1, told
    assert "Traceback" not in told
    return told


def serve_command(home: Path, options: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "neuguong", "serve", "--no-browser", "--port", "0", *options],
        env={**os.environ, "NEUGUONG_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("used_before", [False, True], ids=["new", "used"])
def test_a_server_on_a_read_only_disk_says_so_and_does_not_start(
    small_disk: Path, server: Server, used_before: bool
) -> None:
    home = small_disk / "home"
    if used_before:
        shutil.copytree(server.home, home, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    else:
        home.mkdir()
    assert run_quietly("mount", "-o", "remount,ro", small_disk) is None
    told = start_in_vain(home)
    assert say("faults.store-full") in told


def test_a_server_whose_own_folder_is_read_only_says_so_wherever_its_database_is(
    small_disk: Path, tmp_path: Path
) -> None:
    assert run_quietly("mount", "-o", "remount,ro", small_disk) is None
    told = start_in_vain(small_disk / "home", "--database", f"sqlite:///{tmp_path / DATABASE}")
    assert say("faults.file", what="") in told
    assert str(small_disk / "home") in told


def test_a_server_without_space_for_its_database_says_so_and_starts_once_there_is_some(small_disk: Path) -> None:
    home = small_disk / "home"
    home.mkdir()
    with no_space_left(small_disk):
        assert say("faults.store-full") in start_in_vain(home)
    with serve(home):
        assert count(home) == 0
