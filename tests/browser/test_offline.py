"""Without a connection: what was opened is read and answered all the same. Real browser, real server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.browser.access import access_faults
from tests.browser.card_page import TEXT, until
from tests.browser.test_lesson import (
    DESK,
    INSECURE,
    PHONE,
    QUESTION,
    TIMEOUT_MS,
    UNLINKED,
    answer_by_keyboard,
    begin,
    first_part,
    open_lesson,
    rows,
    told_saved,
)
from tests.serving import Server, end_server, start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]

SECOND_PACK = Path(__file__).parents[1] / "second_pack"
HELD = (
    "(async () => (await Promise.all((await caches.keys()).map(async (name) =>"
    " (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat().sort())()"
)
"""The addresses of all that this browser holds of the kit."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def hold(page: Page) -> None:
    """Wait until this browser holds the kit, and asks its worker first."""
    controlled = "navigator.serviceWorker.addEventListener('controllerchange', () => done(true))"
    page.evaluate(f"new Promise((done) => navigator.serviceWorker.controller ? done(true) : {controlled})")


def agree(page: Page) -> None:
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    expect(page.locator(".ng-consent")).to_have_count(0)


def asked(page: Page) -> str:
    return page.locator(".ng-card form legend").first.inner_text()


def told(page: Page, key: str) -> None:
    """What stands beside the button."""
    expect(page.locator(".ng-bar")).to_contain_text(TEXT[key])


def told_copy(page: Page) -> None:
    expect(page.locator("#ng-banner")).to_contain_text("bản giữ trong máy")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_part_that_was_opened_is_read_and_answered_without_a_line_and_explained_once_it_is_back(
    server: Server, browser: Browser, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    hold(page)
    question, before = asked(page), len(rows(server))

    context.set_offline(True)
    page.reload()
    expect(page.locator(".ng-card form legend").first).to_have_text(question)
    told_copy(page)
    told(page, "cut_submit")
    assert access_faults(page) == ""
    answer_by_keyboard(page)
    told(page, "kept_long")
    page.reload()
    expect(page.locator(f"{QUESTION} input").first).to_be_checked()
    told(page, "kept_long")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert access_faults(page) == ""
    assert len(rows(server)) == before

    context.set_offline(False)
    told_saved(page)
    expect(page.locator(".ng-feedback")).to_be_visible()
    expect(page.locator("#ng-banner")).to_be_hidden()
    assert len(rows(server)) == before + 1
    page.get_by_role("button", name=TEXT["next"]).first.click()
    expect(page.locator(QUESTION).first).to_be_visible()

    context.close()


def test_an_explanation_that_was_being_read_is_read_on_without_a_line(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    hold(page)
    answer_by_keyboard(page)
    told_saved(page)
    explained, before = page.locator(".ng-feedback").inner_text(), len(rows(server))
    context.set_offline(True)
    page.reload()
    expect(page.locator(".ng-feedback")).to_have_text(explained, use_inner_text=True)
    told(page, "cut_next")
    expect(page.get_by_role("button", name=TEXT["next"]).first).to_have_attribute("aria-disabled", "true")
    context.set_offline(False)
    expect(page.locator("#ng-banner")).to_be_hidden()
    expect(page.locator(".ng-feedback")).to_have_text(explained, use_inner_text=True)
    assert len(rows(server)) == before


def test_a_server_that_is_down_is_no_line_either(browser: Browser, tmp_path: Path) -> None:
    server = start_server(tmp_path)
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    hold(page)
    question = asked(page)
    server.process.kill()
    end_server(server)
    page.reload()
    expect(page.locator(".ng-card form legend").first).to_have_text(question)
    answer_by_keyboard(page)
    told(page, "kept_long")
    other = context.new_page()
    other.goto(f"{server.address}/tac-phong")
    expect(other.locator("#ng-offline-missing")).to_be_visible()
    again = start_server(tmp_path, port=server.port)
    try:
        told_copy(page)
        page.get_by_role("button", name="Nối lại ngay").click()
        told_saved(page)
        expect(page.locator(".ng-feedback")).to_be_visible()
        assert len(rows(again)) == 1
    finally:
        end_server(again)
        context.close()


def test_what_was_never_opened_is_told_with_what_can_be(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    hold(page)
    question = asked(page)
    context.set_offline(True)
    for path in ("tac-phong", "du-lieu-cua-toi", "khong-co"):
        page.goto(f"{server.address}/{path}")
        expect(page.locator("#ng-offline-missing")).to_be_visible()
        assert access_faults(page) == ""
    page.goto(server.address)
    expect(page.locator("#ng-go-on")).to_be_visible()
    page.goto(f"{server.address}/gioi-thieu")
    expect(page.locator("h1")).to_have_text("Về bộ tài liệu này")
    page.goto(f"{server.address}/ngoai-tuyen")
    expect(page.locator("#ng-offline-missing")).to_be_hidden()
    page.locator(f"#ng-offline-parts a[href='{first_part('trach-nhiem')}']").click()
    expect(page.locator(".ng-card form legend").first).to_have_text(question)


def test_what_the_browser_holds_is_the_same_for_everybody_whatever_was_opened(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    hold(page)
    held = page.evaluate(HELD)
    pages = [path for path in held if not path.startswith("/tinh/")]
    assert pages == ["/", "/gioi-thieu", "/ke-hoach", "/ngoai-tuyen", "/tu-soi"]
    agree(page)
    answer_by_keyboard(page)
    told_saved(page)
    for path in ("tu-dien-bien", "on-tap", "du-lieu-cua-toi", "vao", "huong-dan/vao", "vao/tro-giup", "healthz"):
        page.goto(f"{server.address}/{path}")
    page.goto(server.address)
    assert page.evaluate(HELD) == held


def test_nothing_that_only_the_server_may_show_is_stood_in_for(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    hold(page)
    context.set_offline(True)
    for path in ("huong-dan", "huong-dan/vao", "phong", "man-chieu", "vao", "vao/tro-giup", "healthz"):
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(f"{server.address}/{path}")


def test_an_explanation_of_a_sensitive_topic_is_not_kept_and_an_open_question_is(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server, "tu-dien-bien")
    agree(page)
    hold(page)
    kept = "Object.entries(localStorage).filter(([key]) => key.startsWith('neuguong.screen.tu-dien-bien/'))"
    ((_, screen),) = page.evaluate(kept)
    assert json.loads(screen)["view"]["item"]["feedback"] is None
    for field in page.locator(".ng-card form fieldset").all():
        field.locator("input").first.check(force=True)
    page.locator(".ng-card button[type=submit]").click()
    told_saved(page, UNLINKED)
    assert page.evaluate(kept) == []
    context.set_offline(True)
    page.reload()
    expect(page.locator("#ng-offline-missing")).to_be_visible()
    context.set_offline(False)
    page.reload()
    begin(page)
    question = asked(page)
    context.set_offline(True)
    page.reload()
    expect(page.locator(".ng-card form legend").first).to_have_text(question)


@pytest.mark.parametrize("slug", ["trach-nhiem", "tu-dien-bien"])
def test_a_part_that_was_opened_only_where_it_teaches_is_read_and_its_first_question_answered(
    server: Server, context: BrowserContext, slug: str
) -> None:
    page = context.new_page()
    page.goto(server.address + first_part(slug))
    expect(page.locator(".ng-intro")).to_be_visible()
    hold(page)
    context.set_offline(True)
    page.reload()
    expect(page.locator(".ng-intro")).to_be_visible()
    assert access_faults(page) == ""
    page.get_by_role("button", name=TEXT["begin"]).click()
    expect(page.locator(QUESTION).first).to_be_visible()
    told(page, "cut_submit")
    for field in page.locator(".ng-card form fieldset").all():
        field.locator("input").first.check(force=True)
    page.locator(".ng-card button[type=submit]").click()
    told(page, "kept_tab")
    context.set_offline(False)
    told_saved(page, UNLINKED)
    expect(page.locator(".ng-feedback")).to_be_visible()


def test_no_copy_holds_a_key_before_the_answer_is_stored(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    hold(page)
    context.set_offline(True)
    answer_by_keyboard(page)
    told(page, "kept_long")
    kept = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('neuguong.screen.'))")
    assert [json.loads(screen)["view"]["item"]["feedback"] for _, screen in kept] == [None]


def test_deleting_everything_deletes_what_was_kept_of_the_screen(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    agree(page)
    hold(page)
    page.goto(f"{server.address}/du-lieu-cua-toi")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Xóa hết").click()
    expect(page.locator("#ng-mydata-told")).to_contain_text("Đã xóa")
    context.set_offline(True)
    page.goto(server.address + first_part("trach-nhiem"))
    expect(page.locator("#ng-offline-nothing")).to_be_visible()


def test_who_has_not_agreed_finds_it_in_this_tab_only(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Không, chỉ học").click()
    hold(page)
    question = asked(page)
    context.set_offline(True)
    page.reload()
    expect(page.locator(".ng-card form legend").first).to_have_text(question)
    answer_by_keyboard(page)
    told(page, "kept_tab")
    other = context.new_page()
    other.goto(server.address + first_part("trach-nhiem"))
    expect(other.locator("#ng-offline-missing")).to_be_visible()


def test_under_a_name_that_browsers_do_not_trust_the_open_page_goes_on_and_the_limit_is_told(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"http://{INSECURE}:{server.port}{first_part('trach-nhiem')}")
    begin(page)
    assert page.evaluate("[isSecureContext, 'serviceWorker' in navigator, 'caches' in window]") == [False, False, False]
    agree(page)
    context.set_offline(True)
    expect(page.locator("#ng-banner")).to_be_visible()
    answer_by_keyboard(page)
    told(page, "kept_long")
    context.set_offline(False)
    told_saved(page)
    page.goto(f"http://{INSECURE}:{server.port}/ngoai-tuyen")
    expect(page.locator("#ng-offline-state")).to_contain_text("không giữ được trang")
    assert access_faults(page) == ""


def test_a_new_version_takes_the_place_of_the_old_one_whole(browser: Browser, tmp_path: Path) -> None:
    server = start_server(tmp_path)
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    open_lesson(page, server)
    hold(page)
    (old,) = page.evaluate("caches.keys()")
    end_server(server)
    again = start_server(tmp_path, "--data", str(SECOND_PACK), port=server.port)
    try:
        page.goto(server.address)
        until(page, f"caches.keys().then((names) => names.length === 1 && names[0] !== '{old}')")
        title = page.locator("h1").inner_text()
    finally:
        end_server(again)
    page.goto(server.address)
    expect(page.locator("h1")).to_have_text(title)
    context.close()


@pytest.mark.parametrize("stale", [1, 9], ids=["once", "always"])
def test_a_page_of_another_version_than_the_server_is_renewed_once(
    server: Server, context: BrowserContext, stale: int
) -> None:
    page = context.new_page()
    other, lines = f"/tinh/{'0' * 12}/", []

    def tell_other_version(line: WebSocketRoute) -> None:
        lines.append(line.url)
        says_other, real = len(lines) <= stale, line.connect_to_server()

        def pass_on(said: str | bytes) -> None:
            line.send(re.sub("/tinh/[0-9a-f]{12}/", other, str(said)) if says_other else said)

        real.on_message(pass_on)

    page.goto(server.address)
    prefix = page.evaluate("new URL('.', document.querySelector('script[src]').src).pathname")
    page.route_web_socket("**/kenh/**", tell_other_version)
    page.route(f"**{other}**", lambda route: route.continue_(url=route.request.url.replace(other, prefix)))
    with page.expect_event("framenavigated", lambda _: len(lines) == 1):  # the page loads itself again
        page.goto(server.address + first_part("trach-nhiem"))
    page.wait_for_load_state()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "reload"
    begin(page)
    agree(page)
    answer_by_keyboard(page)
    told_saved(page)
    assert len(lines) == 2
