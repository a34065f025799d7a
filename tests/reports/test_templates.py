"""Templates that a unit has changed: its words come out in every format, and a faulty one is refused with a reason."""

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from neuguong.errors import TemplateError
from neuguong.reports.group.fields import PRINTED, build_fields
from neuguong.reports.group.files import BOOK, LETTER, MESSAGE, Format, export_group
from neuguong.reports.templates import Templates
from neuguong.reports.templates.folder import open_own, shipped_folder, write_templates
from neuguong.reports.templates.unit_facts import FILE as FACTS
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from tests.reports.pdf_pages import fonts_of, texts_of
from tests.reports.test_group import LETTERS, report

UNIT, ABOVE = f"Đảng bộ xã Giả Định {LETTERS}", "Đảng ủy cấp trên giả định"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with copies of all templates, as a clerk has them to change."""
    write_templates(tmp_path / "mau")
    return tmp_path / "mau"


def change_text(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def change_word(path: Path, change: Callable[[Document], None]) -> None:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


def change_book(path: Path, change: Callable[[Workbook], None]) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)


def say_unit(own: Path) -> None:
    change_text(own / FACTS, "\ndon_vi:", f"\ndon_vi: {UNIT}")
    change_text(own / FACTS, "\ncap_tren:", f"\ncap_tren: {ABOVE}")
    change_text(own / FACTS, "\nnoi_nhan: - ………………………;", "\nnoi_nhan: - Ban Tuyên giáo;\nnoi_nhan: - Các chi bộ;")
    change_text(own / FACTS, "NGƯỜI PHỤ TRÁCH", "BÍ THƯ")


def text_of_word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    feet = [one.text for section in document.sections for one in section.footer.paragraphs]
    return "\n".join([*(one.text for one in document.paragraphs), *cells, *feet])


def text_of_book(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def make(own: Path, format: Format, units: int = 3) -> bytes:
    return export_group(report(units), format, Templates((own,))).data


def test_what_a_unit_says_of_itself_stands_in_every_printed_format(own: Path) -> None:
    say_unit(own)
    letter, book, (*_, last) = (
        text_of_word(make(own, "docx")),
        text_of_book(make(own, "xlsx")),
        texts_of(make(own, "pdf")),
    )
    pages = " ".join(texts_of(make(own, "pdf")))
    for text in (letter, book):
        assert UNIT in text
        assert ABOVE in text
        assert "BÍ THƯ" in text
    for told in ("- Ban Tuyên giáo;", "- Các chi bộ;", "- Lưu: ……"):
        assert told in letter
        assert told in last
    assert UNIT.upper() in pages  # its name is in capitals in the head
    assert ABOVE.upper() in pages
    assert "BÍ THƯ" in last


def test_sentences_changed_in_word_excel_and_notepad_come_out_where_they_were_put(own: Path) -> None:
    def reword(document: Document) -> None:
        (found,) = (one for one in document.paragraphs if one.text.startswith("Trên đây"))
        found.runs[0].text = "Kính đề nghị cấp trên cho ý kiến."
        found.runs[0].bold = True

    def rename(book: Workbook) -> None:
        book["Chi bộ"]["A1"] = "BIỂU TỔNG HỢP {{ky}}"
        del book["Yêu cầu"]

    change_word(own / LETTER, reword)
    change_book(own / BOOK, rename)
    change_text(own / MESSAGE, "BÁO CÁO KẾT QUẢ HỌC TẬP", "Gửi các đồng chí")
    assert "Kính đề nghị cấp trên cho ý kiến." in text_of_word(make(own, "docx"))
    assert "Kính đề nghị cấp trên cho ý kiến." in " ".join(texts_of(make(own, "pdf")))
    made = load_workbook(io.BytesIO(make(own, "xlsx")))
    assert made.sheetnames == ["Chi bộ"]
    assert made["Chi bộ"]["A1"].value == "BIỂU TỔNG HỢP Tháng 11/2026"
    assert make(own, "txt").decode().startswith("Gửi các đồng chí\n")


def test_a_column_and_a_table_that_were_deleted_are_gone_and_the_rest_is_there(own: Path) -> None:
    def cut(document: Document) -> None:
        first, second = document.tables[1], document.tables[3]
        for row in first.rows:
            row._tr.remove(row.cells[-1]._tc)
        second._tbl.getparent().remove(second._tbl)

    change_word(own / LETTER, cut)
    text = text_of_word(make(own, "docx"))
    assert "45,00%" not in text
    assert "62,50%" not in text
    assert "Chi bộ Hai" in text


def test_a_name_that_word_has_cut_into_pieces_is_found(own: Path) -> None:
    def cut_up(document: Document) -> None:
        paragraph = document.add_paragraph("Kỳ ")
        for piece in ("{", "{k", "y}}", "; bản {{ BAN_NOI", "_DUNG }}."):
            paragraph.add_run(piece)

    change_word(own / LETTER, cut_up)
    assert "Kỳ Tháng 11/2026; bản abc123." in text_of_word(make(own, "docx"))


def test_rows_are_repeated_with_the_look_of_the_row_in_the_template(own: Path) -> None:
    def paint(book: Workbook) -> None:
        (row,) = (one for one in book["Chi bộ"].iter_rows() if one[1].value == "{{cb.ten}}")
        row[1].font = Font(name="Arial", italic=True)

    change_book(own / BOOK, paint)
    sheet = load_workbook(io.BytesIO(make(own, "xlsx", 12)))["Chi bộ"]
    rows = [row for row in sheet.iter_rows() if str(row[1].value).startswith("Chi bộ số")]
    assert len(rows) == 9
    assert all(row[1].font.i and row[1].border.left.style == "thin" for row in rows)
    assert [row[5].number_format for row in rows] == ["0.00%"] * 9


def test_the_heads_are_repeated_and_frozen_where_they_are_after_more_lines_above_them(own: Path) -> None:
    for units, advice in ((3, 1), (12, 3)):
        made = replace(report(units), advice=tuple(f"Việc {n}" for n in range(advice)))
        book = load_workbook(io.BytesIO(export_group(made, "xlsx", Templates((own,))).data))
        sheet = book["Chi bộ"]
        top, below = (int(one) for one in re.findall(r"\d+", str(sheet.print_title_rows)))
        assert [sheet.cell(top, 1).value, sheet.cell(below, 3).value] == ["TT", "Phải học"]
        assert sheet.freeze_panes == f"A{below + 1}"
        assert str(sheet.print_area).endswith(f"$F${sheet.max_row}")
        assert f"C{top}:E{top}" in map(str, sheet.merged_cells.ranges)


def test_no_text_of_a_report_runs_as_a_formula_or_becomes_a_mark_of_a_page(own: Path) -> None:
    change_text(own / FACTS, "\ndon_vi:", "\ndon_vi: =HYPERLINK(1)")
    change_book(own / BOOK, lambda book: book["Chi bộ"].__setitem__("A1", "{{don_vi}}"))
    sheet = load_workbook(io.BytesIO(make(own, "xlsx")))["Chi bộ"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("'=HYPERLINK(1)", "s")


def test_a_file_that_a_unit_has_not_changed_is_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "mau").mkdir()
    shutil.copy(shipped_folder() / MESSAGE, tmp_path / "mau")
    change_text(tmp_path / "mau" / MESSAGE, "{{ky}}", "Kỳ: {{ky}}")
    templates = Templates((open_own(tmp_path / "mau"),))
    assert "Kỳ: Tháng 11/2026" in export_group(report(), "txt", templates).data.decode()
    assert "BÁO CÁO" in text_of_word(export_group(report(), "docx", templates).data)


def test_the_notepad_of_windows_may_write_its_own_encoding(own: Path) -> None:
    text = (own / FACTS).read_text("utf-8").replace("\ndon_vi:", f"\ndon_vi: {UNIT}")
    (own / FACTS).write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    assert UNIT in text_of_word(make(own, "docx"))


def remove_from_word(*names: str) -> Callable[[Path], None]:
    def change(own: Path) -> None:
        def cut(document: Document) -> None:
            places = [document.element.body, *(one.footer._element for one in document.sections)]
            places += [one.first_page_footer._element for one in document.sections]
            for place in places:
                for text in place.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
                    for name in names:
                        text.text = (text.text or "").replace(f"{{{{{name}}}}}", "")

        change_word(own / LETTER, cut)

    return change


def add_to_word(text: str) -> Callable[[Path], None]:
    return lambda own: change_word(own / LETTER, lambda document: document.add_paragraph(text))


def add_to_book(cell: str, text: str) -> Callable[[Path], None]:
    return lambda own: change_book(own / BOOK, lambda book: book["Chi bộ"].__setitem__(cell, text))


FAULTS: dict[str, tuple[Callable[[Path], object], Format, str]] = {
    "no Word file": (lambda own: (own / LETTER).write_bytes(b"PK"), "docx", "Không mở được mẫu"),
    "no Excel file": (lambda own: (own / BOOK).write_bytes(b"{}"), "xlsx", "Không mở được mẫu"),
    "a Word file by another name": (lambda own: shutil.copy(own / LETTER, own / BOOK), "xlsx", "Không mở được mẫu"),
    "too large": (lambda own: (own / LETTER).write_bytes(bytes(5_000_001)), "docx", "Không mở được mẫu"),
    "a folder": (lambda own: ((own / LETTER).unlink(), (own / LETTER).mkdir()), "docx", "Không đọc được mẫu"),
    "unknown": (add_to_word("{{don_vj}}"), "docx", r"\{\{don_vj\}\} không có .* Có phải là \{\{don_vi\}\}\?"),
    "half": (add_to_word("{{don_vi}"), "docx", "viết dở"),
    "no period": (remove_from_word("ky"), "docx", r"thiếu chỗ điền phải có: \{\{ky\}\}"),
    "no revision in the pdf": (remove_from_word("ban_noi_dung"), "pdf", "ban_noi_dung"),
    "a table without its notes": (remove_from_word("chu_thich_yeu_cau"), "docx", r"\{\{chu_thich_yeu_cau\}\}"),
    "two tables in a row": (add_to_book("B9", "{{cb.ten}} {{viec_day_tiep}}"), "xlsx", "không đi cùng một dòng"),
    "a formula": (add_to_book("C20", "=SUM(C1:C9)"), "xlsx", "ô C20 có công thức"),
    "no text": (lambda own: (own / FACTS).write_bytes(b"don_vi: \xe1\xff"), "txt", "UTF-8"),
    "no name": (lambda own: change_text(own / FACTS, "\ndon_vi:", "\ndonvi: X"), "pdf", "“donvi: X” không đúng dạng"),
    "no period in the message": (lambda own: change_text(own / MESSAGE, "{{ky}}", ""), "txt", r"\{\{ky\}\}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_template_is_refused_with_a_sentence_that_names_its_file(own: Path, fault: str) -> None:
    change, format, told = FAULTS[fault]
    change(own)
    with pytest.raises(TemplateError, match=told) as refused:
        make(own, format)
    assert str(own) in str(refused.value)


def test_what_a_pdf_cannot_draw_is_refused_there_and_stays_in_word(own: Path) -> None:
    change_word(own / LETTER, lambda document: document.add_paragraph("Một", style="List Number"))
    picture = Path(__file__).parents[2] / "notebooks" / "images" / "tuan.png"
    change_word(own / LETTER, lambda document: document.add_picture(str(picture)))
    assert make(own, "docx")
    with pytest.raises(TemplateError, match="không vẽ được"):
        make(own, "pdf")


def test_every_name_that_a_template_may_hold_is_told_beside_the_templates() -> None:
    told = (shipped_folder() / "huong-dan.txt").read_text("utf-8")
    names = build_fields(report(), Templates(), needed=PRINTED).names
    assert [name for name in sorted(names) if f"{{{{{name}}}}}" not in told] == []


def test_copies_are_written_once_and_what_is_there_is_not_touched(tmp_path: Path) -> None:
    made = write_templates(tmp_path / "mau")
    assert {one.name for one in made} >= {BOOK, LETTER, MESSAGE, FACTS, "huong-dan.txt"}
    for one in made[1:]:
        one.unlink()
    with pytest.raises(TemplateError, match="Đã có"):
        write_templates(tmp_path / "mau")
    assert list((tmp_path / "mau").iterdir()) == [made[0]]


def test_a_folder_without_templates_is_told(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "khong-co"):
        with pytest.raises(TemplateError, match="hư mục"):
            open_own(wrong)


def test_the_fonts_of_an_adapted_pdf_are_in_the_file(own: Path) -> None:
    say_unit(own)
    fonts = fonts_of(make(own, "pdf"))
    assert {one.name for one in fonts} == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    assert all(one.is_embedded and one.is_subset for one in fonts)
