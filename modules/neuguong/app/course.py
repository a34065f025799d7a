"""Everything a page needs, joined. Knows nothing of widgets, notebooks or HTTP."""

from dataclasses import replace
from functools import cache

from .. import __version__
from ..clock import Clock, SystemClock
from ..errors import NeuGuongError
from ..home.secret import load_secret
from ..home.units import load_units
from ..log_lines import escape_logs
from ..server.forking import CannotLoad
from ..store import MemoryLog, ResponseLog
from ..study import Course, LearnerSession
from ..text import load_words
from .content import open_pack
from .log import open_log
from .settings import Settings


def open_course(settings: Settings, *, clock: Clock | None = None, log: ResponseLog | None = None) -> Course:
    """Everything a page needs. Reads the pack (once per process), opens the log; ContentError or StoreError."""
    return Course(
        pack=open_pack(settings),
        log=log if log is not None else _open_log_once(settings),
        clock=clock or SystemClock(),
        secret=load_secret(settings.home),
        app_version=__version__,
        units=load_units(settings.home, settings.units_file).names,
    )


@cache
def _open_log_once(settings: Settings) -> ResponseLog:
    return open_log(settings)


def preload() -> None:
    """What a template process does before it forks kernels: read the pack and the words, and rehearse a visit.

    The rehearsal leaves compiled queries and warmed code that all kernels share. It reads the log, writes nothing,
    and SQLite is left with no connection open. CannotLoad if content or log cannot be opened now.
    """
    escape_logs()
    try:
        _rehearse()
    except NeuGuongError as error:
        raise CannotLoad(f"{type(error).__name__}: {error}".partition("\n")[0]) from error
    load_words()


def _rehearse() -> None:
    settings = Settings.from_environment()
    course = open_course(settings)
    course.log.fetch_latest_by_item("0" * 64)
    rehearsed = replace(course, log=MemoryLog())
    for slug in course.pack.lessons:
        session = LearnerSession(rehearsed, slug)
        session.handle({"kind": "hello", "token": "0" * 32, "consent": True})
        session.view()
