"""`neuguong responses`: the log for pandas and Excel, without what was answered in halls.

A hall's rounds are told once, of everybody together; single answers beside them would take that back.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from ..analysis.rescoring import rescore_statements
from ..app import open_log, open_pack
from ..reports.responses import export_responses, rename_actors
from ..store import HALLS, Statement
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    if options.format == "xlsx" and options.out is None:
        print(say("cli.xlsx_needs_file"), file=sys.stderr)
        return 2
    out = None if options.out is None else Path(options.out)
    settings = settings_of(options)
    log = open_log(settings)
    try:
        statements: Iterable[Statement] = (one for one in log.fetch_statements() if one.context not in HALLS)
        if options.rescored:
            statements = rescore_statements(statements, open_pack(settings))
        if not options.with_codes:
            statements = rename_actors(statements)
        count = export_responses(statements, options.format, out)
    except BrokenPipeError:  # whoever read our output has had enough of it
        raise
    except OSError as error:
        print(say("cli.cannot_write", path=out, why=error.strerror), file=sys.stderr)
        return 1
    finally:
        log.close()
    if out is not None:
        print(say("cli.exported", count=count, path=out))
    return 0
