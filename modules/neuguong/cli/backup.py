"""`neuguong backup`: a copy of the log, while it is in use or not."""

import argparse
import sys
from pathlib import Path

from ..app.log import log_file
from ..store.backup import back_up
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    database = log_file(settings_of(options))
    if database is None:
        print(say("cli.backup_postgres"), file=sys.stderr)
        return 2
    target = Path(options.file)
    copied = back_up(database, target)
    print(say("cli.backed_up", path=target, answers=copied.answers))
    return 0
