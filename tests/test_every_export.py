"""Everything that can be taken away of a log, after one learner and one member of a hall deleted what is theirs and
retention took the oldest weeks; and the notebooks of figures over a short log and a long one."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from neuguong.analysis.frames import load_responses
from neuguong.app import Settings, open_log, open_pack, open_workshops
from neuguong.app.group_report import build_group_report
from neuguong.cli import main
from neuguong.clock import LOCAL_ZONE, SystemClock
from neuguong.pages.figures import FiguresPage, open_effect, open_group, open_items
from neuguong.reports.group.files import FORMATS
from neuguong.workshop.reporting import ReportFormat, build_report, make_report

from tests.__main__ import NBVAL

ROOT = Path(__file__).parents[1]
FIGURES = ("huong-dan/ket-qua", "huong-dan/hieu-qua", "huong-dan/cau-hoi", "phan-tich")
NOW = SystemClock().now()
HALL_FORMATS: tuple[ReportFormat, ...] = ("xlsx", "docx", "csv", "text")


@pytest.fixture
def invent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Settings]:
    """A home with so many invented answers, and tests and halls beside them."""

    def made(responses: int) -> Settings:
        home = tmp_path / "thu"
        assert main(["demo", str(home), "--responses", str(responses)]) == 0
        monkeypatch.setenv("NEUGUONG_HOME", str(home))
        return Settings.from_environment()

    return made


def run_page(page: object) -> list[Any]:
    """The blocks of a dashboard, once its numbers are worked out."""
    assert isinstance(page, FiguresPage)
    dashboard = page._dashboard
    dashboard.handle({"kind": "refresh"})
    while dashboard.view()["done"] is not None:
        assert dashboard.handle({"kind": "refresh"}) == []
    assert dashboard.view()["note"] == ""
    return list(dashboard.view()["blocks"])


def run_cells(notebook: str) -> dict[str, Any]:
    """What is named after every cell of a notebook has run."""
    names: dict[str, Any] = {}
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    return names


def test_after_a_deletion_and_retention_every_export_is_made_and_adds_up(
    invent: Callable[[int], Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = invent(1500)
    log = open_log(settings)
    workshops = open_workshops(settings, log=log)
    try:
        learner = next(one.actor for one in log.fetch_statements() if one.context == "study" and one.actor)
        assert log.erase_actor(learner) > 0
        hall = workshops.session(workshops.list_rows()[0].workshop_id)
        people = len(hall.fetch_members())
        assert workshops.board.erase_member(hall.workshop_id, hall.fetch_members()[0].member) > 0
        assert log.purge_statements(NOW - timedelta(weeks=20)) > 0

        left = list(log.fetch_statements())
        contexts = Counter(one.context for one in left)
        assert set(contexts) == {"study", "test", "workshop"}
        exported = [one for one in left if one.context != "workshop"]  # of halls nothing but rounds is told
        for format in ("csv", "jsonl", "xlsx"):
            for more in ([], ["--rescored"]) if format == "csv" else ([],):
                file = tmp_path / f"tra-loi{len(more)}.{format}"
                assert main(["responses", "--format", format, "--out", str(file), *more]) == 0
                taken = load_responses(file)
                assert Counter(taken["context"].tolist()) == Counter(one.context for one in exported)
                assert taken["score"].sum() == pytest.approx(sum(one.score for one in exported))

        year = f"{NOW.astimezone(LOCAL_ZONE):%Y}"
        for format in FORMATS:
            file = tmp_path / f"bao-cao.{format}"
            assert main(["report", "--period", year, "--format", format, "--out", str(file)]) == 0
            assert file.stat().st_size > 0
        session = tmp_path / "buoi.xlsx"
        assert main(["report", "--session", hall.state.code, "--out", str(session)]) == 0
        made = build_group_report(settings, open_pack(settings), log, SystemClock(), period=year)
        assert made.total.people == sum(one.people or 0 for one in made.units)

        told = build_report(hall, log, now=NOW)
        assert told.participants == people - 1
        for format in HALL_FORMATS:
            assert make_report(workshops, hall, format)["kind"] in ("file", "text")

        for open_page in (open_group, open_items, open_effect):
            told_last = run_page(open_page(settings))[-1]["text"]
            assert f"bản nội dung {workshops.pack.revision}" in told_last
        names = run_cells("phan-tich")
        assert len(names["answers"]) == len(names["rescored"]) == len(left)
    finally:
        log.close()


@pytest.mark.parametrize("responses", [300, 6_000], ids=["short", "long"])
def test_the_notebooks_of_figures_run_over_a_short_log_and_a_long_one(
    invent: Callable[[int], Settings], responses: int
) -> None:
    """Over an empty one they run with all the others (`tests.__main__`)."""
    invent(responses)
    files = [str(ROOT / "notebooks" / f"{name}.ipynb") for name in FIGURES]
    quietly = ("-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-W", "default")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quietly, *NBVAL, *files],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
