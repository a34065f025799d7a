"""`neuguong verify-source`: whether the quotes stand in an official text at hand."""

import argparse
from pathlib import Path

from ..app import open_pack
from ..authoring.official_text import compare_quotes, read_document
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    findings = compare_quotes(open_pack(settings_of(options)), read_document(Path(options.file)))
    for one in findings:
        key = "cli.quote_found" if one.found else "cli.quote_near" if one.near else "cli.quote_missing"
        print(say(key, requirement=one.requirement, quote=one.quote))
    found, near = sum(one.found for one in findings), sum(one.near for one in findings)
    missing = len(findings) - found - near
    print(say("cli.quotes_total", found=found, all=len(findings), near=near, missing=missing))
    return 0 if found == len(findings) else 1
