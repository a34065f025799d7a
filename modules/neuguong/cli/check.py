"""`neuguong check`: every fault of the content."""

import argparse
import json
from typing import Any

from ..bank import build_check_report, check_pack, export_editor_schemas
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
    pack, problems = check_pack(folder)
    report = build_check_report(pack, problems)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        print(f"{report['scenarios']} tình huống, {report['live_items']} câu hỏi đang dùng, {len(problems)} lỗi.")
    return 1 if problems else 0
