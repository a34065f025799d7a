"""The pages around the card: three sizes of letters, and what axe-core says of each page, light and dark."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import DESK, PHONE, TIMEOUT_MS, first_part, open_lesson
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]

NARROW = {"width": 320, "height": 640}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = {
    "/": "#ng-home",
    "/gioi-thieu": "main li",
    "/du-lieu-cua-toi": "#ng-mydata-told:not(:empty)",
    "/on-tap": ".ng-summary",
    "/trach-nhiem": ".ng-card button",
    first_part("trach-nhiem"): ".ng-way button",
    first_part("tu-dien-bien"): ".ng-way button",
    "/trach-nhiem/truoc-khi-hoc": ".ng-selftest button",
    "/giay-chung-nhan": "#ng-certificate",
    "/in": "main li",
    "/ngoai-tuyen": "#ng-offline-state:not(:empty)",
    "/vao/tro-giup": "main li",
    "/huong-dan/vao": "form.gate",
    "/khong-co-trang-nay": "main .button",
}
"""Address → what is there once the page is."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZE_IN_PX = "parseFloat(getComputedStyle(document.querySelector('{}')).fontSize)"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def go(page: Page, server: Server, path: str) -> None:
    page.goto(server.address + path)
    expect(page.locator(PAGES[path]).first).to_be_visible()


def choose(page: Page, name: str) -> None:
    page.get_by_role("group", name="Cỡ chữ").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page_at_any_width_light_or_dark(
    server: Server, context: BrowserContext, path: str
) -> None:
    page = context.new_page()
    go(page, server, path)
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            assert access_faults(page) == "", (viewport, scheme)


@pytest.mark.parametrize("path", PAGES)
def test_the_largest_letters_fit_on_the_narrowest_phone(server: Server, context: BrowserContext, path: str) -> None:
    page = context.new_page()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    go(page, server, path)
    choose(page, "Cỡ chữ rất lớn")
    assert page.evaluate(SIZE_IN_PX.format("html")) == 24
    assert page.evaluate(WIDER) == 0
    page.evaluate("document.documentElement.style.fontSize = '32px'")  # a browser set to 200 %
    assert page.evaluate(WIDER) == 0


def test_a_size_is_kept_for_every_page_and_tab_and_is_there_before_anything_is_painted(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    go(page, server, "/")
    button = page.get_by_role("button", name="Cỡ chữ lớn", exact=True)
    expect(button).to_have_attribute("aria-pressed", "false")
    usual = page.evaluate(SIZE_IN_PX.format("body"))
    other = context.new_page()
    go(other, server, "/gioi-thieu")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(SIZE_IN_PX.format("body")) == pytest.approx(1.25 * usual)
    expect(other.locator("html")).to_have_attribute("data-size", "2")

    # The page's own text waits for the script that sets the size.
    page.add_init_script(
        "const first = () => { if (document.body) window.first ??= document.documentElement.dataset.size || 'none'; };"
        "new MutationObserver(first)"
        ".observe(document, { childList: true, subtree: true });"
    )
    open_lesson(page, server)
    assert page.evaluate("window.first") == "2"
    card = page.evaluate(SIZE_IN_PX.format(".ng-card"))
    choose(page, "Cỡ chữ thường")
    assert page.evaluate(SIZE_IN_PX.format(".ng-card")) == pytest.approx(card / 1.25)


def test_a_tab_that_is_shared_keeps_its_size_to_itself(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    go(page, server, "/")
    page.evaluate("sessionStorage.setItem('neuguong.shared', 'true')")
    choose(page, "Cỡ chữ rất lớn")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", "3")
    assert page.evaluate("localStorage.length") == 0
    other = context.new_page()
    go(other, server, "/")
    expect(other.locator("html")).to_have_attribute("data-size", "1")


def test_where_nothing_can_be_kept_the_size_still_changes(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    deny = "Object.defineProperty(window, '{}', {{ get() {{ throw new DOMException('no'); }} }});"
    page.add_init_script("".join(deny.format(name) for name in ("localStorage", "sessionStorage")))
    go(page, server, "/gioi-thieu")
    choose(page, "Cỡ chữ lớn")
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    assert faults == []


def test_the_keyboard_comes_to_the_text_before_the_header_and_past_every_link(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    go(page, server, "/")
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()"))
    assert names == [
        "Đến nội dung chính", "Nêu Gương", "Cỡ chữ thường", "Cỡ chữ lớn", "Cỡ chữ rất lớn", "Về bộ tài liệu này",
        "Dữ liệu của tôi", "Bắt đầu học", "Các bài học",
    ]  # fmt: skip


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_the_situation_stands_beside_its_question_where_there_is_room(
    server: Server, browser: Browser, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    open_lesson(page, server)
    scene, task = page.locator(".ng-scene").bounding_box(), page.locator(".ng-task").bounding_box()
    assert scene is not None
    assert task is not None
    assert (scene["x"] + scene["width"] <= task["x"]) == (viewport is DESK)
    # What the page around says of its own bars is not said of the card's.
    assert page.evaluate("document.querySelector('.ng-top').clientWidth") == page.evaluate(
        "document.querySelector('.ng-top progress').clientWidth"
    )
    context.close()
