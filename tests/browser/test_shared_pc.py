"""A PC of many: the session ends with the tab and leaves nothing. Real browser, real server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.card_page import TEXT, until
from tests.browser.test_lesson import (
    DESK,
    INSECURE,
    PHONE,
    TIMEOUT_MS,
    UNLINKED,
    answer_by_keyboard,
    begin,
    first_part,
    open_lesson,
    rows,
    told_saved,
)
from tests.browser.test_offline import hold
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]

SHARE, UNSHARE = "Dùng chung máy này", "Đây là máy riêng"
LEFT = """(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage).filter((key) => key.startsWith("neuguong.") && key !== "neuguong.tab"),
    databases: "databases" in indexedDB ? (await indexedDB.databases()).map(({ name }) => name) : [],
    caches: "caches" in window ? await caches.keys() : [],
    workers: "serviceWorker" in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
}))()"""
"""All that a page of this address can find in this browser."""
NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def share_at_home(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=SHARE).click()
    expect(page.get_by_role("button", name=UNSHARE)).to_be_visible()


def find_what_is_left(context: BrowserContext, address: str) -> object:
    """As the next one at this PC finds it, in a tab of their own."""
    page = context.new_page()
    page.goto(f"{address}/healthz")
    left: object = page.evaluate(LEFT)
    page.close()
    return left


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("host", ["localhost", INSECURE], ids=["secure", "insecure"])
def test_a_tab_that_is_shared_from_the_home_page_leaves_nothing_when_it_is_closed(
    server: Server, browser: Browser, host: str, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    context.set_default_timeout(TIMEOUT_MS)
    address = f"http://{host}:{server.port}"
    page = context.new_page()
    share_at_home(page, address)
    assert access_faults(page) == ""
    linked = len(rows(server))
    page.goto(address + first_part("trach-nhiem"))
    begin(page)
    expect(page.locator(".ng-consent")).to_have_count(0)
    expect(page.locator(".ng-notice")).to_contain_text("Máy dùng chung")
    answer_by_keyboard(page)
    told_saved(page, UNLINKED)
    page.reload()
    expect(page.locator(".ng-card")).to_be_visible()
    expect(page.locator(".ng-notice")).to_contain_text("Máy dùng chung")
    page.goto(f"{address}/du-lieu-cua-toi")
    expect(page.locator("#ng-mydata-reach")).to_contain_text("Máy dùng chung")
    assert access_faults(page) == ""
    page.close()
    assert find_what_is_left(context, address) == NOTHING
    assert {row["actor"] for row in rows(server)[linked:]} <= {None}
    fresh = context.new_page()
    fresh.goto(address)
    expect(fresh.get_by_role("button", name=SHARE)).to_be_visible()
    expect(fresh.locator("#ng-go-on")).to_be_hidden()
    context.close()


def test_one_tap_before_the_first_answer_takes_back_what_the_browser_holds_already(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    open_lesson(page, server)
    hold(page)
    page.get_by_role("button", name=TEXT["share"]).click()
    expect(page.locator(".ng-notice")).to_contain_text(TEXT["keeps_shared"])
    until(page, "caches.keys().then((names) => names.length === 0)")
    answer_by_keyboard(page)
    told_saved(page, UNLINKED)
    page.close()
    assert find_what_is_left(context, server.address) == NOTHING


def test_what_somebody_else_agreed_to_keep_is_neither_used_nor_lost(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    open_lesson(page, server)
    page.get_by_role("button", name=TEXT["consent_yes"]).click()
    answer_by_keyboard(page)
    told_saved(page)
    page.close()
    kept = context.new_page()
    kept.goto(f"{server.address}/healthz")
    before = kept.evaluate("({ ...localStorage })")

    guest = context.new_page()
    share_at_home(guest, server.address)
    expect(guest.locator("#ng-shared")).to_contain_text("thì vẫn còn")
    expect(guest.locator("#ng-go-on")).to_be_hidden()
    open_lesson(guest, server)
    answer_by_keyboard(guest)
    told_saved(guest, UNLINKED)
    guest.goto(f"{server.address}/du-lieu-cua-toi")
    expect(guest.locator("#ng-mydata-told")).to_contain_text("0 câu trả lời")
    guest.goto(server.address)
    guest.get_by_role("button", name=UNSHARE).click()
    expect(guest.get_by_role("button", name=SHARE)).to_be_visible()
    expect(guest.locator("#ng-go-on")).to_be_visible()
    assert kept.evaluate("({ ...localStorage })") == before


def test_a_browser_that_keeps_nothing_at_all_says_so_instead(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    for name in ("localStorage", "sessionStorage"):
        page.add_init_script(
            f"Object.defineProperty(window, '{name}', {{ get() {{ throw new DOMException('no'); }} }});"
        )
    page.goto(server.address)
    page.get_by_role("button", name=SHARE).click()
    expect(page.locator("#ng-shared")).to_contain_text("đang chặn ghi nhớ")
