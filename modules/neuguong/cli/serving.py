"""Everything from settings to a running server; says where it is and what the trainer needs."""

import argparse
import logging
import re
import socket
import sys
import webbrowser
from datetime import date
from pathlib import Path

from ..app import Settings, open_course, open_pack, prepare_log
from ..app.log import open_keeper
from ..bank import kit_folder
from ..clock import Clock, SystemClock
from ..errors import StoreError
from ..home.passphrase import load_passphrase
from ..home.secret import load_secret
from ..home.units import MAX_UNIT_NAME, MAX_UNITS, Remark, load_units
from ..server.capacity import decide_cap
from ..server.forking import can_fork
from ..server.launcher import NeuGuongVoila, PortTakenError, Serving
from ..server.notebooks import find_pages
from ..store import SqlLog, purge_expired
from ..study import LearnerSession
from ..study.personal import PersonalData
from ..text import say
from .settings import settings_of

logger = logging.getLogger(__name__)

PRELOAD = ("ipywidgets", "anywidget", "neuguong.pages", "neuguong.store.sql")
PRELOAD_HOOK = "neuguong.app:preload"


def start_serving(options: argparse.Namespace) -> int:
    """Serve until stopped. Returns the exit code; what may be wrong with content, units or log is found first."""
    settings = settings_of(options)
    pack = open_pack(settings)
    for remark in load_units(settings.home, settings.units_file).remarks:
        print(tell_remark(remark), flush=True)
    prepare_log(settings)
    keeper = open_keeper(settings)
    course = open_course(settings, log=keeper)
    secret = load_secret(settings.home)
    passphrase = load_passphrase(settings.home)
    fork = can_fork() and not options.no_fork
    cap = decide_cap(options.cap, fork=fork)
    serving = Serving(
        pack=pack,
        pages=find_pages(pack, settings.data, kit_folder() / "notebooks"),
        cards=Path(__file__).parents[1] / "widgets",
        passphrase=passphrase,
        cookie_secret=secret,
        kernel_environment=settings.to_environment(),
        personal=PersonalData(keeper, secret),
        open_lesson=lambda slug: LearnerSession(course, slug),
        port=options.port,
        address="" if options.lan else "127.0.0.1",
        cap=cap,
        fork=fork,
        preload=PRELOAD,
        preload_hook=PRELOAD_HOOK,
        housekeeping=Housekeeping(keeper, SystemClock()),
        on_ready=lambda port: announce(options, settings, port=port, passphrase=passphrase, cap=cap),
    )
    server = NeuGuongVoila()
    try:
        server.initialize_for(serving)
        server.start()
    except PortTakenError as error:
        print(say("cli.port_taken", port=options.port, why=error), file=sys.stderr)
        return 1
    finally:
        keeper.close()
    return 0


def announce(options: argparse.Namespace, settings: Settings, *, port: int, passphrase: str, cap: int) -> None:
    """Say where the server is and what the trainer needs; open the browser unless told not to."""
    address = f"http://localhost:{port}/"
    print(say("cli.ready", address=address), flush=True)
    for other in lan_addresses() if options.lan else ():
        print(say("cli.ready_lan", address=f"http://{other}:{port}/"), flush=True)
    print(say("cli.passphrase", address=f"{address}huong-dan", passphrase=passphrase), flush=True)
    if options.cap is not None and cap < options.cap:
        print(say("cli.cap_lowered", asked=options.cap, cap=cap), flush=True)
    print(say("cli.database", path=hide_password(settings.database) or settings.database_path), flush=True)
    print(say("cli.stop"), flush=True)
    if not options.no_browser:
        webbrowser.open(address)


def tell_remark(remark: Remark) -> str:
    """What became of one line of the list of units."""
    key = f"cli.unit_{remark.kind.replace('-', '_')}"
    return say(key, line=remark.line, name=remark.name, kept=remark.kept, most=MAX_UNITS, length=MAX_UNIT_NAME)


def hide_password(url: str | None) -> str | None:
    """A database address fit for a projector."""
    return url and re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


class Housekeeping:
    """What the keeper of the log does in quiet moments: empty the write-ahead file often, end retention once a day."""

    def __init__(self, log: SqlLog, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._purged_on: date | None = None

    def __call__(self) -> None:
        try:
            self._log.checkpoint()
            today = self._clock.now().date()
            if self._purged_on != today:
                purge_expired(self._log, self._clock)
                self._log.forget_arrival_order()
                self._purged_on = today
        except StoreError as error:
            logger.warning("housekeeping: %s", error)


def lan_addresses() -> list[str]:
    """This machine's addresses in its networks, most likely first; nothing is sent anywhere to find them."""
    import psutil

    found = [
        entry.address
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if entry.family == socket.AF_INET
        and not entry.address.startswith("127.")
        and not name.startswith(("docker", "veth", "br-"))
    ]
    return sorted(found, key=lambda address: not address.startswith(("192.168.", "10.", "172.")))
