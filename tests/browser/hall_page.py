"""Owns a page with one card of a hall, the room or the wall, as a test speaks to it. Knows nothing of a workshop."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from neuguong.text import load_words
from neuguong.widgets import WIDGETS_FOLDER
from neuguong.workshop.messages import RoomMessage
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pydantic import TypeAdapter

from tests.browser.card_server import HOST
from tests.browser.running import TIMEOUT_MS

Json = dict[str, Any]
ADDRESS = "http://hoi-truong.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
_MESSAGE: TypeAdapter[Any] = TypeAdapter(RoomMessage)


class HallPage:
    """The card on a page of its own. `reach`: what the server would say of how phones come in; None: no server.
    `names`: the display names it tells, and moves as it is asked; None while they are off."""

    def __init__(self, page: Page, reach: Json | None) -> None:
        self.page, self.reach = page, reach
        self.chosen: list[Json] = []
        self.names: list[Json] | None = None

    def show(self, view: Json) -> None:
        self.page.evaluate("view => host.show(view)", view)

    def say(self, kind: str, **content: Any) -> None:
        self.page.evaluate("content => host.say(content)", {"kind": kind, **content})

    def sent(self, kind: str) -> list[Json]:
        """What the card has sent of that kind, all of it found right; the version it saw goes with it."""
        messages: list[Json] = self.page.evaluate("host.sent")
        for message in messages:
            _MESSAGE.validate_python(message)
        return [message for message in messages if message["kind"] == kind]

    def done(self) -> list[str]:
        """The commands sent."""
        return [message["command"] for message in self.sent("do")]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def answer(self, route: Route, card: str) -> None:
        """Serve what a page of ours would be given."""
        name = route.request.url.removeprefix(f"{ADDRESS}/").partition("?")[0]
        if name == "api/reach":
            if route.request.method == "POST":
                self.chosen.append(route.request.post_data_json)
            return route.fulfill(json=self.reach) if self.reach else route.fulfill(status=204, body="")
        if name == "api/hall/names":
            if route.request.method == "POST":
                asked = route.request.post_data_json
                assert asked["code"]
                for one in self.names or ():
                    if asked["number"] in (None, one["number"]):
                        one["is_shown"] = asked["shown"]
            return route.fulfill(json={"names": self.names})
        if name == "host.js":
            script = (HOST / "host.js").read_text("utf-8").replace("/card.js", f"/{card}.js")
            return route.fulfill(body=script, content_type="text/javascript")
        if name == "":
            html = (HOST / "index.html").read_text("utf-8").replace("/card.css", f"/{card}.css")
            headers = {"Content-Security-Policy": POLICY}
            return route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        path = HOST / name if name == "host.css" else WIDGETS_FOLDER / card / name
        return route.fulfill(path=path)


OpenHall = Callable[..., HallPage]


@pytest.fixture
def open_hall(browser: Browser) -> Iterator[OpenHall]:
    """Opens a card with a view; afterwards nothing may have gone wrong on the page or against its policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        card: str,
        view: Json,
        size: tuple[int, int],
        *,
        scheme: str = "light",
        clock: bool = False,
        reach: Json | None = None,
        mark: str = "",
    ) -> HallPage:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        if clock:
            page.clock.install()
        state = {"text": load_words()[card], "view": view, "content": {}}
        page.add_init_script(f"window.setup = {json.dumps(state)};")
        hall = HallPage(page, reach)
        page.route(f"{ADDRESS}/**", lambda route: hall.answer(route, card))
        page.goto(f"{ADDRESS}/{mark}")
        expect(page.locator(f".ng-{card}")).to_be_visible()
        return hall

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
