"""The workshops of an installation, joined to its content, log and secret. Knows neither widgets nor HTTP."""

from ..store import SqlLog
from ..study import Course
from ..workshop.workshops import Workshops


def open_workshops(course: Course, log: SqlLog, *, group_minimum: int) -> Workshops:
    """Over the board that lies in the log's own database."""
    return Workshops(
        course.pack,
        log.open_board(),
        log=log,
        clock=course.clock,
        secret=course.secret,
        app_version=course.app_version,
        group_minimum=group_minimum,
    )
