"""A hall on this machine: `python tests/bench/hall.py --people 300 1000`. The server is a process of its own with its
SQLite file; phones speak over websockets from this one; the trainer appends to the same board, as a control room does.

Figures depend on the machine; the promises are printed beside. Each is printed as soon as it is known. Everything is
bounded in time, and what was started is ended.
"""

import argparse
import asyncio
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import websockets

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from neuguong.store.board import Box  # noqa: E402
from neuguong.workshop.session import WorkshopSession  # noqa: E402
from neuguong.workshop.state import AskNext, Close, Count, End, Explain, Show  # noqa: E402

from tests.server.hall.trainer import begin, open_trainer, pick_items  # noqa: E402
from tests.serving import Server, end_server, start_server  # noqa: E402

STEP_S = 120
"""How long any one step may take."""
TOKENS = ("0", "1", "2")
ECHO = """
import asyncio, sys, tornado.web, tornado.websocket
class Echo(tornado.websocket.WebSocketHandler):
    def on_message(self, message): self.write_message(message)
async def main():
    server = tornado.web.Application([("/", Echo)]).listen(0, "127.0.0.1")
    print(next(iter(server._sockets.values())).getsockname()[1], flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


class Phone:
    """One participant: what it means to have answered, and what it was told."""

    def __init__(self, hall: "Hall") -> None:
        self.hall, self.token = hall, secrets.token_hex(16)
        self.socket: Any = None
        self.reader: asyncio.Task[None] | None = None
        self.waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.welcomed: asyncio.Future[dict[str, Any]] | None = None
        self.turn, self.seen_at = 0, 0.0
        self.chosen: dict[int, str] = {}
        self.said = self.opened = self.heard_bytes = 0

    async def join(self) -> dict[str, Any]:
        """Open a line and come in; tries until it is let in."""
        while True:
            try:
                self.socket = await websockets.connect(
                    self.hall.url, origin=self.hall.origin, max_size=None, compression=None, open_timeout=20
                )
                break
            except (OSError, TimeoutError, EOFError, websockets.exceptions.InvalidMessage):
                await asyncio.sleep(0.2 + secrets.randbelow(200) / 1000)
        self.opened += 1
        self.welcomed = asyncio.get_running_loop().create_future()
        self.reader = asyncio.create_task(self._read())
        await self._say("join", unit=None)
        return await asyncio.wait_for(self.welcomed, 30)

    async def _read(self) -> None:
        with suppress(websockets.exceptions.ConnectionClosed):
            async for text in self.socket:
                self.heard_bytes += len(text.encode())
                told = json.loads(text)
                kind = told["kind"]
                if kind == "welcome" and self.welcomed is not None and not self.welcomed.done():
                    self.welcomed.set_result(told)
                if kind in ("state", "welcome") and told["state"]["turn"] != self.turn:
                    self.turn, self.seen_at = told["state"]["turn"], time.monotonic()
                if kind in ("received", "refused") and (waits := self.waiting.pop(told["attempt_id"] or "", None)):
                    waits.set_result(told)
        for waits in self.waiting.values():
            if not waits.done():
                waits.set_exception(ConnectionError("the line was lost"))
        self.waiting.clear()

    async def _say(self, kind: str, **values: Any) -> None:
        self.said += 1
        await self.socket.send(json.dumps({"kind": kind, "code": self.hall.code, "token": self.token, **values}))

    async def vote(self) -> float:
        """Choose something and send it until it is received, over new lines if need be; seconds from the first try."""
        choice, attempt = secrets.choice(TOKENS), str(uuid4())
        began = time.monotonic()
        while True:
            waits: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            self.waiting[attempt] = waits
            try:
                await self._say("answer", turn=self.turn, round=1, attempt_id=attempt, response=choice)
                told = await asyncio.wait_for(waits, 15)
            except (TimeoutError, ConnectionError, websockets.exceptions.ConnectionClosed):
                await self.join()
                continue
            if told["kind"] == "received":
                self.chosen[self.turn] = choice
                return time.monotonic() - began
            if told["code"] != "workshop-not-in" and not told["again_ms"]:
                raise AssertionError(f"refused: {told['code']}")
            await asyncio.sleep((told["again_ms"] or 200) / 1000)
            await self._say("join", unit=None)

    async def leave_line(self) -> None:
        if self.socket is not None:
            await self.socket.close()


class Hall:
    """The server, a workshop on it and its participants."""

    def __init__(self, server: Server, session: WorkshopSession, people: int) -> None:
        self.server, self.session, self.code = server, session, session.state.code
        self.phones = [Phone(self) for _ in range(people)]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.server.port}/api/hall/line"

    async def spread(
        self, seconds: float, act: Callable[[Phone], Awaitable[Any]], some: Sequence[Phone] | None = None
    ) -> list[float]:
        """Everybody does it once, at even times within so many seconds; how long each took."""
        some = self.phones if some is None else some

        async def one(n: int, phone: Phone) -> float:
            await asyncio.sleep(seconds * n / len(some))
            began = time.monotonic()
            await act(phone)
            return time.monotonic() - began

        return await asyncio.wait_for(asyncio.gather(*(one(n, phone) for n, phone in enumerate(some))), STEP_S)

    async def tap(self) -> list[float]:
        """The trainer asks the next item: how long until each phone shows it."""
        turn = len(self.session.state.turns) + 1
        began = time.monotonic()
        await asyncio.to_thread(self.session.act, AskNext())
        deadline = began + 20
        while any(phone.turn != turn for phone in self.phones) and time.monotonic() < deadline:
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
        sums = "right" if same else "WRONG"
        return (
            f"{len(ballots)} ballots, lost {lost}, doubled {len(ballots) - len(held)}, strange {strange}, votes {sums}"
        )


def shares(times: Sequence[float]) -> str:
    """p50, p95, p99 and the longest, in milliseconds."""
    line = sorted(times)
    picked = [line[min(len(line) - 1, int(len(line) * share))] for share in (0.5, 0.95, 0.99)]
    return "p50 {:.0f}  p95 {:.0f}  p99 {:.0f}  max {:.0f} ms".format(*(1000 * one for one in (*picked, line[-1])))


def told(what: str, figure: str, promise: str = "") -> None:
    print(f"  {what:44}{figure}{f'   [{promise}]' if promise else ''}", flush=True)


def memory_mb(server: Server) -> float:
    process = psutil.Process(server.process.pid)
    every = [process, *process.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in every)) / 2**20


def cpu_s(server: Server) -> float:
    times = psutil.Process(server.process.pid).cpu_times()
    return float(times.user + times.system)


async def run_hall(home: Path, people: int) -> None:
    print(f"\n{people} participants", flush=True)
    server = start_server(home, "--cap", "1")
    with open_trainer(home) as workshops:
        session = begin(workshops, pick_items(workshops.pack, "single_choice", count=6))
        hall = Hall(server, session, people)
        promise = "p95 ≤ 150" if people <= 300 else "p95 ≤ 500"
        try:
            before = cpu_s(server)
            told("join within 30 s", shares(await hall.spread(30, Phone.join)))
            told("trainer's tap → phone", shares(await hall.tap()), "p95 ≤ 500")
            told("submit → received, within 10 s", shares(await hall.spread(10, Phone.vote)), promise)
            told("changes of a third, within 3 s", shares(await hall.spread(3, Phone.vote, hall.phones[::3])), promise)
            told("", hall.tally(1))
            close(session)
            told("trainer's tap → phone", shares(await hall.tap()), "p95 ≤ 500")
            told("submit → received, burst of 1 s", shares(await hall.spread(1, Phone.vote)), "max ≤ 1000")
            told("", hall.tally(2))
            await hall.spread(0, Phone.leave_line)
            told("all reload at once", shares(await hall.spread(0, Phone.join)))
            close(session)
            await hall.tap()
            told("kill -9 amid votes, all received after", await kill_amid(hall, home))
            told("", hall.tally(3))
            close(session)
            session.act(End())
            items = 3
            said = sum(phone.said + phone.opened for phone in hall.phones) / people / items
            told("messages and lines, per person and item", f"{said:.1f}", "≤ 6")
            told(
                "bytes heard, per phone and item", f"{sum(one.heard_bytes for one in hall.phones) / people / items:.0f}"
            )
            told("server, PSS", f"{memory_mb(hall.server):.0f} MB", "with both dashboards ≤ 300 at 300")
            told("server, CPU from its restart to the end", f"{cpu_s(hall.server):.1f} s")
            told("server, CPU of one start", f"{before:.1f} s")
        finally:
            await asyncio.gather(*(phone.leave_line() for phone in hall.phones), return_exceptions=True)
            end_server(hall.server)


def close(session: WorkshopSession) -> None:
    for command in (Close(), Count(), Show(), Explain()):
        session.act(command)


async def kill_amid(hall: Hall, home: Path) -> str:
    """Half way through the votes the server is killed, and started again on the same port; whoever was not told
    "received" sends again."""
    began = time.monotonic()
    voting = asyncio.create_task(hall.spread(6, Phone.vote))
    await asyncio.sleep(3)
    hall.server.process.kill()
    hall.server.process.wait()
    gone = time.monotonic()
    hall.server = await asyncio.to_thread(start_server, home, "--cap", "1", port=hall.server.port)
    back = time.monotonic()
    await voting
    over = time.monotonic()
    return f"{over - back:.1f} s after it was back ({back - gone:.1f} s to start; {over - began:.1f} s in all)"


async def run_echo(people: int) -> None:
    """What any tornado websocket could do at best here: as many lines, as large a message, in as short a time."""
    message = json.dumps(
        {
            "kind": "answer",
            "code": "H7K53M",
            "token": "0" * 32,
            "turn": 1,
            "round": 1,
            "attempt_id": str(uuid4()),
            "response": "1",
        }
    )
    with echo_server() as port:
        url = f"ws://127.0.0.1:{port}/"
        lines = [await websockets.connect(url, compression=None) for _ in range(people)]

        async def once(n: int) -> float:
            await asyncio.sleep(n / people)
            began = time.monotonic()
            await lines[n].send(message)
            await lines[n].recv()
            return time.monotonic() - began

        told("bare tornado echo, burst of 1 s (the limit)", shares(await asyncio.gather(*map(once, range(people)))))
        await asyncio.gather(*(one.close() for one in lines))


@contextmanager
def echo_server() -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[300, 1000])
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    for people in options.people:
        with tempfile.TemporaryDirectory(prefix="ng-hall-") as home:
            asyncio.run(run_hall(Path(home), people))
        asyncio.run(run_echo(people))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
