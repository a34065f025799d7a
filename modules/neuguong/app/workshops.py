"""The workshops of these settings, joined. Knows nothing of widgets, notebooks or HTTP."""

from functools import cache

from .. import __version__
from ..clock import SystemClock
from ..home.secret import load_secret
from ..store import SqlLog
from ..workshop.results import Thresholds
from ..workshop.workshops import Workshops
from .content import open_pack
from .log import open_log
from .settings import Settings


def open_workshops(settings: Settings, *, log: SqlLog | None = None) -> Workshops:
    """All workshops of this installation, over the board beside its log. ContentError or StoreError."""
    log = log if log is not None else _open_log_once(settings)
    return Workshops(
        open_pack(settings),
        log.open_board(),
        log=log,
        clock=SystemClock(),
        secret=load_secret(settings.home),
        app_version=__version__,
        group_minimum=settings.group_minimum,
        thresholds=Thresholds(settings.teach_below, max(settings.teach_below, settings.explain_from)),
    )


@cache
def _open_log_once(settings: Settings) -> SqlLog:
    return open_log(settings)
