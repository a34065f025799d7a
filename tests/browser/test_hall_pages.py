"""Control room and wall as a trainer opens them: real browser, real server, real kernels, one SQLite file."""

import http.client
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.running import TIMEOUT_MS
from tests.serving import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("server")]

"""From a trainer's press to the wall: two kernels and two looks of 0.7 s each, on a busy machine."""
STEPS = ("Đóng câu trả lời", "Xem kết quả", "Chiếu kết quả", "Chiếu đáp án", "Câu tiếp: câu 2")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def trainer(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser whose trainer has come in; afterwards nothing may have gone wrong on a page of it."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(TIMEOUT_MS)
    context.on("page", lambda page: page.on("pageerror", lambda error: faults.append(str(error))))
    page = context.new_page()
    page.goto(f"{server.address}/huong-dan")
    page.get_by_label("Mật khẩu").fill(server.passphrase)
    page.get_by_role("button", name="Vào").click()
    expect(page.get_by_role("link", name="Mở phòng điều khiển")).to_be_visible()
    yield context
    context.close()
    assert faults == []


def open_page(context: BrowserContext, server: Server, slug: str, card: str) -> Page:
    page = context.new_page()
    page.goto(f"{server.address}/{slug}")
    expect(page.locator(f".ng-{card}")).to_be_visible()
    return page


def test_neither_room_nor_wall_is_shown_without_the_pass_phrase_and_each_comes_right_after_it(
    browser: Browser, server: Server
) -> None:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    for slug in ("phong", "man-chieu"):
        connection.request("GET", f"/{slug}")
        answer = connection.getresponse()
        body = answer.read().decode()
        assert (answer.status, answer.getheader("Location")) == (302, f"/{slug}/vao")
        assert "data-cell" not in body
    connection.close()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.address}/man-chieu")
    page.get_by_label("Mật khẩu").fill(server.passphrase)
    page.get_by_role("button", name="Vào").click()
    expect(page).to_have_url(f"{server.address}/man-chieu")
    expect(page.locator(".ng-wall")).to_be_visible()
    context.close()


def test_a_trainer_leads_a_whole_question_the_wall_follows_and_another_page_takes_over(
    trainer: BrowserContext, server: Server
) -> None:
    room = open_page(trainer, server, "phong", "room")
    wall = open_page(trainer, server, "man-chieu", "wall")
    assert access_faults(room) == ""
    room.get_by_text("30 phút").first.click()
    room.get_by_role("button", name="Bắt đầu", exact=True).click()
    code = room.locator(".ng-code").inner_text()
    expect(wall.locator(".ng-big-code")).to_have_text(code)

    step = room.locator(".ng-next")
    step.click()
    expect(wall.locator(".ng-choices > li").first).to_be_visible()
    for label in STEPS[:4]:
        expect(step).to_have_text(label)
        step.click()
    expect(wall.locator(".ng-why")).to_be_visible()
    assert access_faults(wall) == ""

    other = open_page(trainer, server, "phong", "room")
    other.get_by_role("button", name="Vào tiếp").click()
    for page in (room, other):
        expect(page.locator(".ng-next")).to_have_text(STEPS[4])
    other.keyboard.press("PageDown")
    for page in (room, other):
        expect(page.locator(".ng-next")).to_have_text(STEPS[0])
    expect(wall.locator(".ng-where")).to_have_text("Câu 2")

    room.reload()
    expect(room.locator(".ng-room")).to_be_visible()
    if room.locator(".ng-prepare").count():
        room.get_by_role("button", name="Vào tiếp").click()
    expect(room.locator(".ng-next")).to_have_text(STEPS[0])
