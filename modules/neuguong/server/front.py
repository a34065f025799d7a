"""The server as it starts and ends: it listens and answers the home page while Voilà and the rest are still being read.

Knows neither kernels nor content rules: those are in `launcher`, which is imported here, in a thread, once somebody can
already see something.
"""

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web
from tornado.httputil import HTTPServerConnectionDelegate
from tornado.routing import Rule

from ..conversation import Conversation
from ..importing import without_collecting
from ..items import Pack
from .assets import Assets
from .doorway import Doorway
from .foreign import ForeignName, MisdirectedHandler
from .gate import Gate
from .handlers import AssetHandler, NotFoundHandler, PageHandler, PersonalStore, Site
from .notebooks import PageNotebook
from .printing import Papers
from .reach import Reach
from .rendering import PageRenderer
from .served_names import ServedNames

if TYPE_CHECKING:
    from .hall.service import HallService
    from .launcher import NeuGuongVoila
    from .selftest import SelfTests

MAX_BODY = 64 * 1024
"""Bytes of the largest request body: the only form is the pass phrase."""
IDLE_CONNECTION_S = 75.0
"""How long a browser may hold a connection open without asking for anything, and how long its asking may take."""
BODY_S = 10.0
"""How long the body of a request may take to come."""
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end the server in order, Ctrl+C (SIGINT) among them. Windows has no SIGHUP."""


@dataclass(frozen=True)
class Serving:
    """What to serve and how.

    `open_lesson` opens a lesson's conversation in this process, for pages beyond the kernels' cap; without it they wait
    for a kernel. `tests` are those before and after a lesson. `open_hall` gives what phones in a workshop speak to;
    without it there are none. `kernel_environment` is all that kernels find in theirs. `hosts` are names of this
    machine beside those it knows itself. `storage` says "ok", or by its code what keeps answers from being stored.
    `on_ready` is told the port as soon as it is listened on.
    """

    pack: Pack
    pages: Mapping[str, PageNotebook]
    assets: Assets
    home: Path
    cookie_secret: bytes
    kernel_environment: Mapping[str, str]
    personal: PersonalStore
    papers: Papers
    open_lesson: Callable[[str], Conversation] | None = None
    open_hall: Callable[[], "HallService"] | None = None
    port: int = 8866
    address: str = "127.0.0.1"
    hosts: tuple[str, ...] = ()
    cap: int = 4
    housekeeping: Callable[[], None] | None = None
    tests: "SelfTests | None" = None
    storage: Callable[[], str] = lambda: "ok"
    on_ready: Callable[[int], None] | None = None


class PortTakenError(OSError):
    """The port cannot be listened on."""


class Front:
    """The one server of a process."""

    def __init__(self, serving: Serving) -> None:
        self.serving, tests = serving, serving.tests
        self.site = Site(
            pages=dict(serving.pages),
            renderer=PageRenderer(serving.pack, serving.assets.prefix, tests=tests.facts() if tests else None),
            assets=serving.assets,
            gate=Gate(serving.home, serving.cookie_secret),
            personal=serving.personal,
            papers=serving.papers,
            reach=Reach(serving.home, is_open=serving.address == ""),
        )
        self.site.prepare_home()
        self._names = ServedNames(serving.hosts)
        self._voila: NeuGuongVoila | None = None
        self._failure: Exception | None = None

    def start(self) -> None:
        """Take the one port asked for (PortTakenError if that fails), then serve until stopped.

        Whatever keeps the rest from being read is raised here, after the port has been let go.
        """
        try:
            sockets = tornado.netutil.bind_sockets(self.serving.port, self.serving.address)
        except OSError as error:
            raise PortTakenError(error.strerror) from None
        ioloop = tornado.ioloop.IOLoop.current()
        loop = ioloop.asyncio_loop  # type: ignore[attr-defined]
        early = make_application(self.site, self._names, self._early_routes(), self._settings())
        doorway = Doorway(early, self._is_early, loop.create_future())
        server = make_http_server(doorway)
        server.add_sockets(sockets)
        self.site.reach.port = sockets[0].getsockname()[1]
        opening = loop.create_task(self._open(doorway))
        set_ending(lambda *_: ioloop.add_callback_from_signal(ioloop.stop))
        try:
            ioloop.start()
        finally:
            set_ending(signal.SIG_IGN)  # whoever asks again while it stops would leave half of it behind
            server.stop()
            opening.cancel()
            loop.run_until_complete(asyncio.wait([opening]))
            try:
                if self._voila is not None:
                    self._voila.stop()
            finally:
                if self._failure is not None:  # rather than what comes of ending what was half begun
                    raise self._failure

    async def _open(self, doorway: Doorway) -> None:
        """Say that somebody can come in, then have everything else read, and let it answer."""
        try:
            if self.serving.on_ready is not None:
                self.serving.on_ready(self.site.reach.port)
            voila = await asyncio.to_thread(self._furnish)
            self._voila = voila  # first, so that what was begun is ended when the rest fails
            routes, settings = voila.open(self._settings())
            doorway.open(make_application(self.site, self._names, routes, settings))
        except Exception as error:
            self._failure = error
            tornado.ioloop.IOLoop.current().stop()

    def _furnish(self) -> "NeuGuongVoila":
        """In a thread, since it takes a second: read all that serving takes and draw every page."""
        with without_collecting():
            from .launcher import NeuGuongVoila

            voila = NeuGuongVoila()
            voila.furnish(self.serving, self.site)
            return voila

    def _early_routes(self) -> list[Any]:
        site = {"site": self.site}
        return [(rf"{self._static}([a-z0-9_]+\.[a-z]+)", AssetHandler, site), (r"/()", PageHandler, site)]

    @property
    def _static(self) -> str:
        return f"/tinh/{self.site.assets.revision}/"

    def _is_early(self, path: str) -> bool:
        return path == "/" or path.startswith(self._static)

    def _settings(self) -> dict[str, Any]:
        return {
            "cookie_secret": self.serving.cookie_secret,
            "log_function": lambda handler: None,  # an access log would keep addresses of learners
            "default_handler_class": NotFoundHandler,
            "default_handler_args": {"site": self.site},
        }


def make_application(
    site: Site, names: ServedNames, routes: list[Any], settings: Mapping[str, Any]
) -> tornado.web.Application:
    """An application of these routes that answers to no name but this machine's."""
    app = tornado.web.Application(**settings)
    app.add_handlers(".*$", routes)
    app.default_router.rules.insert(0, Rule(ForeignName(names), MisdirectedHandler, {"site": site}))
    return app


def make_http_server(app: HTTPServerConnectionDelegate) -> tornado.httpserver.HTTPServer:
    """The server that hears an application, with all its limits of size and time."""
    return tornado.httpserver.HTTPServer(
        app,
        max_body_size=MAX_BODY,
        max_buffer_size=2 * MAX_BODY,
        idle_connection_timeout=IDLE_CONNECTION_S,
        body_timeout=BODY_S,
    )


def set_ending(handler: Any) -> None:
    """What the signals that end the server do from now on."""
    for name in ENDING:
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, handler)
