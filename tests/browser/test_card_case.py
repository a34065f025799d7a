"""A branching case on the card: what follows a choice, the way so far, the debrief; every state at three widths."""

import uuid
from typing import Any

import pytest
from neuguong.items import present_item
from neuguong.study import LearnerSession
from playwright.sync_api import expect

from tests.browser.card_page import DESKTOP, NARROW, PHONE, TEXT, Card, Open, violations
from tests.browser.card_views import TOKEN, Json
from tests.cases import course_of
from tests.samples import SECRET

pytestmark = pytest.mark.browser


class Walker:
    """A session that walks the small case; its views are what the card is given."""

    def __init__(self, choices: str = "", *, answered: bool = True, sensitive: bool = False) -> None:
        """`choices`: what was decided so far; the last one's consequence is on screen, or (not `answered`) the next
        decision."""
        self.course = course_of(sensitive=sensitive)
        numbers = iter(range(1, 99))
        self.session = LearnerSession(self.course, "bai", new_id=lambda: uuid.UUID(int=next(numbers), version=4))
        self.session.handle({"kind": "hello", "token": TOKEN, "consent": True})
        if self.view["screen"] == "intro":
            self.session.handle({"kind": "next"})
        for n, choice in enumerate(choices):
            if n:
                self.session.handle({"kind": "next"})
            self.session.handle(self.message(choice))
        if choices and not answered:
            self.session.handle({"kind": "next"})

    @property
    def view(self) -> Any:
        return self.session.view()

    def message(self, choice: str) -> Json:
        shown = self.view["item"]
        _, item = self.course.pack.get_item(shown["id"])
        token = present_item(item, seed=shown["attempt_id"], secret=SECRET).token_of(choice)
        return {
            "kind": "submit", "item": shown["id"], "version": 1, "attempt_id": shown["attempt_id"], "response": token,
        }  # fmt: skip


STATES = {
    "start": Walker(),
    "then": Walker("b"),
    "later": Walker("bb", answered=False),
    "end": Walker("acbb"),
    "best": Walker("aaa"),
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP, NARROW], ids=["phone", "desktop", "narrow"])
@pytest.mark.parametrize("state", STATES)
def test_no_state_of_a_case_has_an_access_fault_or_leaves_the_screen(
    state: str, size: tuple[int, int], open_card: Open
) -> None:
    card = open_card(STATES[state].view, size=size)
    for fold in card.page.locator(".ng-debrief summary, .ng-trail summary").all():
        fold.click()
    assert violations(card) == ""
    assert card.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_choice_is_followed_by_what_happens_and_no_verdict(open_card: Open) -> None:
    card = open_card(STATES["then"].view)
    expect(card.page.get_by_text("Điều xảy ra ca-1 b.")).to_be_visible()
    expect(card.page.get_by_text("Cách b của ca-1")).to_be_visible()
    for sign_of_verdict in (".ng-verdict", ".ng-level-full", ".ng-level-none", ".ng-score"):
        expect(card.page.locator(sign_of_verdict)).to_have_count(0)
    expect(card.page.get_by_role("button", name=TEXT["next"])).to_be_visible()


def test_a_later_decision_stands_below_what_has_happened_the_last_of_it_in_sight(open_card: Open) -> None:
    card = open_card(STATES["later"].view)
    expect(card.page.get_by_text(TEXT["decision_number"].format(number=3))).to_be_visible()
    expect(card.page.get_by_text("Điều xảy ra ca-sua b.")).to_be_visible()
    expect(card.page.get_by_text("Điều xảy ra ca-1 b.")).to_be_hidden()
    card.page.get_by_text(TEXT["trail_before"]).click()
    expect(card.page.get_by_text("Điều xảy ra ca-1 b.")).to_be_visible()


def chips(card: Card) -> list[str]:
    return [text.strip("✓✗ \n") for text in card.page.locator(".ng-chip").all_inner_texts()]


def test_the_debrief_shows_both_ways_and_opens_the_decision_where_they_part(open_card: Open) -> None:
    card = open_card(STATES["end"].view)
    right, wrong = ([TEXT[f"move_{one}"].format(number=n) for n in range(1, 5)] for one in ("right", "wrong"))
    # 1 a is keyed, 2 c, sửa b and 4 b are not; the better way goes on from 2: 2 a, 3 a.
    assert chips(card) == [right[0], wrong[1], wrong[2], wrong[3], right[1], right[2]]
    expect(card.page.get_by_text(TEXT["move_parting"])).to_have_count(1)
    expect(card.page.get_by_text("Vì sao bí mật ca-2 c")).to_be_visible()
    expect(card.page.get_by_text("Vì sao bí mật ca-4 b")).to_be_hidden()


def test_a_case_is_gone_through_again_from_its_debrief(open_card: Open) -> None:
    card = open_card(STATES["end"].view)
    card.page.get_by_role("button", name=TEXT["case_again"]).click()
    assert card.sent("again") == [{"kind": "again", "item": "ca-1"}]


def test_the_page_keeps_which_choice_was_made_and_tells_it_at_the_next_greeting(open_card: Open) -> None:
    walker = Walker()
    card = open_card(walker.view, storage={"learner": TOKEN, "consent": "true"})
    message = walker.message("b")
    (reply,) = walker.session.handle(message)
    card.say(**dict(reply))
    card.page.reload()
    card.page.wait_for_selector(".ng-card")
    row = {**dict(reply)["local"]}
    assert card.sent("hello")[0]["local"] == [row]
    assert row["response"] == message["response"]


@pytest.mark.parametrize("sensitive", [True, False])
def test_what_was_decided_in_a_sensitive_case_is_not_kept_to_be_read_later_in_a_question_either(
    open_card: Open, sensitive: bool
) -> None:
    walker = Walker("b", answered=False, sensitive=sensitive)
    card = open_card(walker.view, storage={"learner": TOKEN, "consent": "true"})
    card.say("welcome")
    assert "Cách b của ca-1" in card.page.locator(".ng-card").inner_text()
    kept = card.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert ("Cách b của ca-1" in kept) is not sensitive
