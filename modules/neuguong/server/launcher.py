"""Our own launcher over the `Voila` application: only our pages, template and admission. Knows no content rules, nor
when it listens and ends: that is `front`'s.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from functools import partial
from tempfile import mkdtemp
from typing import Any

import tornado.ioloop
import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from traitlets import default
from voila.app import Voila

from .. import __version__
from ..addresses import CERTIFICATE_SLUG, JOIN_HELP, PRINT_SLUG, TRAINER_SLUG
from ..text import load_words
from .admission import Limits
from .capacity import MOST_KERNELS
from .certificates import CertificateHandler, CheckHandler
from .channel import ChannelHandler
from .forking.folders import make_short_folder
from .frames import MAX_FRAME
from .front import Serving
from .hall.desk import Desk
from .hall.handlers import hall_routes
from .handlers import (
    AssetHandler,
    GateHandler,
    HealthHandler,
    LeaveHandler,
    PageHandler,
    PartHandler,
    RootedHandler,
    Site,
    StockAddressHandler,
)
from .hosting import Host
from .house import House
from .joining import JoinHelpHandler, ReachHandler, WifiCodeHandler
from .kernels import Kernels
from .mydata import MyDataHandler
from .papers import PartPaperHandler, PrintListHandler
from .selftest import selftest_routes
from .wire import KernelWire
from .worker import build_rooted

logger = logging.getLogger(__name__)

POOLED_FROM = 4
"""Kernels per lesson from which on some are kept ready."""
HOUSEKEEPING_S = 5.0
ENDED_WITHIN_S = 20
SOCKETS_PER_KERNEL = 6
"""Of the one ZMQ context all kernels share: libzmq's own limit is 1023 in all, whatever the machine allows."""
HAS_SHORT_SOCKETS = sys.platform == "linux"
"""Unix sockets below a short path. macOS puts temporary files too deep for them, Windows has none that ZMQ takes."""


class NeuGuongVoila(Voila):  # type: ignore[misc]
    """Voilà serving our pages. Reads no configuration files of the user's Jupyter: what is served is decided here."""

    serving: Serving
    config_file_paths: list[str] = []
    desk: Desk | None = None

    def furnish(self, serving: Serving, site: Site) -> None:
        """Read and draw all that takes long. Nothing here needs the loop or the process's own thread."""
        self.serving, self.site = serving, site
        self.service = serving.open_hall() if serving.open_hall is not None else None
        site.prepare()
        guarded = [slug for slug, page in serving.pages.items() if page.guarded]
        site.rooted = build_rooted(serving.pack, serving.assets, site.rendered, guarded=guarded)

    def open(self, settings: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Start kernels; the routes of all pages and the whole application's settings. In the loop."""
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.initialize(argv=[])
        self.log.setLevel(logging.WARNING)
        self.connection_dir = make_short_folder("ng-") if HAS_SHORT_SOCKETS else mkdtemp(prefix="ng-")
        settings = {**settings, **self.init_settings()}
        self.site.health = self._health
        if self.desk is not None:
            self.site.forget_in_halls = self.desk.forget
        self.house.begin()
        if (housekeeping := self.serving.housekeeping) is not None:
            self._housekeeper = asyncio.create_task(keep_house(housekeeping))
        return self.init_handlers(), settings

    def init_settings(self) -> dict[str, Any]:
        """Only what our handlers need: none of the notebook server's services exist here."""
        self.kernel_manager = make_kernel_manager(self, self.connection_dir)
        lessons = tuple(slug for slug, page in self.site.pages.items() if not page.guarded)
        limits = Limits(cap=self.serving.cap)
        if limits.cap < POOLED_FROM * len(lessons):
            lessons = ()  # what lies ready for one page would be missing for another
        notebooks = {slug: page.notebook for slug, page in self.site.pages.items()}
        kernels = Kernels(self.kernel_manager, notebooks, environment=self.serving.kernel_environment, limits=limits)
        self.desk = None if self.service is None else Desk(self.service.halls, self.service.parse)
        self.house = House(kernels, limits=limits, pooled=lessons, hosts=self._hosts())
        return {"websocket_max_message_size": MAX_FRAME, "websocket_ping_interval": 20}

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
        below = "".join(f"|{name}" for name in self.site.pages if "/" in name)
        slug = rf"([a-z0-9-]*{below})"
        guarded = "|".join(name for name, page in self.site.pages.items() if page.guarded)
        service, asked = self.service, self.serving.tests
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

    def stop(self) -> None:
        """End what `open` began, however far it came."""
        if self.desk is not None:
            self.desk.close()
        if hasattr(self, "house"):
            try:
                self.ioloop.run_sync(self.house.close, timeout=ENDED_WITHIN_S)
            except TimeoutError:
                logger.error("kernels have not ended within %d s", ENDED_WITHIN_S)
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
