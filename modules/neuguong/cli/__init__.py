"""The command `neuguong`. Each sub-command has a file; this one only knows their names."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper

from ..text import say
from . import authoring, bank, check, responses, serve
from .parser import VietnameseParser

COMMANDS = (serve, check, bank, responses, authoring)


def build_parser() -> VietnameseParser:
    """The whole command line."""
    parser = VietnameseParser(
        prog="neuguong",
        description="Nêu Gương: bộ học tình huống về trách nhiệm, tác phong và các dấu hiệu suy thoái.",
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", dest="command", required=True)
    for command in COMMANDS:
        command.add_command(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 faults found or failed, 2 wrong usage."""
    speak_utf8()
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except OSError as error:  # a disk that is full or read-only, a folder in place of a file
        print(f"neuguong {options.command}: {say('faults.file', what=error)}", file=sys.stderr)
        code = 1
    return code


def speak_utf8() -> None:
    """Windows gives a pipe or a file an encoding without Vietnamese letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")
