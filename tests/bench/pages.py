"""Our lesson page beside stock Voilà's, on this machine, in one run: `python tests/bench/pages.py`.

The stock page is a notebook of ten questions made of ipywidgets, with pandas imported, as such notebooks are written.
Figures depend on the machine; the ratios are what matters. Nothing here is asserted: the promises are printed beside.
Each figure is printed as soon as it is known; a step that fails is told, and the next one measured.
"""

import argparse
import asyncio
import json
import os
import re
import resource
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser, sync_playwright
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from neuguong.bank import default_data_folder, load_pack  # noqa: E402

from tests.bench.contender import Contender, LostError, bench, free_port, print_table  # noqa: E402
from tests.browser.running import FLAGS, find_chromium  # noqa: E402
from tests.serving import start_server  # noqa: E402

NO_LIMIT_S = 3600.0
"""How long one arrival may take is decided for all of it."""
STOCK_AT_MOST = 100
WITH_KERNEL, WITHOUT_KERNEL = 20, 100
"""Lessons opened to learn what one weighs."""
WIDGETS = """
import ipywidgets as widgets
import pandas as pd
from IPython.display import display

log = pd.DataFrame(columns=["question", "answer"])

def ask(number):
    text = widgets.HTML(f"<p>Tình huống {number}: hồ sơ đủ điều kiện, còn hai ngày là hết hạn trả kết quả.</p>")
    options = [f"Cách {n}" for n in range(1, 5)]
    choice = widgets.RadioButtons(options=options, value=None, layout={"width": "max-content"})
    button = widgets.Button(description="Trả lời")
    told = widgets.Output()
    def answer(_):
        with told:
            print(choice.value)
    button.on_click(answer)
    return widgets.VBox([text, choice, button, told])

for number in range(1, 11):
    display(ask(number))
"""


OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
"""Nothing but this machine can be reached, and, unlike with intercepted requests, the browser's cache works."""

PROMISES = {
    "cold to first question, s (median)": "≥ 10 × faster",
    "warm to first question, s (median)": "≥ 10 × faster",
    "requests, cold": "≤ 15",
    "kB received, cold": "≤ 250",
    "CPU s per page view": "≤ 0.05",
    "PSS MB per lesson with a kernel": "≤ 12",
    "PSS MB per lesson without": "≤ 0.3",
    "100 at once, s": "≥ 20 × faster",
    "1000 at once, s": "none failed, none waited",
}


class Page(Contender):
    """A server of lessons: how to open one, and how a browser knows that its first question can be answered."""

    url: str
    selector: str
    cap: int | None = None
    """Lessons that get a kernel; None: all."""
    at_most: int = 10**6

    told_to_wait: int = 0

    async def arrive(self) -> Callable[[], None]:
        """Open a lesson until its first question is there: how to leave. Who is told to wait is counted."""
        raise NotImplementedError

    def hosted(self) -> int:
        """Lessons open that do without a kernel."""
        return 0


PART = load_pack(default_data_folder()).lessons["trach-nhiem"].parts[0].identifier


class Ours(Page):
    selector = ".ng-card .ng-way button"
    """What leads on: it can be pressed as soon as it is there."""

    def __init__(self, home: Path, *, cap: int, grace_s: float) -> None:
        self.cap = cap

        def start(marks: dict[str, str]) -> int:
            server = start_server(home, "--cap", str(cap), environment=marks, before=os.setsid)
            self._address = server.address
            return server.process.pid

        super().__init__("ours", start, grace_s=grace_s)
        self.url = f"{self._address}/trach-nhiem/{PART}"

    async def arrive(self) -> Callable[[], None]:
        answer = await AsyncHTTPClient().fetch(self.url, request_timeout=NO_LIMIT_S, connect_timeout=NO_LIMIT_S)
        headers = {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "Origin": self._address}
        url = f"{self._address.replace('http', 'ws')}/kenh/trach-nhiem?tab={secrets.token_hex(16)}"
        channel = await websocket_connect(HTTPRequest(url, headers=headers, connect_timeout=NO_LIMIT_S))
        told = 0
        with closed_on_failure(channel):
            while True:
                frame = json.loads(await read(channel))
                if frame["type"] == "queued":
                    self.told_to_wait += 1 - told
                    told = 1
                elif frame["type"] == "ready" and frame["widgets"][0]["state"]["view"]["intro"]:
                    return channel.close

    def hosted(self) -> int:
        with urlopen(f"{self._address}/healthz", timeout=30) as answer:
            return int(json.load(answer)["hosted"])


class Stock(Page):
    selector = ".widget-radio-box input"
    at_most = STOCK_AT_MOST

    def __init__(self, folder: Path, *, grace_s: float) -> None:
        cells = [new_markdown_cell("# Mười câu hỏi"), new_code_cell(WIDGETS)]
        kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = folder / "stock.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
        port = free_port()
        self.url = f"http://localhost:{port}"
        command = [sys.executable, "-m", "voila", str(path), "--no-browser", f"--port={port}"]

        def start(marks: dict[str, str]) -> int:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            process = subprocess.Popen(
                [*command, "--Voila.log_level=ERROR"],
                cwd=folder,
                env={**os.environ, **marks},
                start_new_session=True,
                **quiet,
            )
            while process.poll() is None:
                with suppress(OSError):
                    urlopen(f"{self.url}/voila/static/voila.js", timeout=30).close()
                    return process.pid
                time.sleep(0.2)
            raise RuntimeError("stock Voilà did not start")

        super().__init__("stock", start, grace_s=grace_s)

    async def arrive(self) -> Callable[[], None]:
        answer = await AsyncHTTPClient().fetch(self.url, request_timeout=NO_LIMIT_S, connect_timeout=NO_LIMIT_S)
        kernel = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', answer.body.decode())
        if kernel is None:
            raise RuntimeError("no kernel")
        address = self.url.replace("http", "ws")
        url = f"{address}/api/kernels/{kernel[1]}/channels?session_id={secrets.token_hex(16)}"
        channel = await websocket_connect(HTTPRequest(url, request_timeout=NO_LIMIT_S, connect_timeout=NO_LIMIT_S))
        comm = secrets.token_hex(16)

        def message(kind: str, content: dict[str, object], metadata: dict[str, object]) -> str:
            header = {"msg_id": secrets.token_hex(16), "msg_type": kind, "username": "", "session": comm}
            return json.dumps(
                {"header": header, "parent_header": {}, "metadata": metadata, "content": content, "channel": "shell"}
            )

        opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        await channel.write_message(message("comm_open", opened, {"version": "1.0.0"}))
        await channel.write_message(message("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}, {}))
        with closed_on_failure(channel):
            while "update_states" not in await read(channel):
                pass
        return channel.close


@contextmanager
def closed_on_failure(channel: WebSocketClientConnection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        channel.close()
        raise


async def read(channel: WebSocketClientConnection) -> str:
    heard = await channel.read_message()
    if heard is None:
        raise ConnectionError(f"closed with {channel.close_code}")
    return heard if isinstance(heard, str) else heard.decode("utf-8", "replace")


def measure_browser(contender: Page, browser: Browser, rounds: int) -> None:
    cold: list[float] = []
    warm: list[float] = []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        counted = {"requests": 0, "bytes": 0.0}
        session.on("Network.requestWillBeSent", lambda _, c=counted: c.update(requests=c["requests"] + 1))
        session.on("Network.loadingFinished", lambda e, c=counted: c.update(bytes=c["bytes"] + e["encodedDataLength"]))
        session.on(
            "Network.webSocketFrameReceived",
            lambda e, c=counted: c.update(bytes=c["bytes"] + len(e["response"]["payloadData"])),
        )
        for times in (cold, warm):
            began = time.perf_counter()
            page.goto(contender.url, wait_until="commit")
            page.wait_for_selector(contender.selector, timeout=120_000, state="attached")
            times.append(time.perf_counter() - began)
            page.wait_for_load_state("networkidle")
            if times is cold:
                first = dict(counted)
        context.close()
    contender.tell("cold to first question, s (median)", f"{statistics.median(cold):.2f}")
    contender.tell("warm to first question, s (median)", f"{statistics.median(warm):.2f}")
    contender.tell("requests, cold", f"{first['requests']:.0f}")
    contender.tell("kB received, cold", f"{first['bytes'] / 1000:.0f}")


PAUSE_S = 0.5


class Crowd:
    """Lessons opened at once, from this one process: `seconds` until all can answer."""

    def __init__(self, contender: Page, patience_s: float) -> None:
        self._contender, self._patience_s = contender, patience_s
        self._leave: list[Callable[[], None]] = []

    async def arrive(self, count: int) -> str:
        """Open so many more; what became of them."""
        began, own = time.perf_counter(), time.process_time()
        waiting = self._contender.told_to_wait
        faults = await self._come(count)
        told = f"{time.perf_counter() - began:.2f} ({len(faults)} failed"
        told += f", {self._contender.told_to_wait - waiting} told to wait"
        told += f"; {time.process_time() - own:.1f} s CPU of who asks)"
        return told + (f" {faults[0]!r}"[:100] if faults else "")

    async def open(self, count: int) -> None:
        """Open so many more; raises if one of them failed."""
        for fault in await self._come(count):
            raise fault

    async def _come(self, count: int) -> list[BaseException]:
        """What went wrong with those that cannot answer."""
        coming = (asyncio.wait_for(self._contender.arrive(), self._patience_s) for _ in range(count))
        results = await asyncio.gather(*coming, return_exceptions=True)
        self._leave += [result for result in results if not isinstance(result, BaseException)]
        return [result for result in results if isinstance(result, BaseException)]

    async def leave(self) -> None:
        for leave in self._leave:
            leave()
        self._leave.clear()
        await asyncio.sleep(0)


async def measure_load(contender: Page, options: argparse.Namespace) -> None:
    AsyncHTTPClient.configure(None, max_clients=10**5)

    async def rest() -> None:
        await asyncio.to_thread(contender.rest, at_most_s=options.rest)

    async def one_by_one(count: int) -> None:
        """Each waits for the one before and for the pool to fill, so that all get a kernel."""
        for _ in range(count):
            await crowd.open(1)
            await asyncio.sleep(PAUSE_S)

    crowd = Crowd(contender, options.patience)
    with contender.step("CPU s per page view", within_s=options.step):
        await crowd.open(1)
        await rest()
        before = contender.cpu_seconds()
        await one_by_one(options.views)
        await rest()
        user, system = (
            (after - then) / options.views for after, then in zip(contender.cpu_seconds(), before, strict=True)
        )
        contender.tell("CPU s per page view", f"{user + system:.3f}")
        contender.tell("… user + system", f"{user:.3f} + {system:.3f}")
        contender.tell("… hosted without a kernel", str(contender.hosted()))
    with contender.step("PSS MB per lesson with a kernel", within_s=options.step):
        base = contender.pss_mb()
        count = min(WITH_KERNEL, (contender.cap or 2 * WITH_KERNEL) // 2)
        await one_by_one(count)
        await rest()
        contender.tell("PSS MB per lesson with a kernel", f"{(contender.pss_mb() - base) / count:.1f}")
        contender.tell("… hosted without a kernel", str(contender.hosted()))
    if contender.cap is not None:
        with contender.step("PSS MB per lesson without", within_s=options.step):
            await crowd.open(contender.cap)
            await rest()
            base = contender.pss_mb()
            await crowd.open(WITHOUT_KERNEL)
            await rest()
            contender.tell("PSS MB per lesson without", f"{(contender.pss_mb() - base) / WITHOUT_KERNEL:.2f}")
    await crowd.leave()
    for count in options.arrivals:
        name = f"{count} at once, s"
        if count > contender.at_most:
            contender.tell(name, "not run")
            continue
        await rest()
        with contender.step(name, within_s=options.step):
            contender.tell(name, await crowd.arrive(count))
        await crowd.leave()


def measure(starters: dict[str, Callable[[], Page]], options: argparse.Namespace) -> None:
    """Each contender alone on the machine, first with a browser, then, begun anew, with many."""
    measured: dict[str, Page] = {}

    def run(name: str, what: Callable[[Page], None]) -> None:
        try:
            contender = starters[name]()
        except (Exception, AssertionError) as fault:
            print(f"{name}: did not start: {fault}", flush=True)
            return
        if name in measured:
            contender.figures = measured[name].figures
        measured[name] = contender
        try:
            with suppress(LostError):
                what(contender)
        finally:
            contender.end()

    try:
        if options.rounds:
            with sync_playwright() as playwright:
                flags = [*FLAGS, OFFLINE]
                browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags)
                for name in starters:
                    run(name, lambda one: in_browser(one, browser, options))
                browser.close()
        for name in starters:
            run(name, lambda one: asyncio.run(measure_load(one, options)))
    finally:
        print_table(list(measured.values()), PROMISES, beside="promise")


def in_browser(contender: Page, browser: Browser, options: argparse.Namespace) -> None:
    with contender.step("in a browser", within_s=options.step):
        measure_browser(contender, browser, options.rounds)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arrivals", type=int, nargs="*", default=[1, 30, 100, 1000], help="how many at once")
    parser.add_argument("--cap", type=int, default=40, help="our lessons with a kernel")
    parser.add_argument("--rounds", type=int, default=5, help="visits by a browser; 0: none")
    parser.add_argument("--views", type=int, default=10, help="visits of which the CPU time is taken")
    parser.add_argument("--only", choices=("ours", "stock"))
    for name, seconds, what in (
        ("--step", 300, "the most that one step may take"),
        ("--whole", 2400, "the most that everything may take"),
        ("--rest", 30, "the most that a contender is waited for to come to rest"),
        ("--patience", 150, "an arrival that cannot answer after so long has failed"),
        ("--grace", 10, "what a contender is given to end by itself"),
    ):
        parser.add_argument(name, type=float, default=seconds, metavar="SECONDS", help=what)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    options = parse(arguments)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with bench(whole_s=options.whole) as folder:
        starters: dict[str, Callable[[], Page]] = {
            "stock": lambda: Stock(folder, grace_s=options.grace),
            "ours": lambda: Ours(folder / f"home-{secrets.token_hex(4)}", cap=options.cap, grace_s=options.grace),
        }
        measure({name: start for name, start in starters.items() if options.only in (None, name)}, options)


if __name__ == "__main__":
    main(sys.argv[1:])
