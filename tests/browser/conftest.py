"""What the tests in a real browser share: the browser itself, pages of cards. Knows no page of the server."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.card_page import address, open_card
from tests.browser.hall_page import open_hall
from tests.browser.running import TIMEOUT_MS, take_browser

__all__ = ["address", "browser", "open_card", "open_hall"]

expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="module")
def browser() -> Browser:
    """The browser of this process, for contexts of one's own; `tests/conftest.py` ends it."""
    return take_browser()
