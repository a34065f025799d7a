"""What the card remembers in this browser, for how long, and how it forgets: in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.card_page import TEXT, Open
from tests.browser.card_views import KINDS, TOKEN, item_of, scored, view_of

pytestmark = pytest.mark.browser


def test_what_is_deleted_in_another_tab_is_gone_in_this_one(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))), storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    other = card.page.context.new_page()
    other.goto(card.page.url)
    other.evaluate("localStorage.clear()")
    card.page.wait_for_function("host.sent.length > 1")
    greeting = card.sent("hello")[1]
    assert greeting["token"] != TOKEN
    assert (greeting["consent"], greeting["attempt"], greeting["answered"]) == (None, None, None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reload_keeps_the_draft(open_card: Open, kind: str) -> None:
    card = open_card(view_of(item_of(kind)))
    control = card.page.locator(".ng-fields input, .ng-rank").nth(1)
    control.click(force=True)
    card.page.reload()
    card.page.wait_for_function("window.host && window.host.sent.length > 0")
    (hello,) = card.sent("hello")
    assert hello["attempt"] == {"item": item_of(kind)["id"], "attempt_id": ATTEMPT, "again": False}
    card.say("welcome")
    control = card.page.locator(".ng-fields input, .ng-rank").nth(1)
    if kind == "ranking":
        expect(control).to_have_attribute("aria-pressed", "true")
    else:
        expect(control).to_be_checked()


def test_a_reload_keeps_an_unsent_answer_and_sends_the_same_again(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    first = submit_single_choice(card)
    card.page.reload()
    card.page.wait_for_function("window.host && window.host.sent.length > 1")
    assert card.sent("submit") == [first]
    card.say("welcome")
    expect(card.page.locator("input[value='1']")).to_be_checked()
    expect(card.page.locator("input[value='1']")).to_be_disabled()


def test_someone_who_was_here_waits_for_their_own_view_but_not_for_long(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage={"learner": TOKEN}, clock=True)
    assert card.sent("hello")[0]["token"] == TOKEN
    expect(card.page.locator(".ng-question")).to_have_count(0)
    card.page.clock.fast_forward(1600)
    expect(card.page.locator(".ng-question")).to_be_visible()


def test_a_late_welcome_does_not_cost_the_draft_of_last_time(open_card: Open) -> None:
    draft = {"item": "ranking-1", "attempt_id": OTHER_ATTEMPT, "response": ["2", None, None, None, None]}
    storage = {"learner": TOKEN, "bai.draft": json.dumps(draft)}
    card = open_card(view_of(item_of("single_choice")), storage=storage, clock=True)
    card.page.clock.fast_forward(1600)
    expect(card.page.locator(".ng-question")).to_be_visible()
    card.show(view_of(item_of("ranking", attempt_id=OTHER_ATTEMPT), revision=2))
    card.say("welcome")
    expect(card.page.locator(".ng-rank").nth(2)).to_have_attribute("aria-pressed", "true")


def test_kept_values_of_a_wrong_shape_count_as_nothing(open_card: Open) -> None:
    wrong = {
        "learner": "<script>",
        "consent": "maybe",
        "unit": "x" * 900,
        "bai.draft": '{"item": 3}',
        "bai.unsent": '{"a": {"kind": "consent", "value": true}, "b": 4}',
        "bai.local": '[{"item": "x"}, 7]',
    }
    card = open_card(view_of(item_of("ranking")), storage=wrong)
    (hello,) = card.sent("hello")
    assert re.fullmatch("[0-9a-f]{32}", hello["token"])
    assert (hello["consent"], hello["unit"], hello["local"]) == (None, None, [])
    assert card.sent("consent") == []
    assert card.sent("submit") == []


@pytest.mark.parametrize("kept", ['"0"', "{}", '[null, 7, "99"]', '{"best": "1", "worst": "1"}', '{"__proto__": 4}'])
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_a_wrong_shape_does_not_break_the_question(open_card: Open, kind: str, kept: str) -> None:
    draft = f'{{"item": "x", "attempt_id": "{ATTEMPT}", "response": {kept}}}'
    card = open_card(view_of(item_of(kind)), storage={"bai.draft": draft})
    expect(card.page.locator(".ng-question")).to_be_visible()


@pytest.mark.parametrize("denied", [("localStorage",), ("localStorage", "sessionStorage")], ids=len)
def test_everything_works_for_the_visit_where_nothing_can_be_kept(open_card: Open, denied: tuple[str, ...]) -> None:
    deny = "".join(
        f"Object.defineProperty(window, '{name}', {{ get() {{ throw new DOMException('no'); }} }});" for name in denied
    )
    item = item_of("single_choice")
    card = open_card(view_of(item, ask_consent=True), before=deny)
    card.page.get_by_role("button", name=TEXT["consent_no"]).click()
    submit_single_choice(card)
    card.page.evaluate("host.reconnect()")
    assert len(card.sent("submit")) == 2
    assert card.sent("hello")[0]["token"] == card.sent("hello")[1]["token"]
    assert card.sent("hello")[1]["consent"] is False
    card.say(
        "stored", attempt_id=item["attempt_id"], local={"item": item["id"], "version": 1, "score": 1, "max_score": 1}
    )
    expect(card.page.locator(".ng-status")).to_contain_text(TEXT["saved"])


@pytest.mark.parametrize(("button", "value"), [("consent_yes", True), ("consent_no", False)])
def test_consent_is_asked_once_and_either_answer_leads_on(open_card: Open, button: str, value: bool) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True))
    card.page.get_by_role("button", name=TEXT[button]).click()
    assert card.sent("consent") == [{"kind": "consent", "value": value}]
    expect(card.page.get_by_text(TEXT["consent_title"])).to_have_count(0)
    expect(card.page.get_by_role("heading", name="Hồ sơ chờ chữ ký")).to_be_focused()
    card.page.reload()
    card.page.wait_for_function("window.host && window.host.sent.length > 0")
    card.say("welcome")
    assert card.sent("hello")[0]["consent"] is value
    expect(card.page.locator(".ng-question")).to_be_visible()
    expect(card.page.get_by_text(TEXT["consent_title"])).to_have_count(0)


@pytest.mark.parametrize(("button", "for_good"), [("consent_yes", True), ("consent_no", False)])
def test_only_who_agrees_is_remembered_after_the_tab_is_closed(open_card: Open, button: str, for_good: bool) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True))
    learned = "Object.keys({}).filter((key) => key.startsWith('neuguong.') && key !== 'neuguong.consent').length"
    assert card.page.evaluate(learned.format("localStorage")) == 0
    assert card.page.evaluate(learned.format("sessionStorage")) > 0
    token = card.stored("learner")
    card.page.get_by_role("button", name=TEXT[button]).click()
    assert (card.page.evaluate(learned.format("localStorage")) > 0) is for_good
    assert (card.page.evaluate(learned.format("sessionStorage")) > 0) is not for_good
    assert card.stored("learner") == token


def test_the_unit_is_optional_and_remembered(open_card: Open) -> None:
    card = open_card(
        view_of(item_of("single_choice")),
        units=(
            "Chi bộ <b>1</b> & 2",
            "Chi bộ 3",
        ),
    )
    card.page.locator(".ng-contents summary").click()
    card.page.get_by_label(TEXT["unit"]).select_option(label="Chi bộ <b>1</b> & 2")
    card.page.get_by_label(TEXT["unit"]).select_option(label=TEXT["unit_none"])
    card.page.get_by_label(TEXT["unit"]).select_option(label="Chi bộ 3")
    assert [message["unit"] for message in card.sent("set_unit")] == ["Chi bộ <b>1</b> & 2", None, "Chi bộ 3"]
    assert card.stored("unit") == "Chi bộ 3"
