"""The trainer's numbers over a long log that is invented: `python tests/bench/figures.py [--responses 10000 1000000]`.

For each log: how long it takes to invent; then, as the page does it through a running server, how long all questions
are worked out the first time, the longest look meanwhile and the most memory of the server with all its processes
(PSS); how long a look takes when nothing has changed, and when one more answer has come, on the page of questions, that
of groups and the board. Every figure is printed as soon as it is known, promises beside; ends with code 1 if one is not
kept or nothing was measured, and after `--whole` seconds in any case. A loaded machine is slower: what it is loaded
with is printed first.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from neuguong.clock import SystemClock  # noqa: E402
from neuguong.store import amended, connect_log  # noqa: E402

from tests.bench.contender import Contender, LostError, bench, print_table  # noqa: E402
from tests.channel import Visitor, get_trainer_cookie, visit  # noqa: E402
from tests.serving import Server, start_server  # noqa: E402

PAGES = {"questions": "huong-dan/cau-hoi", "groups": "huong-dan/ket-qua", "board": "huong-dan"}
LOOKS = 11
AT_ONCE_S = 0.03
"""After which the page looks again while figures are worked out."""
WHOLE, LONGEST, MEMORY = "questions, all told, s", "longest look meanwhile, s", "most memory of the server, PSS MB"
PROMISES = {WHOLE: 10.0, LONGEST: 0.1, MEMORY: 300.0} | {
    f"{page}, a look, {kind}, s": 0.1 for page in PAGES for kind in ("nothing new", "one more answer")
}


class Bench(Contender):
    """A server over an invented log of `n` answers."""

    def __init__(self, home: Path, n: int) -> None:
        def start(marks: dict[str, str]) -> int:
            self.server: Server = start_server(home, environment=marks)
            return self.server.process.pid

        super().__init__(f"{n:,}", start)
        self.kept: dict[str, bool] = {}

    def measure(self, figure: str, value: float) -> None:
        self.kept[figure] = value <= PROMISES[figure]
        self.tell(figure, f"{value:.0f}" if figure == MEMORY else f"{value:.3f}")

    @contextmanager
    def watched(self) -> Iterator[list[float]]:
        """The memory of all its processes, looked at again and again until the block is left."""
        seen, over = [self.pss_mb()], threading.Event()

        def look() -> None:
            while not over.wait(0.2):
                seen.append(self.pss_mb())

        watcher = threading.Thread(target=look, daemon=True)
        watcher.start()
        try:
            yield seen
        finally:
            over.set()
            watcher.join()


async def look(page: Visitor) -> float:
    """Ask whether anything is new and wait for what is certain to be answered after it; the seconds that took."""
    began = time.perf_counter()
    await page.say({"kind": "refresh"})
    await page.say({"kind": "nothing"})  # is refused, in turn
    await page.hear_reply("refused")
    return time.perf_counter() - began


async def work(page: Visitor) -> list[float]:
    """Look until all is told, as the page does (one frame a look: a visitor who sends more a second is sent away); the
    seconds of each look."""
    times = []
    while page.view["done"] is not None:
        began = time.perf_counter()
        await page.say({"kind": "refresh"})
        await page.hear_view()
        times.append(time.perf_counter() - began)
        await asyncio.sleep(AT_ONCE_S)
    return times


async def measure(ours: Bench, answer: Callable[[], None]) -> None:
    cookie = await asyncio.to_thread(get_trainer_cookie, ours.server)
    for name, slug in PAGES.items():
        async with visit(ours.server, slug, tab=secrets.token_hex(16), visitor=cookie) as page:
            await page.enter()
            with ours.watched() as memory:
                began = time.perf_counter()
                times = await work(page) if name != "board" else [await look(page)]
                if name == "questions":
                    ours.measure(WHOLE, time.perf_counter() - began)
                    ours.measure(LONGEST, max(times, default=0.0))
            if name == "questions":
                ours.measure(MEMORY, max(memory))
            for kind, before in (("nothing new", lambda: None), ("one more answer", answer)):
                taken = []
                for _ in range(LOOKS):
                    before()
                    taken.append(await look(page))
                ours.measure(f"{name}, a look, {kind}, s", statistics.median(taken))


def answerer(server: Server) -> Callable[[], None]:
    """Gives one answer as somebody who was never there."""
    log = connect_log(server.database_url)
    pattern = next(log.fetch_statements())

    def answer() -> None:
        one = amended(pattern, attempt_id=str(uuid.uuid4()), actor=secrets.token_hex(32), timestamp=SystemClock().now())
        log.append_statement(one, sensitive=False)

    return answer


def invent(home: Path, n: int, *, within_s: float) -> None:
    print(f"{n:,}: inventing …", flush=True)
    began = time.perf_counter()
    command = [sys.executable, "-m", "neuguong", "demo", str(home), "--responses", str(n)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    told = began
    for line in process.stderr or ():
        if time.perf_counter() - told > 10:
            told = time.perf_counter()
            print(f"{n:,}: {line.strip()}", flush=True)
    if process.wait(within_s):
        raise SystemExit(f"the log was not invented: code {process.returncode}")
    print(f"{n:,}: invented in {time.perf_counter() - began:.0f} s", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--home", type=Path, help="a folder of `neuguong demo` to measure instead")
    parser.add_argument("--step", type=float, default=300, help="seconds for all that is measured of one log")
    parser.add_argument("--whole", type=float, default=1800, help="seconds for everything")
    options = parser.parse_args(arguments)
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    done: list[Bench] = []
    with bench(whole_s=options.whole) as folder:
        for n in [0] if options.home else options.responses:
            home = options.home or folder / str(n)
            if not options.home:
                invent(home, n, within_s=options.whole)
            ours = Bench(home, n)
            done.append(ours)
            try:
                with ours.step("measured", within_s=options.step):
                    asyncio.run(measure(ours, answerer(ours.server)))
            except LostError:
                pass
            ours.end()
    print_table(done, {name: f"≤ {limit:g}" for name, limit in PROMISES.items()}, beside="promise")
    print(f"load of this machine: {os.getloadavg()[0]:.1f}", flush=True)
    return 0 if done and all(one.kept.keys() == PROMISES.keys() and all(one.kept.values()) for one in done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
