"""`neuguong coverage`: how far the items cover the requirements."""

import argparse
from dataclasses import astuple

from ..app import open_pack
from ..authoring.coverage import build_coverage, count_by_topic
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    pack = open_pack(settings_of(options))
    rows = build_coverage(pack)
    print(say("cli.coverage_head"))
    for row in rows:
        print(f"| {' | '.join(map(str, astuple(row)))} |")
    topics = "; ".join(f"{topic} {items}" for topic, items in count_by_topic(pack).items())
    print(say("cli.coverage_topics", topics=topics))
    print(say("cli.coverage_total", items=sum(row.items for row in rows)))
    return 0
