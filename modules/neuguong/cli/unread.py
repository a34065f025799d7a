"""`neuguong unread`: how much can be guessed without reading a situation."""

import argparse

from ..app import open_pack
from ..authoring.unread import build_unread_report, render_unread_report
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    print(render_unread_report(build_unread_report(open_pack(settings_of(options)))))
    return 0
