"""The report on a period as the command writes it, over a log that is invented."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from neuguong.app.group_report import PeriodError, read_period
from neuguong.cli import main
from neuguong.clock import SystemClock
from neuguong.reports.group.files import FORMATS
from neuguong.reports.templates.folder import OWN_FOLDER
from neuguong.text import say
from openpyxl import load_workbook

from tests.reports.pdf_pages import texts_of

MARK = say("figures.invented")


def test_a_period_is_a_month_a_quarter_or_a_year() -> None:
    assert read_period("2026-11") == ("Tháng 11/2026", ["2026-11"])
    assert read_period("2026-q4") == ("Quý 4/2026", ["2026-10", "2026-11", "2026-12"])
    assert len(read_period("2026")[1]) == 12
    for wrong in ("", "2026-13", "2026-Q5", "11/2026", "26", "2026-11-01"):
        with pytest.raises(PeriodError):
            read_period(wrong)


def test_a_report_is_written_for_the_units_of_the_list_with_how_many_are_eligible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "thu"
    assert main(["demo", str(home), "--responses", "4000"]) == 0
    units = [f"Chi bộ giả định {n}\t{n}00" for n in range(1, 7)]
    (home / "don-vi.txt").write_text("\n".join(units), encoding="utf-8")
    monkeypatch.setenv("NEUGUONG_HOME", str(home))
    year = f"{SystemClock().now() - timedelta(weeks=4):%Y}"
    out = tmp_path / "bao-cao.xlsx"
    assert main(["report", "--period", year, "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(out.read_bytes()))["Chi bộ"].iter_rows()]
    found = [row for row in rows if str(row[1]).startswith("Chi bộ giả định")]
    assert [row[2] for row in found] == [100, 200, 300, 400, 500, 600]
    (total,) = (row for row in rows if row[1] == "TỔNG CỘNG")
    assert total[2] == 2100
    assert total[3] == sum(row[3] for row in rows if isinstance(row[0], int) and isinstance(row[3], int))
    assert main(["report", "--period", "11/2026"]) == 1
    assert "Viết tháng 2026-11" in capsys.readouterr().err


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
        assert path.name.startswith("so-lieu-bia-de-xem-thu_bao-cao-tu-hoc_thang-11-2026_")
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
