"""Certificates from the code to the page: the name is printed, and is nowhere else."""

import pytest
from neuguong.app.papers import LONGEST_NAME, Papers
from neuguong.errors import UnknownItemError
from neuguong.server.printing import Attestation, NameFault

from tests.reports.pdf_pages import fonts_of, read_pdf, texts_of
from tests.samples import make_course

URL = "http://may-chu.test/giay-chung-nhan/X"
NAME = "Ằng Thị Ổn Ẵ Ễ Ữ Ỵ Đỗ-Nguyễn"


def certify(papers: Papers, name: str = NAME) -> tuple[str, bytes]:
    code = papers.make_code("bai", None)
    assert isinstance(code, str)
    content = papers.print_certificate(code, name, url=URL)
    assert content is not None
    return code, content


def test_the_name_stands_on_the_page_once_and_in_nothing_else_of_the_file() -> None:
    code, content = certify(Papers(make_course()))
    (text,) = texts_of(content)
    for told in (NAME, "Bài thử", "23/11/2026", "Hoàn thành", "tự khai", code, URL, "bắt đầu bằng 0123"):
        assert told in text
    assert text.count(NAME) == 1
    assert all(font.is_embedded for font in fonts_of(content))
    found = read_pdf(content).metadata
    assert found is not None
    assert NAME not in " ".join(map(str, found.values()))
    assert NAME.encode("utf-16-be") not in content


def test_a_code_says_the_same_on_the_page_where_it_is_checked_and_knows_no_name() -> None:
    papers = Papers(make_course())
    code, _ = certify(papers)
    assert papers.find_attestation(code.lower()) == Attestation(
        lesson="Bài thử",
        day="23/11/2026",
        result="Hoàn thành (không ghi mức)",
        basis="Người học tự khai. Máy chủ không giữ câu trả lời của người này nên không kiểm tra được.",
        revision="0123",
        code=code,
    )
    assert papers.find_attestation("0" * 24) is None
    assert papers.print_certificate("0" * 24, NAME, url=URL) is None


def test_a_sensitive_lesson_is_certified_as_finished_and_no_more() -> None:
    papers = Papers(make_course(sensitive=True))
    code = papers.make_code("bai", "0" * 32)
    assert isinstance(code, str)
    told = papers.find_attestation(code)
    assert told is not None
    assert told.result == "Hoàn thành (không ghi mức)"
    assert "không gắn câu trả lời với ai" in told.basis


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "name_empty"),
        ("  . ", "name_empty"),
        ("a" * (LONGEST_NAME + 1), "name_long"),
        ("Tên 漢", "name_letters"),
        ("Tên \u202e ngược", "name_letters"),
        ("Tên \x00", "name_letters"),
    ],
)
def test_what_cannot_be_printed_as_a_name_is_refused_without_being_repeated(name: str, fault: str) -> None:
    with pytest.raises(NameFault) as refused:
        certify(Papers(make_course()), name)
    assert refused.value.args == (fault,)


def test_a_name_with_marks_of_ours_or_letters_typed_apart_is_printed_as_it_is_meant() -> None:
    _, content = certify(Papers(make_course()), "<b>Vie\u0302\u0323t</b> &  Co")
    assert "<b>Việt</b> & Co" in texts_of(content)[0]


def test_a_part_is_printed_once_and_one_that_is_not_there_is_refused() -> None:
    papers = Papers(make_course())
    assert papers.export_part("bai", "phan-1") is papers.export_part("bai", "phan-1")
    assert papers.export_part("bai", "phan-1") != papers.export_part("bai", "phan-1", key=True)
    with pytest.raises(UnknownItemError):
        papers.export_part("bai", "khong-co")
