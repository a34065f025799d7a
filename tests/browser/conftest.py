"""Owns how a real browser is found and started for these tests, and asked for faults of access. Knows no page."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.card_page import address, open_card
from tests.browser.hall_page import open_hall

__all__ = ["address", "browser", "open_card", "open_hall"]

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser per test file; closed before the next, so that no event loop of Playwright's outlives the file."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        yield opened
        opened.close()
