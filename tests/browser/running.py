"""Owns the browser of this process: how it is found, when it is started and ended. Knows no page and no fixture."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP may-chu.test 127.0.0.1",
]
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
TIMEOUT_MS = 60_000
"""How long what must come on a page may take. It bounds a failure: who waits goes on as soon as it is there, and a
machine may be ten times as slow as this one."""
_running: list[tuple[Browser, ExitStack]] = []


def find_chromium(playwright: Playwright) -> str:
    """Path of the browser: NEUGUONG_CHROMIUM, then one on the PATH, then Playwright's own.

    The shell without windows comes first: the same engine opens a page in a quarter of the time.
    """
    candidates = [os.environ.get("NEUGUONG_CHROMIUM"), *map(shutil.which, NAMES), playwright.chromium.executable_path]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return candidate
    pytest.fail(
        "no Chromium found: set NEUGUONG_CHROMIUM to its path, install the system's chromium, "
        "or run `uv run playwright install chromium`",
        pytrace=False,
    )


def take_browser() -> Browser:
    """The browser that is running; a new one where there is none, or where it has died."""
    if _running and not _running[-1][0].is_connected():
        end_browser()
    if not _running:
        with ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            opened = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
            stack.callback(opened.close)
            _running.append((opened, stack.pop_all()))
    return _running[-1][0]


def end_browser() -> None:
    """End it, and with it the event loop of Playwright's that tests of another kind could not work beside."""
    while _running:
        _running.pop()[1].close()
