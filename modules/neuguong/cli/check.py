"""`neuguong check`: every fault of the content."""

import argparse
import json

from ..authoring.report import build_check_report, check_pack_with_waivers
from ..importing import without_collecting
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    folder = settings.data
    if options.write_schema:
        from ..authoring.editor_schema import export_editor_schemas

        export_editor_schemas(folder)
    with without_collecting():
        checked = check_pack_with_waivers(folder, settings.found_before)
    problems = checked.problems
    report = build_check_report(checked.pack, problems, waived=checked.waived)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        counts = {name: report[name] for name in ("scenarios", "live_items", "waivers")}
        key = "cli.checked" if checked.pack is not None else "cli.checked_none"
        print(say(key, **counts, problems=len(problems)))
    return 1 if problems else 0
