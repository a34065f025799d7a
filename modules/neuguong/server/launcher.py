"""Our own launcher over the `Voila` application: only our pages, template and admission. Knows no content rules."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from tornado.routing import Rule
from traitlets import default
from voila.app import Voila

from .. import __version__
from ..addresses import CERTIFICATE_SLUG, JOIN_HELP, PRINT_SLUG, TRAINER_SLUG
from ..conversation import Conversation
from ..items import Pack
from ..text import load_words
from .admission import Limits
from .assets import Assets
from .capacity import MOST_KERNELS
from .certificates import CertificateHandler, CheckHandler
from .channel import ChannelHandler
from .foreign import ForeignName, MisdirectedHandler
from .forking.folders import make_short_folder
from .frames import MAX_FRAME
from .gate import Gate
from .hall.desk import Desk
from .hall.handlers import hall_routes
from .hall.service import HallService
from .handlers import (
    AssetHandler,
    GateHandler,
    HealthHandler,
    LeaveHandler,
    MyDataHandler,
    NotFoundHandler,
    PageHandler,
    PartHandler,
    PersonalStore,
    RootedHandler,
    Site,
    StockAddressHandler,
)
from .hosting import Host
from .house import House
from .joining import JoinHelpHandler, ReachHandler, WifiCodeHandler
from .kernels import Kernels
from .notebooks import PageNotebook
from .papers import PartPaperHandler, PrintListHandler
from .printing import Papers
from .reach import Reach
from .rendering import PageRenderer
from .selftest import SelfTests, selftest_routes
from .served_names import ServedNames
from .wire import KernelWire
from .worker import build_rooted

logger = logging.getLogger(__name__)

MAX_BODY = 64 * 1024
"""Bytes of the largest request body: the only form is the pass phrase."""
POOLED_FROM = 4
"""Kernels per lesson from which on some are kept ready."""
HOUSEKEEPING_S = 5.0
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end the server in order, Ctrl+C (SIGINT) among them. Windows has no SIGHUP."""
IDLE_CONNECTION_S = 75.0
"""How long a browser may hold a connection open without asking for anything, and how long its asking may take."""
BODY_S = 10.0
"""How long the body of a request may take to come."""
SOCKETS_PER_KERNEL = 6
"""Of the one ZMQ context all kernels share: libzmq's own limit is 1023 in all, whatever the machine allows."""
HAS_SHORT_SOCKETS = sys.platform == "linux"
"""Unix sockets below a short path. macOS puts temporary files too deep for them, Windows has none that ZMQ takes."""


@dataclass(frozen=True)
class Serving:
    """What to serve and how.

    `open_lesson` opens a lesson's conversation in this process, for pages beyond the kernels' cap; without it they wait
    for a kernel. `tests` are those before and after a lesson. `hall` is what phones in a workshop speak to; without it
    there are none. `kernel_environment` is all that kernels find in theirs. `hosts` are names of this machine beside
    those it knows itself. `storage` says "ok", or by its code what keeps answers from being stored.
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
    hall: HallService | None = None
    port: int = 8866
    address: str = "127.0.0.1"
    hosts: tuple[str, ...] = ()
    cap: int = 4
    housekeeping: Callable[[], None] | None = None
    tests: SelfTests | None = None
    storage: Callable[[], str] = lambda: "ok"
    on_ready: Callable[[int], None] | None = None


class NeuGuongVoila(Voila):  # type: ignore[misc]
    """Voilà serving our pages. Reads no configuration files of the user's Jupyter: what is served is decided here."""

    serving: Serving
    config_file_paths: list[str] = []

    def initialize_for(self, serving: Serving) -> None:
        """Set everything up short of listening."""
        self.serving = serving
        self.initialize(argv=[])
        self.log.setLevel(logging.WARNING)
        self.site = Site(
            pages=dict(serving.pages),
            renderer=PageRenderer(
                serving.pack, serving.assets.prefix, tests=serving.tests.facts() if serving.tests else None
            ),
            assets=serving.assets,
            gate=Gate(serving.home, serving.cookie_secret),
            health=self._health,
            personal=serving.personal,
            papers=serving.papers,
            reach=Reach(serving.home, is_open=serving.address == ""),
        )
        self.site.prepare()
        guarded = [slug for slug, page in serving.pages.items() if page.guarded]
        self.site.rooted = build_rooted(serving.pack, serving.assets, self.site.rendered, guarded=guarded)

    def init_settings(self) -> dict[str, Any]:
        """Only what our handlers need: none of the notebook server's services exist here."""
        self.kernel_manager = make_kernel_manager(self, self.connection_dir)
        lessons = tuple(slug for slug, page in self.site.pages.items() if not page.guarded)
        limits = Limits(cap=self.serving.cap)
        if limits.cap < POOLED_FROM * len(lessons):
            lessons = ()  # what lies ready for one page would be missing for another
        notebooks = {slug: page.notebook for slug, page in self.site.pages.items()}
        kernels = Kernels(self.kernel_manager, notebooks, environment=self.serving.kernel_environment, limits=limits)
        service = self.serving.hall
        self.desk = None if service is None else Desk(service.halls, service.parse)
        self.house = House(kernels, limits=limits, pooled=lessons, hosts=self._hosts())
        return {
            "cookie_secret": self.serving.cookie_secret,
            "log_function": lambda handler: None,  # an access log would keep addresses of learners
            "default_handler_class": NotFoundHandler,
            "default_handler_args": {"site": self.site},
            "websocket_max_message_size": MAX_FRAME,
            "websocket_ping_interval": 20,
        }

    def _hosts(self) -> dict[str, Host]:
        """The pages whose card can be hosted in this process."""
        opening, text = self.serving.open_lesson, load_words()["card"]
        if opening is None:
            return {}
        script = f"{self.site.assets.prefix}card.js"
        return {
            slug: Host(slug, page.door, script, text, partial(opening, slug))
            for slug, page in self.site.pages.items()
            if page.door is not None
        }

    def init_handlers(self) -> list[Any]:
        site = {"site": self.site}
        slug = r"([a-z0-9-]*)"
        guarded = "|".join(name for name, page in self.site.pages.items() if page.guarded)
        service, asked = self.serving.hall, self.serving.tests
        tests = [] if asked is None else selftest_routes(self.site, asked, self.house.admits_answer)
        phones = hall_routes(self.site, self.desk, service) if self.desk is not None and service is not None else []
        return [
            *tests,
            (r"/healthz", HealthHandler, site),
            (r"/du-lieu-cua-toi", MyDataHandler, site),
            (rf"/({guarded})/vao", GateHandler, site),
            (rf"/{TRAINER_SLUG}/ra", LeaveHandler, site),
            (rf"/{JOIN_HELP}", JoinHelpHandler, site),  # before the phones' codes: it looks like one
            *phones,
            (rf"/{PRINT_SLUG}", PrintListHandler, site),
            (rf"/{PRINT_SLUG}/([a-z0-9-]+)/([a-z0-9-]+)\.pdf", PartPaperHandler, site),
            (rf"/{CERTIFICATE_SLUG}", CertificateHandler, site),
            (rf"/{CERTIFICATE_SLUG}/([A-Za-z0-9-]{{1,64}})", CheckHandler, site),
            (r"/api/reach", ReachHandler, site),
            (r"/api/wifi-qr", WifiCodeHandler, site),
            (r"/(sw\.js|manifest\.webmanifest)", RootedHandler, site),
            (rf"/kenh/{slug}", ChannelHandler, {**site, "house": self.house}),
            (rf"/tinh/{self.site.assets.revision}/([a-z0-9_]+\.[a-z]+)", AssetHandler, site),
            (rf"/voila/render/{slug}(?:\.ipynb)?", StockAddressHandler, site),
            (rf"/{slug}", PageHandler, site),
            (rf"/{slug}/{slug}", PartHandler, site),
        ]

    def start(self) -> None:
        """Take the one port asked for (PortTakenError if that fails), then start kernels and serve until stopped."""
        try:
            sockets = tornado.netutil.bind_sockets(self.serving.port, self.serving.address)
        except OSError as error:
            raise PortTakenError(error.strerror) from None
        self.connection_dir = make_short_folder("ng-") if HAS_SHORT_SOCKETS else mkdtemp(prefix="ng-")
        self.app = tornado.web.Application(**self.init_settings())
        self.app.add_handlers(".*$", self.init_handlers())
        foreign = Rule(ForeignName(ServedNames(self.serving.hosts)), MisdirectedHandler, {"site": self.site})
        self.app.default_router.rules.insert(0, foreign)
        self._serve_on(sockets)

    def _serve_on(self, sockets: list[socket.socket]) -> None:
        server = make_http_server(self.app)
        server.add_sockets(sockets)
        self.port = self.site.reach.port = sockets[0].getsockname()[1]
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(self._begin)
        for name in ENDING:
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, self._handle_signal_stop)
        try:
            self.ioloop.start()
        finally:
            for name in ENDING:  # whoever asks again while it stops would leave half of it behind
                if (number := getattr(signal, name, None)) is not None:
                    signal.signal(number, signal.SIG_IGN)
            server.stop()
            self.stop()

    def _begin(self) -> None:
        self.house.begin()
        if (housekeeping := self.serving.housekeeping) is not None:
            self._housekeeper = asyncio.create_task(keep_house(housekeeping))
        if self.serving.on_ready is not None:
            self.serving.on_ready(self.port)

    def stop(self) -> None:
        if self.desk is not None:
            self.desk.close()
        self.ioloop.run_sync(self.house.close, timeout=20)
        super().stop()

    def _health(self) -> dict[str, Any]:
        return {
            "status": "ok",
            "storage": self.serving.storage(),
            "version": __version__,
            "content_revision": self.serving.pack.revision,
            "kernels": self.house.live,
            "hosted": self.house.hosted,
            "waiting": self.house.waiting,
            "phones": self.desk.phones if self.desk is not None else 0,
        }


def make_http_server(app: tornado.web.Application) -> tornado.httpserver.HTTPServer:
    """The server that hears an application, with all its limits of size and time."""
    return tornado.httpserver.HTTPServer(
        app,
        max_body_size=MAX_BODY,
        max_buffer_size=2 * MAX_BODY,
        idle_connection_timeout=IDLE_CONNECTION_S,
        body_timeout=BODY_S,
    )


async def keep_house(housekeeping: Callable[[], None], *, every_s: float = HOUSEKEEPING_S) -> None:
    """Call it again and again, whatever the clock on the wall says: asyncio sleeps by the monotonic one.

    In a thread, for it may wait for the log's lock; the next turn waits until this one is over.
    """
    while True:
        await asyncio.sleep(every_s)
        try:
            await asyncio.to_thread(housekeeping)
        except Exception:
            logger.exception("housekeeping")


class PortTakenError(OSError):
    """The port cannot be listened on."""


class CachedKernelSpecs(KernelSpecManager):
    """Kernel specifications, looked for on disk once: they do not change while pages are served."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        known: dict[str, KernelSpec] = self.__dict__.setdefault("_known", {})
        if kernel_name not in known:
            known[kernel_name] = super().get_kernel_spec(kernel_name)
        return known[kernel_name]


class LocalKernelManager(AsyncKernelManager):
    """A kernel on this machine only: spoken to over sockets in a private folder where that is known to work."""

    @default("transport")  # type: ignore[untyped-decorator]
    def _default_transport(self) -> str:
        return "ipc" if HAS_SHORT_SOCKETS else "tcp"

    def wire(self) -> KernelWire:
        """A wire to the kernel that runs."""
        return KernelWire(self.get_connection_info(), self.context)

    def _connect_control_socket(self) -> None:
        """Not needed: a page's kernel is ended, never asked to end."""


def make_kernel_manager(parent: Any, connection_dir: str) -> AsyncMultiKernelManager:
    """The plain kernel manager of jupyter_client: no restarts, no activity watching, a shared socket context."""
    manager = AsyncMultiKernelManager(
        parent=parent, connection_dir=connection_dir, kernel_spec_manager=CachedKernelSpecs(parent=parent)
    )
    manager.context.max_sockets = SOCKETS_PER_KERNEL * MOST_KERNELS
    manager.kernel_manager_class = f"{__name__}.{LocalKernelManager.__name__}"
    manager.context.set(zmq.MAX_SOCKETS, SOCKETS_PER_KERNEL * (MOST_KERNELS + 8))
    return manager
