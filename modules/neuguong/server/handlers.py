"""What the server answers over HTTP: finished pages, hashed assets, health, the trainer's gate. Touches no kernel."""

import logging
import re
import secrets
from asyncio import Future
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Protocol

from tornado.web import HTTPError, RequestHandler

from ..addresses import CERTIFICATE_SLUG, JOIN_HELP, OFFLINE_SLUG, PRINT_SLUG, TRAINER_SLUG
from .addresses import find_address
from .admission import Inquiries, Ration
from .assets import Asset, Assets
from .gate import Gate
from .notebooks import PageNotebook
from .printing import Papers
from .reach import Reach
from .rendering import Page, PageRenderer

logger = logging.getLogger(__name__)

TRAINER_COOKIE = "ng_trainer"
VISITOR_COOKIE = "ng_visitor"
TRAINER_DAYS = 1
_SAFE_HOST = re.compile(r"^[A-Za-z0-9.\-\[\]:]{1,255}$")


class PersonalStore(Protocol):
    """What the log holds under a learner's token, and under that of a phone in workshops; and what items ask."""

    def fetch(self, token: str) -> Sequence[Mapping[str, object]]: ...

    def erase(self, token: str) -> int: ...

    def fetch_in_halls(self, token: str) -> Sequence[Mapping[str, object]]: ...

    def erase_in_halls(self, token: str) -> int: ...

    def name_items(self, identifiers: Collection[str]) -> Mapping[str, Mapping[str, object]]: ...

    def tell_chosen(self, rows: Sequence[object]) -> Mapping[str, Sequence[str]]: ...


@dataclass
class Site:
    """Everything the handlers serve: the home page from the first request on, the rest soon after it."""

    pages: dict[str, PageNotebook]
    renderer: PageRenderer
    assets: Assets
    gate: Gate
    personal: PersonalStore
    papers: Papers
    reach: Reach
    health: Callable[[], dict[str, Any]] = dict
    """What there is to be told of the server; nothing before all of it is there."""
    forget_in_halls: Callable[[str], None] = lambda token: None
    """Told, in the loop, of a phone whose owner had everything deleted: a hall has a name and an answer in memory."""
    rendered: dict[str, Page] = field(default_factory=dict)
    part_pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    inquiries: Inquiries = field(default_factory=Inquiries)
    rooted: dict[str, Asset] = field(default_factory=dict)
    """Files whose addresses stay as they are, whatever stands in them."""
    certificates_made: Ration = field(default_factory=partial(Ration, burst=300, per_second=5))
    """What one address may have made: a hall behind a proxy is one address."""
    codes_checked: Ration = field(default_factory=partial(Ration, burst=60, per_second=1))
    """By one address: of the 2⁶⁴ signatures of a code none is found so."""

    def prepare_home(self) -> None:
        """Render what is looked at first."""
        self.rendered[""] = self.renderer.render_home()

    def prepare(self) -> None:
        """Render every other page once."""
        self.rendered["gioi-thieu"] = self.renderer.render_about()
        self.rendered["du-lieu-cua-toi"] = self.renderer.render_mydata()
        self.rendered[OFFLINE_SLUG] = self.renderer.render_offline(self.pages)
        self.rendered[CERTIFICATE_SLUG] = self.renderer.render_certificate()
        self.rendered |= self.renderer.render_work_sheets()
        for slug, page in self.pages.items():
            self.rendered[slug] = self.renderer.render_notebook(page)
        self.rendered |= self.renderer.render_selftests()

    @property
    def addresses(self) -> list[str]:
        """Every page's address, as a path without its first slash."""
        parts = [f"{slug}/{part}" for slug, page in self.pages.items() for part in page.parts]
        return [*filter(None, self.rendered), *parts, f"{TRAINER_SLUG}/vao", JOIN_HELP, PRINT_SLUG]

    def is_guarded(self, slug: str) -> bool:
        return self.pages[slug].guarded

    async def find_part(self, slug: str, part: str) -> Page | None:
        """The page of a lesson's part, rendered when it is first asked for: there are many, and most are never the
        first that somebody opens."""
        page = self.pages.get(slug)
        if page is None or part not in page.parts:
            return None
        if (slug, part) not in self.part_pages:
            self.part_pages[slug, part] = await self.renderer.build_notebook_page(page, part)
        return self.part_pages[slug, part]


class BaseHandler(RequestHandler):
    """Headers, errors and cookies common to every answer, a websocket's refusal included."""

    def initialize(self, site: Site) -> None:
        self.site = site

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Without the visitor's address, which Tornado's own lines would hold. What was refused is no fault."""
        if typ is not None and value is not None and not isinstance(value, HTTPError):
            logger.error("%s %s failed", self.request.method, self.request.path, exc_info=(typ, value, tb))

    def is_trainer(self) -> bool:
        shown = self.get_signed_cookie(TRAINER_COOKIE, max_age_days=TRAINER_DAYS)
        return shown is not None and self.site.gate.admits(shown)

    def get_visitor(self) -> str | None:
        """The random mark this server gave the browser for the time it is open; None if there is none, or a forged."""
        known = self.get_signed_cookie(VISITOR_COOKIE)
        return known.decode("ascii", "replace") if known else None

    def set_default_headers(self) -> None:
        host = self.request.host if _SAFE_HOST.match(self.request.host) else ""
        sockets = f" ws://{host} wss://{host}" if host else ""
        self.set_header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "worker-src 'self'; manifest-src 'self'; "
            f"connect-src 'self'{sockets}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        )
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.clear_header("Server")

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> Future[None]:
        """Whoever is given something has got in: at which of our addresses, and no more, is noted."""
        stream = getattr(self.request.connection, "stream", None)
        if self.get_status() < 400 and stream is not None and stream.socket is not None:
            self.site.reach.note(self.request.remote_ip or "", stream.socket.getsockname()[0])
        return super().finish(chunk)

    def compute_etag(self) -> None:
        return None

    def write_error(self, status_code: int, **_: Any) -> None:
        self.send_page(self.site.renderer.render_error(status_code))

    def give_visitor_cookie(self) -> None:
        """A random session cookie that only serves to ration kernels; it is never stored."""
        if self.get_visitor() is None:
            mark = secrets.token_hex(16)
            self.set_signed_cookie(VISITOR_COOKIE, mark, expires_days=None, httponly=True, samesite="Strict")

    def send_page(self, page: Page, *, cached: bool = False) -> Future[None]:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache" if cached else "no-store")
        self.set_header("Vary", "Accept-Encoding")
        if cached:
            self.set_header("ETag", page.etag)
            if self.check_etag_header():
                self.set_status(304)
                return self.finish()
        return self.send_packed(page.body, page.packed)

    def send_packed(self, plain: bytes, packed: bytes) -> Future[None]:
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            return self.finish(packed)
        return self.finish(plain)


class NotFoundHandler(BaseHandler):
    """Every address that is not one of ours. One that was only typed otherwise leads to the page meant."""

    def prepare(self) -> None:
        meant = find_address(self.request.path, self.site.addresses)
        if meant is None or self.request.method not in ("GET", "HEAD"):
            raise HTTPError(404)
        self.redirect(f"/{meant}")


class PageHandler(BaseHandler):
    """Home, about and the notebooks' pages."""

    def get(self, slug: str) -> None:
        if slug not in self.site.rendered:
            meant = find_address(slug, self.site.addresses)
            if meant is None:
                raise HTTPError(404)
            self.redirect(f"/{meant}")
            return
        if slug in self.site.pages:
            if self.site.is_guarded(slug) and not self.is_trainer():
                self.redirect(f"/{slug}/vao")
                return
            self.give_visitor_cookie()
        guarded = slug in self.site.pages and self.site.is_guarded(slug)
        self.send_page(self.site.rendered[slug], cached=not guarded)  # nor shown again by the button "back"

    head = get


class PartHandler(BaseHandler):
    """One part of a lesson: the lesson's own page, opened there."""

    async def get(self, slug: str, part: str) -> None:
        page = await self.site.find_part(slug, part)
        if page is not None:
            self.give_visitor_cookie()
            self.send_page(page, cached=True)
        elif (meant := find_address(f"{slug}/{part}", self.site.addresses)) is not None:
            self.redirect(f"/{meant}")
        else:
            raise HTTPError(404)

    head = get


class StockAddressHandler(BaseHandler):
    """Voilà's own address of a notebook leads to our page."""

    def get(self, slug: str) -> None:
        if slug not in self.site.pages:
            raise HTTPError(404)
        self.redirect(f"/{slug}")


class AssetHandler(BaseHandler):
    """Static files, named by content, cached for ever."""

    def get(self, name: str) -> None:
        asset = self.site.assets.files.get(name)
        if asset is None:
            raise HTTPError(404)
        self.set_header("Content-Type", asset.mime)
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        self.send_packed(asset.plain, asset.packed)

    head = get


class RootedHandler(BaseHandler):
    """A file that keeps its address when it changes: asked for again each time, sent again only if it is another."""

    def get(self, name: str) -> None:
        asset = self.site.rooted[name]
        self.set_header("Content-Type", asset.mime)
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("ETag", asset.etag)
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        self.send_packed(asset.plain, asset.packed)

    head = get


class HealthHandler(BaseHandler):
    """GET /healthz: {"status", "storage", "version", "content_revision", "kernels", "hosted", "waiting", "phones"}"""

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(self.site.health())


class GateHandler(BaseHandler):
    """The trainer's pass phrase, before the page `slug`; with ?mot-lan=KEY, the way in for the browser that `serve`
    opened. The key leaves the address at once, and is worth nothing in the browser's history."""

    def get(self, slug: str) -> None:
        key = self.get_query_argument("mot-lan", None)
        if key is None:
            self.send_page(self.site.renderer.render_gate(slug))
        elif self.is_trainer():
            self.redirect(f"/{slug}", status=303)
        elif self.site.gate.open_once(key, address=self.request.remote_ip or ""):
            self._let_in(slug)
        else:
            self._turn_away(slug, 403, "gate_used")

    def post(self, slug: str) -> None:
        attempt = self.get_body_argument("passphrase", "")[:200]
        right = self.site.gate.open(attempt, address=self.request.remote_ip or "")
        if right:
            self._let_in(slug)
        elif right is None:
            self._turn_away(slug, 429, "gate_slow")
        else:
            self._turn_away(slug, 403, "gate_wrong")

    def _let_in(self, slug: str) -> None:
        self.set_signed_cookie(
            TRAINER_COOKIE,
            self.site.gate.make_pass(),
            expires_days=TRAINER_DAYS,
            httponly=True,
            samesite="Strict",
            path="/",
        )
        self.redirect(f"/{slug}", status=303)

    def _turn_away(self, slug: str, status: int, why: str) -> None:
        self.set_status(status)
        self.send_page(self.site.renderer.render_gate(slug, self.site.renderer.words[why]))


class LeaveHandler(BaseHandler):
    """The way out of the trainer's page. POST everywhere=1: for every browser that is in, not only for this one.

    Another site cannot have it pressed: the cookie does not come along with what it sends."""

    def post(self) -> None:
        if self.get_body_argument("everywhere", "") == "1" and self.is_trainer():
            self.site.gate.send_all_out()
        self.clear_cookie(TRAINER_COOKIE, path="/", httponly=True, samesite="Strict")
        self.redirect(f"/{TRAINER_SLUG}/vao", status=303)
