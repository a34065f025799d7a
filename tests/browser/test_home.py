"""The home page of somebody who comes back: real browser, real server."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import PHONE, TIMEOUT_MS, answer_by_keyboard, begin, open_lesson, told_saved
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def agree(page: Page) -> None:
    page.get_by_role("button", name="Đồng ý").click()


def test_who_comes_for_the_first_time_finds_two_sentences_and_one_button_that_leads_to_a_question(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(server.address)
    expect(page.locator("#ng-go-on")).to_be_hidden()
    assert page.locator("main .button:visible").count() == 1
    assert len(re.findall(r"\.(?: |$)", page.locator("#ng-home p:visible").first.inner_text())) == 2
    expect(page.locator("#ng-shared button")).to_be_visible()
    assert page.locator("main p:visible").all_inner_texts()[1:] == [
        "Bắt đầu học", "Vào buổi học nhóm (có mã trên màn chiếu)", "Dùng chung máy này",
    ]  # fmt: skip
    links = page.locator("main a:visible").all_inner_texts()
    assert links == ["Bắt đầu học", "Vào buổi học nhóm (có mã trên màn chiếu)"]
    lessons = page.locator("#ng-lessons > summary")
    lessons.click()
    expect(page.locator("#ng-lessons strong").first).to_be_visible()
    assert access_faults(page) == ""
    lessons.click()
    page.get_by_role("link", name="Bắt đầu học").click()
    begin(page)
    expect(page.locator(".ng-card form fieldset").first).to_be_visible()


def test_who_has_answered_is_led_back_to_the_very_question_and_sees_how_far_each_part_is(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    answer_by_keyboard(page)
    told_saved(page)
    page.get_by_role("button", name="Tiếp tục").click()
    prompt = page.locator(".ng-card form legend").first.inner_text()
    later = context.new_page()
    later.goto(server.address)
    expect(later.locator("#ng-first")).to_be_hidden()
    expect(later.locator("#ng-go-on")).to_contain_text("đã trả lời 1 trên")
    expect(later.locator("#ng-go-on-bar")).to_have_attribute("value", "1")
    expect(later.locator("#ng-lessons")).to_have_attribute("open", "")
    lesson = later.locator('[data-slug="trach-nhiem"]')
    expect(lesson.locator("> a .told")).to_contain_text("Đã trả lời 1 trên")
    assert lesson.locator("progress").get_attribute("value") is not None
    assert access_faults(later) == ""
    later.locator("#ng-go-on-link").click()
    expect(later.locator(".ng-card form legend").first).to_have_text(prompt)
    later.goto(server.address)
    lesson.locator("summary").click()
    second = lesson.locator("[data-part] a").nth(1)
    title = second.inner_text()
    second.click()
    expect(later.locator(".ng-card")).to_contain_text(title)
    begin(later)
    expect(later.locator(".ng-card form legend").first).not_to_have_text(prompt)


def test_a_part_that_is_done_has_a_tick_and_one_to_be_repeated_says_so(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(server.address)
    rows = page.locator('[data-slug="tac-phong"] [data-part]')
    facts = rows.evaluate_all("all => all.map((row) => [row.dataset.part, Number(row.dataset.items)])")[:3]
    kept = [{"id": part, "answered": items - n, "review": n < 2} for n, (part, items) in enumerate(facts)]
    page.evaluate("kept => localStorage.setItem('neuguong.tac-phong.parts', kept)", json.dumps(kept))
    page.evaluate("localStorage.setItem('neuguong.last', 'tac-phong')")
    page.reload()
    page.locator('[data-slug="tac-phong"] summary').click()
    some = [f"đã trả lời {items - n} trên {items} câu" for n, (_, items) in enumerate(facts)]
    assert rows.locator(".told:visible").all_inner_texts() == ["✓ đã xong, cần ôn", f"{some[1]}, cần ôn", some[2]]
    links = rows.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")[:3]
    assert links == [f"/tac-phong/{part}" for part, _ in facts]


def test_a_first_visit_to_the_home_page_is_light(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(sum(request.sizes().values())))
    page.goto(server.address)
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 4  # page, style, scripts: nothing was there already
    assert sum(sizes) <= 25_000, sum(sizes)


def test_what_others_wrote_where_progress_is_kept_breaks_nothing(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(server.address)
    for kept in ("[null]", "7", '[{"id": 3, "answered": "x"}]', '[{"id": "a", "answered": 1e9}]', "<b>"):
        page.evaluate(
            "kept => { localStorage.setItem('neuguong.last', 'trach-nhiem');"
            " for (const name of ['part', 'parts']) localStorage.setItem(`neuguong.trach-nhiem.${name}`, kept) }",
            kept,
        )
        page.goto(server.address)
        expect(page.locator("#ng-go-on-link")).to_be_visible()
        expect(page.locator("#ng-go-on-title")).not_to_be_empty()
    assert faults == []


def test_a_home_page_knows_nothing_more_once_everything_was_deleted(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    answer_by_keyboard(page)
    told_saved(page)
    other = context.new_page()
    other.goto(f"{server.address}/du-lieu-cua-toi")
    other.on("dialog", lambda dialog: dialog.accept())
    page.goto(server.address)
    expect(page.locator("#ng-go-on")).to_be_visible()
    other.get_by_role("button", name="Xóa hết").click()
    expect(other.locator("#ng-mydata-told")).to_contain_text("Đã xóa")
    page.goto(server.address)
    expect(page.locator("#ng-go-on")).to_be_hidden()


def test_what_is_due_is_told_on_the_home_page_and_leads_to_the_review(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    answer_by_keyboard(page)
    told_saved(page)
    page.goto(server.address)
    expect(page.locator("#ng-go-on")).to_be_visible()
    expect(page.locator("#ng-due")).to_be_hidden()
    (day,) = page.evaluate("JSON.parse(localStorage.getItem('neuguong.due')).days")
    expect(page.locator("#ng-next")).to_contain_text(f"Lần ôn tới: ngày {int(day[8:])}/{int(day[5:7])}/{day[:4]}")
    assert day > page.evaluate("new Date().toISOString().slice(0, 10)")
    page.clock.set_fixed_time(f"{day}T10:00:00+07:00")
    page.goto(server.address)
    expect(page.locator("#ng-due")).to_have_text("Ôn hôm nay: 1 câu")
    expect(page.locator("#ng-next")).to_be_hidden()
    assert access_faults(page) == ""
    page.locator("#ng-due").click()
    # The server goes by its own clock, by which nothing is due yet.
    expect(page.locator(".ng-card")).to_contain_text("Hôm nay không có gì phải ôn")
    expect(page.locator(".ng-card")).to_contain_text("Lần ôn tới")
    assert access_faults(page) == ""


def test_a_clock_that_is_behind_hides_nothing_and_no_more_is_announced_than_a_day_takes(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    due = {"days": ["2026-03-02"] * 14 + ["2026-03-09"], "today": "2026-03-05", "most": 9}
    page.goto(server.address)
    page.evaluate("due => localStorage.setItem('neuguong.due', JSON.stringify(due))", due)
    page.clock.set_fixed_time("2026-01-15T10:00:00+07:00")
    page.reload()
    expect(page.locator("#ng-due")).to_have_text("Ôn hôm nay: 9 câu")
    for spoilt in ("7", "null", '{"days": 3}', '{"days": [7, "x"], "today": "<b>", "most": "x"}', "{"):
        page.evaluate("due => localStorage.setItem('neuguong.due', due)", spoilt)
        page.reload()
        expect(page.locator("#ng-go-on")).to_be_visible()
        expect(page.locator("#ng-due")).to_be_hidden()
