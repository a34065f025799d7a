"""What the card remembers in this browser, for how long, and how it forgets: in a real browser."""

import json
import re

import pytest
from neuguong.server.frames import MAX_FRAME
from playwright.sync_api import expect

from tests.browser.card_page import TEXT, Card, Open, submit_single_choice, until
from tests.browser.card_views import ATTEMPT, KINDS, OTHER_ATTEMPT, TOKEN, contents_view, item_of, scored, view_of

pytestmark = pytest.mark.browser


def test_what_is_deleted_in_another_tab_is_gone_in_this_one(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))), storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    other = card.page.context.new_page()
    other.goto(card.page.url)
    other.evaluate("localStorage.clear()")
    until(card.page, "host.sent.length > 1")
    greeting = card.sent("hello")[1]
    assert greeting["token"] != TOKEN
    assert (greeting["consent"], greeting["attempt"], greeting["answered"]) == (None, None, None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reload_keeps_the_draft(open_card: Open, kind: str) -> None:
    card = open_card(view_of(item_of(kind)))
    control = card.page.locator(".ng-fields input, .ng-rank").nth(1)
    control.click(force=True)
    card.page.reload()
    until(card.page, "window.host && window.host.sent.length > 0")
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
    until(card.page, "window.host && window.host.sent.length > 1")
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
    draft = {"item": "mot-ranking", "attempt_id": OTHER_ATTEMPT, "response": ["2", None, None, None, None]}
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
        "bai.unsent": (
            '{"a": {"kind": "consent", "value": true}, "b": 4,'
            ' "c": {"kind": "submit", "attempt_id": "c", "item": "x", "version": 1, "response": "0"}}'
        ),
        "bai.local": '[{"item": "x"}, 7, {"item": "x", "version": 1, "score": null, "max_score": 1}]',
    }
    card = open_card(view_of(item_of("ranking")), storage=wrong)
    (hello,) = card.sent("hello")
    assert re.fullmatch("[0-9a-f]{32}", hello["token"])
    assert (hello["consent"], hello["unit"], hello["local"]) == (None, None, [])
    assert card.sent("consent") == []
    assert card.sent("submit") == []


def test_however_much_is_remembered_a_greeting_stays_within_what_the_server_reads(open_card: Open) -> None:
    row = {"version": 1, "score": 1, "max_score": 1, "day": "2026-03-05", "sure": False}
    proven = {"attempt_id": ATTEMPT, "response": {str(n): str(n) for n in range(9)}, "proof": "0" * 32}
    local = [{"item": f"{n:0100}", **row, **proven} for n in range(500)]
    parallels = [{"of": f"{n:0120}", "item": "x" * 120, "done": True} for n in range(200)]
    card = open_card(
        view_of(item_of("ranking")), storage={"local": json.dumps(local), "bai.parallels": json.dumps(parallels)}
    )
    (hello,) = card.sent("hello")
    assert len(json.dumps(hello)) < MAX_FRAME - 2000
    assert hello["local"] == local[-len(hello["local"]) :]
    assert len(hello["local"]) > 90


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
        "stored",
        attempt_id=item["attempt_id"],
        linked=False,
        local={"item": item["id"], "version": 1, "score": 1, "max_score": 1},
    )
    expect(card.page.locator(".ng-bar [role=status]")).to_contain_text(TEXT["recorded"])


@pytest.mark.parametrize(("button", "value"), [("consent_yes", True), ("consent_no", False)])
def test_consent_is_asked_once_and_either_answer_leads_on(open_card: Open, button: str, value: bool) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True))
    card.page.get_by_role("button", name=TEXT[button]).click()
    assert card.sent("consent") == [{"kind": "consent", "value": value}]
    expect(card.page.get_by_text(TEXT["consent_title"])).to_have_count(0)
    expect(card.page.get_by_role("button", name=TEXT["submit"])).to_be_focused()
    card.page.reload()
    until(card.page, "window.host && window.host.sent.length > 0")
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
    card = open_card(contents_view(), units=("Chi bộ <b>1</b> & 2", "Chi bộ 3"))
    card.page.get_by_label(TEXT["unit"]).select_option(label="Chi bộ <b>1</b> & 2")
    card.page.get_by_label(TEXT["unit"]).select_option(label=TEXT["unit_none"])
    card.page.get_by_label(TEXT["unit"]).select_option(label="Chi bộ 3")
    assert [message["unit"] for message in card.sent("set_unit")] == ["Chi bộ <b>1</b> & 2", None, "Chi bộ 3"]
    assert card.stored("unit") == "Chi bộ 3"


@pytest.mark.parametrize("sensitive", [False, True], ids=["ordinary", "sensitive"])
def test_before_choosing_every_lesson_says_what_is_written_in_either_case(open_card: Open, sensitive: bool) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True, sensitive=sensitive))
    asked = card.page.locator(".ng-consent")
    kind = "_sensitive" if sensitive else ""
    for key in (f"consent_agree{kind}", f"consent_refuse{kind}"):
        expect(asked.get_by_text(TEXT[key])).to_be_visible()
    expect(asked.get_by_text(TEXT["consent_here"])).to_have_count(1 if sensitive else 0)
    expect(asked.get_by_text(TEXT["consent_unit"])).to_have_count(0)


@pytest.mark.parametrize(
    ("consent", "sensitive", "unit", "keys"),
    [
        (None, False, None, ["record_unasked"]),
        ("false", False, None, ["record_unlinked"]),
        ("true", False, None, ["record_linked"]),
        ("true", False, "Chi bộ 1", ["record_linked", "record_unit"]),
        ("false", False, "Chi bộ 1", ["record_unlinked", "record_unit"]),
        ("true", True, "Chi bộ 1", ["record_sensitive"]),
        (None, True, None, ["record_sensitive"]),
    ],
)
def test_beside_the_button_stands_what_will_be_written_of_this_answer(
    open_card: Open, consent: str | None, sensitive: bool, unit: str | None, keys: list[str]
) -> None:
    storage = {"consent": consent} if consent else None
    card = open_card(
        view_of(item_of("single_choice"), sensitive=sensitive, ask_consent=consent is None, unit=unit), storage=storage
    )
    expect(card.page.locator(".ng-bar > .ng-small")).to_have_text(" ".join(TEXT[key] for key in keys))


def test_only_a_row_that_carries_the_code_is_told_as_saved(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item))
    line = card.page.locator(".ng-bar [role=status]")
    submit_single_choice(card)
    card.show(view_of(scored(item), revision=2))
    card.say_stored(item, linked=False)
    expect(line).to_contain_text(TEXT["recorded"])
    expect(card.page.locator(".ng-bar.ng-saved")).to_have_count(0)
    card.say_stored(item, linked=True)
    expect(line).to_contain_text(TEXT["saved"])
    expect(card.page.locator(".ng-bar.ng-saved")).to_have_count(1)


def test_a_choice_can_be_changed_later_from_the_contents(open_card: Open) -> None:
    card = open_card(contents_view(), storage={"consent": "false"})
    expect(card.page.locator(".ng-consent")).to_have_count(0)
    card.page.get_by_role("button", name=TEXT["consent_change"]).click()
    expect(card.page.get_by_role("heading", name=TEXT["consent_title"])).to_be_focused()
    card.page.get_by_role("button", name=TEXT["consent_yes"]).click()
    assert card.sent("consent") == [{"kind": "consent", "value": True}]
    expect(card.page.locator(".ng-consent")).to_have_count(0)
    card.show(view_of(item_of("single_choice"), revision=20))
    expect(card.page.locator(".ng-bar > .ng-small")).to_have_text(TEXT["record_linked"])


DENY = "Object.defineProperty(window, '{}', {{ get() {{ throw new DOMException('no'); }} }});"
FULL = "Storage.prototype.setItem = () => {{ throw new DOMException('full', 'QuotaExceededError'); }};"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (DENY.format("localStorage"), "keeps_tab"),
        (DENY.format("localStorage") + DENY.format("sessionStorage"), "keeps_page"),
        (FULL.format(), "keeps_page"),
        ("", None),
    ],
    ids=["no-localStorage", "none", "full", "all"],
)
def test_what_a_browser_will_not_keep_is_told_before_the_first_question(
    open_card: Open, before: str, told: str | None
) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True), before=before)
    lines = card.page.locator(".ng-notice")
    if told is None:
        expect(card.page.locator(".ng-question")).to_be_visible()
        expect(lines).to_have_count(0)
        return
    expect(lines).to_have_text([re.compile(re.escape(TEXT[told]))])
    above = "document.querySelector('.ng-notice').compareDocumentPosition(document.querySelector('.ng-consent')) & 4"
    assert card.page.evaluate(above)


def test_a_browser_that_becomes_full_is_told_at_once(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    expect(card.page.locator(".ng-notice")).to_have_count(0)
    card.page.evaluate(f"() => {{ {FULL.format()} }}")
    submit_single_choice(card)
    expect(card.page.locator(".ng-notice")).to_contain_text(TEXT["keeps_page"])


KEPT = {
    "learner": TOKEN,
    "consent": "true",
    "unit": "Chi bộ 1",
    "bai.local": '[{"item": "mot-single", "version": 1, "score": 1, "max_score": 1}]',
    "bai.draft": json.dumps({"item": "mot-single", "attempt_id": ATTEMPT, "response": "1"}),
}


def everything(card: Card) -> str:
    """All that this browser keeps for the kit, for good and until the tab is closed."""
    kept = card.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    return str(kept)


def expect_a_new_learner(card: Card) -> None:
    """The card greets as somebody else, asks again and says why; nothing of before is kept or will be sent."""
    expect(card.page.locator(".ng-notice")).to_contain_text(TEXT["erased"])
    greeting = card.sent("hello")[-1]
    assert greeting["token"] != TOKEN
    assert [greeting[name] for name in ("consent", "unit", "attempt", "answered", "local")] == [
        None,
        None,
        None,
        None,
        [],
    ]
    assert TOKEN not in everything(card)
    assert "bai.unsent" not in everything(card)
    card.show(view_of(item_of("single_choice"), ask_consent=True, revision=7))
    card.say("welcome")
    expect(card.page.get_by_text(TEXT["consent_title"])).to_be_visible()
    expect(card.page.locator(".ng-fields input:checked")).to_have_count(0)


def test_an_identity_that_the_server_has_erased_ends_here(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage=KEPT)
    card.say("welcome")
    submit_single_choice(card)
    card.say("erased")
    expect_a_new_learner(card)
    greetings = len(card.sent("hello"))
    sent = len(card.sent("submit"))
    card.page.evaluate("host.reconnect()")
    assert len(card.sent("submit")) == sent
    assert len(card.sent("hello")) == greetings + 1


def test_a_late_word_of_the_erased_identity_does_not_end_the_new_one(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage=KEPT)
    card.say("welcome")
    card.say("erased")
    token = card.sent("hello")[-1]["token"]
    card.say("erased")
    assert card.sent("hello")[-1]["token"] == token


def test_an_identity_erased_in_one_tab_ends_in_every_other_at_once(open_card: Open) -> None:
    """By the channel between tabs: nothing of it is in the storage that tabs share."""
    card = open_card(view_of(item_of("single_choice")))
    card.say("welcome")
    other = card.page.context.new_page()
    other.goto(card.page.url + "empty")
    token = card.sent("hello")[0]["token"]
    other.evaluate("async (token) => (await import('/src/drawer.js')).openDrawer().announce(token)", token)
    until(card.page, "host.sent.filter((one) => one.kind === 'hello').length > 1")
    assert token not in everything(card)
    assert card.sent("hello")[-1]["token"] != token
    expect(card.page.locator(".ng-notice")).to_contain_text(TEXT["erased"])


def test_where_everything_is_deleted_every_tab_ends_whatever_its_own_identity(open_card: Open) -> None:
    """A tab that was never asked to remember has an identity of its own, which no other tab knows."""
    card = open_card(view_of(item_of("single_choice")))
    card.say("welcome")
    card.page.locator("input[value='1']").check(force=True)
    token = card.sent("hello")[0]["token"]
    other = card.page.context.new_page()
    other.goto(card.page.url + "empty")
    assert token not in other.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    other.evaluate("async () => (await import('/src/drawer.js')).openDrawer().forgetAll()")
    until(card.page, "host.sent.filter((one) => one.kind === 'hello').length > 1")
    assert token not in everything(card)
    greeting = card.sent("hello")[-1]
    assert greeting["token"] != token
    assert (greeting["attempt"], greeting["local"]) == (None, [])
    expect(card.page.locator(".ng-notice")).to_contain_text(TEXT["erased"])


def test_without_a_line_what_is_taught_leads_to_the_question_that_came_with_it(open_card: Open) -> None:
    question = view_of(item_of("single_choice"))
    ahead = {"scenario": question["scenario"], "item": question["item"]}
    intro = {"minutes": 10, "items": 7, "requirements": {}, "ahead": ahead, "note": None}
    taught = {"points": ["Một.", "Hai."], "example": None}
    view = {**question, "screen": "intro", "scenario": None, "item": None, "intro": intro, "teaching": taught}
    card = open_card(view)
    card.say("welcome")
    card.page.evaluate("host.cut(true)")
    card.page.get_by_role("button", name=TEXT["begin"]).click()
    expect(card.page.locator(".ng-question")).to_be_visible()
    expect(card.page.locator(".ng-title").first).to_be_focused()
    assert card.sent("next") == []
    assert json.loads(card.stored("screen.bai/phan-1"))["view"]["item"]["id"] == ahead["item"]["id"]
    submitted = submit_kept(card)
    card.page.evaluate("host.cut(false)")
    card.page.evaluate("host.reconnect()")
    greeting = card.sent("hello")[-1]
    assert (greeting["screen"], greeting["attempt"]["attempt_id"]) == ("item", ATTEMPT)
    assert card.sent("submit")[-1]["attempt_id"] == submitted == ATTEMPT


def submit_kept(card: Card) -> str:
    """Answer without a line; the attempt that waits."""
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    (attempt,) = json.loads(card.stored("bai.unsent"))
    return str(attempt)


def test_a_tab_that_slept_through_the_erasing_takes_nothing_from_the_next_identity(open_card: Open) -> None:
    """It still has the old token in its own storage; the browser has begun a new one since, which stays."""
    fresh = "f" * 32
    sleeper = f"sessionStorage.getItem('neuguong.learner') || sessionStorage.setItem('neuguong.learner', '{TOKEN}');"
    card = open_card(view_of(item_of("single_choice")), before=sleeper)
    assert card.sent("hello")[0]["token"] == TOKEN
    card.page.evaluate(
        "([fresh]) => { localStorage['neuguong.learner'] = fresh; localStorage['neuguong.consent'] = 'true'; }", [fresh]
    )
    card.say("erased")
    greeting = card.sent("hello")[-1]
    assert (greeting["token"], greeting["consent"]) == (fresh, True)
    assert card.page.evaluate("localStorage['neuguong.learner']") == fresh


def test_who_agrees_in_another_tab_is_known_in_this_one(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True))
    card.say("welcome")
    other = card.page.context.new_page()
    other.goto(card.page.url + "empty")
    other.evaluate(
        "token => { localStorage['neuguong.learner'] = token; localStorage['neuguong.consent'] = 'true'; }", TOKEN
    )
    until(card.page, "host.sent.at(-1).consent === true")
    greeting = card.sent("hello")[-1]
    assert (greeting["token"], greeting["attempt"]["attempt_id"]) == (TOKEN, ATTEMPT)
    expect(card.page.get_by_text(TEXT["consent_title"])).to_have_count(0)
    expect(card.page.locator(".ng-notice")).to_have_count(0)
