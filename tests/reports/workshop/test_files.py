"""The files of a workshop's report, read back as Excel, Word and a program read them."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import docx
import pytest
from neuguong.interchange.word_document import FONT
from neuguong.reports.workshop import ItemLine, Round, UnitLine, WorkshopReport
from neuguong.reports.workshop.cards import LETTERS as CARDS
from neuguong.reports.workshop.cards import export_voting_cards
from neuguong.reports.workshop.files import FORMATS, Format, export_workshop
from neuguong.reports.workshop.message import spell_message
from neuguong.reports.workshop.words import spell_gain, spell_percent, spell_period
from openpyxl import load_workbook
from pypdf import PdfReader

from .halls import LETTERS, STARTED, empty, forty_units, usual

REHEARSAL = "TẬP DƯỢT – không tính"


def book_of(report: WorkshopReport) -> Any:
    return load_workbook(io.BytesIO(export_workshop(report, "xlsx").data))


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def minutes_of(report: WorkshopReport) -> Any:
    return docx.Document(io.BytesIO(export_workshop(report, "docx").data))


def lines_of(document: Any) -> list[str]:
    """Every paragraph and, in its place, every row of a table ("a | b | c")."""
    lines: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, docx.table.Table):
            lines += [" | ".join(cell.text.strip() for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return lines


def tables_of(report: WorkshopReport) -> dict[str, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(export_workshop(report, "csv").data))
    return {
        name.rpartition("_")[2]: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
        for name in archive.namelist()
    }


def paper_of(report: WorkshopReport) -> str:
    """Every page's text, its heads and feet with it; where a line was broken stands a blank."""
    pages = PdfReader(io.BytesIO(export_workshop(report, "pdf").data)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def everything_in(report: WorkshopReport) -> dict[Format, str]:
    """All texts and numbers of each file, heads and feet of pages with them."""
    book = book_of(report)
    cells = " ".join(str(cell) for sheet in book for row in rows_of(sheet) for cell in row if cell is not None)
    marks = " ".join(str(sheet.oddHeader.center.text) for sheet in book)
    document = minutes_of(report)
    section = document.sections[0]
    heads = " ".join(one.text for part in (section.header, section.first_page_header) for one in part.paragraphs)
    return {
        "xlsx": f"{cells} {marks}",
        "docx": "\n".join([*lines_of(document), heads]),
        "pdf": paper_of(report),
        "csv": str(tables_of(report)),
        "txt": export_workshop(report, "txt").data.decode(),
    }


def test_units_are_summed_in_the_last_row() -> None:
    """40 of 48 joined: 83.33 %; 35 of 48 completed: 72.92 %."""
    rows = rows_of(book_of(usual())["Chi bộ"])
    (total,) = (row for row in rows if row[1] == "TỔNG CỘNG")
    assert total[2:5] == (48, 40, 35)
    assert total[5:7] == (pytest.approx(40 / 48), pytest.approx(35 / 48))
    assert "TỔNG CỘNG" in "\n".join(lines_of(minutes_of(usual())))
    assert " | TỔNG CỘNG | 48 | 40 | 35 | 72,92%" in lines_of(minutes_of(usual()))


def test_three_different_words_stand_where_there_is_no_number() -> None:
    rows = {row[0]: row for row in rows_of(book_of(usual())["Câu hỏi"])}
    assert rows[1][3:8] == (40, 0.5, 38, 0.75, 25)
    assert rows[2][3:8] == (20, 0.75, "chưa hỏi", "chưa hỏi", "chưa hỏi")
    assert rows[3][3:8] == (40, 0.25, 0, "—", "—")
    assert rows[4][3:8] == (4, "không nêu", 40, 0.9, "không nêu")
    assert rows[5][3:8] == ("không nêu", "không nêu", "chưa hỏi", "chưa hỏi", "không nêu")
    lines = lines_of(minutes_of(usual()))
    assert "3 | Đơn gửi vượt cấp thì xử lý ra sao? | A2 | 40: 25,00% | 0: — | —" in lines
    assert "5 | Câu nói nào là dấu hiệu? | D1 | không nêu | chưa hỏi | không nêu" in lines


def test_counts_from_cards_are_marked() -> None:
    assert [row[9] for row in rows_of(book_of(usual())["Câu hỏi"]) if row[0] == 2] == ["nhập tay: lượt 1"]
    assert any("20: 75,00% (nhập tay)" in line for line in lines_of(minutes_of(usual())))
    assert [row["Ghi chú"] for row in tables_of(usual())["cau-hoi.csv"]] == ["", "nhập tay: lượt 1", "", "", ""]


@pytest.mark.parametrize("format", FORMATS)
def test_a_rehearsal_is_marked_in_every_file_and_in_its_name_and_nothing_else_is(format: Format) -> None:
    rehearsal = replace(usual(), is_rehearsal=True)
    assert REHEARSAL in everything_in(rehearsal)[format]
    assert REHEARSAL not in everything_in(usual())[format]
    assert export_workshop(rehearsal, format).name.startswith("TAP-DUOT_")
    assert spell_message(rehearsal).startswith(REHEARSAL)


def test_every_sheet_and_every_page_of_a_rehearsal_is_marked() -> None:
    book = book_of(replace(usual(), is_rehearsal=True))
    assert all(rows_of(sheet)[0][0] == REHEARSAL == sheet.oddHeader.center.text for sheet in book)
    section = minutes_of(replace(usual(), is_rehearsal=True)).sections[0]
    for head in (section.header, section.first_page_header):
        assert REHEARSAL in [one.text for one in head.paragraphs]
    assert {row["Loại"] for table in tables_of(replace(usual(), is_rehearsal=True)).values() for row in table} == {
        REHEARSAL
    }


@pytest.mark.parametrize("report", [usual(), empty(), forty_units()], ids=["usual", "empty", "forty"])
def test_each_sheet_prints_on_a4_as_wide_as_the_paper_with_its_heads_on_every_page(report: WorkshopReport) -> None:
    book = book_of(report)
    assert book.sheetnames == ["Tổng hợp", "Chi bộ", "Câu hỏi"]
    assert [sheet.page_setup.orientation for sheet in book] == ["landscape", "portrait", "landscape"]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        top, below = map(int, re.findall(r"\d+", sheet.print_title_rows))
        assert below == top + 1
        assert sheet.freeze_panes == f"A{below + 1}"
        assert sheet.oddFooter.right.text == "Trang &P/&N"
        assert "NGƯỜI LẬP BIỂU" in [cell for row in rows_of(sheet) for cell in row]
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {FONT}


def test_a_sheet_too_long_for_one_page_goes_on_at_full_size() -> None:
    units = tuple(UnitLine(f"Chi bộ {number}", 5, 5, 5) for number in range(1, 301))
    sheet = book_of(replace(usual(), units=units))["Chi bộ"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_items_stand_under_the_band_of_their_topic() -> None:
    firsts = [row[0] for row in rows_of(book_of(usual())["Câu hỏi"])]
    start = firsts.index("Chủ đề: Trách nhiệm")
    assert firsts[start : start + 8] == [
        "Chủ đề: Trách nhiệm", 1, 2, 3, "Chủ đề: Tác phong", 4, "Chủ đề: Dấu hiệu", 5,
    ]  # fmt: skip


def test_vietnamese_letters_reach_cells_heads_feet_and_the_files_title() -> None:
    book = book_of(usual())
    assert LETTERS in book.properties.title
    assert all(LETTERS in sheet.oddFooter.left.text.replace("&&", "&") for sheet in book)
    bold, regular = (
        [cell for sheet in book for row in sheet.iter_rows() for cell in row
         if isinstance(cell.value, str) and LETTERS in cell.value and cell.font.bold is weight]
        for weight in (True, False)
    )  # fmt: skip
    assert bold
    assert regular
    document = minutes_of(usual())
    assert LETTERS in document.core_properties.title
    assert any(LETTERS in line for line in lines_of(document))
    assert document.styles["Normal"].font.name == FONT


def test_no_name_runs_as_a_formula_or_breaks_a_file() -> None:
    wicked = "=cmd|'/c calc'!A1\x00\ud800&P\u0001"
    items = (ItemLine(1, wicked, "A1", wicked, Round(9, 1.0)),)
    report = replace(
        usual(), title=wicked, organiser=wicked, place=wicked, units=(UnitLine(wicked, 1, 1, 1),), items=items
    )
    book = book_of(report)
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert not any(cell.value.startswith("=") for cell in texts)
    assert "&&P" in book["Chi bộ"].oddFooter.left.text
    assert all(
        not cell.startswith("=") for table in tables_of(report).values() for row in table for cell in row.values()
    )
    assert lines_of(minutes_of(report))


@pytest.mark.parametrize("format", FORMATS)
def test_a_name_says_what_it_is_of_which_day_and_session_without_tone_marks(format: Format) -> None:
    name = export_workshop(replace(usual(), title="Đảng viên & việc “nêu gương”/2"), format).name
    kinds = {"docx": "bien-ban-buoi-hoc", "csv": "so-lieu-buoi-hoc", "txt": "tin-nhan-buoi-hoc"}
    suffix = {"csv": "zip"}.get(format, format)
    assert name == f"{kinds.get(format, 'bao-cao-buoi-hoc')}_2026-11-26_dang-vien-viec-neu-guong-2.{suffix}"


def test_minutes_have_the_head_of_an_administrative_text_and_leave_what_a_person_writes() -> None:
    document = minutes_of(usual())
    lines = lines_of(document)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in lines[0]
    assert "Số: ……/BB-……" in lines[0]
    assert lines[1] == "BIÊN BẢN"
    assert "Thời gian bắt đầu: 19 giờ 00 phút, ngày 26 tháng 11 năm 2026" in lines
    assert "Buổi học kết thúc vào 20 giờ 30 phút, ngày 26 tháng 11 năm 2026." in lines
    assert "Chi bộ vắng: Chi bộ Trạm Y tế." in lines
    assert lines[-4] == "Nơi nhận:"
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.2)
    assert 'w:instr="PAGE"' in section.header._element.xml
    assert section.different_first_page_header_footer


def test_tables_hold_numbers_that_programs_read_and_no_totals() -> None:
    tables = tables_of(usual())
    assert list(tables) == ["chi-bo.csv", "cau-hoi.csv", "yeu-cau.csv"]
    assert {(row["Ngày"], row["Loại"]) for rows in tables.values() for row in rows} == {
        ("2026-11-26", "Buổi chính thức")
    }
    first = tables["chi-bo.csv"][0]
    assert (first["Tổng số"], first["Tham gia"], first["Hoàn thành"]) == ("24", "22", "20")
    assert "TỔNG CỘNG" not in str(tables)
    asked = [(row["Số câu được nêu"], row["Số câu đã hỏi"], row["Đạt (%)"]) for row in tables["yeu-cau.csv"]]
    assert asked == [("2", "2", "58.33"), ("1", "2", "25.0"), ("0", "1", "không nêu")]


def test_the_message_tells_who_was_there_and_who_was_not_and_no_result() -> None:
    assert spell_message(usual()).split("\n") == [
        f"Buổi học: Sinh hoạt chuyên đề & nêu gương {LETTERS}",
        "19:00 – 20:30, ngày 26/11/2026",
        "Tham gia: 41 người.",
        "Hoàn thành: 35/48 người (72,92%).",
        "Chi bộ có mặt (2):",
        "1. Chi bộ thôn Nậm Điêng: 22/24",
        "2. =HYPERLINK(1): 18/16",
        "Chi bộ vắng (1):",
        "1. Chi bộ Trạm Y tế",
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_no_figure_in_a_file_follows_from_an_item_that_is_withheld(format: Format) -> None:
    """Item 4's first round is withheld. Thrown out of the report, it takes no other figure with it: what a reader could
    get by subtracting shown rows from a total is what the shown rows hold already."""
    report = usual()
    without = replace(report, items=tuple(one for one in report.items if one.number != 4))
    figures = [
        sorted(
            re.findall(r"\d+[.,]\d\d+", re.sub(r"26/11/2026|90,00|\b0\.9\b|\b90\.0\b", "", everything_in(one)[format]))
        )
        for one in (report, without)
    ]
    assert figures[0] == figures[1]


def test_an_empty_session_gives_files_that_say_so() -> None:
    said = everything_in(empty())
    for format in ("xlsx", "docx"):
        assert "Buổi học chưa hỏi câu nào." in said[format]
        assert "Buổi học không có danh sách chi bộ." in said[format]
    assert tables_of(empty()) == {"chi-bo.csv": [], "cau-hoi.csv": [], "yeu-cau.csv": []}
    assert spell_message(empty()).endswith("Tham gia: 0 người.")


def test_without_units_nobody_is_summed_by_unit() -> None:
    sheet = book_of(replace(usual(), units=()))["Chi bộ"]
    assert "TỔNG CỘNG" not in [row[1] for row in rows_of(sheet)]


def test_a_unit_larger_than_its_typed_number_is_pointed_at() -> None:
    assert "Đông hơn tổng số đã nhập, xem lại tổng số: =HYPERLINK(1)." in everything_in(usual())["xlsx"]
    assert "Đông hơn" not in everything_in(forty_units())["xlsx"]


def test_figures_are_spelled_with_a_comma_and_a_sign() -> None:
    assert [spell_percent(one) for one in (0.875, 0, 1, 2 / 3)] == ["87,50%", "0,00%", "100,00%", "66,67%"]
    assert [spell_gain(one) for one in (0.25, -0.031, 0, -0.000001)] == ["+25,00", "-3,10", "0,00", "0,00"]
    night = replace(usual(), ended=STARTED + timedelta(hours=6))
    assert spell_period(night) == "19:00 ngày 26/11/2026 – 01:00 ngày 27/11/2026"


def test_cards_are_one_page_of_letters_and_one_to_count_on() -> None:
    name, content = export_voting_cards()
    assert name == "the-gio-tay-va-phieu-kiem.docx"
    document = docx.Document(io.BytesIO(content))
    cards, tally = document.tables
    assert [cell.text for row in cards.rows for cell in row.cells] == list(CARDS)
    assert [cell.text for cell in tally.rows[0].cells] == ["Câu", "Lượt", *CARDS, "Tổng"]
    assert any("không giơ thẻ" in one.text for one in document.paragraphs)
    assert len(document.sections) == 2
