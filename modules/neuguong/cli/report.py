"""`neuguong report`: the report on a month, a quarter or a year for the higher level, or the templates of it."""

import argparse
import sys
from pathlib import Path

from ..app import open_log, open_pack
from ..app.group_report import build_group_report, month_before, open_templates
from ..clock import LOCAL_ZONE, SystemClock
from ..interchange import write_whole
from ..reports.group.files import export_group
from ..reports.templates.folder import write_templates
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    if options.write_templates:
        return _write_templates(Path(options.write_templates))
    settings, clock = settings_of(options), SystemClock()
    templates = open_templates(settings, Path(options.template) if options.template else None)
    pack, log = open_pack(settings), open_log(settings)
    try:
        period = options.period or month_before(clock.now().astimezone(LOCAL_ZONE).date())
        report = build_group_report(settings, pack, log, clock, period=period)
    finally:
        log.close()
    made = export_group(report, options.format, templates)
    out = Path(options.out or made.name)
    try:
        write_whole(out, lambda file: file.write(made.data))
    except OSError as error:
        print(say("cli.cannot_write", path=out, why=error.strerror), file=sys.stderr)
        return 1
    print(say("cli.report_written", path=out))
    return 0


def _write_templates(folder: Path) -> int:
    for path in write_templates(folder):
        print(say("cli.template_written", path=path))
    print(say("cli.templates_next", folder=folder))
    return 0
