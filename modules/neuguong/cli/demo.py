"""`neuguong demo`: a folder with an invented log, to try the dashboards with; never the log that is in use."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from ..app import open_log, open_pack, open_workshops
from ..app.invented import invent_halls, invent_tests
from ..clock import SystemClock
from ..dashboards.invented import UNITS, invent_answers
from ..text import say
from .settings import settings_of

MOST_TESTED, ANSWERS_PER_TESTED = 120, 100
"""How many people take tests, of so many answers one."""


def run(options: argparse.Namespace) -> int:
    home = Path(options.folder)
    settings = replace(settings_of(options), home=home, database=None)
    if home.exists() and any(home.iterdir()):
        print(say("cli.demo_not_empty", folder=home), file=sys.stderr)
        return 1
    pack = open_pack(settings)
    home.mkdir(parents=True, exist_ok=True)
    (home / "don-vi.txt").write_text("\n".join(UNITS) + "\n", encoding="utf-8")
    log = open_log(settings)
    try:
        now, n = SystemClock().now(), options.responses
        for done in invent_answers(log, pack, n=n, now=now, minimum=settings.group_minimum):
            print(say("cli.demo_so_far", done=done, of=options.responses), file=sys.stderr)
        invent_tests(log, pack, people=min(MOST_TESTED, n // ANSWERS_PER_TESTED), now=now)
        invent_halls(open_workshops(settings, log=log))
    finally:
        log.close()
    print(say("cli.demo_done", n=options.responses, folder=home.resolve()))
    return 0
