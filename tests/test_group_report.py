"""The report on a period as the command writes it, over a log that is invented."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from neuguong.app.group_report import PeriodError, read_period
from neuguong.cli import main
from neuguong.clock import SystemClock
from neuguong.reports.workshop.files import FORMATS
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.held_sessions import hold_session


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
    assert main(["report", "--period", year, "--where", "tu-hoc", "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(out.read_bytes()))["Chi bộ"].iter_rows()]
    found = [row for row in rows if str(row[1]).startswith("Chi bộ giả định")]
    assert [row[2] for row in found] == [100, 200, 300, 400, 500, 600]
    (total,) = (row for row in rows if row[1] == "TỔNG CỘNG")
    assert total[2] == 2100
    assert total[3] == sum(row[3] for row in rows if isinstance(row[0], int) and isinstance(row[3], int))
    assert main(["report", "--period", "11/2026"]) == 1
    assert "Viết tháng 2026-11" in capsys.readouterr().err


def test_one_held_session_is_reported_by_its_code_in_every_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path))
    code = hold_session(tmp_path)
    for format in FORMATS:
        out = tmp_path / f"buoi.{format}"
        assert main(["report", "--session", code.lower(), "--format", format, "--out", str(out)]) == 0
        assert out.stat().st_size > 100
    assert "Hoàn thành: 12/20 người (60,00%)." in (tmp_path / "buoi.txt").read_text("utf-8")
    assert "Hoàn thành / tổng số (chi bộ có tổng số): 12/20 (60,00%)" in one_line(tmp_path / "buoi.pdf")
    capsys.readouterr()
    assert main(["report", "--session", "KHONG1"]) == 1
    told = capsys.readouterr().err
    assert code in told
    assert "Sinh hoạt tháng 11" in told


def one_line(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
