"""No code of a learner, and no name of an answer, leaves the log by default: every report, export and page is searched
for those of the log it was made from."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from neuguong.app import Settings, open_board, open_course, open_workshops
from neuguong.app.group_results import Halls, open_group_source
from neuguong.cli import main
from neuguong.dashboards.dashboard import Dashboard, Source
from neuguong.dashboards.effect import EffectSource
from neuguong.dashboards.items import ItemsSource
from neuguong.pages.figures import find_hall_items
from neuguong.reports.group.files import FORMATS
from neuguong.store import connect_log, sqlite_url
from pypdf import PdfReader

from tests.held_sessions import hold_session


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented log beside which a session of the hall was held."""
    folder = tmp_path_factory.mktemp("ma") / "thu"
    assert main(["demo", str(folder), "--responses", "2500"]) == 0
    hold_session(folder, people=30, items=3)
    return folder


@pytest.fixture(autouse=True)
def _use(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEUGUONG_HOME", str(home))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def codes(home: Path) -> frozenset[str]:
    """The log's codes of learners and members of halls."""
    with connect_log(sqlite_url(home / "neuguong.sqlite3")) as log:
        found = {one.actor for one in log.fetch_statements() if one.actor is not None}
        workshops = open_workshops(replace(Settings.from_environment(), home=home), log=log)
        for held in Halls(workshops).list():
            found |= {one.member for one in workshops.session(held.identifier).fetch_members()}
    assert len(found) > 60
    return frozenset(found)


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """Everything that can be read of a file, its properties and the files in it too."""
    if name.endswith(".pdf"):
        read = PdfReader(io.BytesIO(data))
        yield from (page.extract_text() for page in read.pages)
        yield str(read.metadata)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inside in archive.namelist():
                yield inside
                yield from texts_of(inside, archive.read(inside))
    else:
        yield data.decode("utf-8", errors="replace")


def find_codes(codes: frozenset[str], *texts: str) -> set[str]:
    """A code that was cut or written in capitals is one too."""
    whole = "".join("\n".join(texts).casefold().split())
    assert len(whole) > 20
    return {one for one in codes if one[:16].casefold() in whole}


def test_the_search_finds_a_code_where_there_is_one(codes: frozenset[str], tmp_path: Path) -> None:
    assert main(["responses", "--format", "xlsx", "--out", "ma.xlsx", "--with-codes"]) == 0
    assert len(find_codes(codes, *texts_of("ma.xlsx", (tmp_path / "ma.xlsx").read_bytes()))) > 30


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("what", [("--period", "tat-ca"), ("--period", "2026", "--where", "buoi-hoc"), ("--session",)])
def test_no_report_has_a_code(
    home: Path, codes: frozenset[str], tmp_path: Path, format: str, what: tuple[str, ...]
) -> None:
    if what == ("--session",):
        with connect_log(sqlite_url(home / "neuguong.sqlite3")) as log:
            what = ("--session", Halls(open_workshops(Settings.from_environment(), log=log)).list()[0].code)
    assert main(["report", *what, "--format", format, "--out", f"bao-cao.{format}"]) == 0
    data = (tmp_path / f"bao-cao.{format}").read_bytes()
    assert find_codes(codes, *texts_of(f"bao-cao.{format}", data)) == set()


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_no_export_of_answers_has_a_code_by_default(codes: frozenset[str], tmp_path: Path, format: str) -> None:
    assert main(["responses", "--format", format, "--out", f"tra-loi.{format}"]) == 0
    data = (tmp_path / f"tra-loi.{format}").read_bytes()
    assert find_codes(codes, *texts_of(f"tra-loi.{format}", data)) == set()


def test_no_page_of_figures_has_a_code_whatever_is_chosen(home: Path, codes: frozenset[str]) -> None:
    settings = Settings.from_environment()
    course, workshops = open_course(settings), open_workshops(settings)
    pages: list[Source] = [
        open_group_source(settings, course),
        ItemsSource(course.pack, course.log, course.clock, settings.group_minimum),
        EffectSource(course.pack, course.log, course.clock, settings.group_minimum, lambda: find_hall_items(workshops)),
    ]
    for source in pages:
        page = Dashboard(source, course.log, course.clock)
        told = [json.dumps(page.content(), ensure_ascii=False)]
        for one in source.filters():
            for option in one["options"]:
                page.handle({"kind": "choose", "name": one["name"], "value": option["id"]})
                while page.view()["done"] is not None:
                    page.handle({"kind": "refresh"})
                told.append(json.dumps(page.view(), ensure_ascii=False))
        for file in source.files():
            made: Any = page.handle({"kind": "export", "format": file["id"]})
            told += texts_of(made[0]["name"], base64.b64decode(made[0]["data"]))
        assert find_codes(codes, *told) == set()


def test_the_board_and_its_files_have_no_code(codes: frozenset[str]) -> None:
    board = open_board(Settings.from_environment())
    told = [json.dumps([board.view(), board.content()], ensure_ascii=False, default=str)]
    for format in ("xlsx", "csv"):
        (made,) = board.handle({"kind": "export", "format": format})
        told += texts_of(f"a.{format}", base64.b64decode(made["data"]))
    assert find_codes(codes, *told) == set()
