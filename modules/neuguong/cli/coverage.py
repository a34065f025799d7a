"""`neuguong coverage`: how far the items cover the requirements."""

import argparse
from dataclasses import astuple

from ..app import open_pack
from ..authoring.coverage import build_coverage
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    rows = build_coverage(open_pack(settings_of(options)))
    print(say("cli.coverage_head"))
    for row in rows:
        print(f"| {' | '.join(map(str, astuple(row)))} |")
    print(say("cli.coverage_total", items=sum(row.items for row in rows)))
    return 0
