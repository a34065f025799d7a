"""The addresses of certificates: asking for one, printing it under a name, and checking a code.

The name is in the body of one request, which holds no token of the learner's; it is in no address and no line of the
log. Knows nothing of what is attested or of how a page is printed.
"""

import asyncio
import json
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from tornado.web import HTTPError

from ..addresses import CERTIFICATE_SLUG
from ..errors import StoreError, UnknownItemError
from .handlers import BaseHandler
from .papers import PaperHandler
from .printing import NameFault, Unfinished

logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[0-9a-f]{32}")


class CertificateHandler(PaperHandler):
    """GET: the page. POST {"action": "code", "lesson", "token" or null} → {"code"}, or 409 {"answered", "items"} where
    the log does not hold the whole lesson. POST {"action": "print", "code", "name"} → PDF, or 400 {"message"}."""

    def get(self) -> None:
        self.send_page(self.site.rendered[CERTIFICATE_SLUG], cached=True)

    head = get

    async def post(self) -> None:
        self.set_header("Cache-Control", "no-store")
        if not self.site.certificates_made.admits(self.request.remote_ip or ""):
            raise HTTPError(429)
        asked = self._read_body()
        match asked:
            case {"action": "code", "lesson": str(slug), "token": None | str() as token}:
                await self._make_code(slug, token)
            case {"action": "print", "code": str(code), "name": str(name)}:
                await self._print(code, name)
            case _:
                raise HTTPError(400)

    def _read_body(self) -> Any:
        try:
            return json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None

    async def _make_code(self, slug: str, token: str | None) -> None:
        if token is not None and not _TOKEN.fullmatch(token):
            raise HTTPError(400)
        try:  # in a thread: the log may be locked for seconds
            made = await asyncio.to_thread(self.site.papers.make_code, slug, token)
        except UnknownItemError:
            raise HTTPError(404) from None
        except StoreError as error:
            logger.error("certificate: %s", error)
            raise HTTPError(503) from None
        if isinstance(made, Unfinished):
            self.set_status(409)
            self.finish({"answered": made.answered, "items": made.items})
        else:
            self.finish({"code": made})

    async def _print(self, code: str, name: str) -> None:
        url = f"{self._find_site()}/{CERTIFICATE_SLUG}/{code}"
        try:
            content = await asyncio.to_thread(self.site.papers.print_certificate, code, name, url=url)
        except NameFault as fault:
            self.set_status(400)
            self.finish({"message": self.site.renderer.words[fault.args[0]]})
            return
        except Exception as error:  # its text may hold the name
            logger.error("certificate: not printed: %s", type(error).__name__)
            raise HTTPError(500) from None
        if content is None:
            raise HTTPError(404)
        self.send_pdf(content, "giay-chung-nhan")

    def _find_site(self) -> str:
        """Where others find this server: as this browser does, unless that is a name which only this machine has."""
        host = urlsplit(f"//{self.request.host}").hostname or ""
        if host == "localhost" or host.startswith("127.") or host == "::1":
            found = self.site.reach.find_url("")
            if found is not None:
                return found
        origin = self.request.headers.get("Origin", "")
        is_own = urlsplit(origin).netloc == self.request.host  # it knows of HTTPS where a proxy stands before us
        return origin if is_own else f"{self.request.protocol}://{self.request.host}"


class CheckHandler(BaseHandler):
    """GET /giay-chung-nhan/CODE: what a code says, or that it is none. GET …/kiem-tra?ma=CODE leads there."""

    def get(self, code: str) -> None:
        typed = self.get_query_argument("ma", None)
        if typed is not None:
            plain = "".join(one for one in typed.upper() if one.isascii() and one.isalnum())[:64]
            self.redirect(f"/{CERTIFICATE_SLUG}/{plain or 'kiem-tra'}", status=303)
            return
        if not self.site.codes_checked.admits(self.request.remote_ip or ""):
            raise HTTPError(429)
        told = None if code == "kiem-tra" else self.site.papers.find_attestation(code)
        if told is None and code != "kiem-tra":
            self.set_status(404)
        self.send_page(self.site.renderer.render_check(told, asked=code != "kiem-tra"))

    head = get
