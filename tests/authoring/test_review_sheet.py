"""The sheet for reviewers, read back as Word would read it."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from neuguong.authoring.review_sheet import write_review_sheet
from neuguong.errors import UnknownItemError
from neuguong.items import Contrast, Pack, Status
from neuguong.text import say

from tests.samples import make_pack

DAY = date(2026, 11, 26)


def sheet_of(pack: Pack) -> list[str]:
    """Every paragraph and, in its place, every row of a table ("a | b | c")."""
    file = io.BytesIO()
    assert write_review_sheet(pack, "chu-de", file, on=DAY) == sum(
        one.status is Status.LIVE for one in pack.scenarios.values()
    )
    lines: list[str] = []
    for part in docx.Document(file).iter_inner_content():
        if isinstance(part, docx.table.Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return lines


def test_every_item_stands_there_with_its_key_its_explanations_and_its_ground() -> None:
    pack = make_pack()
    lines = sheet_of(pack)
    text = "\n".join(lines)
    for scenario in pack.scenarios.values():
        assert scenario.stimulus in lines
        for item in scenario.items:
            assert item.question in lines
            assert f"Vì sao: {item.rationale}" in lines
    assert "Cách làm a | – | Giải thích bí mật a\nCách làm b | Đáp án | Giải thích bí mật b" in text
    assert "Căn cứ: A2 (Không né việc)" in lines
    assert any(line.startswith("Chỉ thị số 28: chưa rõ còn hiệu lực hay không; chỉ biết qua bài báo") for line in lines)
    assert lines.count("☐ Đồng ý     ☐ Sửa     ☐ Bỏ") == len(pack.scenarios)
    assert "Đầu. [Cách làm a] [Cách làm b] giữa [Cách làm c] [Cách làm d] [Cách làm e] cuối." in lines


def test_what_is_not_sure_is_asked_of_the_reviewer() -> None:
    pack = make_pack()
    once, *others = pack.scenarios["mot"].items
    legal = replace(once, legal_note=True, contrast=Contrast("x", "Nếu đã muộn,"))
    scenario = replace(pack.scenarios["mot"], items=(legal, *others), open_questions=("Ai có thẩm quyền?",))
    noted = replace(pack.requirements["A2"], note="Cần so với bản gốc.")
    changed = replace(pack, scenarios={**pack.scenarios, "mot": scenario}, requirements={"A2": noted})
    lines = sheet_of(changed)
    start = lines.index("Điều còn phải hỏi: ")
    assert lines[start + 1 : start + 4] == ["Ai có thẩm quyền?", say("study.legal_note"), "A2: Cần so với bản gốc."]
    assert f"Nếu đã muộn, {once.prompt}" in lines
    assert "Điều còn phải hỏi: " not in sheet_of(pack)


def test_only_live_scenarios_are_reviewed_and_a_signature_is_told() -> None:
    pack = make_pack(signed=True)
    hidden = replace(pack.scenarios["hai"], status=Status.RETIRED)
    lines = sheet_of(replace(pack, scenarios={**pack.scenarios, "hai": hidden}))
    assert f"mot, phiên bản 1. {say('review.signed')}" in lines
    assert not any("Chuyện thứ hai." in line for line in lines)


def test_the_page_is_a4_and_the_head_of_each_table_is_repeated() -> None:
    file = io.BytesIO()
    write_review_sheet(make_pack(), "chu-de", file, on=DAY)
    document = docx.Document(file)
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.2)
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert 'w:instr="PAGE"' in section.footer._element.xml


def test_an_unknown_topic_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownItemError, match="chu-de"):
        write_review_sheet(make_pack(), "khac", io.BytesIO(), on=DAY)
