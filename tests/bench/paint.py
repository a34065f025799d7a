"""The dashboards as a trainer's browser paints them, over a log that is invented: how long until something is there to
read, until what can be chosen is there, and until the first number is.

    python tests/bench/paint.py [--responses 10000] [--visits 5]

Prints as it goes; leaves nothing. Each visit is a fresh browser that has only the trainer's cookie. "opened first" is
the first time anybody opens that page since the server started; the log has been told nothing before it. Times are in
seconds from the start of the navigation, by the browser's own clock.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.running import FLAGS, find_chromium
from tests.serving import Server, serve

PAGES = ("ket-qua", "hieu-qua", "cau-hoi")
PROMISE_S = 1.5
GRACE_MS = 120_000
WATCH = """
(() => {
  const seen = (window.__seen = {});
  const look = () => {
    if (!seen.frame && document.querySelector(".ng-figures-page")) seen.frame = performance.now();
    if (!seen.number && document.querySelector(".ng-figures-page .ng-blocks table td")) seen.number = performance.now();
    if (!seen.number) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()
"""
READ = """() => ({
  read: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, ...window.__seen,
})"""
STEPS = ("read", "frame", "number")


def visit(browser: Browser, server: Server, state: Any, slug: str) -> list[float]:
    context = browser.new_context(storage_state=state, locale="vi-VN")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{server.address}/huong-dan/{slug}")
    page.locator(".ng-figures-page .ng-blocks table td").first.wait_for(state="attached", timeout=GRACE_MS)
    page.wait_for_timeout(100)  # the frame in which it was seen
    found = page.evaluate(READ)
    context.close()
    return [found[step] / 1000 for step in STEPS]


def log_in(browser: Browser, server: Server) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.address}/huong-dan")
    page.get_by_label("Mật khẩu").fill(server.passphrase)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.get_by_label("Mật khẩu").wait_for(state="detached", timeout=GRACE_MS)
    state = context.storage_state()
    context.close()
    return state


def spell(times: list[float]) -> str:
    read, frame, number = times
    kept = "kept" if number <= PROMISE_S else "NOT KEPT"
    return f"to read {read:.2f}, to choose {frame:.2f}, first number {number:.2f} s ({PROMISE_S} s: {kept})"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--responses", type=int, default=10_000)
    parser.add_argument("--visits", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="neuguong-paint-") as folder:
        home = Path(folder) / "home"
        print(f"{options.responses:,} responses: inventing …", flush=True)
        command = [sys.executable, "-m", "neuguong", "demo", str(home), "--responses", str(options.responses)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with serve(home) as server, sync_playwright() as player:
            browser = player.chromium.launch(executable_path=find_chromium(player), args=FLAGS)
            state = log_in(browser, server)
            for slug in PAGES:
                print(f"  {slug}, opened first: {spell(visit(browser, server, state, slug))}", flush=True)
            for slug in PAGES:
                times = [visit(browser, server, state, slug) for _ in range(options.visits)]
                middle = [statistics.median(step) for step in zip(*times, strict=True)]
                print(f"  {slug}, median of {options.visits}: {spell(middle)}", flush=True)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
