"""A learner's own data over HTTP: see it, take it along, delete it. Knows nothing of what is in it."""

import asyncio
import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from tornado.web import HTTPError

from ..errors import StoreError
from .admission import Client
from .handlers import BaseHandler, PersonalStore

logger = logging.getLogger(__name__)

NAMED_MOST = 1000
"""Items and answers asked for in one request: more than a browser remembers."""
_TOKEN = re.compile(r"[0-9a-f]{32}")
_ACTIONS: Mapping[str, tuple[str, Callable[[PersonalStore, str], object]]] = {
    "fetch": ("answers", lambda personal, token: personal.fetch(token)),
    "fetch-hall": ("answers", lambda personal, token: personal.fetch_in_halls(token)),
    "erase": ("erased", lambda personal, token: personal.erase(token)),
    "erase-hall": ("erased", lambda personal, token: personal.erase_in_halls(token)),
}
"""What may be asked about a token, and under what name it is answered."""


class MyDataHandler(BaseHandler):
    """A learner's own data: the page, and what its script asks. POST {"action": …, "token"}, the action "fetch" or
    "erase" or, with a phone's token of a workshop, "fetch-hall" or "erase-hall"; and, with no token, so that nothing
    says who remembers them, {"action": "name", "items": […], "answers": […]}: what items ask, and in what words answers
    say that only the browser remembers. Nothing of an answer may be kept on the way."""

    _phone = ""
    """Whose everything is asked to be deleted."""

    def get(self) -> None:
        self.send_page(self.site.rendered["du-lieu-cua-toi"], cached=True)

    head = get

    async def post(self) -> None:
        ask = self._read()
        self.set_header("Cache-Control", "no-store")
        try:  # in a thread: the log may be locked for seconds, and everybody's pages are served from this one
            answer = await asyncio.to_thread(ask)
        except StoreError as error:
            logger.error("personal data: %s", error)
            raise HTTPError(503) from None
        finally:
            if self._phone:
                self.site.forget_in_halls(self._phone)
        self.finish(answer)

    def _read(self) -> Callable[[], dict[str, object]]:
        """What is asked for. Only what can be asked counts in the ration, under the token: what was never checked must
        not become the key of anything that is kept."""
        asked = self._parse()
        client = Client.of(None, self.request.remote_ip or "")
        personal = self.site.personal
        match asked:
            case {"action": "name", "items": list(items), "answers": list(rows)} if _are_names(items, rows):
                self._ration(None, client)
                return lambda: {"items": personal.name_items(items), "chosen": personal.tell_chosen(rows)}
            case {"action": str(action), "token": str(token)} if _TOKEN.fullmatch(token) and action in _ACTIONS:
                self._ration(token, client)
                self._phone = token if action == "erase-hall" else ""
                name, ask = _ACTIONS[action]
                return lambda: {name: ask(personal, token)}
        raise HTTPError(400)

    def _parse(self) -> Any:
        try:
            return json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None

    def _ration(self, token: str | None, client: Client) -> None:
        if not self.site.inquiries.admits(token, client):
            raise HTTPError(429)


def _are_names(items: list[object], rows: list[object]) -> bool:
    fit = len(items) <= NAMED_MOST and len(rows) <= NAMED_MOST
    return fit and all(isinstance(one, str) and len(one) <= 120 for one in items)
