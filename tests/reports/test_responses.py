"""Exports of answers, and reading them back as frames."""

import csv
import io
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.analysis.frames import DTYPES, load_responses
from neuguong.interchange import neutralise, restore
from neuguong.reports.responses import Format, export_responses
from neuguong.store import Statement
from neuguong.store.columns import COLUMNS
from openpyxl import load_workbook


def statement(**changes: Any) -> Statement:
    values: dict[str, Any] = {
        "attempt_id": str(uuid.UUID(int=1, version=4)),
        "timestamp": datetime(2026, 3, 5, 18, 4, 5, 678000, tzinfo=UTC),
        "stored": datetime(2026, 3, 5, 18, 4, 6, tzinfo=UTC),
        "context": "workshop",
        "context_id": "hall-1",
        "round": 2,
        "topic": "trach-nhiem",
        "scenario_id": "tn-01",
        "item_id": "tn-01-a",
        "item_version": 1,
        "content_revision": "0123456789ab",
        "interaction": "best_worst",
        "response": {"best": "a", "worst": "b"},
        "presented_order": ("b", "a"),
        "score": 0.5,
        "max_score": 2,
        "chance": 0.25,
        "attempt_number": 1,
        "app_version": "0.1.0",
        "duration_ms": 8123,
        "actor": "a1" * 32,
        "unit": "Chi bộ thôn Nậm Điêng",
    }
    return Statement(**(values | changes))


ROWS = [
    statement(),
    statement(unit="=HYPERLINK(1)", response="@x", context="study", context_id=None, round=None),
    statement(unit=None, actor=None, duration_ms=None, response=["ă", 'dấu "phẩy",', 1]),
    statement(unit="'=1", response="-1", presented_order=()),
]


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_what_is_exported_reads_back_as_the_same_frame(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"tra-loi.{format}"
    assert export_responses(ROWS, format, path) == 4
    pd.testing.assert_frame_equal(load_responses(path), load_responses(ROWS))


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_an_empty_log_exports_and_reads_back_with_all_its_columns(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"rong.{format}"
    assert export_responses([], format, path) == 0
    frame = load_responses(path)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 0


def test_frames_have_typed_columns_and_missing_stays_missing() -> None:
    frame = load_responses(iter(ROWS))
    assert {name: str(frame[name].dtype) for name in COLUMNS} == {name: DTYPES[kind] for name, kind in COLUMNS.items()}
    assert frame["duration_ms"].isna().tolist() == [False, False, True, False]
    assert frame["response"][0] == {"best": "a", "worst": "b"}
    assert str(frame["timestamp_local"][0]) == "2026-03-06 01:04:05.678000+07:00"


def test_the_columns_and_their_order_are_promised() -> None:
    promised = (
        "attempt_id timestamp_utc timestamp_local stored_utc context context_id round topic scenario_id item_id "
        "item_version content_revision interaction response presented_order score max_score chance duration_ms "
        "confidence attempt_number app_version actor unit"
    )
    assert list(COLUMNS) == promised.split()


def test_csv_has_a_bom_vietnam_time_beside_utc_and_no_live_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export_responses(ROWS, "csv", path)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfattempt_id,timestamp_utc,timestamp_local,")
    first, second, third, fourth = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert (first["timestamp_utc"], first["timestamp_local"]) == (
        "2026-03-05T18:04:05.678000Z",
        "2026-03-06 01:04:05",
    )
    assert second["unit"] == "'=HYPERLINK(1)"
    assert (third["unit"], third["duration_ms"]) == ("", "")
    assert fourth["unit"] == "''=1"


def test_excel_gets_text_where_a_formula_was_tried_and_real_times(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    export_responses([statement(unit="=1+1", response="\u0001\uffff")], "xlsx", path)
    book = load_workbook(path)
    sheet = book["responses"]
    row = dict(zip(COLUMNS, sheet[2], strict=True))
    assert (row["unit"].value, row["unit"].data_type) == ("'=1+1", "s")
    assert row["timestamp_local"].value == datetime(2026, 3, 6, 1, 4, 5, 678000)
    assert row["score"].value == 0.5
    book.close()


def test_a_long_log_continues_on_further_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert export_responses(ROWS, "xlsx", path, sheet_rows=2) == 4
    book = load_workbook(path, read_only=True)
    assert book.sheetnames == ["responses", "responses 2"]
    book.close()
    assert len(load_responses(path)) == 4


@given(st.text(max_size=8) | st.from_regex(r"\A'*[=+\-@\t\r\n＝]", fullmatch=False))
def test_no_text_stays_a_formula_and_every_text_can_be_had_back(text: str) -> None:
    safe = neutralise(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert restore(safe) == text


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_without_a_destination_it_goes_to_standard_output(capsysbinary: Any, format: Format) -> None:
    assert export_responses(ROWS[:1], format, None) == 1
    out = capsysbinary.readouterr().out.decode("utf-8-sig")
    assert "Chi bộ thôn Nậm Điêng" in out
    if format == "jsonl":
        assert json.loads(out)["presented_order"] == ["b", "a"]


def test_formats_that_do_not_exist_and_xlsx_to_standard_output_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="allowed: csv, jsonl, xlsx"):
        export_responses([], "ods", tmp_path / "a.ods")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="needs a file"):
        export_responses([], "xlsx", None)


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path: Path, format: Format) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def broken() -> Iterator[Statement]:
        yield ROWS[0]
        raise OSError("the log went away")

    with pytest.raises(OSError, match="went away"):
        export_responses(broken(), format, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]
    assert path.read_text() == "old"


def test_an_exported_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export_responses(ROWS, "csv", path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"allowed: \.csv, \.jsonl, \.xlsx"):
        load_responses(tmp_path / "a.parquet")
    other = tmp_path / "a.csv"
    other.write_text("x,y\n1,2\n")
    with pytest.raises(ValueError, match="row 1 lacks attempt_id"):
        load_responses(other)
