"""What the card shows after scoring: the mistake first, each reason and each requirement once."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.card_page import DESKTOP, PHONE, TEXT, Card, Open
from tests.browser.card_views import COMPLETE, KINDS, Json, item_of, right_answer, scored, view_of

pytestmark = pytest.mark.browser


def told_of(choices: list[Json], **feedback: Any) -> Json:
    """A view with an explanation of these choices, each with what it does not name set to what says least."""
    item = scored(item_of("multiple_response"))
    base = {"chosen": False, "verdict": "neutral", "yours": None, "key": None, "cites": ["A2"]}
    told = [
        {**base, "token": str(n), "text": f"Việc {n}", "feedback": f"Lý do {n}.", **one}
        for n, one in enumerate(choices)
    ]
    return view_of({**item, "feedback": {**item["feedback"], "choices": told, **feedback}})


def test_choices_stand_in_the_order_they_come_in(open_card: Open) -> None:
    given: list[Json] = [
        {"verdict": "neutral"},
        {"verdict": "right", "chosen": True},
        {"verdict": "wrong", "chosen": True},
    ]
    card = open_card(told_of(given))
    assert card.page.locator(".ng-choice").all_inner_texts() == ["Việc 0", "Việc 1", "Việc 2"]


def test_only_what_is_to_be_read_is_open_and_one_press_opens_another(open_card: Open) -> None:
    card = open_card(told_of([{"open": True}, {"open": False, "verdict": "right", "chosen": True}]))
    expect(card.page.get_by_text("Lý do 0.")).to_be_visible()
    expect(card.page.get_by_text("Việc 1")).to_be_visible()
    expect(card.page.get_by_text("Lý do 1.")).to_be_hidden()
    card.tab_to(".ng-verdict summary")
    card.press("Enter")
    expect(card.page.get_by_text("Lý do 1.")).to_be_visible()
    assert card.sent("next") == []


def test_of_one_choice_the_key_that_was_not_chosen_is_told_as_the_right_one(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))))
    chips = card.page.locator(".ng-chip").all_inner_texts()
    assert [text.split("\n")[-1].strip("✓✗– ") for text in chips[:2]] == [TEXT["verdict_wrong"], TEXT["verdict_key"]]
    assert not any(TEXT["verdict_left"] in text for text in chips)


def test_what_was_rightly_left_alone_is_told_as_right_and_what_was_missed_as_missed(open_card: Open) -> None:
    missed: Json = {"verdict": "part", "yours": "Không chọn", "key": "Cần chọn"}
    card = open_card(told_of([{"verdict": "right", "yours": "Không chọn", "key": "Không chọn"}, missed]))
    left, missed = card.page.locator(".ng-verdict").all()
    expect(left.locator(".ng-chip")).to_contain_text(TEXT["verdict_left"])
    expect(left.locator(".ng-compare")).to_have_count(0)
    expect(missed.locator(".ng-chip")).to_contain_text(TEXT["verdict_missed"])


def test_a_choice_whose_reason_stands_with_another_one_has_nothing_to_open(open_card: Open) -> None:
    silent = {"feedback": "", "cites": []}
    card = open_card(told_of([{**silent, "open": False}, {"open": True, "verdict": "wrong"}, {**silent, "open": True}]))
    expect(card.page.locator(".ng-why")).to_have_count(1)
    expect(card.page.locator(".ng-verdict").nth(1).locator(".ng-why")).to_be_visible()
    expect(card.page.locator(".ng-verdict summary")).to_have_count(0)


def test_a_requirement_stands_once_and_is_named_where_choices_rest_on_different_ones(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("multiple_response"))))
    expect(card.page.locator(".ng-cite")).to_have_count(2)
    expect(card.page.get_by_text(TEXT["cites"].format(labels="A2, B5"), exact=True)).to_have_count(1)
    card.show(told_of([{}, {}]))
    expect(card.page.locator(".ng-verdict").get_by_text(re.compile("Căn cứ"))).to_have_count(0)


def test_what_was_reached_is_told_on_the_one_scale_and_the_points_and_what_guessing_earns_are_a_press_away(
    open_card: Open,
) -> None:
    card = open_card(told_of([{}], percent=17, score=1.5, max_score=3, chance=1.2))
    score = card.page.locator(".ng-score")
    expect(score.locator("summary")).to_have_text("Mức đạt: 17/100")
    guessing = score.get_by_text("Được 1,5 trên 3 điểm. Trả lời ngẫu nhiên thường được khoảng 1,2 điểm")
    expect(guessing).to_be_hidden()
    score.locator("summary").click()
    expect(guessing).to_be_visible()


def chips(card: Card) -> list[str]:
    """The verdicts from top to bottom, in words."""
    return [text.split("\n")[-1].strip("✓✗≈–! ") for text in card.page.locator(".ng-chip").all_inner_texts()]


WRONG, RIGHT, LEFT = TEXT["verdict_wrong"], TEXT["verdict_right"], TEXT["verdict_left"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize(
    ("kind", "expected"),
    [  # to the answers of COMPLETE, whose tokens are shuffled otherwise each time: so many of each, in this order
        ("multiple_response", [WRONG, TEXT["verdict_missed"], RIGHT, LEFT]),
        ("hottext", [WRONG, TEXT["verdict_missed"], RIGHT, LEFT]),
        ("rating", [WRONG, TEXT["verdict_part"], RIGHT]),
        ("matching", [WRONG, RIGHT]),
    ],
)
def test_the_mistake_stands_first_then_why_then_what_was_right_folded(
    open_card: Open, kind: str, expected: list[str], size: tuple[int, int]
) -> None:
    card = open_card(view_of(scored(item_of(kind))), size=size)
    told = chips(card)
    assert [one for n, one in enumerate(told) if n == 0 or told[n - 1] != one] == [x for x in expected if x in told]
    mistakes = len([one for one in told if one not in (RIGHT, LEFT)])
    assert card.page.locator(".ng-feedback > .ng-verdicts").first.locator("> li .ng-why").count() == mistakes
    for fold in card.page.locator(".ng-rationale ~ .ng-verdicts > li").all():
        expect(fold.locator(".ng-why")).to_be_hidden()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ranking"])
def test_of_a_right_answer_the_reason_stands_before_what_may_wait(open_card: Open, kind: str) -> None:
    card = open_card(view_of(scored(item_of(kind), right_answer(kind))))
    assert set(chips(card)) <= {RIGHT, LEFT, TEXT["verdict_neutral"]}
    for waiting in card.page.locator(".ng-rationale ~ .ng-verdicts > li").all():
        expect(waiting.locator(".ng-why")).to_be_hidden()
    expect(card.page.locator(".ng-rationale p").first).to_be_visible()


def test_a_ranking_is_told_in_the_right_order_with_the_given_place_beside_it(open_card: Open) -> None:
    item = item_of("ranking")
    card = open_card(view_of(scored(item)))
    rows = card.page.locator("ol.ng-verdicts > li")
    assert rows.locator(".ng-nth").all_inner_texts() == [f"Thứ\n{n}" for n in range(1, 6)]
    texts = [choice["text"] for choice in item["choices"]]
    for row in rows.all():
        place = COMPLETE["ranking"].index(str(texts.index(row.locator(".ng-choice").inner_text()))) + 1
        right = int(row.locator(".ng-nth").inner_text().split()[-1])
        mine = row.locator(".ng-tags .ng-compare")
        if place == right:
            expect(mine).to_have_count(0)
        else:
            expect(mine).to_have_text(TEXT["yours"].format(yours=f"Vị trí {place}"))
            expect(row.locator(".ng-why")).to_be_visible()


def test_beside_what_was_named_wrongly_stands_what_is_right_instead(open_card: Open) -> None:
    choices: list[Json] = [
        {"verdict": "wrong", "chosen": True, "open": True, "yours": "Phù hợp nhất"},
        {"verdict": "part", "open": True, "key": "Phù hợp nhất"},
        {"verdict": "right", "chosen": True, "open": False, "yours": "Kém phù hợp nhất", "key": "Kém phù hợp nhất"},
    ]
    card = open_card(told_of(choices))
    assert chips(card) == [WRONG, "Đáp án: Phù hợp nhất", RIGHT]
    wrong, key, right = card.page.locator(".ng-verdict").all()
    expect(wrong.locator(".ng-compare")).to_have_text("Trả lời: Phù hợp nhất")
    expect(key.locator(".ng-compare")).to_have_count(0)
    expect(right.locator(".ng-compare")).to_have_text("Đáp án: Kém phù hợp nhất")
