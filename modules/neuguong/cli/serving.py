"""From what was prepared to a running server; says where it is and what the trainer needs."""

import argparse
import logging
import re
import sys
import webbrowser
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from ..addresses import ROOM_SLUG, TRAINER_SLUG
from ..app import Settings
from ..app.log import log_file
from ..app.papers import Papers
from ..app.selftests import LessonTests
from ..server.capacity import decide_cap
from ..server.front import Front, PortTakenError, Serving
from ..server.networks import rank_networks, read_networks
from ..store import SqlLog
from ..store.backup import DAILY_COPIES
from ..study import LearnerSession
from ..study.personal import MyHalls, PersonalData
from ..text import say
from .housekeeping import Housekeeping
from .preparing import Prepared

logger = logging.getLogger(__name__)


if TYPE_CHECKING:
    from ..server.hall.service import HallService
    from ..workshop.workshops import Workshops


def build_server(options: argparse.Namespace, prepared: Prepared) -> Front:
    """The server, short of listening."""
    course, keeper = prepared.course, prepared.keeper
    cap = decide_cap(options.cap, fork=prepared.fork)
    settings = prepared.settings
    find_workshops = cache(partial(open_workshops, settings, keeper))
    halls = MyHalls(lambda token: find_workshops().fetch_answers(token), lambda token: find_workshops().erase(token))
    housekeeping = Housekeeping(
        keeper, course.clock, file=log_file(settings), copies=settings.copies_folder, minimum=settings.group_minimum,
        last_day=settings.home / "last-day.txt", end_idle=lambda: find_workshops().end_idle(),
    )  # fmt: skip
    serving = Serving(
        pack=course.pack,
        pages=prepared.pages,
        assets=prepared.assets,
        home=prepared.settings.home,
        cookie_secret=course.secret,
        kernel_environment=prepared.kernel_environment,
        personal=PersonalData(course.pack, keeper, course.secret, halls),
        papers=Papers(course),
        open_hall=lambda: open_hall(find_workshops()),
        tests=LessonTests(course),
        open_lesson=lambda slug: LearnerSession(course, slug),
        port=options.port,
        address="" if options.lan else "127.0.0.1",
        hosts=tuple(options.hosts),
        cap=cap,
        housekeeping=housekeeping,
        storage=lambda: housekeeping.trouble or "ok",
        on_ready=lambda port: announce(options, prepared, port=port, cap=cap, key=server.site.gate.make_once),
    )
    server = Front(serving)
    return server


def open_workshops(settings: Settings, keeper: SqlLog) -> "Workshops":
    """The workshops are read while the home page is already there."""
    from ..app.workshops import open_workshops

    return open_workshops(settings, log=keeper)


def open_hall(workshops: "Workshops") -> "HallService":
    """What phones speak to, read after the home page too."""
    from ..app.hall import open_hall

    return open_hall(workshops)


def serve_until_stopped(server: Front, prepared: Prepared) -> int:
    """Listen, and serve until stopped. Returns the exit code."""
    try:
        server.start()
    except PortTakenError as error:
        print(say("cli.port_taken", port=server.serving.port, why=error), file=sys.stderr)
        return 1
    finally:
        prepared.keeper.close()
    return 0


def announce(options: argparse.Namespace, prepared: Prepared, *, port: int, cap: int, key: Callable[[], str]) -> None:
    """Say where the server is, and how to see the pass phrase: a projector shows these lines. Unless told not to, open
    a browser here: for a hall at the control room, let in by a `key` that opens once; else at the home page."""
    address = f"http://localhost:{port}/"
    print(say("cli.ready", address=address), flush=True)
    for other in lan_addresses() if options.lan else ():
        print(say("cli.ready_lan", address=f"http://{other}:{port}/"), flush=True)
    print(say("cli.trainer", address=f"{address}{TRAINER_SLUG}"), flush=True)
    if options.cap is not None and cap < options.cap:
        print(say("cli.cap_lowered", asked=options.cap, cap=cap), flush=True)
    print(
        say("cli.database", path=hide_password(prepared.settings.database) or prepared.settings.database_path),
        flush=True,
    )
    if log_file(prepared.settings) is not None:
        print(say("cli.copies", most=DAILY_COPIES, path=prepared.settings.copies_folder), flush=True)
    print(say("cli.stop"), flush=True)
    if not options.no_browser:
        webbrowser.open(f"{address}{ROOM_SLUG}/vao?mot-lan={key()}" if options.lan else address)


def hide_password(url: str | None) -> str | None:
    """A database address fit for a projector."""
    return url and re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def lan_addresses() -> list[str]:
    """This machine's addresses that phones may be able to use, best first."""
    return [one.address for one in rank_networks(read_networks()) if one.kind.has_phones]
