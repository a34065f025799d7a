"""The report on a period: what each file says, that it prints on few pages, and that every letter is there."""

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from neuguong.reports.group import GroupReport, RequirementLine, UnitLine
from neuguong.reports.group.files import FORMATS, export_group
from openpyxl import load_workbook
from pypdf import PdfReader

LETTERS = "Ằ Ẵ Ễ Ổ Ữ Ỵ đ ₫"
WITHHELD = "không nêu"


def report(units: int = 3) -> GroupReport:
    lines = [
        UnitLine(f"Chi bộ {LETTERS}", 18, 9, 20),
        UnitLine("Chi bộ Hai", 6, None, 30),
        UnitLine("=Chi bộ Ba", None, None, None),
    ]
    lines += [UnitLine(f"Chi bộ số {n}", 10 + n, 5 + n, 40) for n in range(units - 3)]
    return GroupReport(
        title=f"Nêu Gương {LETTERS}",
        period="Tháng 11/2026",
        made=date(2026, 12, 1),
        revision="abc123",
        units=tuple(lines),
        requirements=(
            RequirementLine("Trách nhiệm", "A1", "Làm gương", 120, 0.625),
            RequirementLine("Trách nhiệm", "A2", "Đổi mới", 9, None),
            RequirementLine("Tác phong", "B1", "Sát dân", None, None),
        ),
        advice=("Nên dạy tiếp: Làm gương (A1).",),
        source="Tự học",
    )


def with_sessions() -> GroupReport:
    held = (UnitLine("27/11/2026 · Học Chỉ thị", 28, 28, 65), UnitLine("20/11/2026 · Ở xã Bằng", 12, 9, None))
    return replace(report(), source="Tự học và buổi học nhóm", sessions=held)


def to_pdf(path: Path) -> PdfReader:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    command = [office, f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=120)
    return PdfReader(path.with_suffix(".pdf"))


def test_the_total_is_of_what_is_told_and_the_rate_of_units_with_both_numbers() -> None:
    made = report()
    assert (made.total.people, made.total.finished, made.total.eligible) == (24, 9, 50)
    assert made.total_share == pytest.approx(9 / 20)  # the second unit's finished are withheld
    assert [one.share for one in made.units] == [pytest.approx(0.45), None, None]
    nobody = GroupReport("t", "p", date(2026, 1, 1), "r", (), (), ())
    assert (nobody.total.people, nobody.total_share) == (None, None)


def test_every_file_has_a_name_that_says_what_it_is_in_plain_letters() -> None:
    for format in FORMATS:
        name = export_group(report(), format).name
        assert name.isascii()
        assert name.startswith("bao-cao-hoc-tap_thang-11-2026_2026-12-01.")


def test_the_book_says_every_number_once_and_no_word_runs_as_a_formula() -> None:
    book = load_workbook(io.BytesIO(export_group(report(), "xlsx").data))
    assert book.sheetnames == ["Chi bộ", "Yêu cầu"]
    rows = [[cell.value for cell in row] for row in book["Chi bộ"].iter_rows()]
    assert [1, f"Chi bộ {LETTERS}", 20, 18, 9, 0.45] in rows
    assert [2, "Chi bộ Hai", 30, 6, WITHHELD, WITHHELD] in rows
    assert [None, "TỔNG CỘNG", 50, 24, 9, 0.45] in rows
    assert any(row[1] == "'=Chi bộ Ba" for row in rows)
    rows = [[cell.value for cell in row] for row in book["Yêu cầu"].iter_rows()]
    assert [1, "A1", "Làm gương", 120, 0.625] in rows
    assert [2, "A2", "Đổi mới", 9, "chưa đủ 30"] in rows
    assert [3, "B1", "Sát dân", WITHHELD, WITHHELD] in rows
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows


@pytest.mark.parametrize("units", [3, 40])
def test_the_book_prints_on_at_most_three_pages_of_which_each_repeats_the_heads(tmp_path: Path, units: int) -> None:
    path = tmp_path / "bao-cao.xlsx"
    path.write_bytes(export_group(report(units), "xlsx").data)
    pages = [page.extract_text() for page in to_pdf(path).pages]
    assert len(pages) <= 3
    assert LETTERS in " ".join(pages[0].split())
    assert all("TT" in page for page in pages)
    assert "TỔNG CỘNG" in "".join(pages)
    assert "NGƯỜI LẬP BIỂU" in "".join(pages)


def test_the_letter_has_the_head_of_an_administrative_text_and_leaves_the_number_blank(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(export_group(report(), "docx").data)
    document = docx.Document(str(path))
    text = "\n".join(one.text for one in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in cells
    assert "Số: ………/BC-………" in cells
    assert "Nơi nhận:" in cells
    assert "Tự học – Tháng 11/2026" in document.sections[0].footer.paragraphs[0].text
    assert "abc123" in document.sections[0].first_page_footer.paragraphs[0].text
    assert "Kết quả học tập" in text
    assert "45,00%" in cells
    assert "62,50%" in cells
    assert len(to_pdf(path).pages) <= 3


def test_the_pdf_has_every_letter_in_fonts_of_its_own(tmp_path: Path) -> None:
    read = PdfReader(io.BytesIO(export_group(report(), "pdf").data))
    text = " ".join("".join(page.extract_text() for page in read.pages).split())
    assert LETTERS in text
    assert "45,00%" in text
    assert read.metadata is not None
    assert "Tháng 11/2026" in str(read.metadata.title)
    assert len(PdfReader(io.BytesIO(export_group(report(40), "pdf").data)).pages) <= 3
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("+" in font["/BaseFont"] for font in fonts)  # a part of a font that is in the file


def test_tables_for_programs_are_one_a_file_with_a_bom_and_the_period_in_each_row() -> None:
    with zipfile.ZipFile(io.BytesIO(export_group(report(), "csv").data)) as archive:
        assert sorted(archive.namelist()) == ["chi-bo_thang-11-2026.csv", "yeu-cau_thang-11-2026.csv"]
        raw = archive.read("chi-bo_thang-11-2026.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert head[:5] == ["Bảng", "Kỳ", "Học ở đâu", "Ngày lập", "Bản nội dung"]
    place = ["Chi bộ", "Tháng 11/2026", "Tự học", "2026-12-01", "abc123"]
    assert rows[0] == [*place, f"Chi bộ {LETTERS}", "20", "18", "9", "45.0"]
    assert rows[1][-2:] == [WITHHELD, WITHHELD]


def test_the_message_names_no_unit() -> None:
    text = export_group(report(), "txt").data.decode()
    assert "24 người đã học, 9 người xong ít nhất một phần." in text
    assert "Chi bộ" not in text
    assert "Nên dạy tiếp: Làm gương (A1)." in text


def test_a_report_on_nothing_can_be_made_too() -> None:
    nobody = GroupReport("Nêu Gương", "Năm 2026", date(2026, 1, 1), "r", (), (), ())
    assert all(export_group(nobody, format).data for format in FORMATS)


def test_the_sessions_of_the_period_stand_in_every_file_with_sums(tmp_path: Path) -> None:
    """28 + 12 came; 28 of 65 where it is known how many ought to: 43.08 %."""
    made = with_sessions()
    assert (made.sessions_total.people, made.sessions_share) == (40, pytest.approx(28 / 65))
    book = load_workbook(io.BytesIO(export_group(made, "xlsx").data))
    assert book.sheetnames == ["Chi bộ", "Buổi học", "Yêu cầu"]
    rows = [[cell.value for cell in row] for row in book["Buổi học"].iter_rows()]
    assert [2, "20/11/2026 · Ở xã Bằng", "–", 12, 9, "–"] in rows
    assert [None, "TỔNG CỘNG", 65, 40, 37, pytest.approx(28 / 65)] in rows
    document = docx.Document(io.BytesIO(export_group(made, "docx").data))
    text = "\n".join(one.text for one in document.paragraphs)
    assert [line.strip() for line in text.splitlines() if line.startswith(("I. ", "II. ", "III. ", "IV. ", "V. "))] == [
        "I. Tự học theo chi bộ", "II. Các buổi học nhóm", "III. Mức nắm từng yêu cầu", "IV. Việc nên dạy tiếp",
        "V. Nhận xét, kiến nghị",
    ]  # fmt: skip
    read = PdfReader(io.BytesIO(export_group(made, "pdf").data))
    assert "43,08%" in " ".join("".join(page.extract_text() for page in read.pages).split())
    assert "2 buổi học nhóm, 40 lượt người dự." in export_group(made, "txt").data.decode()
    with zipfile.ZipFile(io.BytesIO(export_group(made, "csv").data)) as archive:
        assert "buoi-hoc_thang-11-2026.csv" in archive.namelist()


def test_a_part_that_the_report_does_not_have_leaves_neither_a_heading_nor_a_table(tmp_path: Path) -> None:
    for made, there, gone in (
        (report(), "I. Tự học theo chi bộ", "Các buổi học nhóm"),
        (replace(with_sessions(), units=()), "I. Các buổi học nhóm", "Tự học theo chi bộ"),
    ):
        document = docx.Document(io.BytesIO(export_group(made, "docx").data))
        text = "\n".join(one.text for one in document.paragraphs)
        assert there in text
        assert gone not in text
        assert len([one for one in document.tables if one.style.name == "Table Grid"]) == 2
        assert len(load_workbook(io.BytesIO(export_group(made, "xlsx").data)).sheetnames) == 2


def test_every_letter_stands_in_regular_bold_head_foot_and_title_of_each_printed_file(tmp_path: Path) -> None:
    """As it is written in the file, and as LibreOffice prints it where there is one."""
    made = replace(report(), period=f"Kỳ {LETTERS}", mark=f"Nhãn {LETTERS}", title=LETTERS)
    files = {format: export_group(made, format).data for format in ("xlsx", "docx", "pdf")}
    book = load_workbook(io.BytesIO(files["xlsx"]))
    cells = [cell for row in book["Chi bộ"].iter_rows() for cell in row if LETTERS in str(cell.value)]
    assert {bool(cell.font.b) for cell in cells} == {True, False}
    assert LETTERS in str(book["Chi bộ"].oddHeader.center.text)
    assert LETTERS in str(book["Chi bộ"].oddFooter.left.text)
    assert LETTERS in str(book.properties.title)
    document = docx.Document(io.BytesIO(files["docx"]))
    assert {bool(run.bold) for one in document.paragraphs for run in one.runs if LETTERS in run.text} == {True, False}
    (section,) = document.sections
    for edge in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        assert LETTERS in edge.paragraphs[0].text
    assert LETTERS in document.core_properties.title
    read = PdfReader(io.BytesIO(files["pdf"]))
    assert read.metadata is not None
    assert LETTERS in str(read.metadata.title)
    assert " ".join(read.pages[0].extract_text().split()).count(LETTERS) >= 5
    assert {str(font.get_object()["/BaseFont"])[8:] for font in read.pages[0]["/Resources"]["/Font"].values()} == {
        "BeVietnamPro-Regular", "BeVietnamPro-Bold",
    }  # fmt: skip
    for format in ("xlsx", "docx"):
        path = tmp_path / f"{format}.{format}"
        path.write_bytes(files[format])
        assert " ".join(to_pdf(path).pages[0].extract_text().split()).count(LETTERS) >= 4
