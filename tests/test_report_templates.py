"""The command `neuguong report` with templates of a unit's own, and over a log that is invented."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from neuguong.app import Settings, open_course
from neuguong.app.group_results import open_group_source
from neuguong.cli import main
from neuguong.dashboards.dashboard import Dashboard
from neuguong.reports.group.files import FORMATS
from neuguong.reports.templates.folder import OWN_FOLDER
from neuguong.text import say
from openpyxl import load_workbook

from tests.reports.pdf_pages import texts_of

MARK = say("figures.invented")


def test_an_invented_log_is_told_in_every_report_whatever_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "thu"
    assert main(["demo", str(home), "--responses", "400"]) == 0
    monkeypatch.setenv("NEUGUONG_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    assert main(["report", "--write-templates", str(home / OWN_FOLDER)]) == 0
    own = home / OWN_FOLDER / "tin-nhan.txt"
    own.write_text("Kỳ này: {{ky}}", encoding="utf-8")
    for format in FORMATS:
        capsys.readouterr()
        assert main(["report", "--period", "2026-11", "--format", format]) == 0
        path = Path(capsys.readouterr().out.rpartition(" ")[2].strip())
        assert path.name.startswith("so-lieu-bia-de-xem-thu_bao-cao-hoc-tap_thang-11-2026_")
        raw = path.read_bytes()
        match format:
            case "xlsx":
                assert all(sheet.oddHeader.center.text == MARK for sheet in load_workbook(io.BytesIO(raw)))
            case "docx":
                (section,) = docx.Document(io.BytesIO(raw)).sections
                assert section.header.paragraphs[0].text == section.first_page_header.paragraphs[0].text == MARK
            case "pdf":
                assert all(MARK in text for text in texts_of(raw))
            case "txt":
                assert raw.decode() == f"{MARK}\nKỳ này: Tháng 11/2026"
            case "csv":
                with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                    assert all(name.startswith("so-lieu-bia-de-xem-thu_") for name in archive.namelist())


def test_a_faulty_template_is_told_in_vietnamese_and_no_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path / "nha"))
    own, out = tmp_path / "mau", tmp_path / "ra.docx"
    assert main(["report", "--write-templates", str(own)]) == 0
    assert main(["report", "--write-templates", str(own)]) == 1
    (own / "bao-cao.docx").write_bytes(b"not a file of Word")
    asked = ["report", "--period", "2026-11", "--format", "docx", "--out", str(out)]
    assert main([*asked, "--template", str(own)]) == 1
    told = capsys.readouterr().err
    assert "chưa ghi tệp nào" in told
    assert f"Không mở được mẫu {own / 'bao-cao.docx'}" in told
    assert not out.exists()
    assert main([*asked, "--template", str(tmp_path / "khong-co")]) == 1
    assert main(asked) == 0


def test_a_trainer_is_told_on_the_page_which_template_is_faulty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path))
    settings = Settings.from_environment()
    course = open_course(settings)
    page = Dashboard(open_group_source(settings, course), course.log, course.clock)
    (tmp_path / OWN_FOLDER).mkdir()
    (tmp_path / OWN_FOLDER / "thong-tin.txt").write_text("donvi: X", encoding="utf-8")
    (told,) = page.handle({"kind": "export", "format": "txt"})
    assert told["kind"] == "refused"
    assert "dòng 1: “donvi: X” không đúng dạng" in told["message"]
