"""The question card in a real browser, driven by a model of nobody's: what is drawn, sent, spoken and kept."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.card_server import CARD, serve_card
from tests.browser.card_views import COMPLETE, KINDS, Json, item_of, scored, summary_view, view_of

pytestmark = pytest.mark.browser

TEXT: dict[str, str] = yaml.safe_load((CARD.parents[1] / "text" / "vi.yaml").read_text("utf-8"))["card"]
TOKEN = "0123456789abcdef" * 2
PHONE, DESKTOP, NARROW = (390, 844), (1280, 800), (320, 640)


class Card:
    """A page with the card, as a test speaks to it."""

    def __init__(self, page: Page, faults: list[str]) -> None:
        self.page = page
        self.faults = faults

    def sent(self, kind: str) -> list[Json]:
        """What the card has sent of that kind; how old an answer was each time is left out."""
        messages: list[Json] = self.page.evaluate("host.sent")
        return [
            {name: value for name, value in message.items() if name != "age_ms"}
            for message in messages
            if message["kind"] == kind
        ]

    def show(self, view: Json) -> None:
        self.page.evaluate("view => host.show(view)", view)

    def say(self, kind: str, **content: Any) -> None:
        self.page.evaluate("content => host.say(content)", {"kind": kind, **content})

    def stored(self, key: str) -> Any:
        """What is kept under that key, for good or until the tab is closed."""
        get = "['neuguong.' + key].map((name) => sessionStorage.getItem(name) ?? localStorage.getItem(name))[0]"
        return self.page.evaluate(f"key => {get}", key)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve_card() as url:
        yield url


Open = Callable[..., Card]


@pytest.fixture
def open_card(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the card with a view; afterwards nothing may have gone wrong on the page or against its content policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        view: Json,
        *,
        size: tuple[int, int] = PHONE,
        storage: Json | None = None,
        before: str = "",
        clock: bool = False,
        **options: Any,
    ) -> Card:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        if clock:
            page.clock.install()
        page.add_init_script(f"window.setup = {json.dumps({'text': TEXT, 'view': view})};")
        if storage:
            kept = {f"neuguong.{key}": value for key, value in storage.items()}
            page.add_init_script(
                "if (!sessionStorage.filled) { sessionStorage.filled = 1;"
                f" for (const [key, value] of Object.entries({json.dumps(kept)})) localStorage.setItem(key, value); }}"
            )
        if before:
            page.add_init_script(before)
        page.goto(address)
        page.wait_for_function("window.host && window.host.sent.length > 0")
        return Card(page, faults)

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def test_the_card_greets_with_a_random_token_and_draws_the_first_question_at_once(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item))

    (hello,) = card.sent("hello")
    assert re.fullmatch("[0-9a-f]{32}", hello.pop("token"))
    assert hello == {
        "kind": "hello",
        "consent": None,
        "unit": None,
        "part": "p1",
        "attempt": {"item": item["id"], "attempt_id": item["attempt_id"], "again": False},
        "summary": False,
        "answered": None,
        "local": [],
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
        card.press("ArrowDown")
    else:
        options = [1, 2, 3, 4] if kind == "rating" else ["0", "1", "2"]
        for n, (_, option) in enumerate(COMPLETE[kind].items(), start=1):
            card.tab_to(f".ng-row:nth-of-type({n}) input")
            steps = options.index(option)
            card.press(*(["ArrowDown"] * steps if steps else ["Space"]))
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
        "version": 2,
        "attempt_id": item["attempt_id"],
        "response": COMPLETE[kind],
        "duration_ms": submit["duration_ms"],
        "confidence": None,
    }
    expect(card.page.locator(".ng-status")).to_have_text(re.compile(TEXT["saving"]))

    card.say(
        "stored", attempt_id=item["attempt_id"], local={"item": item["id"], "version": 2, "score": 1.5, "max_score": 3}
    )
    expect(card.page.locator(".ng-status")).to_have_text(re.compile(TEXT["saved"]))
    card.show(view_of(scored(item), revision=2))
    headline = card.page.get_by_role("heading", name="Đúng một phần. Xem lại những chỗ còn khác.")
    expect(headline).to_be_focused()
    expect(card.page.locator("[aria-live=polite]")).to_have_text("Đúng một phần. Xem lại những chỗ còn khác.")
    shown = card.page.locator(".ng-verdict .ng-choice").all_inner_texts()
    assert shown == [choice["text"] for choice in item["choices"]]  # in the order in which Python gave them
    expect(card.page.get_by_text("Điểm: 1,5/3")).to_be_visible()

    card.tab_to(".ng-cite summary")
    card.press("Enter")
    expect(card.page.get_by_text("“dám nghĩ, dám làm”").locator("visible=true").first).to_be_visible()
    card.tab_to(".ng-feedback > .ng-primary")
    card.press("Enter", "Enter")
    assert len(card.sent("next")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_narrowest_phone(open_card: Open, kind: str) -> None:
    item = item_of(kind)
    item["choices"][0]["text"] = "Ủybannhândânxã" * 12
    card = open_card(view_of(item, ask_consent=True, units=["Chi bộ " + "thôn" * 30]), size=NARROW)
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
    card = open_card(view_of(item_of(kind), ask_consent=True, units=["Chi bộ 1"]))
    card.page.locator(".ng-contents summary").click()
    heights = card.page.evaluate(
        "Array.from(document.querySelectorAll('.ng-card :is(button, summary, select, .ng-option)'))"
        ".filter(one => one.offsetParent).map(one => [one.textContent, one.getBoundingClientRect().height])"
    )
    assert len(heights) >= 6
    assert [one for one in heights if one[1] < 44] == []


def violations(card: Card) -> str:
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    results = Axe().run(card.page, options=options)
    return "" if results.violations_count == 0 else str(results.generate_snapshot()) + results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_before_and_after_feedback(
    open_card: Open, kind: str, size: tuple[int, int], scheme: str
) -> None:
    item = item_of(kind)
    card = open_card(view_of(item), size=size, color_scheme=scheme, reduced_motion="reduce")
    card.page.locator("[type=submit]").click()
    expect(card.page.get_by_role("alert")).not_to_be_empty()
    assert violations(card) == ""

    card.show(view_of(scored(item), revision=2))
    for fold in card.page.locator(".ng-cite").all():
        fold.evaluate("fold => { fold.open = true; }")
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=60000)
    expect(card.page.locator(".ng-failed")).to_be_visible()
    assert violations(card) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_the_summary_the_contents_and_the_consent_question(
    open_card: Open, size: tuple[int, int], scheme: str
) -> None:
    view = {**summary_view(), "ask_consent": True, "units": ["Chi bộ 1", "Chi bộ 2"]}
    card = open_card(view, size=size, color_scheme=scheme, reduced_motion="reduce")
    card.page.locator(".ng-contents summary").click()
    card.page.locator(".ng-consent summary").click()
    assert violations(card) == ""


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
    card = open_card(poison(view_of(item, ask_consent=True, units=["Chi bộ 1"])))
    expect(card.page.locator(".ng-prompt")).to_have_text(item["prompt"] + HOSTILE)
    card.show(poison(view_of(scored(item), revision=2)))
    expect(card.page.locator(".ng-headline")).to_contain_text(HOSTILE)
    card.show(poison(summary_view()))
    expect(card.page.locator(".ng-title")).to_contain_text(HOSTILE)
    card.say("not_stored", attempt_id=item["attempt_id"], message=HOSTILE, retry_after_ms=60000)
    expect(card.page.locator(".ng-status p")).to_contain_text(HOSTILE)
    assert card.page.locator(".ng-card :is(script, img)").count() == 0
    assert card.page.evaluate("window.broken") is None


def submit_single_choice(card: Card) -> Json:
    card.page.locator("input[value='1']").check(force=True)
    card.page.get_by_role("button", name=TEXT["submit"]).click()
    return card.sent("submit")[-1]


def test_an_answer_that_was_not_stored_stays_and_is_sent_again_by_itself_and_by_the_button(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item), clock=True)
    first = submit_single_choice(card)
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=3000)
    expect(card.page.locator(".ng-status")).to_contain_text("Máy chủ đang bận.")
    expect(card.page.locator("input[value='1']")).to_be_checked()
    (kept,) = json.loads(card.stored("trach-nhiem.unsent")).values()
    assert {name: value for name, value in kept.items() if name != "at"} == first

    card.page.clock.fast_forward(3100)
    assert card.sent("submit") == [first, first]
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=60000)
    card.page.get_by_role("button", name=TEXT["retry"]).click()
    assert card.sent("submit") == [first] * 3

    card.say(
        "stored", attempt_id=item["attempt_id"], local={"item": item["id"], "version": 2, "score": 1, "max_score": 1}
    )
    expect(card.page.locator(".ng-status")).to_contain_text(TEXT["saved"])
    expect(card.page.get_by_role("button", name=TEXT["retry"])).to_be_hidden()
    assert card.stored("trach-nhiem.unsent") is None
    assert json.loads(card.stored("trach-nhiem.local")) == [
        {"item": item["id"], "version": 2, "score": 1, "max_score": 1}
    ]
    card.page.clock.fast_forward(120_000)
    assert len(card.sent("submit")) == 3


def test_silence_is_said_and_the_answer_sent_again(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), clock=True)
    submit_single_choice(card)
    card.page.clock.fast_forward(10_100)
    expect(card.page.locator(".ng-status")).to_contain_text(TEXT["not_saved"])
    card.page.clock.fast_forward(5_100)
    assert len(card.sent("submit")) == 2
    expect(card.page.locator(".ng-status")).to_contain_text(TEXT["saving"])


def test_a_refused_answer_can_be_changed_and_is_not_sent_again(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(item))
    submit_single_choice(card)
    card.say("refused", attempt_id=item["attempt_id"], message="Hãy chọn lại.")
    expect(card.page.get_by_role("alert")).to_contain_text("Hãy chọn lại.")
    expect(card.page.locator("input[value='0']")).to_be_enabled()
    assert card.stored("trach-nhiem.unsent") is None
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
        "version": 2,
        "attempt_id": item["attempt_id"],
        "response": item["feedback"]["response"],
        "duration_ms": None,
    }
    assert card.sent("hello")[1]["answered"] == answered
    card.say("not_stored", attempt_id=item["attempt_id"], message="Máy chủ đang bận.", retry_after_ms=60000)
    card.page.get_by_role("button", name=TEXT["retry"]).click()
    (again,) = card.sent("submit")
    assert {name: again[name] for name in answered} == answered


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
    assert hello["attempt"] == {"item": item_of(kind)["id"], "attempt_id": "a" * 32, "again": False}
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
    draft = {"item": "ranking-1", "attempt_id": "b" * 32, "response": ["2", None, None, None, None]}
    storage = {"learner": TOKEN, "trach-nhiem.draft": json.dumps(draft)}
    card = open_card(view_of(item_of("single_choice")), storage=storage, clock=True)
    card.page.clock.fast_forward(1600)
    expect(card.page.locator(".ng-question")).to_be_visible()
    card.show(view_of(item_of("ranking", attempt_id="b" * 32), revision=2))
    card.say("welcome")
    expect(card.page.locator(".ng-rank").nth(2)).to_have_attribute("aria-pressed", "true")


def test_kept_values_of_a_wrong_shape_count_as_nothing(open_card: Open) -> None:
    wrong = {
        "learner": "<script>",
        "consent": "maybe",
        "unit": "x" * 900,
        "trach-nhiem.draft": '{"item": 3}',
        "trach-nhiem.unsent": '{"a": {"kind": "consent", "value": true}, "b": 4}',
        "trach-nhiem.local": '[{"item": "x"}, 7]',
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
    draft = f'{{"item": "x", "attempt_id": "{"a" * 32}", "response": {kept}}}'
    card = open_card(view_of(item_of(kind)), storage={"trach-nhiem.draft": draft})
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
        "stored", attempt_id=item["attempt_id"], local={"item": item["id"], "version": 2, "score": 1, "max_score": 1}
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
    card = open_card(view_of(item_of("single_choice"), units=["Chi bộ <b>1</b> & 2", "Chi bộ 3"]))
    card.page.locator(".ng-contents summary").click()
    card.page.get_by_label(TEXT["unit"]).select_option(label="Chi bộ <b>1</b> & 2")
    card.page.get_by_label(TEXT["unit"]).select_option(label=TEXT["unit_none"])
    card.page.get_by_label(TEXT["unit"]).select_option(label="Chi bộ 3")
    assert [message["unit"] for message in card.sent("set_unit")] == ["Chi bộ <b>1</b> & 2", None, "Chi bộ 3"]
    assert card.stored("unit") == "Chi bộ 3"


def test_a_part_is_opened_from_the_contents_and_the_focus_goes_to_its_first_situation(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    card.page.locator(".ng-contents summary").click()
    card.page.get_by_role("button", name="Kế hoạch rõ người, rõ việc").click()
    assert card.sent("open_part") == [{"kind": "open_part", "part": "p2"}]
    scenario = {"id": "s2", "title": "Kế hoạch chung chung", "stimulus": "…", "number": 1, "of": 2, "unsigned": False}
    card.show(view_of(item_of("ranking"), revision=2, scenario=scenario))
    expect(card.page.get_by_role("heading", name="Kế hoạch chung chung")).to_be_focused()
    expect(card.page.get_by_text(TEXT["unsigned"])).to_have_count(0)


def test_next_within_a_situation_moves_the_focus_to_the_prompt(open_card: Open) -> None:
    item = item_of("single_choice")
    card = open_card(view_of(scored(item)))
    card.page.get_by_role("button", name=TEXT["next"]).click()
    card.show(view_of(item_of("ranking", attempt_id="b" * 32), revision=2))
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


def test_on_a_phone_one_tap_opens_all_explanations_that_wait(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))))
    waiting = card.page.locator(".ng-more .ng-why")
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_be_hidden()
    card.page.get_by_role("button", name=TEXT["show_more"]).click()
    expect(waiting.first).to_be_visible()
    expect(waiting.last).to_be_visible()
    expect(card.page.get_by_role("button", name=TEXT["show_less"])).to_have_attribute("aria-expanded", "true")


def test_on_a_wide_screen_every_explanation_is_open_and_the_situation_stands_beside(open_card: Open) -> None:
    card = open_card(view_of(scored(item_of("single_choice"))), size=DESKTOP)
    expect(card.page.locator(".ng-more .ng-why").first).to_be_visible()
    scene, task = card.page.locator(".ng-scene").bounding_box(), card.page.locator(".ng-task").bounding_box()
    assert scene is not None
    assert task is not None
    assert scene["x"] + scene["width"] <= task["x"]


def test_the_summary_leads_to_what_to_do_again_and_to_the_next_part(open_card: Open) -> None:
    card = open_card(summary_view())
    expect(card.page.get_by_role("rowheader", name="Kế hoạch rõ người")).to_be_visible()
    expect(card.page.get_by_role("cell", name="66,7%")).to_be_visible()
    expect(card.page.get_by_role("cell", name=TEXT["percent_unknown"])).to_be_visible()
    card.page.get_by_role("button", name=re.compile(TEXT["again"])).click()
    assert card.sent("again") == [{"kind": "again", "item": "single-choice-1"}]
    card.show({**summary_view(), "revision": 10})
    card.page.get_by_role("button", name=TEXT["next_part"]).click()
    assert card.sent("open_part") == [{"kind": "open_part", "part": "p2"}]


def test_jupyterlab_decides_between_light_and_dark(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")), color_scheme="dark")
    background = "getComputedStyle(document.querySelector('.ng-card')).backgroundColor"
    assert card.page.evaluate(background) == "rgb(27, 26, 23)"
    card.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    assert card.page.evaluate(background) == "rgb(255, 254, 251)"
    card.page.emulate_media(color_scheme="light")
    card.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    assert card.page.evaluate(background) == "rgb(27, 26, 23)"


def test_the_card_leaves_no_listener_behind(open_card: Open) -> None:
    card = open_card(view_of(item_of("single_choice")))
    card.page.evaluate("host.stop()")
    assert card.page.evaluate("host.listeners.length") == 0
    expect(card.page.locator(".ng-card")).to_have_count(0)
