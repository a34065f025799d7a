"""The command `neuguong`: reads what is asked and has the chosen command do it. Imports no command before that."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from ..importing import without_collecting
from .commands import COMMANDS
from .parser import speak_vietnamese


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    speak_vietnamese()
    parser = argparse.ArgumentParser(
        prog="neuguong",
        description="Nêu Gương: bộ học tình huống về trách nhiệm, tác phong và các dấu hiệu suy thoái.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", dest="command", required=True)
    for name, (told, add_options) in COMMANDS.items():
        add_options(commands.add_parser(name, help=told, description=told, allow_abbrev=False))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 faults found or failed, 2 wrong usage.

    A fault is told in one Vietnamese line, with the details behind it.
    """
    speak_utf8()
    return run(build_parser().parse_args(arguments))


def run(options: argparse.Namespace) -> int:
    """Have the chosen command do it. What only a command needs is imported here: `--help` comes no further."""
    from ..errors import NeuGuongError
    from ..log_lines import escape_logs

    escape_logs()
    try:
        with without_collecting():
            command = import_module(f".{options.command.replace('-', '_')}", __name__)
        code: int = command.run(options)
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except NeuGuongError as error:
        code = _fail(options.command, f"faults.{error.code}", behind=f"\n{error}")
    except OSError as error:  # a disk that is full or read-only, a folder in place of a file
        code = _fail(options.command, "faults.file", what=error)
    return code


def _fail(command: str, key: str, *, behind: str = "", **values: object) -> int:
    from ..text import say  # read only when there is something to say: `--help` has its words in the table

    print(f"neuguong {command}: {say(key, **values)}{behind}", file=sys.stderr)
    return 1


def speak_utf8() -> None:
    """Windows gives a pipe or a file an encoding without Vietnamese letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")
