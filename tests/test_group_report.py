"""The report on a period as the command writes it, over a log that is invented."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from neuguong.app.group_report import PeriodError, read_period
from neuguong.cli import main
from neuguong.clock import SystemClock
from openpyxl import load_workbook


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
