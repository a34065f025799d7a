"""`neuguong report`: the report on a month, a quarter or a year for the higher level."""

import argparse
import sys
from pathlib import Path

from ..app import open_log, open_pack
from ..app.group_report import build_group_report, month_before
from ..clock import LOCAL_ZONE, SystemClock
from ..reports.group.files import export_group
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    settings, clock = settings_of(options), SystemClock()
    pack, log = open_pack(settings), open_log(settings)
    try:
        period = options.period or month_before(clock.now().astimezone(LOCAL_ZONE).date())
        made = export_group(build_group_report(settings, pack, log, clock, period=period), options.format)
    finally:
        log.close()
    out = Path(options.out or made.name)
    try:
        out.write_bytes(made.data)
    except OSError as error:
        print(say("cli.cannot_write", path=out, why=error.strerror), file=sys.stderr)
        return 1
    print(say("cli.report_written", path=out))
    return 0
