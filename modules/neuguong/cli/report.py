"""`neuguong report`: the report on a month, a quarter, a year or one session of the hall, for the higher level; or the
templates that they are made of."""

import argparse
import sys
from pathlib import Path

from ..app import Settings, open_log, open_pack, open_workshops
from ..app.group_report import build_group_report, month_before, open_templates
from ..app.group_results import Halls
from ..clock import LOCAL_ZONE, SystemClock
from ..interchange import write_whole
from ..reports.group.files import export_group
from ..reports.naming import ReportFile
from ..reports.templates.folder import write_templates
from ..store import SqlLog
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    if options.write_templates:
        return _write_templates(Path(options.write_templates))
    settings = settings_of(options)
    log = open_log(settings)
    try:
        made = _report_session(settings, log, options) if options.session else _report_period(settings, log, options)
    finally:
        log.close()
    if made is None:
        return 1
    out = Path(options.out or made.name)
    try:
        write_whole(out, lambda file: file.write(made.data))
    except OSError as error:
        print(say("cli.cannot_write", path=out, why=error.strerror), file=sys.stderr)
        return 1
    print(say("cli.report_written", path=out))
    return 0


def _report_period(settings: Settings, log: SqlLog, options: argparse.Namespace) -> ReportFile:
    templates = open_templates(settings, Path(options.template) if options.template else None)
    halls, clock = Halls(open_workshops(settings, log=log)), SystemClock()
    period = options.period or month_before(clock.now().astimezone(LOCAL_ZONE).date())
    report = build_group_report(
        settings, open_pack(settings), log, clock, period=period, where=options.where, sessions=halls.list(),
        attend=halls.attend,
    )  # fmt: skip
    return export_group(report, options.format, templates)


def _report_session(settings: Settings, log: SqlLog, options: argparse.Namespace) -> ReportFile | None:
    """None where no session has the code: those that were held are named instead."""
    from ..reports.workshop.files import export_workshop

    workshops = open_workshops(settings, log=log)
    halls, found = Halls(workshops), workshops.find(options.session)
    if found is None:
        print(say("cli.report_no_session", code=options.session), file=sys.stderr)
        for session in halls.list():
            print(f"  {session.code}  {session.label}", file=sys.stderr)
        return None
    return export_workshop(halls.report(found), options.format)


def _write_templates(folder: Path) -> int:
    for path in write_templates(folder):
        print(say("cli.template_written", path=path))
    print(say("cli.templates_next", folder=folder))
    return 0
