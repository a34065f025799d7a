"""Our lesson page beside stock Voilà's, on this machine, in one run: `python tests/bench/pages.py`.

The stock page is a notebook of ten questions made of ipywidgets, with pandas imported, as such notebooks are written.
Figures depend on the machine; the ratios are what matters. Nothing here is asserted: the promises are printed beside.
"""

import argparse
import asyncio
import json
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser, sync_playwright
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import FLAGS, find_chromium  # noqa: E402
from tests.serving import end_server, start_server  # noqa: E402

PATIENCE_S = 150
"""An arrival that cannot answer after so long has failed."""
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


@dataclass
class Contender:
    """A server under test: how to open its page and know that a question can be answered."""

    name: str
    url: str
    selector: str
    process: psutil.Process
    arrive: Callable[[], Awaitable[Callable[[], None]]]
    end: Callable[[], None]
    figures: dict[str, str] = field(default_factory=dict)


def start_ours(home: Path, cap: int) -> Contender:
    server = start_server(home, "--cap", str(cap))

    async def arrive() -> Callable[[], None]:
        client = AsyncHTTPClient()
        answer = await client.fetch(f"{server.address}/trach-nhiem")
        visitor = answer.headers["Set-Cookie"].split(";")[0]
        channel = await websocket_connect(
            HTTPRequest(
                f"ws://localhost:{server.port}/kenh/trach-nhiem?tab={secrets.token_hex(16)}",
                headers={"Cookie": visitor, "Origin": server.address},
            )
        )
        while True:
            frame = json.loads(await channel.read_message() or '{"type": "closed"}')
            if frame["type"] == "ready":
                comm = secrets.token_hex(16)
                opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
                asked = {"comm_id": comm, "data": {"method": "request_states"}}
                await channel.write_message(json.dumps({"type": "comm_open", "content": opened}))
                await channel.write_message(json.dumps({"type": "comm_msg", "content": asked}))
            elif frame["type"] == "comm_msg":
                return channel.close
            elif frame["type"] != "queued":
                raise RuntimeError(f"refused: {frame['type']}")

    selector = ".ng-card form fieldset input"
    process = psutil.Process(server.process.pid)
    return Contender("ours", f"{server.address}/trach-nhiem", selector, process, arrive, lambda: end_server(server))


def start_stock(folder: Path, port: int) -> Contender:
    cells = [new_markdown_cell("# Mười câu hỏi"), new_code_cell(WIDGETS)]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "stock.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
    command = [sys.executable, "-m", "voila", str(path), "--no-browser", f"--port={port}", "--Voila.log_level=ERROR"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    for _ in range(300):
        with suppress(OSError):
            urlopen(f"{address}/voila/static/nothing")
            break
        if process.poll() is not None:
            raise RuntimeError("stock Voilà did not start")
        time.sleep(0.2)
        with suppress(Exception):
            urlopen(f"{address}/voila/static/voila.js").close()
            break

    async def arrive() -> Callable[[], None]:
        answer = await AsyncHTTPClient().fetch(address, request_timeout=600, connect_timeout=600)
        kernel = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', answer.body.decode())
        if kernel is None:
            raise RuntimeError("no kernel")
        url = f"ws://localhost:{port}/api/kernels/{kernel[1]}/channels?session_id={secrets.token_hex(16)}"
        channel = await websocket_connect(HTTPRequest(url, request_timeout=600, connect_timeout=600))
        comm = secrets.token_hex(16)

        def message(kind: str, content: dict[str, object], metadata: dict[str, object]) -> str:
            header = {"msg_id": secrets.token_hex(16), "msg_type": kind, "username": "", "session": comm}
            return json.dumps(
                {"header": header, "parent_header": {}, "metadata": metadata, "content": content, "channel": "shell"}
            )

        opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        await channel.write_message(message("comm_open", opened, {"version": "1.0.0"}))
        await channel.write_message(message("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}, {}))
        while True:
            heard = await channel.read_message()
            if heard is None:
                raise RuntimeError("closed")
            if "update_states" in (heard if isinstance(heard, str) else heard.decode("utf-8", "replace")):
                return channel.close

    def end() -> None:
        kernels = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(60)
        for kernel in kernels:  # those still starting would go on, beside whoever is measured next
            with suppress(psutil.Error):
                kernel.kill()
        psutil.wait_procs(kernels, timeout=30)

    return Contender("stock", address, ".widget-radio-box input", psutil.Process(process.pid), arrive, end)


def tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def cpu_seconds(process: psutil.Process) -> float:
    """CPU of the server and all its processes, the ended ones included."""
    total = 0.0
    for one in tree(process):
        with suppress(psutil.Error):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def pss_mb(process: psutil.Process) -> float:
    total = 0
    for one in tree(process):
        with suppress(OSError, psutil.Error):
            rollup = Path(f"/proc/{one.pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss: +(\d+)", rollup, re.M)[1])  # type: ignore[index]
    return total / 1024


def measure_browser(contender: Contender, browser: Browser, rounds: int) -> None:
    cold, warm = [], []
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
            if times is cold:
                page.wait_for_timeout(500)
                first = dict(counted)
            page.wait_for_timeout(300)
        context.close()
    contender.figures |= {
        "cold to first question, s (median)": f"{statistics.median(cold):.2f}",
        "warm to first question, s (median)": f"{statistics.median(warm):.2f}",
        "requests, cold": f"{first['requests']:.0f}",
        "kB received, cold": f"{first['bytes'] / 1000:.0f}",
    }


async def arrivals(contender: Contender, count: int) -> tuple[float, int, list[Callable[[], None]]]:
    """Seconds until all of `count` simultaneous arrivals can answer, how many failed, how to leave."""
    began = time.perf_counter()
    waits = (asyncio.wait_for(contender.arrive(), PATIENCE_S) for _ in range(count))
    results = await asyncio.gather(*waits, return_exceptions=True)
    leave = [result for result in results if not isinstance(result, BaseException)]
    return time.perf_counter() - began, count - len(leave), leave


async def measure_load(contender: Contender, counts: list[int]) -> None:
    AsyncHTTPClient.configure(None, max_clients=1000)
    await asyncio.sleep(3)
    before = cpu_seconds(contender.process)
    leaving = []
    for _ in range(10):
        leaving += (await arrivals(contender, 1))[2]
    await asyncio.sleep(2)
    contender.figures["CPU s per page view"] = f"{(cpu_seconds(contender.process) - before) / 10:.3f}"
    base = pss_mb(contender.process)
    more = (await arrivals(contender, 20))[2]
    await asyncio.sleep(2)
    contender.figures["PSS MB per open lesson"] = f"{(pss_mb(contender.process) - base) / 20:.1f}"
    for leave in leaving + more:
        leave()
    for count in counts:
        await asyncio.sleep(5)
        seconds, failed, leave_all = await arrivals(contender, count)
        contender.figures[f"{count} at once, s"] = f"{seconds:.2f}" + (f" ({failed} failed)" if failed else "")
        for leave in leave_all:
            leave()


PROMISES = {
    "cold to first question, s (median)": "≤ 0.8",
    "warm to first question, s (median)": "≤ 0.4",
    "requests, cold": "≤ 15",
    "kB received, cold": "≤ 250",
    "CPU s per page view": "≤ 0.10",
    "PSS MB per open lesson": "≤ 15",
    "100 at once, s": "≥ 10 × faster",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arrivals", type=int, nargs="*", default=[1, 30, 100])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("ours", "stock"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        starters: dict[str, Callable[[], Contender]] = {
            "stock": lambda: start_stock(Path(folder), 18866),
            "ours": lambda: start_ours(Path(folder) / "home", 400),
        }
        done = []
        flags = [*FLAGS, OFFLINE]
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags)
        for name, start in starters.items():
            if options.only not in (None, name):
                continue
            contender = start()
            try:
                measure_browser(contender, browser, options.rounds)
                done.append(contender)
            finally:
                contender.end()
        browser.close()
    with tempfile.TemporaryDirectory() as folder:
        again = {"stock": lambda: start_stock(Path(folder), 18867), "ours": lambda: start_ours(Path(folder) / "h", 400)}
        for contender in done:
            fresh = again[contender.name]()
            try:
                asyncio.run(measure_load(fresh, options.arrivals))
                contender.figures |= fresh.figures
            finally:
                fresh.end()
    print("| | " + " | ".join(one.name for one in done) + " | promise |\n|---|" + "---|" * (len(done) + 1))
    for key in done[0].figures:
        print(f"| {key} | " + " | ".join(one.figures[key] for one in done) + f" | {PROMISES.get(key, '')} |")


if __name__ == "__main__":
    main()
