"""The page "Dữ liệu của tôi": real browser, real server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import (
    DESK,
    PHONE,
    TIMEOUT_MS,
    UNLINKED,
    answer_by_keyboard,
    open_lesson,
    rows,
    told_saved,
)
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]

TOLD, ALL, CONSENT = "#ng-mydata-told", "#ng-mydata-all", "#ng-mydata-consent"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE, accept_downloads=True)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def answer_one(page: Page, server: Server, slug: str, told: str = "Đã lưu") -> tuple[str, str]:
    """Answer the first question; what it asked and what was chosen."""
    open_lesson(page, server, slug)
    asked = page.locator(".ng-card form legend").first.inner_text()
    chosen = page.locator(".ng-card form label").first.inner_text()
    answer_by_keyboard(page)
    told_saved(page, told)
    return asked.strip(), chosen.strip()


def open_my_data(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/du-lieu-cua-toi")
    expect(page.locator(TOLD)).to_contain_text("Máy chủ đang giữ")


def test_answers_are_told_in_words_and_those_to_a_sensitive_topic_only_from_the_browser(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    asked, chosen = answer_one(page, server, "trach-nhiem")
    secret, _ = answer_one(page, server, "tu-dien-bien", UNLINKED)
    open_my_data(page, server)
    expect(page.locator(TOLD)).to_contain_text("đang giữ 1 câu trả lời")
    linked, own = page.locator(f"{ALL} details").all()
    for one in (linked, own):
        one.locator("summary").click()
    expect(linked).to_contain_text(asked)
    expect(linked).to_contain_text(f"Đã chọn: {chosen}")
    expect(linked).to_contain_text("học một mình")
    expect(own).to_contain_text(secret)
    expect(own).not_to_contain_text("Đã chọn")
    expect(page.locator(CONSENT)).to_contain_text("đồng ý ghi nhớ")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert access_faults(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_the_server_knows_nobody_of_is_told_in_words_too_and_every_tab_ends_with_it(
    server: Server, context: BrowserContext
) -> None:
    """Refused, the tab alone remembers; another tab has its own identity, and ends when everything is deleted here."""
    page, other = context.new_page(), context.new_page()
    open_lesson(other, server)
    own = "sessionStorage.getItem('neuguong.learner')"
    token = other.evaluate(own)
    open_lesson(page, server)
    page.get_by_role("button", name="Không, chỉ học").click()
    asked, chosen = answer_one(page, server, "trach-nhiem", UNLINKED)
    explained = page.locator(".ng-feedback").inner_text()
    page.reload()
    expect(page.locator(".ng-feedback")).to_have_text(explained, use_inner_text=True)
    open_my_data(page, server)
    page.locator(f"{ALL} details summary").click()
    expect(page.locator(f"{ALL} details")).to_contain_text(asked)
    expect(page.locator(f"{ALL} details")).to_contain_text(f"Đã chọn: {chosen}")
    assert access_faults(page) == ""
    assert page.evaluate(own) != token
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Xóa hết").click()
    expect(page.locator(TOLD)).to_contain_text("Đã xóa")
    expect(other.locator(".ng-notice")).to_contain_text("đã được xóa")
    assert other.evaluate(own) != token


def test_both_files_hold_what_the_page_shows(server: Server, context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    asked, chosen = answer_one(page, server, "trach-nhiem")
    open_my_data(page, server)
    files = {}
    for name in ("Tải bản đọc được", "Tải bản đầy đủ"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        files[path.suffix] = path.read_bytes()
    readable = files[".html"].decode("utf-8")
    assert readable.startswith("\ufeff<!doctype html>")  # Word and Excel take it for UTF-8
    assert asked in readable
    assert f"Đã chọn: {chosen}" in readable
    assert "<details" not in readable
    whole = json.loads(files[".json"])
    (answer,) = whole["server"]
    assert answer["row"]["item_id"] == rows(server)[-1]["item_id"]
    assert answer["told"]["question"] == asked
    assert "actor" not in answer["row"]
    assert whole["browser"]["neuguong.consent"] == "true"


def test_a_choice_changed_here_holds_at_once_in_a_lesson_that_is_open_and_warns_of_what_stays(
    server: Server, context: BrowserContext
) -> None:
    lesson, page = context.new_page(), context.new_page()
    open_lesson(lesson, server)
    lesson.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(lesson)
    told_saved(lesson)
    lesson.get_by_role("button", name="Tiếp tục").click()
    expect(lesson.locator(".ng-bar")).to_contain_text("Ghi kèm mã")
    open_my_data(page, server)
    page.get_by_role("button", name="Không ghi nhớ nữa").click()
    expect(page.locator(CONSENT)).to_contain_text("Đang chọn: không ghi nhớ")
    expect(lesson.locator(".ng-bar")).to_contain_text("Ghi không kèm mã")
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    expect(page.locator(CONSENT)).to_contain_text("Đang chọn: đồng ý ghi nhớ")
    expect(lesson.locator(".ng-bar")).to_contain_text("Ghi kèm mã")


def test_who_refuses_later_is_told_that_the_code_goes_with_the_tab(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(page)
    told_saved(page)
    open_my_data(page, server)
    page.get_by_role("button", name="Không ghi nhớ nữa").click()
    expect(page.locator(CONSENT)).to_contain_text("còn giữ 1 câu kèm mã")
    assert page.evaluate("localStorage.getItem('neuguong.learner')") is None
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Xóa hết").click()
    expect(page.locator(TOLD)).to_contain_text("Đã xóa 1 câu trả lời")


def test_whatever_was_written_into_the_browser_breaks_nothing(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{server.address}/du-lieu-cua-toi")
    for kept in ("<b onclick=x>", "7", '[null, 5, {"item": 3}]', '[{"item": "khong-con", "day": "<i>"}]', "{"):
        page.evaluate(
            "kept => { for (const name of ['local', 'x.local', 'x.draft', 'x.unsent', 'due', 'unit', 'x.parts', 'y'])"
            " localStorage.setItem(`neuguong.${name}`, kept) }",
            kept,
        )
        open_my_data(page, server)
        assert page.locator(f"{ALL} b, {ALL} i").count() == 0
        assert access_faults(page) == ""
    assert faults == []
