"""The analyst's notebook: ten cells, and the figures they make are those that are told elsewhere."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from neuguong.analysis.gain import Gain, measure_gain
from neuguong.app import Settings, open_log, open_pack
from neuguong.app.group_report import build_group_report
from neuguong.cli import main
from neuguong.clock import SystemClock
from neuguong.disclosure.gains import _find_pairs
from neuguong.items import Pack, response_to_json
from neuguong.scoring import build_examples, correct_response, parse_response, score_response
from neuguong.store import SqlLog, Statement

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "phan-tich.ipynb"
CELLS = [
    "".join(one["source"]) for one in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if one["cell_type"] == "code"
]
LESSON, PEOPLE = "trach-nhiem", 33


def take_tests(log: SqlLog, pack: Pack) -> None:
    """Everybody answers four questions before and after; who is n-th has n mod 3 right before, one more after, and the
    last never ends the second test."""
    asked = [(scenario, item) for scenario, item in pack.items_alone() if scenario.topic == LESSON][:4]
    at = SystemClock().now() - timedelta(days=3)
    for who in range(PEOPLE):
        for phase, form, right in (("before", "a", who % 3), ("after", "b", who % 3 + 1)):
            for n, (scenario, item) in enumerate(asked[: 3 if (who, phase) == (PEOPLE - 1, "after") else 4]):
                raw = response_to_json(correct_response(item)) if n < right else build_examples(item).wrong[0]
                outcome = score_response(item, parse_response(item, raw))
                statement = Statement(
                    attempt_id=str(uuid.uuid4()), timestamp=at, context="test", context_id=f"{LESSON}.{phase}.{form}",
                    topic=scenario.topic, scenario_id=scenario.identifier, item_id=item.identifier,
                    item_version=item.version, content_revision=pack.revision, interaction=item.interaction.kind,
                    response=raw, presented_order=item.choice_ids, score=outcome.score, max_score=outcome.max_score,
                    chance=outcome.chance, duration_ms=30_000, attempt_number=1, app_version="1", actor=f"{who:064x}",
                )  # fmt: skip
                log.append_statement(statement, sensitive=False)


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
    assert main(["demo", str(home), "--responses", "3000"]) == 0
    monkeypatch.setenv("NEUGUONG_HOME", str(home))
    settings = Settings.from_environment()
    pack, log = open_pack(settings), open_log(settings)
    take_tests(log, pack)
    report = build_group_report(settings, pack, log, SystemClock(), period="tat-ca")
    pairs = _find_pairs(log, pack, LESSON)
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
    assert len(pairs) == PEOPLE - 1
    found: Gain = names["gains"][LESSON]
    exact = measure_gain(pairs)
    assert exact.g is not None
    assert found.g is not None
    assert (found.n, found.before, found.after) == (exact.n, pytest.approx(exact.before), pytest.approx(exact.after))
    assert found.g.value == pytest.approx(exact.g.value, abs=1e-9)
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
