"""The README's promises that a program can check."""

import importlib.util
import itertools
import os
import re
import shlex
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from neuguong.app import Settings, prepare_log
from neuguong.app.log import log_address
from neuguong.cli import main
from neuguong.store import Statement, connect_log

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The contents of all fenced blocks of a language, without their indentation."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", README, re.S | re.M)
    return [textwrap.dedent(text) for _, text in found]


INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", README, flags=re.S | re.M))
SHELL = [line for block in blocks("sh") for line in block.splitlines()]
COMMANDS = [line for line in (*SHELL, *INLINE) if line.startswith("neuguong ")]
PYTHON = [*blocks("python"), *(text for text in INLINE if re.match(r"(from|import) ", text))]
STARTED = [line for line in INLINE if re.match(r"(uv run )?python ", line)]


def spelled_out(command: str) -> Iterator[list[str]]:
    """The words of a command without its comment, once for each of the alternatives in it: a|b."""
    words = [word.split("|") for word in shlex.split(command, comments=True)]
    return map(list, itertools.product(*words))


def test_the_first_screen_shows_exactly_two_set_up_commands() -> None:
    first_screen = README.split("\n## ")[0]
    commands = re.findall(r"```sh\n(.*?)\n```", first_screen, re.S)
    assert len(commands) == 2
    assert all("\n" not in command for command in commands)
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_picture_and_file_it_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"`python (tests/bench/\w+\.py)`", README)
    assert len(named) > 3
    for path in named:
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_it_shows_is_understood(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is run where there is neither a course nor a log: wrong usage would end it with 2."""
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for _, name, *words in spelled_out(command):
        own = ("responses", "passphrase", "backup", "restore")
        nowhere = [] if name in own else ["--data", str(tmp_path)]
        assert main([name, *words, *nowhere]) in (0, 1), capsys.readouterr()


def test_every_option_it_names_belongs_to_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    helps = ""
    for name in sorted({command.split()[1] for command in COMMANDS}):
        with pytest.raises(SystemExit):
            main([name, "--help"])
        helps += capsys.readouterr().out
    named = {word for text in INLINE for word in re.findall(r"(?<!\S)--[a-z-]+", text)}
    assert len(named) > 5
    assert named <= set(re.findall(r"--[a-z-]+", helps))


@pytest.mark.parametrize("line", STARTED)
def test_every_program_it_starts_is_there(line: str) -> None:
    module = re.search(r"python -m (\S+)", line)
    script = re.search(r"python (\S+\.py)", line)
    assert module or script, line
    assert importlib.util.find_spec(module[1]) is not None if module else (ROOT / script[1]).is_file()  # type: ignore[index]


@pytest.fixture
def small_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a log of three answers and, as the README says, a file of them."""
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path))
    monkeypatch.delenv("NEUGUONG_DATABASE", raising=False)
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment()
    prepare_log(settings)
    with closing(connect_log(log_address(settings))) as log:
        for who in range(3):
            log.append_statement(an_answer(who), sensitive=False)
    assert main(["responses", "--format", "csv", "--out", "tra-loi.csv"]) == 0
    return tmp_path


def an_answer(who: int) -> Statement:
    return Statement(
        attempt_id=str(uuid.uuid4()),
        timestamp=datetime(2026, 3, 5, 18, 4, 5, tzinfo=UTC),
        context="study",
        topic="trach-nhiem",
        scenario_id="mot",
        item_id="mot-1",
        item_version=1,
        content_revision="0123456789ab",
        interaction="single_choice",
        response="b",
        presented_order=("b", "a", "c"),
        score=float(who > 0),
        max_score=1.0,
        chance=0.25,
        attempt_number=1,
        app_version="0.1.0",
        actor=f"{who:064x}",
    )


def test_its_python_runs_against_a_small_log(small_log: Path) -> None:
    assert any("load_responses(" in text for text in PYTHON)
    told = []
    for text in PYTHON:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", text],
            cwd=small_log,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), text
        told.append(done.stdout)
    assert re.search(r"mot-1 +3\.0 +0\.666667", "".join(told))  # three answers, two of them right


def test_the_coverage_table_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--data", str(ROOT / "data")]) == 0
    shown = README.split("<!-- coverage -->\n")[1].split("\n<!-- /coverage -->")[0]
    assert shown == capsys.readouterr().out.strip(), "run: neuguong coverage, and put its table into README.md"
