"""The question card in a real browser, driven by a model of nobody's: what is drawn, sent and spoken."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.card_page import DESKTOP, PHONE, TEXT, Card, Open, submit_single_choice, violations
from tests.browser.card_views import (
    COMPLETE,
    KINDS,
    OTHER_ATTEMPT,
    Json,
    contents_view,
    item_of,
    scored,
    summary_view,
    view_of,
)

pytestmark = pytest.mark.browser


def test_the_card_greets_with_a_random_token_and_draws_the_first_question_at_once(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item))

    (hello,) = card.sent("hello")
    assert re.fullmatch("[0-9a-f]{32}", hello.pop("token"))
    assert hello == {
        "kind": "hello",
        "consent": None,
        "unit": None,
        "part": "phan-1",
        "attempt": {"item": item["id"], "attempt_id": item["attempt_id"], "again": False},
        "screen": "item",
        "answered": None,
        "local": [],
        "parallels": [],
    }
    expect(card.page.get_by_role("group", name=item["prompt"])).to_be_visible()
    expect(card.page.get_by_role("heading", name="Hồ sơ chờ chữ ký")).to_be_visible()
    expect(card.page.get_by_text(TEXT["unsigned"])).to_be_visible()


def answer_by_keyboard(card: Card, kind: str) -> None:
    """Give the answer of COMPLETE and press the button, without a pointer."""
    if kind == "single_choice":
        card.tab_to("input[value='0']")
        card.press("ArrowDown", "ArrowDown")
    elif kind in ("multiple_response", "hottext"):
        for token in COMPLETE[kind]:
            card.tab_to(f"input[value='{token}']")
            card.press("Space")
    elif kind == "ranking":
        for token in COMPLETE[kind]:
            card.tab_to(f".ng-rank:nth-of-type({int(token) + 1})")
            card.press("Enter")
    elif kind == "best_worst":
        card.tab_to(".ng-row:nth-of-type(2) input")
        card.press("Space")
        card.tab_to(".ng-row:nth-of-type(4) input")
        card.press("ArrowDown", "Enter")
    else:
        options = [1, 2, 3, 4] if kind == "rating" else ["0", "1"]
        for n, (_, option) in enumerate(COMPLETE[kind].items(), start=1):
            card.tab_to(f".ng-row:nth-of-type({n}) input")
            card.press(*["ArrowRight"] * options.index(option), "Space")
    card.tab_to("[type=submit]")
    card.press("Enter")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_interaction_is_answered_by_keyboard_alone_and_its_feedback_drawn(
    open_card: Open, kind: str, size: tuple[int, int]
) -> None:
    item = item_of(kind)
    card = open_card(view_of(item), size=size)

    answer_by_keyboard(card, kind)

    (submit,) = card.sent("submit")
    assert isinstance(submit["duration_ms"], int)
    assert submit["duration_ms"] >= 0
    assert submit == {
        "kind": "submit",
        "item": item["id"],
        "version": 1,
        "attempt_id": item["attempt_id"],
        "response": COMPLETE[kind],
        "duration_ms": submit["duration_ms"],
        "confidence": None,
    }
    expect(card.page.locator(".ng-bar [role=status]")).to_have_text(re.compile(TEXT["saving"]))

    card.say(
        "stored",
        attempt_id=item["attempt_id"],
        linked=True,
        local={"item": item["id"], "version": 1, "score": 1.5, "max_score": 3},
    )
    expect(card.page.locator(".ng-bar [role=status]")).to_have_text(re.compile(TEXT["saved"]))
    told = scored(item)
    card.show(view_of(told, revision=2))
    headline = card.page.get_by_role("heading", name=told["feedback"]["headline"])
    expect(headline).to_be_focused()
    expect(card.page.locator("[aria-live=polite]")).to_have_text(told["feedback"]["headline"])
    shown = card.page.locator(".ng-verdict .ng-choice").all_inner_texts()
    assert shown == [choice["text"] for choice in told["feedback"]["choices"]]

    card.tab_to(".ng-cite summary")
    card.press("Enter")
    expect(card.page.get_by_text("“dám nghĩ, dám làm”").locator("visible=true").first).to_be_visible()
    card.tab_to(".ng-way button")
    card.press("Enter", "Enter")
    assert len(card.sent("next")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_incomplete_answer_is_not_sent_and_says_what_is_missing(open_card: Open, kind: str) -> None:
    card = open_card(view_of(item_of(kind)))
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    expect(card.page.get_by_role("alert")).to_have_text(re.compile("Chưa|Còn"))
    assert card.page.evaluate("document.activeElement.matches('.ng-fields input, .ng-fields button')")
    assert card.sent("submit") == []


def test_ranking_gives_the_lowest_free_place_and_a_second_press_frees_it(open_card: Open) -> None:
    card = open_card(view_of(item_of("ranking")))
    choices = card.page.locator(".ng-rank")
    for n in (0, 1, 2):
        choices.nth(n).click()
    choices.nth(0).click()
    expect(card.page.locator("[aria-live=polite]")).to_have_text(re.compile("Bỏ số 1"))
    expect(choices.nth(0)).to_have_attribute("aria-pressed", "false")
    choices.nth(4).click()
    expect(choices.nth(4)).to_have_text(re.compile(r"^Thứ\s+1\s"))
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    expect(card.page.get_by_role("alert")).to_have_text(re.compile("Còn 2 việc"))


def test_one_choice_cannot_be_both_best_and_worst(open_card: Open) -> None:
    card = open_card(view_of(item_of("best_worst")))
    row = card.page.locator(".ng-row").nth(2)
    row.get_by_label(TEXT["best_label"], exact=True).check(force=True)
    row.get_by_label(TEXT["worst_label"], exact=True).check(force=True)
    expect(row.get_by_label(TEXT["best_label"], exact=True)).not_to_be_checked()
    expect(card.page.locator("[aria-live=polite]")).to_have_text(TEXT["best_worst_moved"])
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    expect(card.page.get_by_role("alert")).to_have_text(re.compile(TEXT["best_missing"]))


def test_only_one_choice_is_the_best(open_card: Open) -> None:
    card = open_card(view_of(item_of("best_worst")))
    best = card.page.get_by_label(TEXT["best_label"], exact=True)
    best.nth(0).check(force=True)
    best.nth(3).check(force=True)
    expect(best.nth(0)).not_to_be_checked()
    expect(best.nth(3)).to_be_checked()


def test_a_double_tap_sends_once_and_the_answer_cannot_be_changed_on_its_way(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).dblclick()
    assert len(card.sent("submit")) == 1
    expect(card.page.locator("input[value='0']")).to_be_disabled()
    expect(card.page.get_by_role("button", name=TEXT["submitting"])).to_be_visible()


HOSTILE = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>{count}&amp;"
KEPT = {"token", "kind", "slug", "verdict", "level", "attempt_id", "screen", "response", "cites"}


def poison(value: Any, key: str = "") -> Any:
    """The same view with markup in every text."""
    if isinstance(value, dict):
        return {name: poison(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return value if key in KEPT else [poison(one, key) for one in value]
    return value + HOSTILE if isinstance(value, str) and key not in KEPT else value


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_any_text_is_shown_as_text(open_card: Open, kind: str) -> None:
    item = item_of(kind)
    card = open_card(poison(view_of(item, ask_consent=True)), units=(poison("Chi bộ 1"),))
    expect(card.page.locator(".ng-prompt")).to_have_text(item["prompt"] + HOSTILE)
    card.show(poison(view_of(scored(item), revision=2)))
    expect(card.page.locator(".ng-headline")).to_contain_text(HOSTILE)
    card.show(poison(summary_view()))
    expect(card.page.locator(".ng-title")).to_contain_text(HOSTILE)
    card.say("not_stored", attempt_id=item["attempt_id"], message=HOSTILE, retry_after_ms=60000)
    expect(card.page.locator(".ng-bar [role=status]")).to_contain_text(HOSTILE)
    assert card.page.locator(".ng-card :is(script, img)").count() == 0
    assert card.page.evaluate("window.broken") is None


def test_an_answer_that_was_not_stored_stays_and_is_sent_again_by_itself_and_by_the_button(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item), clock=True)
    first = submit_single_choice(card)
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=3000)
    expect(card.page.locator(".ng-bar [role=status]")).to_contain_text("Máy chủ đang bận.")
    expect(card.page.locator("input[value='1']")).to_be_checked()
    (kept,) = json.loads(card.stored("bai.unsent")).values()
    assert {name: value for name, value in kept.items() if name != "at"} == first

    card.page.clock.fast_forward(3100)
    assert card.sent("submit") == [first, first]
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=60000)
    card.page.get_by_role("button", name=TEXT["retry"]).click()
    assert card.sent("submit") == [first] * 3

    card.say(
        "stored",
        attempt_id=item["attempt_id"],
        linked=True,
        local={"item": item["id"], "version": 1, "score": 1, "max_score": 1},
    )
    expect(card.page.locator(".ng-bar [role=status]")).to_contain_text(TEXT["saved"])
    expect(card.page.get_by_role("button", name=TEXT["retry"])).to_be_hidden()
    assert card.stored("bai.unsent") is None
    assert json.loads(card.stored("local")) == [{"item": item["id"], "version": 1, "score": 1, "max_score": 1}]
    card.page.clock.fast_forward(120_000)
    assert len(card.sent("submit")) == 3


def test_silence_is_said_and_the_answer_sent_again(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), clock=True)
    submit_single_choice(card)
    card.page.clock.fast_forward(10_100)
    expect(card.page.locator(".ng-bar [role=status]")).to_contain_text(TEXT["not_saved"])
    card.page.clock.fast_forward(5_100)
    assert len(card.sent("submit")) == 2
    expect(card.page.locator(".ng-bar [role=status]")).to_contain_text(TEXT["saving"])


def test_a_refused_answer_can_be_changed_and_is_not_sent_again(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item))
    submit_single_choice(card)
    card.say("refused", attempt_id=item["attempt_id"], message="Hãy chọn lại.")
    expect(card.page.get_by_role("alert")).to_contain_text("Hãy chọn lại.")
    expect(card.page.locator("input[value='0']")).to_be_enabled()
    assert card.stored("bai.unsent") is None
    card.page.evaluate("host.reconnect()")
    assert len(card.sent("submit")) == 1


def test_after_a_lost_connection_the_card_greets_again_and_sends_what_is_unsent(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item))
    first = submit_single_choice(card)
    card.page.evaluate("host.reconnect()")
    greetings = card.sent("hello")
    assert greetings[1]["attempt"] == {"item": item["id"], "attempt_id": item["attempt_id"], "again": False}
    assert card.sent("submit") == [first, first]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_kernel_is_told_the_answer_whose_explanation_is_being_read(open_card: Open, kind: str) -> None:
    item = scored(item_of(kind))
    card = open_card(view_of(item))
    card.page.evaluate("host.reconnect()")
    answered = {
        "kind": "submit",
        "item": item["id"],
        "version": 1,
        "attempt_id": item["attempt_id"],
        "response": item["feedback"]["response"],
        "confidence": None,
        "proof": item["feedback"]["proof"],
    }
    assert card.sent("hello")[1]["answered"] == answered
    assert card.sent("submit") == []


def test_a_part_is_opened_from_the_contents_and_the_focus_goes_to_its_first_situation(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    card.page.get_by_role("button", name=TEXT["to_contents"]).click()
    assert card.sent("contents") == [{"kind": "contents"}]
    card.show(contents_view())
    expect(card.page.get_by_role("heading", name=TEXT["contents"])).to_be_focused()
    card.page.get_by_role("button", name="Kế hoạch rõ người, rõ việc").click()
    assert card.sent("open_part") == [{"kind": "open_part", "part": "phan-2"}]
    scenario = {"id": "s2", "title": "Kế hoạch chung chung", "stimulus": "…", "number": 1, "of": 2}
    scenario |= {"unsigned": False, "sensitive": False, "parallel": False}
    card.show(view_of(item_of("ranking"), revision=20, scenario=scenario))
    expect(card.page.get_by_role("heading", name="Kế hoạch chung chung")).to_be_focused()
    expect(card.page.get_by_text(TEXT["unsigned"])).to_have_count(0)


def test_next_within_a_situation_moves_the_focus_to_the_prompt(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(scored(item)))
    card.page.get_by_role("button", name=TEXT["next"]).click()
    card.show(view_of(item_of("ranking", attempt_id=OTHER_ATTEMPT), revision=2))
    expect(card.page.locator(".ng-prompt")).to_be_focused()


def test_an_update_of_the_progress_leaves_a_half_given_answer_alone(open_card: Open) -> None:
    view = view_of(item_of("single_choice"))
    card = open_card(view)
    card.page.locator("input[value='1']").check(force=True)
    view["parts"][0]["answered"] = 4
    card.show({**view, "revision": 2})
    expect(card.page.get_by_text("4/7 câu", exact=True)).to_be_visible()
    expect(card.page.locator("input[value='1']")).to_be_focused()
    expect(card.page.locator("input[value='1']")).to_be_checked()


def test_the_summary_leads_to_what_to_do_again_and_to_the_next_part(open_card: Open) -> None:
    card = open_card(summary_view())
    expect(card.page.get_by_role("listitem").filter(has_text="Không né tránh")).to_contain_text(TEXT["band_unknown"])
    card.page.get_by_text(TEXT["again_title"].format(count=1)).click()
    card.page.get_by_role("button", name=re.compile(TEXT["again"])).click()
    assert card.sent("again") == [{"kind": "again", "item": "mot-single"}]
    summary = {**summary_view()["summary"], "next_part": "phan-2"}
    card.show({**summary_view(), "revision": 10, "summary": summary})
    card.page.get_by_role("button", name=TEXT["next_part"]).click()
    assert card.sent("open_part") == [{"kind": "open_part", "part": "phan-2"}]


def test_the_card_leaves_no_listener_behind(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    card.page.evaluate("host.stop()")
    assert card.page.evaluate("host.listeners.length") == 0
    expect(card.page.locator(".ng-card")).to_have_count(0)


def test_arrow_keys_go_along_a_row_and_choose_nothing_anywhere(open_card: Open) -> None:
    card = open_card(view_of(item_of("best_worst")))
    row = card.page.locator(".ng-row")
    row.nth(3).get_by_label(TEXT["worst_label"], exact=True).check(force=True)
    row.nth(0).get_by_label(TEXT["best_label"], exact=True).check(force=True)
    row.nth(0).locator("input").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowLeft"):
        card.press(key)
        assert card.page.evaluate("document.activeElement.closest('.ng-row').matches(':first-of-type')")
    expect(row.nth(0).locator("input").nth(1)).to_be_focused()
    expect(row.nth(3).get_by_label(TEXT["worst_label"], exact=True)).to_be_checked()
    expect(row.nth(0).get_by_label(TEXT["best_label"], exact=True)).to_be_checked()

    card.press("Enter")
    assert card.sent("submit") == []
    expect(row.nth(0).get_by_label(TEXT["worst_label"], exact=True)).to_be_checked()
    expect(row.nth(3).locator("input:checked")).to_have_count(0)
    expect(card.page.locator("[aria-live=polite]")).to_have_text(re.compile("."))


@pytest.mark.parametrize("kind", ["rating", "matching"])
def test_in_a_grid_no_arrow_key_chooses_and_space_does(open_card: Open, kind: str) -> None:
    card = open_card(view_of(item_of(kind)))
    first = card.page.locator(".ng-row").first.locator("input")
    first.nth(0).focus()
    card.press("ArrowRight")
    expect(first.nth(1)).to_be_focused()
    expect(card.page.locator(".ng-rows input:checked")).to_have_count(0)
    card.press("Space")
    expect(first.nth(1)).to_be_checked()
    expect(card.page.locator(".ng-rows input:checked")).to_have_count(1)


def test_enter_leads_on_from_an_explanation_but_not_from_a_press_too_many(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item), clock=True)
    submit_single_choice(card)
    card.say_stored(item)
    card.show(view_of(scored(item), revision=2))
    expect(card.page.locator(".ng-headline")).to_be_focused()
    card.press("Enter")
    assert card.sent("next") == []
    card.page.clock.fast_forward(1000)
    card.press("Enter")
    assert len(card.sent("next")) == 1


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_way_on_is_always_in_reach_and_covers_nothing_that_has_the_focus(
    open_card: Open, kind: str, size: tuple[int, int]
) -> None:
    covered = """() => {
        const { activeElement: on } = document;
        const bar = document.querySelector('.ng-bar');
        if (!on.closest('.ng-card') || bar.contains(on)) return null;
        const box = (on.closest('.ng-option') || on).getBoundingClientRect();
        return box.bottom > bar.getBoundingClientRect().top ? on.outerHTML : null;
    }"""
    card = open_card(view_of(item_of(kind)), size=size)
    for view in (None, view_of(scored(item_of(kind)), revision=2)):
        if view:
            card.show(view)
        button = card.page.locator(".ng-way button")
        for position in (0, 300, 100_000):
            card.page.evaluate("y => scrollTo(0, y)", position)
            expect(button).to_be_in_viewport(ratio=1)
        card.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
        for _ in range(25):
            card.press("Tab")
            assert card.page.evaluate(covered) is None


TEACHING = {
    "points": [
        "Việc đúng thẩm quyền thì tự quyết.",
        "Việc vượt quyền thì trình sớm.",
        "Trình rồi vẫn theo tới khi xong.",
    ],
    "example": {
        "case": "Chị Chiêm quản lý chợ. Cân hỏng, giá cân mới trong mức chị được chi.",
        "answer": "Chị duyệt mua ngay (A2).",
        "change": "Nếu giá cân vượt mức được chi,",
        "changed_answer": "chị trình xã trong sáng nay (A2).",
    },
}


def teaching_view(**changes: Any) -> Json:
    return view_of({**item_of("single_choice"), "change": "Nếu chủ tịch xã đã về,"}, teaching=TEACHING, **changes)


def intro_view() -> Json:
    """What stands before a part's first question."""
    requirement = scored(item_of("single_choice"))["feedback"]["requirements"]["A2"]
    intro = {"title": "Không đẩy việc", "minutes": 12, "items": 7, "requirements": {"A2": requirement}}
    return {**view_of(None), "screen": "intro", "intro": intro, "scenario": None, "teaching": TEACHING}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_a_part_teaches_stands_before_its_first_question_and_folded_beside_each(
    open_card: Open, size: tuple[int, int]
) -> None:
    card = open_card(intro_view(), size=size, clock=True)
    taught = card.page.locator(".ng-intro")
    expect(taught.locator(".ng-points li")).to_have_text(TEACHING["points"])
    expect(taught.locator(".ng-change")).to_have_text("Nếu giá cân vượt mức được chi,")
    taught.get_by_text(TEXT["intro_requirements"]).click()
    taught.locator(".ng-cite summary").click()
    expect(taught.get_by_text("“dám nghĩ, dám làm”")).to_be_visible()
    assert violations(card) == ""
    card.page.clock.fast_forward(1000)
    taught.locator("h2").evaluate("(heading) => { heading.tabIndex = -1; heading.focus(); }")
    card.press("Enter")
    assert card.sent("next") == [{"kind": "next", "screen": "intro"}]
    card.show(teaching_view(revision=2))
    taught = card.page.locator(".ng-teaching")
    expect(taught).not_to_have_attribute("open", "")
    taught.locator("summary").click()
    expect(taught.locator("li").first).to_be_visible()
    card.show(summary_view())
    expect(taught).to_have_count(0)


def test_the_fact_that_changed_is_part_of_the_question_and_of_its_explanation(open_card: Open) -> None:
    view = teaching_view()
    card = open_card(view)
    expect(card.page.locator("legend .ng-change")).to_have_text("Nếu chủ tịch xã đã về,")
    expect(card.page.get_by_role("group", name="Nếu chủ tịch xã đã về, " + view["item"]["prompt"])).to_be_visible()
    card.show({**view, "revision": 2, "item": {**scored(view["item"]), "change": view["item"]["change"]}})
    expect(card.page.locator(".ng-feedback .ng-change")).to_have_text("Nếu chủ tịch xã đã về,")
    assert violations(card) == ""


def test_how_sure_somebody_is_goes_along_with_the_answer_and_may_be_left_out(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    card.page.locator("input[value='1']").check()
    card.page.get_by_label("Khá chắc").check()
    assert card.sent("submit") == []
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    assert card.sent("submit")[0]["confidence"] == 2


def test_nobody_is_asked_how_sure_he_is_on_a_sensitive_topic(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice"), sensitive=True))
    expect(card.page.locator(".ng-fields")).to_be_visible()
    expect(card.page.locator(".ng-certainty")).to_have_count(0)
