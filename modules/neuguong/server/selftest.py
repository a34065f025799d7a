"""The pages of a lesson's tests, before and after: the page, and what its script asks. Knows no lesson and no form."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tornado.web import HTTPError

from ..addresses import AFTER_STEP, BEFORE_STEP
from .admission import Client
from .handlers import BaseHandler, Site

PHASES = {BEFORE_STEP: "before", AFTER_STEP: "after"}
"""The last step of the address → when the test is taken."""


class SelfTests(Protocol):
    """The tests of every lesson that has some."""

    def facts(self) -> Mapping[str, tuple[int, int]]:
        """Lesson → how many questions a test asks, and the minutes that takes."""
        ...

    def handle(self, slug: str, phase: str, raw: object) -> Mapping[str, object]:
        """Take one message of the page. May wait for the log's lock."""
        ...

    def count_answers(self, raw: object) -> int:
        """How many answers a message would have stored."""
        ...


class SelfTestHandler(BaseHandler):
    """GET: the page. POST: one message of it, as JSON, and what is answered."""

    def initialize(  # type: ignore[override]
        self, site: Site, tests: SelfTests, admits_answer: Callable[[Client], bool]
    ) -> None:
        super().initialize(site)
        self.tests, self.admits_answer = tests, admits_answer

    def get(self, slug: str, step: str) -> None:
        page = self.site.rendered.get(f"{slug}/{step}")
        if page is None:
            raise HTTPError(404)
        self.give_visitor_cookie()
        self.send_page(page, cached=True)

    head = get

    async def post(self, slug: str, step: str) -> None:
        if f"{slug}/{step}" not in self.site.rendered:
            raise HTTPError(404)
        try:
            raw = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None
        client = Client.of(self.get_visitor(), self.request.remote_ip or "")
        if not all(self.admits_answer(client) for _ in range(self.tests.count_answers(raw))):
            raise HTTPError(429)
        self.set_header("Cache-Control", "no-store")
        self.finish(dict(await asyncio.to_thread(self.tests.handle, slug, PHASES[step], raw)))


def selftest_routes(site: Site, tests: SelfTests, admits_answer: Callable[[Client], bool]) -> list[Any]:
    """The addresses of tests. `admits_answer`: whether this visitor may give one more answer now."""
    known = {"site": site, "tests": tests, "admits_answer": admits_answer}
    return [(rf"/([a-z0-9-]+)/({BEFORE_STEP}|{AFTER_STEP})", SelfTestHandler, known)]
