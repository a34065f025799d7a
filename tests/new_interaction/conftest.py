"""The browser of the card's own tests."""

from tests.browser.conftest import browser

__all__ = ["browser"]
