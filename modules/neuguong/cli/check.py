"""`neuguong check`: every fault of the content."""

import argparse
import json
from typing import Any

from ..authoring import build_check_report, export_editor_schemas
from ..authoring.report import check_pack_with_waivers
from ..text import say
from . import parser as cli


def add_command(commands: Any) -> None:
    parser = cli.add_command(commands, "check", run, "kiểm tra toàn bộ nội dung; thoát với mã 1 nếu có lỗi")
    cli.add_data_option(parser)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.add_argument("--write-schema", action="store_true", help="ghi lại lược đồ JSON cho trình soạn thảo")


def run(options: argparse.Namespace) -> int:
    folder = cli.settings_of(options).data
    if options.write_schema:
        export_editor_schemas(folder)
    checked = check_pack_with_waivers(folder)
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
