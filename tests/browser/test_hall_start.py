"""A trainer who gets phones in: real browser, real server; codes read from the screen as a phone's camera would."""

import base64
import json
from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp
from neuguong.server.networks import rank_networks, read_networks
from neuguong.text import say
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from tests.browser.access import access_faults
from tests.serving import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hall-start")]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SCHEMES = ("light", "dark")
NETWORK, KEY = 'Hội trường; "B"', "chào".replace("à", "a") + ":7\\;x,y"
PIXELS = """async (png) => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    return [picture.width, picture.height, Array.from(data.filter((_, at) => at % 4 === 1))];
}"""
"""A picture's width, height and greens."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("home"), "--lan") as server:
        yield server


def open_help(context: BrowserContext, hall: Server) -> Page:
    """The trainer logs in and goes from the trainer's page to the help page."""
    page = context.new_page()
    page.goto(f"{hall.address}/huong-dan/vao")
    page.get_by_label("Mật khẩu").fill(hall.passphrase)
    page.get_by_role("button", name="Vào").click()
    page.get_by_role("link", name=say("page.join_help_link")).click()
    expect(page.locator("h1")).to_have_text(say("page.join_help_title"))
    return page


@pytest.fixture(params=[(size, scheme) for size in (PHONE, DESK) for scheme in SCHEMES], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, hall: Server) -> Iterator[Page]:
    size, scheme = request.param
    context = browser.new_context(viewport=size, color_scheme=scheme)
    yield open_help(context, hall)
    context.close()


def read_codes(shown: Locator, reader: Page) -> list[str]:
    """What the codes in a picture of this place on the screen say."""
    shown.scroll_into_view_if_needed()
    png = base64.b64encode(shown.screenshot()).decode()
    width, height, grey = reader.evaluate(PIXELS, png)
    pixels = np.array(grey, dtype=np.uint8).reshape(height, width)
    return [one.text for one in zxingcpp.read_barcodes(pixels)]


def draw_wifi(page: Page, name: str = NETWORK, password: str = KEY) -> None:
    page.get_by_label("Tên mạng").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name=say("page.wifi_draw")).click()


def test_a_camera_reads_both_codes_at_every_size_in_light_and_dark(page: Page, browser: Browser, hall: Server) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    best = rank_networks(read_networks())[0].address
    code = page.locator("#ng-page-code")
    expect(code).to_contain_text(f"http://{best}:{hall.port}/vao")
    expect(page.locator("#ng-light")).to_have_text(say("page.join_waiting"))
    draw_wifi(page)
    wifi = page.locator("#ng-wifi")
    expect(wifi).to_contain_text(f"Mạng: {NETWORK} Mật khẩu: {KEY}")
    reader = browser.new_page()
    assert read_codes(code, reader) == [f"http://{best}:{hall.port}/vao"]
    assert read_codes(wifi, reader) == [r"WIFI:T:WPA;S:Hội trường\; \"B\";P:chao\:7\\\;x\,y;;"]
    reader.close()
    assert access_faults(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []


def test_what_was_mistyped_is_told_beside_the_form(page: Page) -> None:
    draw_wifi(page, password="ngan")
    expect(page.locator("#ng-wifi-fault")).to_have_text(say("page.wifi_password"))
    expect(page.locator("#ng-wifi")).to_be_hidden()


def test_the_light_turns_green_and_another_address_can_be_chosen(browser: Browser, hall: Server) -> None:
    """What the server would say once a phone is in: it cannot be had from this machine alone."""
    context = browser.new_context(viewport=DESK)
    page = open_help(context, hall)
    asked: list[object] = []
    address = {"interface": "wlan0", "kind": "hotspot", "label": "điểm phát Wi-Fi", "chosen": True, "arrived": True}
    other = {**address, "chosen": False, "arrived": False, "address": "192.168.1.7"}
    answer = {"open": True, "url": "http://10.42.0.1/vao", "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    told = {**answer, "arrived": True, "addresses": [{**address, "address": "10.42.0.1"}, other]}

    def tell(route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        asked.extend([json.loads(request.post_data)] if request.method == "POST" else [])
        route.fulfill(json=told)  # type: ignore[attr-defined]

    context.route("**/api/reach", tell)
    expect(page.locator("#ng-light")).to_have_text(say("page.join_arrived"))
    page.get_by_text(say("page.join_other"), exact=True).click()
    pressed = page.locator("#ng-addresses").get_by_role("button", pressed=True)
    expect(pressed).to_have_text("10.42.0.1 · wlan0 · điểm phát Wi-Fi")
    page.get_by_role("button", name="192.168.1.7").click()
    page.get_by_role("button", name=say("page.join_best")).click()
    expect(page.locator("#ng-page-code")).to_be_visible()
    assert asked == [{"choose": "192.168.1.7"}, {"choose": None}]
    assert access_faults(page) == ""
    context.unroute("**/api/reach")
    context.route("**/api/reach", lambda route: route.abort())
    expect(page.locator("#ng-light")).to_have_text(say("page.join_lost"))
    context.close()


def test_it_prints_the_codes_on_one_page_and_the_help_on_the_next(
    browser: Browser, hall: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    context = browser.new_context(viewport=DESK, color_scheme="dark")
    page = open_help(context, hall)
    draw_wifi(page)
    expect(page.locator("#ng-wifi")).to_be_visible()
    file = tmp_path_factory.mktemp("print") / "help.pdf"
    page.pdf(path=file, format="A4")
    texts = [sheet.extract_text() for sheet in PdfReader(file).pages]
    assert len(texts) == 2
    assert "1. Vào Wi-Fi" in texts[0]
    assert "2. Mở trang học" in texts[0]
    assert "Tường lửa" in texts[1]
    context.close()


def test_without_the_trainers_cookie_it_is_one_page_of_help_that_asks_nothing(browser: Browser, hall: Server) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{hall.address}/vao/tro-giup")
    expect(page.get_by_text("không có Internet")).to_be_visible()
    assert not [url for url in asked if "/api/" in url]
    assert access_faults(page) == ""
    context.close()
