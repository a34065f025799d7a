"""The card without a line, and in a tab on a PC of many: in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.card_page import TEXT, Card, Open, submit_single_choice, until, violations
from tests.browser.card_views import OTHER_ATTEMPT, TOKEN, item_of, scored, view_of

pytestmark = pytest.mark.browser

DENY = "Object.defineProperty(window, '{}', {{ get() {{ throw new DOMException('no'); }} }});"
LASTING = "Object.keys(localStorage).filter((key) => key.startsWith('neuguong.'))"


def bar(card: Card, key: str) -> None:
    expect(card.page.locator(".ng-bar")).to_contain_text(TEXT[key])


def test_an_answer_without_a_line_is_kept_and_sent_once_there_is_one(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    card.page.evaluate("host.cut(true)")
    bar(card, "cut_submit")
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    bar(card, "kept_long")
    expect(card.page.get_by_role("button", name=TEXT["submit_kept"])).to_have_attribute("aria-disabled", "true")
    assert card.sent("submit") == []
    assert violations(card) == ""
    card.page.evaluate("host.cut(false)")
    bar(card, "saving")
    assert len(card.sent("submit")) == 1


def test_a_new_line_is_greeted_before_anything_that_was_kept_is_sent(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    card.page.evaluate("host.cut(true)")
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    card.page.evaluate("host.sent.length = 0; setup.cut = false; host.reconnect()")
    assert card.page.evaluate("host.sent.map(({ kind }) => kind)") == ["hello", "submit"]


@pytest.mark.parametrize(
    ("storage", "before", "where"),
    [
        ({"learner": TOKEN, "consent": "true"}, "", "long"),
        ({"learner": TOKEN, "consent": "false"}, "", "tab"),
        ({}, "", "tab"),
        ({}, DENY.format("localStorage"), "tab"),
        ({}, DENY.format("localStorage") + DENY.format("sessionStorage"), "page"),
    ],
    ids=["agreed", "refused", "unasked", "no-localStorage", "none"],
)
def test_where_an_answer_is_kept_is_told_as_it_is(
    open_card: Open, storage: dict[str, str], before: str, where: str
) -> None:
    card = open_card(view_of(item_of("single_choice")), storage=storage, before=before)
    card.say("welcome")
    card.page.evaluate("host.cut(true)")
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    bar(card, f"kept_{where}")


def test_the_way_on_waits_for_a_line_and_says_so(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))))
    card.page.evaluate("host.cut(true)")
    bar(card, "cut_next")
    way = card.page.get_by_role("button", name=TEXT["next"])
    expect(way).to_have_attribute("aria-disabled", "true")
    way.click(force=True)
    assert card.sent("next") == []
    card.page.evaluate("host.cut(false)")
    way.click()
    assert len(card.sent("next")) == 1


def test_explanations_read_before_can_be_read_again_without_a_line(open_card: Open) -> None:
    told, open_one = scored(item_of("single_choice")), item_of("ranking", attempt_id=OTHER_ATTEMPT)
    card = open_card(view_of(told), storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    explanation = card.page.locator(".ng-feedback").inner_text()
    card.show(view_of(open_one, revision=2))
    expect(card.page.locator(".ng-question")).to_be_visible()
    card.page.evaluate("host.cut(true)")
    back = card.page.get_by_role("button", name=TEXT["back"])
    back.click()
    expect(card.page.locator(".ng-feedback")).to_have_text(explanation, use_inner_text=True)
    expect(back).to_be_hidden()
    assert violations(card) == ""
    card.page.get_by_role("button", name=TEXT["next"]).click()
    expect(card.page.locator(".ng-question")).to_be_visible()
    back.click()
    expect(card.page.locator(".ng-feedback")).to_be_visible()
    card.page.evaluate("setup.cut = false; host.reconnect()")
    expect(card.page.locator(".ng-question")).to_be_visible()
    assert card.sent("hello")[-1]["attempt"]["attempt_id"] == OTHER_ATTEMPT
    assert card.sent("back") == []


def screens(card: Card) -> list[str]:
    keys: list[str] = card.page.evaluate(
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.includes('.screen.'))"
    )
    return keys


def test_what_is_on_screen_is_kept_only_once_it_is_this_learners(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage={"learner": TOKEN, "consent": "true"}, clock=True)
    card.page.clock.fast_forward(1600)
    expect(card.page.locator(".ng-question")).to_be_visible()
    assert screens(card) == []
    card.say("welcome")
    assert len(screens(card)) == 1


def test_a_copy_gives_way_to_an_answer_where_the_browser_is_full(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    assert len(screens(card)) == 1
    card.page.evaluate(
        """() => {
            const keep = Storage.prototype.setItem;
            Storage.prototype.setItem = function (key, value) {
                const copies = Object.keys(this).filter((one) => one.includes(".screen."));
                if (copies.length) throw new DOMException("full", "QuotaExceededError");
                keep.call(this, key, value);
            };
        }"""
    )
    submit_single_choice(card)
    assert screens(card) == []
    assert len(json.loads(card.stored("bai.unsent"))) == 1
    expect(card.page.locator(".ng-notice")).to_have_count(0)


@pytest.mark.parametrize(
    "kept", [{}, {"learner": TOKEN, "consent": "true", "bai.draft": "x"}], ids=["new", "another's"]
)
def test_a_shared_tab_begins_with_nobody_asks_nothing_and_leaves_nothing(open_card: Open, kept: dict[str, str]) -> None:
    card = open_card(
        view_of(item_of("single_choice")), storage=kept, before="sessionStorage['neuguong.shared'] = 'true'"
    )
    before = card.page.evaluate(LASTING)
    hello = card.sent("hello")[0]
    assert hello["token"] != TOKEN
    assert hello["consent"] is False
    notice = card.page.locator(".ng-notice")
    expect(notice).to_contain_text(TEXT["keeps_shared"])
    card.say("welcome")
    submit_single_choice(card)
    assert card.page.evaluate(LASTING) == before
    assert hello["token"] not in card.page.evaluate("JSON.stringify({ ...localStorage })")
    assert violations(card) == ""
    card.page.reload()
    until(card.page, "window.host && window.host.sent.length > 0")
    assert card.sent("hello")[0]["token"] == hello["token"]


def test_one_tap_in_the_question_about_remembering_makes_the_tab_shared(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice"), ask_consent=True))
    token = card.sent("hello")[0]["token"]
    assert violations(card) == ""
    card.page.get_by_role("button", name=TEXT["share"]).click()
    expect(card.page.get_by_text(TEXT["consent_title"])).to_have_count(0)
    expect(card.page.locator(".ng-notice")).to_contain_text(TEXT["keeps_shared"])
    assert [card.sent("hello")[-1][name] for name in ("token", "consent")] == [token, False]
    assert card.page.evaluate(LASTING) == []
    card.page.get_by_role("button", name=TEXT["unshare"]).click()
    expect(card.page.locator(".ng-notice")).to_have_count(0)
    assert [card.sent("hello")[-1][name] for name in ("token", "consent")] == [token, None]


def test_back_on_a_pc_of_ones_own_nothing_of_the_shared_tab_is_mixed_with_what_is_there(open_card: Open) -> None:
    card = open_card(
        view_of(item_of("single_choice")),
        storage={"learner": TOKEN, "consent": "true"},
        before="if (!sessionStorage.begun) { sessionStorage.begun = 1; sessionStorage['neuguong.shared'] = 'true'; }",
    )
    card.say("welcome")
    submit_single_choice(card)
    sent = len(card.sent("submit"))
    card.page.get_by_role("button", name=TEXT["unshare"]).click()
    hello = card.sent("hello")[-1]
    assert (hello["token"], hello["consent"], hello["attempt"]) == (TOKEN, True, None)
    assert len(card.sent("submit")) == sent
    assert card.page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('neuguong.'))") == []


def test_a_shared_tab_hears_and_tells_no_other(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), before="sessionStorage['neuguong.shared'] = 'true'")
    card.say("welcome")
    token = card.sent("hello")[0]["token"]
    other = card.page.context.new_page()
    other.goto(card.page.url + "empty")
    other.evaluate("localStorage.setItem('neuguong.learner', 'f'.repeat(32))")
    other.evaluate(
        "() => { window.heard = []; new BroadcastChannel('neuguong').onmessage = ({ data }) => heard.push(data); }"
    )
    card.say("erased")
    until(card.page, "host.sent.filter((one) => one.kind === 'hello').length > 1")
    other.evaluate("new BroadcastChannel('neuguong').postMessage('end')")
    until(other, "heard.includes('end')")
    assert other.evaluate("heard") == ["end"]
    assert card.sent("hello")[-1]["token"] not in (token, "f" * 32)
