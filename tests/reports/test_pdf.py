"""Printed pages hold every Vietnamese letter, in fonts of their own, wherever on the page it stands."""

from neuguong.reports.pdf.document import Sheet, build_pdf
from neuguong.reports.pdf.flow import Blanks, Boxes, Style, join, rows, strong, write

from tests.reports.pdf_pages import Font, fonts_of, read_pdf, texts_of

LETTERS = "Ằ Ẵ Ễ Ổ Ữ Ỵ đ ₫"
SHEET = Sheet(title=f"Tệp {LETTERS}", head=(f"Trái {LETTERS}", f"Phải {LETTERS}"), foot=(f"Chân {LETTERS}", "Dòng hai"))


def test_every_letter_is_there_in_regular_bold_head_foot_and_title() -> None:
    content = build_pdf(SHEET, [write(f"Thường {LETTERS}"), write(strong(f"Đậm {LETTERS}"))])
    (text,) = texts_of(content)
    for place in ("Thường", "Đậm", "Trái", "Phải", "Chân"):
        assert f"{place} {LETTERS}" in text
    found = read_pdf(content).metadata
    assert found is not None
    assert found.title == f"Tệp {LETTERS}"
    assert not found.author


def test_only_our_two_fonts_are_in_it_and_only_the_letters_used() -> None:
    content = build_pdf(
        SHEET, [write("a"), write(strong("b"), mark="•"), rows([[write("c"), [Boxes(["A"])]]], [50, 90])]
    )
    assert fonts_of(content) == {Font("BeVietnamPro-Regular", True, True), Font("BeVietnamPro-Bold", True, True)}
    assert len(content) < 60_000


def test_letters_that_were_typed_apart_are_printed_as_one_and_unknown_ones_as_a_question_mark() -> None:
    (text,) = texts_of(build_pdf(SHEET, [write("Vie\u0302\u0323t 漢 \U0001f600")]))
    assert "Việt ? ?" in text


def test_what_looks_like_a_mark_is_printed_as_it_is() -> None:
    (text,) = texts_of(build_pdf(SHEET, [write("<b>a</b> & <img src='x'/>"), write(join("1 < 2", strong("<i>")))]))
    assert "<b>a</b> & <img src='x'/>" in text
    assert "1 < 2 <i>" in text


def test_pages_are_numbered_of_how_many_and_each_has_head_and_foot() -> None:
    pages = texts_of(build_pdf(SHEET, [write("Một dòng.") for _ in range(120)]))
    assert len(pages) > 2
    for n, text in enumerate(pages, start=1):
        assert f"Trang {n}/{len(pages)}" in text
        assert "Dòng hai" in text


def test_what_is_too_long_for_head_or_foot_ends_in_dots_before_what_stands_beside_it() -> None:
    long = Sheet(title="x", head=("dài " * 80, "Phải"), foot=("chân " * 80,))
    (text,) = texts_of(build_pdf(long, [write("a")]))
    assert text.count("…") == 2
    assert "Phải" in text
    assert "Trang 1/1" in text


def test_the_same_pages_give_the_same_bytes() -> None:
    def make() -> bytes:
        return build_pdf(SHEET, [write("a", Style.TITLE), Blanks(["1", "2"], written=["A", "B"])])

    assert make() == make()
