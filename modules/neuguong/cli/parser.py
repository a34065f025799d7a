"""argparse in Vietnamese. Knows nothing of any command."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from ..app import Settings
from ..errors import NeuGuongError
from ..text import say

_ERRORS = (
    (r"the following arguments are required: (.*)", r"thiếu: \1"),
    (r"unrecognized arguments: (.*)", r"không hiểu: \1"),
    (r"argument (.*): expected one argument", r"\1: cần một giá trị"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1: không có \2; chọn một trong: \3"),
    (r"argument (.*): invalid (?:int|_port|_cap|_role|_past_date).* value: (.*)", r"\1: \2 không hợp lệ"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 không đi cùng \2"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 không nhận giá trị: \2"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "cách dùng: " if prefix is None else prefix)


class VietnameseParser(argparse.ArgumentParser):
    """An ArgumentParser whose own words are Vietnamese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self._optionals.title = "tùy chọn"
        self._positionals.title = "tham số"
        self.add_argument("-h", "--help", action="help", help="hiện phần hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        for pattern, told in _ERRORS:
            message = re.sub(pattern, told, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: lỗi: {message}\n")


Run = Callable[[argparse.Namespace], int]


def add_command(commands: Any, name: str, run: Run, told: str) -> argparse.ArgumentParser:
    """A sub-command whose faults are told in one Vietnamese line, with the details in English behind it."""

    def guarded(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except NeuGuongError as error:
            print(f"neuguong {name}: {say(f'faults.{error.code}')}\n{error}", file=sys.stderr)
            return 1

    parser: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    parser.set_defaults(run=guarded)
    return parser


def add_data_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="THƯ_MỤC", type=Path, help="bộ tài liệu khác (mặc định: bộ đi kèm)")


def add_database_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database", metavar="URL", help="cơ sở dữ liệu, ví dụ sqlite:///C:/ng.sqlite3 hoặc postgresql+psycopg://…"
    )


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the environment gives, overridden by the options."""
    from dataclasses import replace

    given = {
        name: value
        for name in ("data", "database", "units_file", "signed_only")
        if (value := getattr(options, name, None)) not in (None, False)
    }
    return replace(Settings.from_environment(), **given)
