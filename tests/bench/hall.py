"""A hall on this machine: `python tests/bench/hall.py --people 300 1000`. The server is a process of its own with its
SQLite file, control room and wall are open in its kernels, and the trainer taps in the control room. Phones come from a
network of their own (as root, with `ip`). Beside it, in the same run, oTree and a bare websocket echo.

Figures depend on the machine; the promises are printed beside, and one that is broken makes it end with 1. Each is
printed as soon as it is known. Everything is bounded in time; no process, network or folder is left.
"""

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import websockets
from tornado.httpclient import AsyncHTTPClient

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from neuguong.workshop.commands import Close, Count, End, Explain, Show  # noqa: E402
from neuguong.workshop.session import WorkshopSession  # noqa: E402

from tests.bench.contender import Contender, LostError, bench, print_table, pss_mb  # noqa: E402
from tests.bench.crowd import shares, spread, step  # noqa: E402
from tests.bench.dashboards import Dashboard  # noqa: E402
from tests.bench.live_otree import Otree, install_otree, run_otree  # noqa: E402
from tests.bench.phones import Hall, Phone  # noqa: E402
from tests.bench.promises import find_broken  # noqa: E402
from tests.bench.veth import Network, leave_machine  # noqa: E402
from tests.channel import get_trainer_cookie  # noqa: E402
from tests.server.hall.trainer import begin, open_trainer, pick_items  # noqa: E402
from tests.serving import Server, start_server  # noqa: E402

Made = TypeVar("Made")
ROOM, WALL = "phong", "man-chieu"
JOIN, VOTE, BURST = "join within 30 s, ms", "submit → received within 10 s, ms", "… in a burst of 1 s, ms"
CHANGE, TAP, RELOAD, KILL = (
    "… changed by a third within 3 s, ms",
    "trainer's tap → phone, ms",
    "all reload, ms",
    "kill -9",
)
REQUESTS, BYTES, MEMORY, CPU = "messages and lines, a person and item", "bytes heard, a phone and item", "PSS", "CPU s"
OPEN, SERVER_ONLY, TALLY = "control room and wall open after, s", "… the server's own", "… after it"
ECHO = """
import asyncio, sys, tornado.web, tornado.websocket
class Echo(tornado.websocket.WebSocketHandler):
    def on_message(self, message): self.write_message(message)
async def main():
    server = tornado.web.Application([("/", Echo)]).listen(0, sys.argv[1])
    print(next(iter(server._sockets.values())).getsockname()[1], flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


class Ours(Contender):
    """`neuguong serve` as a trainer starts it, in its network."""

    def __init__(self, home: Path, network: Network, *, port: int = 0) -> None:
        lan = [] if network.outside is None else ["--lan"]

        def start(marks: dict[str, str]) -> int:
            self.server: Server = start_server(home, *lan, port=port, environment=marks, before=network.outside)
            self.server.host = network.host
            return self.server.process.pid

        super().__init__("ours", start)


class Evening:
    """One hall from its first phone to its end."""

    def __init__(self, home: Path, network: Network) -> None:
        self._home, self._network = home, network
        self.ours = Ours(home, network)

    async def run(self, session: WorkshopSession, people: int) -> None:
        server = self.ours.server
        self._session, self._hall = session, Hall(server, session, people)
        cookie = get_trainer_cookie(server)
        self._room = Dashboard(server, ROOM, cookie, workshop=session.workshop_id)
        self._wall = Dashboard(server, WALL, cookie)
        began = time.monotonic()
        open_pages = [asyncio.create_task(one.stay()) for one in (self._room, self._wall)]
        try:
            await self._room.wait_until_open()
            await self._wall.wait_until_open()
            self.ours.tell(OPEN, f"{time.monotonic() - began:.1f}")
            before = sum(self.ours.cpu_seconds())
            await self._run()
            used = sum(self.ours.cpu_seconds()) - before
            self.ours.tell(CPU, f"{used:.1f} to the kill")
            await self._kill()
        finally:
            for page in open_pages:
                page.cancel()
            lines = (phone.leave_line() for phone in self._hall.phones)
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.gather(*open_pages, *lines, return_exceptions=True), 20)

    async def _run(self) -> None:
        ours, phones = self.ours, self._hall.phones
        await step(ours, JOIN, spread(30, Phone.come, phones))
        await step(ours, TAP, self._tap())
        await step(ours, VOTE, spread(10, Phone.vote, phones))
        await step(ours, CHANGE, spread(3, Phone.vote, phones[::3]))
        ours.tell(f"{TALLY} [1]", self._hall.tally(1))
        await self._close()
        await step(ours, f"{TAP} [2]", self._tap())
        await step(ours, BURST, spread(1, Phone.vote, phones))
        ours.tell(f"{TALLY} [2]", self._hall.tally(2))
        ours.tell(MEMORY, f"{ours.pss_mb():.0f} MB, {len(ours.processes())} processes")
        ours.tell(SERVER_ONLY, f"{pss_mb(ours.server.process.pid):.0f} MB")
        await spread(0, Phone.leave_line, phones)
        await step(ours, RELOAD, spread(0, Phone.come, phones))
        await self._close()
        await step(ours, f"{TAP} [3]", self._tap())

    async def _kill(self) -> None:
        await step(self.ours, KILL, self._kill_amid())
        ours, people, items = self.ours, len(self._hall.phones), 3
        ours.tell(f"{TALLY} [3]", self._hall.tally(3))
        await self._close()
        self._session.act(End())
        said = sum(phone.said + phone.opened for phone in self._hall.phones)
        heard = sum(phone.heard_bytes for phone in self._hall.phones)
        ours.tell(REQUESTS, f"{said / people / items:.1f}")
        ours.tell(BYTES, f"{heard / people / items:.0f}")
        ours.tell(f"{MEMORY} at the end", f"{ours.pss_mb():.0f} MB")

    async def _tap(self) -> str:
        """The trainer asks the next item in the control room: how long until each phone shows it."""
        self._session.refresh()
        version, turn = self._session.state.version, len(self._session.state.turns) + 1
        await self._room.wait_until_shows(version)
        began = time.monotonic()
        await self._room.command("ask-next", version)
        times = await self._hall.wait_for_turn(turn, began)
        self._session.refresh()
        return shares(times)

    async def _close(self) -> None:
        for command in (Close(), Count(), Show(), Explain()):
            await asyncio.to_thread(self._session.act, command)

    async def _kill_amid(self) -> str:
        """Half way through the votes the server is killed, and started again on the same port; whoever was not told
        "received" sends again."""
        voting = asyncio.create_task(spread(6, Phone.vote, self._hall.phones))
        try:
            await asyncio.sleep(3)
            killed = self.ours
            killed.server.process.kill()
            killed.server.process.wait()
            gone = time.monotonic()
            self.ours = await asyncio.to_thread(Ours, self._home, self._network, port=killed.server.port)
            back = time.monotonic()
            self.ours.figures = killed.figures
            self._hall.server = self._room.server = self._wall.server = self.ours.server
            failed = (await voting).partition(", max ")[2].partition(",")[2]
            over = time.monotonic()
            await self._room.wait_until_open()
            killed.kill()
            return f"{back - gone:.1f} s to start, all received {over - back:.1f} s later{failed}"
        finally:
            voting.cancel()


def run_hall(home: Path, network: Network, people: int) -> Contender:
    evening = Evening(home, network)
    try:
        with open_trainer(home) as workshops, suppress(LostError):
            session = begin(workshops, pick_items(workshops.pack, "single_choice", count=6))
            asyncio.run(evening.run(session, people))
    finally:
        evening.ours.end()
    return evening.ours


def run_beside(place: Path, network: Network, people: int) -> Contender:
    otree = Otree(place, network)
    try:
        with suppress(LostError):
            asyncio.run(run_otree(otree, people, (JOIN, VOTE, BURST), MEMORY))
    finally:
        otree.end()
    return otree


def run_echo(network: Network, people: int) -> Contender:
    """What any tornado websocket could do at best here: as many lines, as large a message, in as short a time."""
    ports: list[int] = []

    def start(marks: dict[str, str]) -> int:
        command = [sys.executable, "-c", ECHO, network.host]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, **marks}, preexec_fn=network.outside
        )
        assert process.stdout is not None
        with process.stdout as said:
            ports.append(int(said.readline()))
        return process.pid

    echo = Contender("echo", start)
    try:
        with suppress(LostError):
            asyncio.run(step(echo, BURST, _burst(f"ws://{network.host}:{ports[0]}/", people)))
    finally:
        echo.end()
    return echo


async def _burst(url: str, people: int) -> str:
    values = {"code": "H7K53M", "token": "0" * 32, "turn": 1, "round": 1, "attempt_id": str(uuid4()), "response": "1"}
    message = json.dumps({"kind": "answer", **values})
    lines = [await websockets.connect(url, compression=None) for _ in range(people)]

    async def once(line: websockets.ClientConnection) -> None:
        await line.send(message)
        await line.recv()

    told = await spread(1, once, lines)
    await asyncio.gather(*(one.close() for one in lines))
    return told


def promises(people: int) -> dict[str, str]:
    """What is promised of ours, on two cores."""
    received = "p95 ≤ 150" if people <= 300 else "p95 ≤ 500"
    taps = dict.fromkeys((TAP, f"{TAP} [2]", f"{TAP} [3]"), "p95 ≤ 500")
    kept = dict.fromkeys(
        (f"{TALLY} [{turn}]" for turn in (1, 2, 3)), f"{people} ballots, lost 0, doubled 0, strange 0, votes right"
    )
    memory = {MEMORY: "≤ 300 MB, both dashboards open"} if people <= 300 else {}
    return {
        JOIN: "max ≤ 1000",
        VOTE: received,
        CHANGE: received,
        BURST: "max ≤ 1000",
        REQUESTS: "≤ 6",
        **taps,
        **kept,
        **memory,
    }


def _attempt(name: str, what: Callable[[], Made]) -> Made | None:
    """One contender that cannot be had is told and passed over."""
    try:
        return what()
    except (Exception, AssertionError) as fault:
        said = getattr(fault, "stderr", None) or str(fault)
        print(f"{name}: could not be run: {type(fault).__name__}: {said}"[-600:], flush=True)
        return None


def compare(folder: Path, network: Network, place: Path | None, people: int) -> list[str]:
    """Measure and print; the promises that were broken."""
    print(f"\n{people} participants, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before", flush=True)
    ours = _attempt("ours", lambda: run_hall(folder / f"home-{people}", network, people))
    measured = [ours]
    if place is not None:
        measured.append(_attempt("oTree", lambda: run_beside(place, network, people)))
    measured.append(_attempt("echo", lambda: run_echo(network, people)))
    print_table([one for one in measured if one is not None], promises(people), beside="promise of ours")
    print(f"load {os.getloadavg()[0]:.1f} after", flush=True)
    broken = find_broken({} if ours is None else ours.figures, promises(people))
    return [f"{people} participants: {one}" for one in broken]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--whole", type=float, default=1800, metavar="SECONDS", help="the most that all may take")
    parser.add_argument("--alone", action="store_true", help="without oTree")
    options = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    AsyncHTTPClient.configure(None, max_clients=10**5)
    with bench(whole_s=options.whole) as folder:
        network = leave_machine()
        place = None if options.alone else _attempt("oTree", lambda: install_otree(folder, network))
        broken = [one for people in options.people for one in compare(folder, network, place, people)]
    if broken:
        sys.exit("\n".join(["BROKEN:", *broken]))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("interrupted")
