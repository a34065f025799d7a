"""`neuguong bank`: the whole bank with keys, for whoever owns the machine."""

import argparse
import json
from typing import Any

from ..app import open_pack
from ..authoring import export_bank
from . import parser as cli


def add_command(commands: Any) -> None:
    parser = cli.add_command(commands, "bank", run, "in toàn bộ ngân hàng câu hỏi kèm đáp án (chỉ cho người giữ máy)")
    cli.add_data_option(parser)
    parser.add_argument("--json", action="store_true", help="in dạng JSON (mặc định: danh sách ngắn)")


def run(options: argparse.Namespace) -> int:
    pack = open_pack(cli.settings_of(options))
    exported = export_bank(pack)
    if options.json:
        print(json.dumps(exported, ensure_ascii=False, indent=1))
    else:
        for item in exported:
            print(f"{item['item']}  {item['interaction']}  {item['status']}  {item['prompt']}")
    return 0
