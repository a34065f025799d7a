"""What a session needs of the kit. Knows nothing of learners."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..clock import Clock
from ..items import Pack
from ..store import ResponseLog


@dataclass(frozen=True)
class Course:
    """Content, log, time, the server's secret, and choices of whoever serves it."""

    pack: Pack
    log: ResponseLog
    clock: Clock
    secret: bytes
    app_version: str
    units: Sequence[str] = ()
