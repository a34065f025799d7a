"""A lesson part on paper: what is handed out holds every question and nothing of the key, which is printed apart."""

from dataclasses import replace
from itertools import pairwise

import pytest
from neuguong.errors import UnknownItemError
from neuguong.items import Pack, Status
from neuguong.reports.handout import PrintedItem, print_part
from neuguong.reports.handout.handout import export_handout
from neuguong.reports.handout.key import export_key
from neuguong.scoring import PaperRow, correct_response, scorer_of

from tests.cases import make_case
from tests.content import load_bank
from tests.reports.pdf_pages import fonts_of, texts_of
from tests.samples import INTERACTIONS, make_item, make_pack

PACK = load_bank()
PARTS = [(slug, part.identifier) for slug, lesson in PACK.lessons.items() for part in lesson.parts]


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_all_seven_interactions_are_asked_and_nothing_of_the_key_is_there() -> None:
    pages = texts_of(export_handout(print_part(make_pack(), "bai", "phan-1")))
    whole = " ".join(pages)
    assert len(pages) <= 4
    for item in make_pack().scenarios["mot"].items:
        assert item.prompt in whole
    assert "Chọn một." in whole
    assert "Xếp thứ tự" in whole
    assert "1 rất không phù hợp" in whole
    assert "Loại X" in whole
    assert "bí mật" not in whole
    assert "Đáp án" not in whole


@pytest.mark.parametrize(("slug", "part"), PARTS[::9])
def test_a_part_of_the_course_is_a_few_pages_with_every_word_of_its_questions(slug: str, part: str) -> None:
    printed = print_part(PACK, slug, part)
    content = export_handout(printed)
    pages = texts_of(content)
    whole = squeeze(" ".join(pages))
    assert 2 <= len(pages) <= 5
    assert all(PACK.revision in page for page in pages)
    assert all(font.is_embedded for font in fonts_of(content))
    for one in printed.items:
        assert squeeze(one.item.question)[:30] in whole
        for choice in one.item.choices:
            assert squeeze(choice.text)[:20] in whole
            assert squeeze(choice.feedback)[:40] not in whole


def test_the_answer_sheet_is_the_last_page_and_asks_for_no_name_least_of_all_on_a_sensitive_topic() -> None:
    for sensitive, told in ((False, "Không cần ghi tên"), (True, "Không ghi tên. Phiếu của ai người ấy giữ")):
        last = texts_of(export_handout(print_part(make_pack(sensitive=sensitive), "bai", "phan-1")))[-1]
        assert "Phiếu trả lời" in last
        assert told in last


def test_the_key_tells_what_to_tick_why_for_every_choice_and_the_requirement_with_its_source() -> None:
    whole = " ".join(texts_of(export_key(print_part(make_pack(), "bai", "phan-1"))))
    for told in ("Giải thích bí mật a", "Lý do bí mật.", "A2 Không né việc", "“né tránh”", "Chỉ thị số 28"):
        assert told in whole
    assert "chưa có người thẩm định ký" in whole
    signed = " ".join(texts_of(export_key(print_part(make_pack(signed=True), "bai", "phan-1"))))
    assert "chưa có người thẩm định ký" not in signed


ROWS = {
    "single": [(None, None, None, {"b"})],
    "multiple": [(None, None, None, {"a", "d"})],
    "ranking": [(None, str(n), (), {one}) for n, one in enumerate("bcade", start=1)],
    "bestworst": [(None, "Phù hợp nhất", None, {"c"}), (None, "Kém phù hợp nhất", None, {"a"})],
    "rating": [(one, None, ("1", "2", "3", "4"), {point}) for one, point in zip("abcde", "41231", strict=True)],
    "matching": [(one, None, ("1", "2"), {target}) for one, target in zip("abcde", "12121", strict=True)],
    "hottext": [(None, None, None, {"b"})],
}
"""What a row is about, its label, its boxes, what the key ticks: from the keys in `tests.samples`, by hand."""


@pytest.mark.parametrize("name", INTERACTIONS)
def test_every_interaction_can_be_answered_on_paper(name: str) -> None:
    item = make_item(INTERACTIONS[name])
    rows = scorer_of(item).paper_rows(item, correct_response(item))
    wanted = [PaperRow(frozenset(ticked), about, label, boxes) for about, label, boxes, ticked in ROWS[name]]
    assert list(rows) == wanted


def test_what_the_key_ticks_on_paper_is_among_what_can_be_ticked_for_every_question_of_the_course() -> None:
    for _, item in PACK.live_items():
        rows = scorer_of(item).paper_rows(item, correct_response(item))
        for row in rows:
            assert row.ticked <= set(row.boxes or item.choice_ids)
            assert row.about is None or row.about in item.choice_ids


def test_the_order_of_the_choices_is_always_the_same_and_a_case_asked_again_keeps_it() -> None:
    pairs = 0
    for slug, part in PARTS:
        items = list(print_part(PACK, slug, part).items)
        for before, after in pairwise(items):
            first, second = ([one.item.choice(choice).text for choice in one.letters] for one in (before, after))
            if after.item.contrast and set(first) == set(second) and after.passage is None:
                assert first == second
                pairs += 1
    assert pairs > 20


def test_the_order_of_the_choices_does_not_follow_the_key() -> None:
    """Of many single choices the key stands at every letter about equally often: at none more than twice its share."""
    places = [
        list(PrintedItem(1, item).letters).index(correct_response(item))
        for _, item in PACK.live_items()
        if item.interaction.kind == "single_choice"
    ]
    for place in range(4):
        assert places.count(place) < 2 * len(places) / 4


def test_the_choices_of_a_passage_are_lettered_as_they_stand_in_it() -> None:
    assert list(PrintedItem(1, make_item(INTERACTIONS["hottext"])).letters.items()) == list(
        zip("abcde", "ABCDE", strict=True)
    )


def test_a_part_that_is_not_there_or_holds_nothing_to_show_is_not_printed() -> None:
    pack = make_pack()
    drafts = {name: replace(one, status=Status.DRAFT) for name, one in pack.scenarios.items()}
    nothing: Pack = replace(pack, scenarios=drafts)
    for asked, slug, part in ((pack, "khong-co", "phan-1"), (pack, "bai", "khong-co"), (nothing, "bai", "phan-1")):
        with pytest.raises(UnknownItemError):
            print_part(asked, slug, part)


def test_a_branching_case_is_read_by_going_where_each_choice_leads_and_ends_are_read_last() -> None:
    pack = make_pack()
    case = make_case()
    lesson = pack.lessons["bai"]
    part = replace(lesson.parts[0], scenarios=("hai", "ca"))
    branching = replace(pack, scenarios={**pack.scenarios, "ca": case}, lessons={"bai": replace(lesson, parts=(part,))})
    printed = print_part(branching, "bai", "phan-1")
    before, start, second, repair, last = printed.items
    assert (before.leads_to, start.number) == ({}, 2)
    assert start.leads_to == {"a": second.number, "b": repair.number, "c": repair.number}
    assert last.leads_to == dict.fromkeys("abc")
    whole = " ".join(texts_of(export_handout(printed)))
    way = {choice: f"{start.number}{letter}" for choice, letter in start.letters.items()}
    assert "Bắt đầu ở câu 2" in whole
    assert "Cách a của ca-1 (sang câu 3)" in whole
    for choice in "bc":
        assert "Cách b của ca-1 (sang câu 4)" in whole
        assert f"Ai chọn {way[choice]}: Điều xảy ra ca-1 {choice}." in whole
    end = f"{repair.number}{repair.letters['c']}"
    assert f"(đọc kết cục {end})" in whole
    assert whole.index("Kết cục") < whole.index(f"{end} Điều xảy ra ca-sua c.")
    assert "bí mật" not in whole
    assert "bí mật" in " ".join(texts_of(export_key(printed)))
