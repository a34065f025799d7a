"""How the card looks: at every width, with large letters, light and dark, and what axe-core says of it."""

import itertools
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.card_page import DESKTOP, NARROW, PHONE, TEXT, Card, Open, violations
from tests.browser.card_views import KINDS, Json, contents_view, item_of, right_answer, scored, summary_view, view_of

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_narrowest_phone(open_card: Open, kind: str) -> None:
    item = item_of(kind)
    item["choices"][0]["text"] = "Ủybannhândânxã" * 12
    card = open_card(view_of(item, ask_consent=True), units=("Chi bộ " + "thôn" * 30,), size=NARROW)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert card.page.evaluate(overflow) == 0
    card.show(view_of(scored(item), revision=2))
    expect(card.page.locator(".ng-feedback")).to_be_visible()
    assert card.page.evaluate(overflow) == 0
    card.show(summary_view())
    expect(card.page.locator(".ng-summary")).to_be_visible()
    assert card.page.evaluate(overflow) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_touch_targets_are_at_least_44_pixels_high(open_card: Open, kind: str) -> None:
    card = open_card(view_of(item_of(kind), ask_consent=True), units=("Chi bộ 1",))
    for view in (None, contents_view(), summary_view()):
        if view:
            card.show(view)
        heights = card.page.evaluate(
            "Array.from(document.querySelectorAll('.ng-card :is(a, button, summary, select, .ng-option)'))"
            ".filter(one => one.offsetParent).map(one => [one.textContent, one.getBoundingClientRect().height])"
        )
        assert len(heights) >= 4
        assert [one for one in heights if one[1] < 44] == []


def violations_in(card: Card, *sizes: tuple[int, int]) -> dict[tuple[int, str], str]:
    """What axe says against the card at each of these sizes, in light and in dark."""
    found = {}
    for width, height in sizes:
        card.page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            card.page.emulate_media(color_scheme=scheme)
            found[width, scheme] = violations(card)
    return {look: said for look, said in found.items() if said}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_before_and_after_feedback(open_card: Open, kind: str) -> None:
    item = item_of(kind)
    card = open_card(view_of(item), reduced_motion="reduce")
    card.page.locator("[type=submit]").click()
    expect(card.page.get_by_role("alert")).not_to_be_empty()
    assert violations_in(card, PHONE, DESKTOP) == {}

    card.show(view_of(scored(item), revision=2))
    for fold in card.page.locator(".ng-cite").all():
        fold.evaluate("fold => { fold.open = true; }")
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=60000)
    expect(card.page.locator(".ng-failed")).to_be_visible()
    assert violations_in(card, PHONE, DESKTOP) == {}


def test_axe_finds_nothing_on_the_summary_the_contents_and_the_consent_question(open_card: Open) -> None:
    card = open_card(contents_view(), units=("Chi bộ 1", "Chi bộ 2"), reduced_motion="reduce")
    card.page.get_by_role("button", name=TEXT["consent_change"]).click()
    for view in (None, summary_view()):
        if view:
            card.show({**view, "revision": 20})
        for fold in card.page.locator(".ng-card details").all():
            fold.evaluate("fold => { fold.open = true; }")
        assert violations_in(card, PHONE, DESKTOP) == {}


def test_on_a_wide_screen_the_situation_stands_beside_the_explanation(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))), size=DESKTOP)
    expect(card.page.locator(".ng-verdict").first).to_be_visible()
    scene, task = card.page.locator(".ng-scene").bounding_box(), card.page.locator(".ng-task").bounding_box()
    assert scene is not None
    assert task is not None
    assert scene["x"] + scene["width"] <= task["x"]


def test_jupyterlab_decides_between_light_and_dark(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), color_scheme="dark")
    background = "getComputedStyle(document.querySelector('.ng-card')).backgroundColor"
    assert card.page.evaluate(background) == "rgb(27, 26, 23)"
    card.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    assert card.page.evaluate(background) == "rgb(255, 254, 251)"
    card.page.emulate_media(color_scheme="light")
    card.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    assert card.page.evaluate(background) == "rgb(27, 26, 23)"


LARGE = "document.documentElement.style.fontSize = '32px'"
CUT = """Array.from(document.querySelectorAll('.ng-card *')).filter((one) => {
    const style = getComputedStyle(one);
    if (one.closest('.ng-hidden') || one.tagName === 'OPTION' || !one.offsetParent) return false;
    const isCut = style.overflow !== 'visible' && one.scrollWidth > one.clientWidth + 1;
    return isCut || one.getBoundingClientRect().right > innerWidth + 1;
}).map((one) => one.outerHTML.slice(0, 200))"""
TEXTS = ".ng-now, .ng-box, .ng-rank > :last-child, .ng-link > :first-child, .ng-choice"
NARROW_TEXT = (
    f"Array.from(document.querySelectorAll('{TEXTS}'))"
    """
    .filter((one) => one.offsetParent && one.textContent.trim().length > 12)
    .filter((one) => {
        const { paddingLeft, paddingRight, fontSize } = getComputedStyle(one);
        const width = one.clientWidth || one.offsetWidth;
        return width - parseFloat(paddingLeft) - parseFloat(paddingRight) < 4.5 * parseFloat(fontSize);
    }).map((one) => [one.className, one.textContent])"""
)


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["390", "320"])
@pytest.mark.parametrize("kind", KINDS)
def test_letters_twice_as_large_hold_on_a_phone(open_card: Open, kind: str, size: tuple[int, int]) -> None:
    card = open_card(view_of(item_of(kind), ask_consent=True), units=("Chi bộ thôn Nà Trang", "Chi bộ 2"), size=size)
    card.page.evaluate(LARGE)
    for view in (None, view_of(scored(item_of(kind)), revision=2, ask_consent=True), summary_view(), contents_view()):
        if view:
            card.show(view)
        assert card.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert card.page.evaluate(CUT) == []
        assert card.page.evaluate(NARROW_TEXT) == []
        card.page.evaluate("document.querySelector('.ng-task').scrollIntoView()")
        expect(card.page.locator(".ng-way button")).to_be_in_viewport(ratio=1)


def passages_in_a_line() -> Json:
    """An item whose passages are no whole sentences."""
    item = item_of("hottext")
    choices = [{**choice, "text": choice["text"].rstrip(".")} for choice in item["choices"]]
    return {**item, "choices": choices}


def test_passages_that_are_sentences_stand_on_lines_of_their_own(open_card: Open) -> None:
    card = open_card(view_of(item_of("hottext")))
    places = card.page.locator(".ng-hot").evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    assert len({place["left"] for place in places}) == 1
    assert all(place["height"] >= 44 for place in places)
    assert all(one["bottom"] <= other["top"] for one, other in itertools.pairwise(places))
    card.page.locator(".ng-hot").first.click()
    expect(card.page.locator(".ng-hot input").first).to_be_checked()
    card.show(view_of(passages_in_a_line(), revision=2))
    tops = card.page.locator(".ng-hot").evaluate_all("all => all.map((one) => one.getClientRects().length)")
    assert max(tops) > 1


def test_the_box_of_a_passage_stands_on_a_line_with_its_first_word(open_card: Open) -> None:
    """Whatever the width: a box alone at the end of a line would seem to belong to the passage before it."""
    card = open_card(view_of(passages_in_a_line()))
    parted = """() => Array.from(document.querySelectorAll('.ng-hot')).filter((label) => {
        const range = document.createRange();
        const word = label.querySelector('input').nextSibling;
        range.setStart(word, 0);
        range.setEnd(word, 1);
        const [box, letter] = [label.querySelector('input').getBoundingClientRect(), range.getBoundingClientRect()];
        return Math.abs(box.bottom - letter.bottom) > box.height || letter.left < box.right;
    }).length"""
    for width in range(300, 500, 7):
        card.page.set_viewport_size({"width": width, "height": 800})
        assert card.page.evaluate(parted) == 0, width


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_right_answer_and_what_is_told_beside_it(open_card: Open, kind: str) -> None:
    item = item_of(kind)
    card = open_card(view_of(scored(item, right_answer(kind))), reduced_motion="reduce")
    for linked in (True, False):
        card.say_stored(item, linked=linked)
        assert violations_in(card, PHONE) == {}


@pytest.mark.parametrize("sensitive", [False, True], ids=["ordinary", "sensitive"])
def test_axe_finds_nothing_on_what_stands_above_the_first_question(open_card: Open, sensitive: bool) -> None:
    deny = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });"
    view = view_of(item_of("hottext"), ask_consent=True, sensitive=sensitive)
    card = open_card(view, before=deny, reduced_motion="reduce")
    card.say("welcome")
    card.say("erased")
    expect(card.page.locator(".ng-notice")).to_have_count(2)
    assert violations_in(card, PHONE) == {}
    card.page.evaluate(LARGE)
    assert violations_in(card, PHONE) == {}
