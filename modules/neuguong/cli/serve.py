"""`neuguong serve`: everything from settings to a running server; prints where it is and what the trainer needs."""

import argparse
import logging
import os
import re
import socket
import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import Any

from ..app import Settings, load_secret, load_units, open_course, open_pack, prepare_log
from ..bank import kit_folder
from ..clock import Clock, SystemClock
from ..errors import StoreError
from ..server.capacity import decide_cap
from ..server.forking import can_fork
from ..server.gate import make_passphrase
from ..server.launcher import NeuGuongVoila, PortTakenError, Serving
from ..server.notebooks import find_pages
from ..store import SqlLog, connect_log, purge_expired
from ..study import LearnerSession
from ..study.personal import PersonalData
from ..text import say
from . import parser as cli

logger = logging.getLogger(__name__)

PRELOAD = ("ipywidgets", "anywidget", "neuguong.pages", "neuguong.store.sql")
PRELOAD_HOOK = "neuguong.app:preload"


def add_command(commands: Any) -> None:
    parser = cli.add_command(commands, "serve", run, "mở bộ học cho trình duyệt trên máy này, hoặc cho cả mạng nội bộ")
    parser.add_argument(
        "--port", type=_port, default=8866, metavar="SỐ", help="cổng (mặc định: 8866; 0: cổng trống bất kỳ)"
    )
    parser.add_argument("--lan", action="store_true", help="cho máy khác trong mạng nội bộ vào học")
    parser.add_argument("--no-browser", action="store_true", help="không tự mở trình duyệt")
    cli.add_data_option(parser)
    cli.add_database_option(parser)
    parser.add_argument(
        "--units",
        dest="units_file",
        type=Path,
        metavar="TỆP",
        help="danh sách chi bộ để người học chọn, mỗi dòng một tên",
    )
    parser.add_argument("--signed-only", action="store_true", help="chỉ dùng tình huống đã có người thẩm định ký")
    parser.add_argument(
        "--cap", type=_cap, metavar="SỐ", help="số trang học mở cùng lúc (mặc định: theo bộ nhớ còn trống)"
    )
    parser.add_argument(
        "--no-fork", action="store_true", help="không dùng tiến trình mẫu; mỗi trang một tiến trình thường"
    )


def run(options: argparse.Namespace) -> int:
    settings = cli.settings_of(options)
    pack = open_pack(settings)
    load_units(settings)
    prepare_log(settings)
    keeper = connect_log(settings.database_url, keeper=True)
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


def load_passphrase(home: Path) -> str:
    """The trainer's pass phrase, made at first use and kept, readable by its owner only."""
    path = home / "mat-khau-huong-dan.txt"
    try:
        if kept := path.read_text(encoding="utf-8").strip(" -\t\r\n"):
            return kept
        path.unlink()  # left empty by a full disk: nothing must not open the gate
    except FileNotFoundError:
        pass
    passphrase = make_passphrase()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(passphrase + "\n")
    return passphrase


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


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise ValueError(text)
    return value


def _cap(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value
