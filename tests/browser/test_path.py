"""The way through a lesson's parts, as its learner walks it: real browser, real server, the browser's own buttons."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import (
    DESK,
    PHONE,
    QUESTION,
    TIMEOUT_MS,
    answer_wrongly,
    begin,
    first_part,
    open_lesson,
    told_saved,
)
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=request.param)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


TEXT_HEIGHT = """(places) => Array.from(document.querySelectorAll(places)).filter((one) => one.offsetParent)
    .reduce((sum, one) => sum + one.getBoundingClientRect().height, 0)"""
"""Of the text in these places, as high as it stands."""


def test_from_home_to_the_first_decision_it_is_three_taps_and_one_screen_of_text(
    server: Server, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server.address)
    height = page.evaluate(TEXT_HEIGHT, "#ng-first p:not(:has(.button))")
    page.get_by_role("link", name="Bắt đầu học").click()  # 1
    expect(page.locator(".ng-intro")).to_be_visible()
    height += page.evaluate(TEXT_HEIGHT, ".ng-now, .ng-intro :is(h2, p, li):not(details *)")
    page.get_by_role("button", name="Vào tình huống").click()  # 2
    expect(page.locator(QUESTION).first).to_be_visible()
    page.locator(f"{QUESTION} input").first.check()  # 3
    assert height <= PHONE["height"], height
    context.close()


def expect_place(page: Page, server: Server, path: str, shown: str) -> None:
    """The address, the page's title and its card tell the same place."""
    expect(page.locator(shown).first).to_be_visible()
    expect(page).to_have_url(server.address + path)
    is_part = path.count("/") == 2
    expect(page.locator(".lead").first).to_be_visible(visible=not is_part)
    if is_part:
        title = page.locator("#ng-part").inner_text()
        expect(page).to_have_title(f"{title} · Trách nhiệm của người đứng đầu · Nêu Gương")
        expect(page.locator(".ng-now")).to_have_text(title)
    else:
        expect(page).to_have_title("Trách nhiệm của người đứng đầu · Nêu Gương")


def test_addresses_follow_the_learner_and_the_browsers_buttons_lead_where_they_say(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    part = first_part("trach-nhiem")
    page.goto(f"{server.address}/trach-nhiem")
    expect_place(page, server, "/trach-nhiem", ".ng-contents")
    assert access_faults(page) == ""
    page.get_by_role("button", name="Bắt đầu").click()
    expect_place(page, server, part, ".ng-intro")
    assert access_faults(page) == ""
    page.get_by_role("button", name="Vào tình huống").click()
    expect_place(page, server, part, QUESTION)
    page.get_by_role("link", name="‹ Các phần").click()
    expect_place(page, server, "/trach-nhiem", ".ng-contents")
    page.go_back()
    expect_place(page, server, part, ".ng-intro")
    page.go_back()
    expect_place(page, server, "/trach-nhiem", ".ng-contents")
    page.go_forward()
    expect_place(page, server, part, ".ng-intro")
    page.reload()
    expect_place(page, server, part, QUESTION)  # the very question that had been opened
    other = page.locator(".ng-up").get_attribute("href")
    assert other == "/trach-nhiem"


def test_what_was_answered_can_be_read_again_on_the_way_back_and_what_was_got_wrong_comes_again(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    first = page.locator(f"{QUESTION} legend").first.inner_text()
    answer_wrongly(page)
    told_saved(page)
    expect(page.locator(".ng-count")).to_have_text("1/6 câu · 1 câu hỏi lại")
    explained = page.locator(".ng-verdicts").first.inner_text()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator(QUESTION).first).to_be_visible()
    open_one = page.locator(f"{QUESTION} legend").first.inner_text()
    assert open_one != first
    page.locator(f"{QUESTION} input").nth(1).check()
    page.get_by_role("button", name="Xem lại câu trước").click()
    expect(page.locator(".ng-verdicts").first).to_have_text(explained, use_inner_text=True)
    assert access_faults(page) == ""
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator(f"{QUESTION} legend").first).to_have_text(open_one)
    expect(page.locator(f"{QUESTION} input").nth(1)).to_be_checked()  # what was begun stays as it was
    page.get_by_role("button", name="Xem lại câu trước").click()
    expect(page.locator(".ng-verdicts").first).to_be_visible()
    page.get_by_role("button", name="Xem lại câu trước").click()
    expect(page.locator(".ng-intro")).to_be_visible()
    page.reload()
    begin(page)
    expect(page.locator(".ng-count")).to_have_text("1/6 câu · 1 câu hỏi lại")
    kept = json.loads(page.evaluate("localStorage.getItem('neuguong.trach-nhiem.parallels')"))
    assert [one["done"] for one in kept] == [False]
    page.get_by_role("button", name="Kết quả").click()
    expect(page.locator(".ng-lead")).to_contain_text("Chưa đủ câu để nói")
    expect(page.get_by_role("button", name="Học tiếp")).to_be_visible()
    for fold in page.locator(".ng-summary details").all():
        fold.evaluate("fold => { fold.open = true; }")
    assert access_faults(page) == ""


@pytest.mark.parametrize("path", ["/trach-nhiem", "/trach-nhiem/lam-truoc-tu-quyet"])
def test_the_text_of_a_lesson_holds_letters_twice_as_large_on_a_narrow_phone(
    server: Server, browser: Browser, path: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(server.address + path)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    expect(page.locator(".ng-way button")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
