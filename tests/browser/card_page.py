"""Owns a page with the card, as a test speaks to it, and its opening."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from neuguong.text import load_words
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.access import access_faults
from tests.browser.card_server import serve_card
from tests.browser.card_views import Json
from tests.browser.running import TIMEOUT_MS

TEXT = load_words()["card"]
PHONE, DESKTOP, NARROW = (390, 844), (1280, 800), (320, 640)


class Card:
    """A page with the card, as a test speaks to it."""

    def __init__(self, page: Page, faults: list[str]) -> None:
        self.page = page
        self.faults = faults

    def sent(self, kind: str) -> list[Json]:
        """What the card has sent of that kind; how old an answer was each time is left out."""
        messages: list[Json] = self.page.evaluate("host.sent")
        return [
            {name: value for name, value in message.items() if name != "age_ms"}
            for message in messages
            if message["kind"] == kind
        ]

    def say_stored(self, item: Json, *, linked: bool = True) -> None:
        """The session says that the answer to the item was stored."""
        local = {"item": item["id"], "version": item["version"], "score": 1, "max_score": 1}
        self.say("stored", attempt_id=item["attempt_id"], linked=linked, local=local)

    def show(self, view: Json) -> None:
        self.page.evaluate("view => host.show(view)", view)

    def say(self, kind: str, **content: Any) -> None:
        self.page.evaluate("content => host.say(content)", {"kind": kind, **content})

    def stored(self, key: str) -> Any:
        """What is kept under that key, for good or until the tab is closed."""
        get = "['neuguong.' + key].map((name) => sessionStorage.getItem(name) ?? localStorage.getItem(name))[0]"
        return self.page.evaluate(f"key => {get}", key)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


def until(page: Page, condition: str, within_s: float = TIMEOUT_MS / 1000) -> None:
    """Wait until an expression is true on the page. Playwright's own way polls with `eval`, which our content policy
    forbids a page from its second look on."""
    deadline = time.monotonic() + within_s
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(20)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve_card() as url:
        yield url


Open = Callable[..., Card]


@pytest.fixture
def open_card(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the card with a view; afterwards nothing may have gone wrong on the page or against its content policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        view: Json,
        *,
        size: tuple[int, int] = PHONE,
        units: tuple[str, ...] = (),
        storage: Json | None = None,
        before: str = "",
        clock: bool = False,
        **options: Any,
    ) -> Card:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        if clock:
            page.clock.install()
        page.add_init_script(f"window.setup = {json.dumps({'text': TEXT, 'view': view, 'content': {'units': units}})};")
        if storage:
            kept = {f"neuguong.{key}": value for key, value in storage.items()}
            page.add_init_script(
                "if (!sessionStorage.filled) { sessionStorage.filled = 1;"
                f" for (const [key, value] of Object.entries({json.dumps(kept)})) localStorage.setItem(key, value); }}"
            )
        if before:
            page.add_init_script(before)
        page.goto(address)
        until(page, "window.host && window.host.sent.length > 0")
        return Card(page, faults)

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def submit_single_choice(card: Card) -> Json:
    """Answer with the second choice; the message that was sent."""
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    return card.sent("submit")[-1]


def violations(card: Card) -> str:
    """What axe-core has to say against what is on screen; "" for nothing.

    The page is scrolled to its end: elsewhere the foot covers part of whatever is scrolling past below it.
    """
    card.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    return access_faults(card.page, target_size=True)
