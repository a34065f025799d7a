"""`neuguong handout`: a lesson part on paper, or its key."""

import argparse
import sys
from pathlib import Path

from ..app import open_pack
from ..errors import UnknownItemError
from ..reports.handout import export_part
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    pack = open_pack(settings_of(options))
    try:
        content = export_part(pack, options.lesson, options.part, key=options.key)
    except UnknownItemError:
        lesson = pack.lessons.get(options.lesson)
        known = [one.identifier for one in lesson.parts] if lesson else list(pack.lessons)
        print(say("cli.no_part" if lesson else "cli.no_lesson", known=", ".join(known)), file=sys.stderr)
        return 1
    suffix = "-dap-an" if options.key else ""
    out = Path(options.out or f"{options.lesson}_{options.part}{suffix}.pdf")
    try:
        out.write_bytes(content)
    except OSError as error:
        print(say("cli.handout_not_written", path=out, why=error.strerror), file=sys.stderr)
        return 1
    print(say("cli.handout_written", path=out))
    return 0
