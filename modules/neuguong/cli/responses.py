"""`neuguong responses`: the log for pandas and Excel."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ..analysis.rescoring import rescore_statements
from ..app import open_log, open_pack
from ..reports.responses import export_responses
from ..text import say
from . import parser as cli


def add_command(commands: Any) -> None:
    parser = cli.add_command(commands, "responses", run, "xuất nhật ký câu trả lời để mở bằng Excel hoặc pandas")
    cli.add_database_option(parser)
    parser.add_argument("--format", choices=("csv", "jsonl", "xlsx"), default="csv", help="dạng tệp (mặc định: csv)")
    parser.add_argument(
        "--out", metavar="TỆP", type=Path, help="ghi vào tệp này (mặc định: in ra màn hình; xlsx cần tệp)"
    )

    parser.add_argument("--rescored", action="store_true", help="chấm lại theo đáp án hiện nay của bộ tài liệu")
    cli.add_data_option(parser)


def run(options: argparse.Namespace) -> int:
    if options.format == "xlsx" and options.out is None:
        print(say("cli.xlsx_needs_file"), file=sys.stderr)
        return 2
    settings = cli.settings_of(options)
    log = open_log(settings)
    try:
        statements = log.fetch_statements()
        if options.rescored:
            statements = rescore_statements(statements, open_pack(settings))
        count = export_responses(statements, options.format, options.out)
    except BrokenPipeError:  # whoever read our output has had enough of it
        raise
    except OSError as error:
        print(say("cli.cannot_write", path=options.out, why=error.strerror), file=sys.stderr)
        return 1
    finally:
        log.close()
    if options.out is not None:
        print(say("cli.exported", count=count, path=options.out))
    return 0
