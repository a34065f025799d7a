"""The results of groups, joined: the log, the workshops that were held, the list of units, the files to take away.

Knows nothing of widgets.
"""

from collections.abc import Mapping, Sequence

from ..analysis.participation import UnitLine
from ..clock import LOCAL_ZONE
from ..dashboards.group import GroupSource, Period
from ..disclosure.sessions import Session
from ..reports.group.files import FORMATS, export_group
from ..reports.naming import ReportFile
from ..reports.workshop import WorkshopReport
from ..study import Course
from ..workshop.held import HeldSessions
from ..workshop.reporting import build_report, count_attendance
from ..workshop.workshops import Workshops
from .group_report import build_group_report, open_templates, read_eligible, read_period, recent_periods
from .settings import Settings
from .workshops import open_workshops


def open_group_source(settings: Settings, course: Course) -> GroupSource:
    """What the dashboard of groups tells. ContentError, StoreError or UnitsFileError."""
    halls = Halls(open_workshops(settings))
    periods = []
    for one in recent_periods(course.clock.now().astimezone(LOCAL_ZONE).date()):
        label, months = read_period(one)
        periods.append(Period(one, label, tuple(months)))

    def make_file(chosen: Mapping[str, str], format: str) -> ReportFile:
        named = FORMATS[FORMATS.index(format)]
        if any(one.identifier == chosen["where"] for one in halls.list()):
            from ..reports.workshop.files import export_workshop

            return export_workshop(halls.report(chosen["where"]), named)
        report = build_group_report(
            settings, course.pack, course.log, course.clock, period=chosen["period"], where=chosen["where"],
            sessions=halls.list(), attend=halls.attend,
        )  # fmt: skip
        return export_group(report, named, open_templates(settings))

    return GroupSource(
        course.pack, course.log, course.clock, settings.group_minimum, read_eligible(settings), settings.teach_below,
        settings.explain_from, make_file, periods, FORMATS, halls.list, halls.attend,
    )  # fmt: skip


class Halls:
    """The workshops that were held, each read once; nothing happens in them any more."""

    def __init__(self, workshops: Workshops) -> None:
        self._workshops = workshops
        self._attendance: dict[str, list[UnitLine]] = {}
        self.list = HeldSessions(workshops)

    def attend(self, session: Session) -> Sequence[UnitLine]:
        if session.identifier not in self._attendance:
            held = self._workshops.session(session.identifier)
            self._attendance[session.identifier] = count_attendance(held, self._workshops.log)
        return self._attendance[session.identifier]

    def report(self, identifier: str) -> WorkshopReport:
        workshops = self._workshops
        return build_report(workshops.session(identifier), workshops.log, now=workshops.clock.now())
