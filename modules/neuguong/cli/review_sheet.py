"""`neuguong review-sheet`: a topic on paper, for a committee or a lawyer."""

import argparse
import sys
from datetime import date
from pathlib import Path

from ..app import open_pack
from ..authoring.review_sheet import write_review_sheet
from ..interchange import write_whole
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    pack = open_pack(settings_of(options))
    if options.topic not in pack.topics:
        print(say("cli.no_topic", topic=options.topic, topics=", ".join(pack.topics)), file=sys.stderr)
        return 1
    out = Path(options.out or f"phieu-tham-dinh-{options.topic}.docx")
    if out.exists():
        print(say("cli.sheet_exists", path=out), file=sys.stderr)
        return 1
    scenarios = write_whole(out, lambda file: write_review_sheet(pack, options.topic, file, on=date.today()))
    print(say("cli.sheet_written", scenarios=scenarios, path=out))
    return 0
