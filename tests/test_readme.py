"""The README's promises that a program can check."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_first_screen_shows_exactly_two_set_up_commands() -> None:
    first_screen = README.split("\n## ")[0]
    commands = re.findall(r"```sh\n(.*?)\n```", first_screen, re.S)
    assert len(commands) == 2
    assert all("\n" not in command for command in commands)
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_picture_and_file_it_names_is_there() -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"`(tests/bench/\w+\.py)`", README):
        assert (ROOT / path).exists(), path


def test_the_coverage_table_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neuguong", "coverage"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    shown = README.split("<!-- coverage -->\n")[1].split("\n<!-- /coverage -->")[0]
    assert shown == done.stdout.strip(), "run: neuguong coverage, and put its table into README.md"
