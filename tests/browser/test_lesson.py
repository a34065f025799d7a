"""A learner at a real lesson page: real browser, real server, real SQLite file."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import psutil
import pytest
from neuguong.scoring import build_examples
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.card_page import until
from tests.browser.running import TIMEOUT_MS
from tests.content import load_bank
from tests.serving import Server, end_server, start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
QUESTION = ".ng-card form fieldset"
INSECURE = "may-chu.test"
"""A name of this machine that browsers do not trust, as machines in a hall have: see conftest's FLAGS."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def rows(server: Server, table: str = "statement") -> list[dict[str, object]]:
    with closing(sqlite3.connect(f"file:{server.home / 'neuguong.sqlite3'}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


def kill_kernels(server: Server) -> None:
    """Kill -9 every process but the server that has executed a notebook or may do so: the template's children."""
    (template,) = psutil.Process(server.process.pid).children()
    for kernel in template.children():
        kernel.kill()


@cache
def first_part(slug: str) -> str:
    """The address of the lesson's first part."""
    return f"/{slug}/{load_bank().lessons[slug].parts[0].identifier}"


def open_lesson(page: Page, server: Server, slug: str = "trach-nhiem") -> None:
    """Open the first part of a lesson at its first question, or wherever its learner was."""
    page.goto(server.address + first_part(slug))
    begin(page)


def begin(page: Page) -> None:
    """Go on from what a part teaches first, if that is on screen, to the question. A page that is told of another
    identity meanwhile comes back to it once more."""
    question, deadline = page.locator(QUESTION).first, time.monotonic() + TIMEOUT_MS / 1000
    while not question.is_visible():
        assert time.monotonic() < deadline
        page.evaluate("document.querySelector('.ng-intro') && document.querySelector('.ng-way button').click()")
        page.wait_for_timeout(50)


def answer_by_keyboard(page: Page) -> None:
    """Answer whatever single-choice item is shown with the first option, by keyboard only."""
    first = page.locator(f"{QUESTION} input").first
    first.focus()
    page.keyboard.press("Space")
    page.locator(".ng-card button[type=submit]").focus()
    page.keyboard.press("Enter")


def answer_wrongly(page: Page) -> None:
    """Answer whatever single-choice item is shown with a choice that is not its key, wherever it stands."""
    asked = page.locator(f"{QUESTION} legend").first.inner_text()
    items = [item for _, item in load_bank().live_items() if asked.endswith(item.prompt)]
    keys = {build_examples(item).right for item in items}
    (wrong, *_) = [one.text for item in items for one in item.choices if one.identifier not in keys]
    page.get_by_label(wrong, exact=True).check(force=True)
    page.locator(".ng-card button[type=submit]").click()


def told_saved(page: Page, told: str = "Đã lưu") -> None:
    expect(page.locator(".ng-bar [role=status]")).to_contain_text(told)


UNLINKED = "Đã ghi, không kèm mã"


def test_the_first_text_needs_no_script_and_nothing_comes_from_elsewhere(server: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/trach-nhiem")
    expect(page.locator("h1")).to_have_text("Trách nhiệm của người đứng đầu")
    assert all(url.startswith(server.address) for url in asked)
    context.close()


def test_a_lesson_is_light(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(sum(request.sizes().values())))
    # The network is cut to everything but the server.
    context.route(lambda url: not url.startswith(server.address), lambda route: route.abort())
    others: list[str] = []
    page.on("requestfailed", lambda request: others.append(request.url))
    open_lesson(page, server)
    answer_by_keyboard(page)
    told_saved(page, UNLINKED)
    assert others == []
    assert len(sizes) <= 15
    assert sum(sizes) <= 250_000


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_an_answer_is_scored_explained_and_in_the_log(
    server: Server, browser: Browser, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    before = len(rows(server))
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(page)
    told_saved(page)
    after = rows(server)
    assert len(after) == before + 1
    assert after[-1]["actor"] is not None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert access_faults(page) == ""
    context.close()


def test_reload_goes_on_where_the_learner_was(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(page)
    told_saved(page)
    page.get_by_role("button", name="Tiếp").first.click()
    prompt = page.locator(".ng-card form legend").first
    expect(prompt).to_be_visible()
    asked = prompt.inner_text()
    page.reload()
    expect(page.locator(".ng-card form legend").first).to_have_text(asked)
    page.close()
    later = context.new_page()
    open_lesson(later, server)
    expect(later.locator(".ng-card form legend").first).to_have_text(asked)


def test_the_longer_text_of_a_lesson_is_one_tap_away(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    taught = page.locator("details.taught")
    for address in ("/trach-nhiem", first_part("trach-nhiem")):
        page.goto(server.address + address)
        expect(taught).not_to_have_attribute("open", "")
        taught.locator("summary").click()
        expect(taught.get_by_role("heading").first).to_be_visible()


def test_an_answer_given_while_the_server_is_dead_arrives_once_it_is_back(browser: Browser, tmp_path: Path) -> None:
    server = start_server(tmp_path)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    server.process.kill()
    end_server(server)
    expect(page.locator("#ng-banner")).to_be_visible()
    answer_by_keyboard(page)
    assert access_faults(page) == ""
    again = start_server(tmp_path, port=server.port)
    page.get_by_role("button", name="Nối lại ngay").click()
    try:
        told_saved(page)
        expect(page.locator(".ng-feedback")).to_be_visible()
        assert len(rows(again)) == 1
        expect(page.locator("#ng-banner")).to_be_hidden()
    finally:
        end_server(again)
        context.close()


@pytest.mark.parametrize("slug", ["trach-nhiem", "tu-dien-bien"])
def test_who_reads_an_explanation_does_not_notice_that_the_kernel_is_killed(
    server: Server, context: BrowserContext, slug: str
) -> None:
    page = context.new_page()
    open_lesson(page, server, slug)
    if slug == "trach-nhiem":
        page.get_by_role("button", name="Không, chỉ học").click()
    for field in page.locator(f"{QUESTION}").all():  # the one that asks how sure the answer is too
        field.locator("input").first.check()
    page.locator(".ng-card button[type=submit]").click()
    told_saved(page, UNLINKED)
    told = page.locator(".ng-feedback").inner_text()
    stored = [len(rows(server, table)) for table in ("statement", "recent_attempt")]
    page.evaluate("document.querySelector('.ng-feedback').dataset.same = 'yes'")
    page.evaluate(
        "new MutationObserver(() => { document.documentElement.dataset.lost = 'yes'; })"
        ".observe(document.documentElement, { attributeFilter: ['data-connection'] })"
    )
    kill_kernels(server)
    page.wait_for_selector("html[data-lost][data-connection=open]", state="attached")
    assert page.locator(".ng-feedback").inner_text() == told
    assert page.locator(".ng-feedback[data-same]").count() == 1  # not even drawn again
    page.get_by_role("button", name="Tiếp").first.click()
    expect(page.locator(QUESTION).first).to_be_visible()
    assert [len(rows(server, table)) for table in ("statement", "recent_attempt")] == stored


def test_a_line_that_was_gone_for_a_moment_is_not_called_lost_for_ever(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    context.set_offline(True)
    expect(page.locator("#ng-banner")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#ng-banner")).to_be_hidden()


def test_a_card_whose_script_could_not_be_fetched_is_fetched_again(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    failing = ["preload", "import"]
    page.route("**/card.js*", lambda route: (failing.pop(), route.abort()) if failing else route.continue_())
    page.goto(f"{server.address}/trach-nhiem")
    expect(page.locator("#ng-banner")).to_contain_text("Chưa mở được bài học")
    expect(page.locator(".ng-contents")).to_be_visible()
    expect(page.locator("#ng-banner")).to_be_hidden()


def test_an_item_that_is_answered_once_more_stays_when_the_page_is_reloaded(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server, "tu-dien-bien")
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_wrongly(page)
    told_saved(page, UNLINKED)
    page.get_by_role("button", name="Kết quả").click()
    page.get_by_text("Câu chưa đúng trọn").click()
    again = page.locator(".ng-again button").first
    asked = again.locator("span").first.inner_text()
    again.click()
    expect(page.locator(".ng-card form legend").first).to_have_text(asked)
    page.locator(f"{QUESTION} input").first.check(force=True)
    page.reload()
    expect(page.locator(".ng-card form legend").first).to_have_text(asked)
    expect(page.locator(f"{QUESTION} input").first).to_be_checked()


def test_a_sensitive_answer_leaves_nothing_that_links_it(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    linked, apart = len(rows(server)), rows(server, "apart_count")
    open_lesson(page, server, "tu-dien-bien")
    expect(page.locator(".ng-consent")).to_contain_text(
        "Chọn thế nào thì câu trả lời của bài này cũng chỉ được đếm, không kèm mã"
    )
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    form = page.locator(".ng-card form")
    for field in form.locator("fieldset").all():
        field.locator("input").first.check()
    page.locator(".ng-card button[type=submit]").click()
    told_saved(page, UNLINKED)
    assert len(rows(server)) == linked
    kept = [row for row in rows(server, "apart_count") if row not in apart]
    assert len(kept) == 1
    assert set(kept[0]) == {"context", "context_id", "round", "sensitive", "period", "counts"}
    token = page.evaluate("localStorage.getItem('neuguong.learner')")
    assert token not in json.dumps(kept, default=str)


def test_my_data_can_be_seen_and_deleted(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(page)
    told_saved(page)
    before = len(rows(server))
    page.goto(f"{server.address}/du-lieu-cua-toi")
    expect(page.locator("#ng-mydata-told")).to_contain_text("1 câu trả lời")
    assert access_faults(page) == ""
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Xóa hết").click()
    expect(page.locator("#ng-mydata-told")).to_contain_text("Đã xóa 1 câu trả lời")
    assert len(rows(server)) == before - 1
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('neuguong.')).length") == 0


@pytest.mark.parametrize("host", ["localhost", INSECURE], ids=["secure", "insecure"])
def test_what_is_deleted_in_one_tab_is_over_in_every_other_at_once(
    server: Server, context: BrowserContext, host: str
) -> None:
    address = f"http://{host}:{server.port}"
    others = {row["actor"] for row in rows(server)}
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(address + first_part("trach-nhiem"))
        begin(page)
    assert first.evaluate("isSecureContext") is (host == "localhost")
    first.get_by_role("button", name="Đồng ý ghi nhớ").click()
    expect(second.locator(".ng-consent")).to_have_count(0)  # chosen for this browser, not for one tab
    answer_by_keyboard(first)
    told_saved(first)
    token = first.evaluate("localStorage['neuguong.learner']")
    (actor,) = {row["actor"] for row in rows(server)} - others

    deleting = context.new_page()
    deleting.on("dialog", lambda dialog: dialog.accept())
    deleting.goto(f"{address}/du-lieu-cua-toi")
    deleting.get_by_role("button", name="Xóa hết").click()
    expect(deleting.locator("#ng-mydata-told")).to_contain_text("Đã xóa 1 câu trả lời")
    for page in (first, second):
        expect(page.locator(".ng-notice")).to_contain_text("đã được xóa")
        begin(page)
        expect(page.locator(".ng-consent")).to_be_visible()
    second.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(second)
    told_saved(second)
    assert second.evaluate("localStorage['neuguong.learner']") not in (None, token)
    assert actor not in {row["actor"] for row in rows(server)}
    for page in (first, second, deleting):
        kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
        assert token not in kept


def test_a_tab_that_comes_back_with_an_erased_identity_is_told_and_begins_anew(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    answer_by_keyboard(page)
    told_saved(page)
    token = page.evaluate("localStorage['neuguong.learner']")
    erase = "token => fetch('/du-lieu-cua-toi', { method: 'POST', body: JSON.stringify({ action: 'erase', token }) })"
    page.evaluate(erase, token)
    page.reload()
    expect(page.locator(".ng-notice")).to_contain_text("đã được xóa")
    assert page.evaluate("localStorage['neuguong.learner']") != token
    begin(page)
    answer_by_keyboard(page)
    told_saved(page, UNLINKED)


def test_a_browser_that_keeps_nothing_says_so_on_the_page_of_my_data_too(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });")
    page.goto(f"{server.address}/du-lieu-cua-toi")
    expect(page.locator("#ng-mydata-reach")).to_contain_text("chặn ghi nhớ")
    assert not access_faults(page)


def test_pages_hold_letters_twice_as_large_on_a_phone(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/gioi-thieu", "/du-lieu-cua-toi", "/trach-nhiem", first_part("trach-nhiem")):
        page.goto(server.address + path)
        page.evaluate("document.documentElement.style.fontSize = '32px'")
        if "trach-nhiem" in path:
            expect(page.locator(".ng-contents, .ng-intro")).to_be_visible()
        until(page, "document.documentElement.scrollWidth <= innerWidth")  # while it is drawn it may be wider


@pytest.mark.parametrize("path", ["/", "/gioi-thieu", "/huong-dan", "/khong-co-trang-nay"])
def test_plain_pages_have_no_accessibility_faults(server: Server, context: BrowserContext, path: str) -> None:
    page = context.new_page()
    page.goto(server.address + path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert access_faults(page) == "", scheme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
