"""`neuguong unread`: how much can be guessed without reading a situation, by programs and by readers."""

import argparse
from pathlib import Path

from ..app import open_pack
from ..authoring import unread
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    pack = open_pack(settings_of(options))
    if options.score:
        *readers, key = map(Path, options.score)
        if not readers:
            raise unread.SheetError("found one file; allowed: the answers, then the key")
        sheets = unread.Sheets.load(key)
        print(unread.render_scores(unread.score_answers(pack, sheets, map(unread.read_answers, readers))))
    elif options.sheet:
        dealt = unread.deal(
            pack, topic=options.topic, seed=options.seed, sheets=options.sheets, with_case=options.with_case
        )
        for path in unread.write_sheets(pack, dealt, Path(options.sheet)):
            print(say("unread.written", path=path))
    else:
        print(unread.render_unread_report(unread.build_unread_report(pack)))
    return 0
