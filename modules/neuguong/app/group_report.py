"""The report on a period, from the log of these settings. Knows nothing of files or widgets.

A period is whole months: numbers of several months are added up, which adds whole groups of answers to whole groups.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from ..analysis.distribution import describe_item
from ..analysis.participation import UnitLine, add_up
from ..analysis.requirement_scores import score_requirements
from ..clock import LOCAL_ZONE, Clock
from ..dashboards.group import ALWAYS, BOTH, HALLS, STUDY, sessions_in
from ..dashboards.invented import is_invented
from ..disclosure.scopes import ALL_TIME, Scope, read_scope
from ..disclosure.sessions import Session
from ..errors import NeuGuongError
from ..items import Pack
from ..reports.group import GroupReport, RequirementLine
from ..reports.templates import Templates
from ..reports.templates.folder import FOLDER, OWN_FOLDER, open_own
from ..store import ItemCount, ResponseLog
from ..text import say
from .settings import Settings
from .units import list_units

Attend = Callable[[Session], Sequence[UnitLine]]
WHERE = (BOTH, STUDY, HALLS)
ADVICE = 3
_PERIOD = re.compile(r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|[qQ](?P<quarter>[1-4])))?")


class PeriodError(NeuGuongError):
    """No month, quarter or year."""

    code = "period"


def read_period(text: str) -> tuple[str, list[str]]:
    """Its name in words and its months: "2026-11", "2026-Q4", "2026", or `ALWAYS`, which has none. PeriodError for
    anything else.

    >>> read_period("2026-Q1")[1]
    ['2026-01', '2026-02', '2026-03']
    """
    if text.strip() == ALWAYS:
        return say("figures.always"), []
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise PeriodError(f"found {text[:40]!r}; allowed: 2026-11, 2026-Q4, 2026, {ALWAYS}")
    year = found["year"]
    if found["month"]:
        return say("group_report.month", month=found["month"], year=year), [f"{year}-{found['month']}"]
    if found["quarter"]:
        first = 3 * int(found["quarter"]) - 2
        told = say("group_report.quarter", quarter=found["quarter"], year=year)
        return told, [f"{year}-{month:02}" for month in range(first, first + 3)]
    return say("group_report.year", year=year), [f"{year}-{month:02}" for month in range(1, 13)]


def month_before(day: date) -> str:
    """The last whole month.

    >>> month_before(date(2026, 1, 5))
    '2025-12'
    """
    return f"{day.year - (day.month == 1):04}-{(day.month - 2) % 12 + 1:02}"


def recent_periods(day: date) -> list[str]:
    """What a report is most often asked of: the last whole month, this month, the quarters and years they are in.

    >>> recent_periods(date(2026, 1, 5))
    ['2025-12', '2026-01', '2025-Q4', '2026-Q1', '2025', '2026']
    """
    last, now = month_before(day), f"{day:%Y-%m}"
    quarters = (f"{one[:4]}-Q{(int(one[5:]) + 2) // 3}" for one in (last, now))
    return list(dict.fromkeys([last, now, *quarters, last[:4], now[:4]]))


def build_group_report(
    settings: Settings,
    pack: Pack,
    log: ResponseLog,
    clock: Clock,
    *,
    period: str,
    where: str = STUDY,
    sessions: Sequence[Session] = (),
    attend: Attend = lambda _session: (),
) -> GroupReport:
    """The report on a period as `read_period` reads it, of who studies alone, of these sessions of the hall, or of both
    (`WHERE`). PeriodError, StoreError or UnitsFileError."""
    from ..disclosure.figures import read_figures, units_told  # numpy

    told, months = read_period(period)
    now = clock.now()
    held = () if where == STUDY else sessions_in(sessions, months)
    units: list[UnitLine] = []
    if where != HALLS:
        figures = read_figures(log, pack, now=now, minimum=settings.group_minimum)
        eligible = read_eligible(settings)
        people, finished = figures.people, figures.finished
        units += (
            UnitLine(name or say("group_report.no_unit"), people.get(name), finished.get(name), eligible.get(name))
            for name in units_told(figures, eligible)
        )
    lines = _score(pack, log, Scope(() if where == HALLS else tuple(months) or ALL_TIME, held))
    least = sorted((one for one in lines if one.share is not None), key=lambda one: one.share or 0.0)[:ADVICE]
    return GroupReport(
        title=pack.title,
        period=told,
        made=now.astimezone(LOCAL_ZONE).date(),
        revision=pack.revision,
        units=tuple(units),
        requirements=tuple(lines),
        advice=tuple(say("group_report.advice", title=one.title, label=one.label) for one in least),
        source=say(f"figures.where_{where.replace('-', '_')}"),
        sessions=tuple(add_up(one.label, attend(one)) for one in held),
        mark=say("figures.invented") if is_invented(log) else None,
    )


def open_templates(settings: Settings, folder: Path | None = None) -> Templates:
    """Those of `folder`, else of the unit's own in the home, then of the course, then the shipped ones. TemplateError
    if the folder that was asked for has none."""
    own = open_own(folder) if folder else settings.home / OWN_FOLDER
    return Templates((own, settings.data / FOLDER))


def read_eligible(settings: Settings) -> Mapping[str, int | None]:
    """Unit → how many of it are eligible, where the list of units says so in a second column."""
    return {one.name: one.eligible for one in list_units(settings)}


def _score(pack: Pack, log: ResponseLog, scope: Scope) -> list[RequirementLine]:
    """Every requirement that is mainly asked for by a live item, topic by topic; sensitive topics are not told."""
    counts: dict[tuple[str, int], list[ItemCount]] = defaultdict(list)
    for one in read_scope(log, pack, scope):
        counts[one.item_id, one.item_version].append(one)
    lines = []
    for topic in pack.topics.values():
        if topic.sensitive:
            continue
        items = [item for scenario, item in pack.live_items() if scenario.topic == topic.identifier]
        told = (describe_item(item, counts[item.identifier, item.version]) for item in items)
        scores = {one.name: one for one in score_requirements(told)}
        asked = {item.requirements[0] for item in items}
        for name, requirement in pack.requirements.items():
            if name in asked:
                found = scores.get(name)
                n = found.n if found else None
                share = None if found is None or found.counts_only else found.share
                lines.append(RequirementLine(topic.title, name, requirement.title, n, share))
    return lines
