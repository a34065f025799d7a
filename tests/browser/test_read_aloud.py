"""Reading aloud: only where there is a Vietnamese voice, what is asked and never what is right."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.card_page import PHONE, TEXT, Card, Open, violations
from tests.browser.card_views import KINDS, OTHER_ATTEMPT, STIMULUS, TITLE, item_of, scored, view_of

pytestmark = pytest.mark.browser

VOICES = """
    const listeners = [];
    let voices = [];
    const engine = {
      said: [], cancelled: 0,
      getVoices: () => voices,
      speak: (one) => engine.said.push(one),
      cancel() { engine.cancelled += 1; },
      addEventListener: (name, listener) => listeners.push(listener),
      removeEventListener: (name, listener) => listeners.splice(listeners.indexOf(listener), 1),
      come(...langs) { voices = langs.map((lang) => ({ lang, name: lang })); listeners.forEach((one) => one()); },
      listeners,
    };
    Object.defineProperty(window, 'speechSynthesis', { value: engine });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
"""A browser's engine that notes what it is to say and says nothing; its voices come later, as in Chromium."""


def said(card: Card) -> list[str]:
    texts: list[str] = card.page.evaluate("speechSynthesis.said.map((one) => one.text)")
    return texts


def test_the_button_comes_with_a_vietnamese_voice_and_goes_with_it(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), before=VOICES)
    button = card.page.locator(".ng-read")
    expect(button).to_be_hidden()
    card.page.evaluate("speechSynthesis.come('en-US', 'vie')")
    expect(button).to_be_hidden()
    card.page.evaluate("speechSynthesis.come('en-US', 'vi_VN')")
    expect(button).to_have_text(TEXT["read_aloud"])
    expect(button).to_be_visible()
    assert violations(card) == ""
    card.page.evaluate("speechSynthesis.come()")
    expect(button).to_be_hidden()


def test_without_an_engine_there_is_no_button(open_card: Open) -> None:
    card = open_card(view_of(item_of("ranking")), before="delete window.speechSynthesis;")
    expect(card.page.locator(".ng-scene .ng-title")).to_be_visible()
    expect(card.page.locator(".ng-read")).to_be_hidden()


@pytest.mark.parametrize("kind", KINDS)
def test_the_situation_the_question_and_every_option_are_read_in_order(open_card: Open, kind: str) -> None:
    item = item_of(kind)
    card = open_card(view_of(item), before=VOICES, size=PHONE)
    card.page.evaluate("speechSynthesis.come('vi-VN')")
    card.tab_to(".ng-read")
    card.press("Enter")
    texts = said(card)
    assert texts[0] == TITLE
    assert STIMULUS.split(".")[0] + "." in texts
    whole = " ".join(texts)
    places = [whole.index(one) for one in (item["prompt"], *[choice["text"] for choice in item["choices"]])]
    asked = len(places) if kind != "hottext" else 1  # there they are read as they stand in the text
    assert places[:asked] == sorted(places[:asked])
    assert all(target["text"] in whole for target in item.get("targets", []))
    assert (TEXT["scale_4"] in whole) == (kind == "rating")
    assert card.page.evaluate("speechSynthesis.said.every((one) => one.lang === 'vi-VN' && one.voice)")
    assert [text for text in texts if re.search(r"[.!?] \S", text)] == []  # one sentence each
    expect(card.page.locator(".ng-read")).to_have_text(TEXT["read_stop"])


def test_a_second_press_or_the_end_of_the_text_stops(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), before=VOICES)
    card.page.evaluate("speechSynthesis.come('vi-VN')")
    button = card.page.locator(".ng-read")
    button.click()
    button.click()
    expect(button).to_have_text(TEXT["read_aloud"])
    assert card.page.evaluate("speechSynthesis.cancelled") == 1
    button.click()
    card.page.evaluate("speechSynthesis.said.at(-1).onend()")
    expect(button).to_have_text(TEXT["read_aloud"])


def test_what_is_read_of_an_answered_question_is_what_was_asked_and_going_on_stops_it(open_card: Open) -> None:
    item = item_of("multiple_response")
    card = open_card(view_of(item), before=VOICES)
    card.page.evaluate("speechSynthesis.come('vi-VN')")
    button = card.page.locator(".ng-read")
    button.click()
    before = said(card)
    told = scored(item)
    card.show(view_of(told, revision=2))
    expect(button).to_have_text(TEXT["read_aloud"])
    assert card.page.evaluate("speechSynthesis.cancelled") == 1
    button.click()
    assert said(card)[len(before) :] == before
    assert told["feedback"]["rationale"] not in " ".join(said(card))
    following = {**item_of("ranking", attempt_id=OTHER_ATTEMPT), "number": 2, "of": 3}
    card.show(view_of(following, revision=3))
    expect(card.page.locator(".ng-scene .ng-read")).to_have_text(TEXT["read_aloud"])
    assert card.page.evaluate("speechSynthesis.cancelled") == 2
    card.page.locator(".ng-task .ng-read").click()
    assert TITLE not in said(card)[2 * len(before) :]
    assert following["prompt"] in said(card)


def test_a_page_that_is_left_falls_silent(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), before=VOICES)
    card.page.evaluate("speechSynthesis.come('vi-VN')")
    card.page.locator(".ng-read").click()
    card.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert card.page.evaluate("speechSynthesis.cancelled") == 1
    card.page.locator(".ng-read").click()
    card.page.evaluate("host.stop()")
    assert card.page.evaluate("[speechSynthesis.cancelled, speechSynthesis.listeners.length]") == [2, 0]
