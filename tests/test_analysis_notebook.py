"""The analyst's notebook: ten cells, and the figures they make are those that are told elsewhere."""

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from neuguong.analysis.gain import Gain, measure_gain
from neuguong.app import Settings, open_log, open_pack
from neuguong.app.group_report import build_group_report
from neuguong.cli import main
from neuguong.clock import SystemClock
from neuguong.disclosure.gains import _find_pairs

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "phan-tich.ipynb"
CELLS = [
    "".join(one["source"]) for one in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if one["cell_type"] == "code"
]


def run_notebook() -> dict[str, Any]:
    """What the names stand for after the last cell."""
    names: dict[str, Any] = {}
    for number, cell in enumerate(CELLS, start=1):
        exec(compile(cell, f"phan-tich, ô {number}", "exec"), names)
    return names


def test_the_notebook_has_ten_cells_each_of_which_says_what_it_shows() -> None:
    assert len(CELLS) == 10
    assert all(cell.startswith(f"# {number}. ") for number, cell in enumerate(CELLS, start=1))


def test_the_figures_of_the_notebook_are_those_of_the_report_and_of_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "thu"
    assert main(["demo", str(home), "--responses", "5000"]) == 0
    monkeypatch.setenv("NEUGUONG_HOME", str(home))
    settings = Settings.from_environment()
    pack, log = open_pack(settings), open_log(settings)
    report = build_group_report(settings, pack, log, SystemClock(), period="tat-ca")
    exact = {lesson: measure_gain(_find_pairs(log, pack, lesson)) for lesson in pack.lessons}
    codes = {one.actor for one in log.fetch_statements()} - {None}
    names = run_notebook()
    mastery = {one.name: one for one in names["mastery"]}
    told = [one for one in report.requirements if one.n]
    assert told
    for line in told:
        assert mastery[line.label].n == line.n
        assert line.share is None or mastery[line.label].share == pytest.approx(line.share, abs=1e-12)
    assert {one.name: one.people for one in report.units if one.people} == {
        name or "Không ghi chi bộ": people for name, people in names["told"].people.items()
    }
    gains: dict[str, Gain] = names["gains"]
    assert {lesson: one.n for lesson, one in gains.items()} == {lesson: one.n for lesson, one in exact.items() if one.n}
    judged = [lesson for lesson, one in exact.items() if one.g is not None]
    assert judged
    for lesson in judged:
        assert astuple(gains[lesson].g) == pytest.approx(astuple(exact[lesson].g), abs=1e-9)
        assert astuple(gains[lesson].d) == pytest.approx(astuple(exact[lesson].d), abs=1e-9)
    shown = capsys.readouterr().out
    assert not [code for code in codes if code in shown]
    names["course"].log.close()
    log.close()


def test_the_notebook_runs_over_an_empty_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path))
    open_log(Settings.from_environment()).close()
    names = run_notebook()
    assert (names["mastery"], names["gains"]) == ([], {})
    names["course"].log.close()
