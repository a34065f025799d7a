"""`neuguong restore`: puts a copy in the log's place and keeps what was there."""

import argparse
import sys
from pathlib import Path

from ..app.log import log_file
from ..store.backup import restore
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    database = log_file(settings_of(options))
    if database is None:
        print(say("cli.restore_postgres"), file=sys.stderr)
        return 2
    aside = restore(database, Path(options.file), older=options.older)
    print(say("cli.restored", path=options.file))
    if aside is not None:
        print(say("cli.set_aside", path=aside))
    return 0
