"""A whole question of a workshop: the control room, the wall and phones, over one real server."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.access import access_faults
from tests.browser.hall_people import Others, Wire, open_wire
from tests.browser.running import TIMEOUT_MS
from tests.serving import Server, end_server, start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hall")]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WALL = {"width": 1920, "height": 1080}
A_MINUTE_MS = 60_000
OTHERS = 9
"""Phones without a browser, so that enough answer for a result to be shown."""
FITS = "document.documentElement.scrollWidth <= innerWidth"
SEND = "Gửi câu trả lời"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start_server(tmp_path_factory.mktemp("hall") / "home", "--lan")
    yield started
    end_server(started)


@dataclass
class Hall:
    """Who is in the hall. `people`: pages of phones, each in a context of its own."""

    browser: Browser
    server: Server
    stack: ExitStack
    trainer: BrowserContext
    faults: list[str] = field(default_factory=list)
    people: list[Page] = field(default_factory=list)
    code: str = ""
    room: Page = None  # type: ignore[assignment]
    wall: Page = None  # type: ignore[assignment]
    others: Others = None  # type: ignore[assignment]

    def watched(self, context: BrowserContext) -> BrowserContext:
        self.stack.callback(context.close)
        context.set_default_timeout(TIMEOUT_MS)
        context.on("page", lambda page: page.on("pageerror", lambda error: self.faults.append(str(error))))
        return context

    def enter(self) -> Page:
        """The trainer opens the control room."""
        room = self.trainer.new_page()
        room.goto(f"{self.server.address}/phong")
        if room.locator("form.gate").count():
            room.get_by_label("Mật khẩu").fill(self.server.passphrase)
            room.keyboard.press("Enter")
        expect(room.locator(".ng-room")).to_be_visible()
        return room

    def begin(self, lesson: str) -> None:
        """A ready plan of half an hour, the wall beside it, and the participants without a browser."""
        self.room = self.enter()
        assert access_faults(self.room) == ""
        self.room.get_by_role("group", name=re.compile(lesson)).get_by_text("30 phút").click()
        self.room.get_by_role("button", name="Bắt đầu", exact=True).click()
        self.wall = self.trainer.new_page()
        self.wall.set_viewport_size(WALL)  # type: ignore[arg-type]
        self.wall.goto(f"{self.server.address}/man-chieu")
        self.code = self.room.locator(".ng-code").inner_text()
        expect(self.wall.locator(".ng-big-code")).to_have_text(self.code)

    def come(self, address: str = "", *, clock: bool = False) -> Page:
        """A person with a phone who has scanned the code."""
        context = self.watched(self.browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True))  # type: ignore[arg-type]
        phone = context.new_page()
        if clock:
            phone.clock.install()
        phone.goto(f"{address or self.server.address}/vao/{self.code}")
        self.people.append(phone)
        return phone

    def step(self, label: str) -> None:
        """The trainer takes the next step, which is this one."""
        expect(self.room.locator(".ng-next")).to_have_text(re.compile(f"^{label}"))
        self.room.locator(".ng-next").click()

    def hear(self, version: int) -> dict[str, Any]:
        """What phones are told once the server has heard of that many events."""
        for _ in range(100):
            state = self.others.state()
            if state["version"] >= version:
                return state
            self.room.wait_for_timeout(100)
        raise AssertionError(f"the server has not heard of event {version}")

    def look(self) -> None:
        """Nothing bars the way of who sees badly, and nothing is cut off at the side."""
        for page in (self.room, self.wall, *self.people):
            assert access_faults(page) == ""
            assert page.evaluate(FITS)
        self.room.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert self.room.evaluate(FITS)
        assert self.room.evaluate("document.querySelector('.ng-hall').getBoundingClientRect().top + scrollY") < 60
        self.room.set_viewport_size(DESK)  # type: ignore[arg-type]


@pytest.fixture
def hall(browser: Browser, server: Server) -> Iterator[Hall]:
    """Afterwards nothing may have gone wrong on a page of anybody."""
    with ExitStack() as stack:
        trainer = browser.new_context(viewport=DESK, accept_downloads=True)  # type: ignore[arg-type]
        hall = Hall(browser, server, stack, trainer)
        hall.watched(trainer)
        yield hall
    assert hall.faults == []


def choice(phone: Page, n: int) -> Locator:
    return phone.locator(".ng-fields input").nth(n)


def vote(phone: Page, n: int) -> None:
    choice(phone, n).check()
    phone.get_by_role("button", name=SEND).click()
    expect(phone.locator(".ng-saved")).to_contain_text("Đã nhận")


def read(page: Page) -> str:
    return page.locator("main").inner_text()


def vote_as_people_do(hall: Hall, wire: Wire) -> None:
    """One changes its answer, one reloads and finds its own, one comes late and votes while the network loses
    every packet for a minute."""
    first, second = hall.people
    vote(first, 0)
    first.get_by_role("button", name="Đổi câu trả lời").click()
    vote(first, 1)
    vote(second, 2)
    second.reload()
    expect(choice(second, 2)).to_be_checked()
    expect(second.locator(".ng-saved")).to_contain_text("Đã nhận")

    late = hall.come(wire.address, clock=True)
    expect(choice(late, 0)).to_be_visible()
    wire.cut()
    choice(late, 0).check()
    late.get_by_role("button", name=SEND).click()
    late.clock.run_for(A_MINUTE_MS)
    expect(late.get_by_text("có mạng sẽ tự gửi")).to_be_visible()
    hall.look()
    wire.mend()
    expect(late.locator(".ng-saved")).to_contain_text("Đã nhận")
    hall.others.vote(right=5)
    expect(hall.room.locator(".ng-figures")).to_have_text("12 đã trả lời / 12 đã vào")
    hall.look()


PRESS = """(button, [label, at]) => void setTimeout(() => {
  if (button.textContent === label) button.click();
}, at - Date.now())"""


def press_at_once(hall: Hall, label: str) -> None:
    """Two control pages take the same step before either has heard of the other's: it is taken once.

    Both press at one moment of the machine's clock, and only while the step stands on the button: a page that hears
    quickly offers the next one by then, which nobody means to take here."""
    pages = (hall.room, hall.enter())
    pages[1].get_by_role("button", name="Vào tiếp").click()
    before = hall.others.state()["version"]
    for page in pages:
        expect(page.locator(".ng-next")).to_have_text(label)
    at = pages[0].evaluate("Date.now() + 400")
    for page in pages:
        page.locator(".ng-next").evaluate(PRESS, [label, at])
    for page in pages:
        expect(page.locator(".ng-next")).to_have_text("Đóng câu trả lời")
    expect(hall.people[0].get_by_text("Lần 2")).to_be_visible()
    assert hall.others.state()["version"] == before + 1
    pages[1].close()


def test_a_question_is_voted_on_talked_over_voted_on_again_shown_and_explained(hall: Hall) -> None:
    wire = hall.stack.enter_context(open_wire(hall.server))
    hall.begin("Trách nhiệm")
    for phone in (hall.come(), hall.come()):
        expect(phone.get_by_text("Đã vào buổi học")).to_be_visible()
    hall.others = Others(hall.server, hall.code, count=OTHERS)
    hall.look()
    hall.step("Mở câu 1")
    for phone in hall.people:
        expect(choice(phone, 0)).to_be_visible()
    vote_as_people_do(hall, wire)

    hall.step("Đóng câu trả lời")
    for phone in hall.people:
        expect(phone.get_by_text("Đã đóng").last).to_be_visible()
    closed = hall.others.state()["version"]
    hall.step("Xem kết quả")
    expect(hall.room.get_by_text("trả lời đúng, lần 1")).to_be_visible()
    state = hall.hear(closed + 1)  # a phone is told nothing that it could look for
    for page in (*hall.people, hall.wall):
        assert "%" not in read(page)
    assert [state[name] for name in ("stage", "results", "key")] == ["closed", [], None]
    hall.look()

    # The trainer's page is closed and the workshop taken over on another.
    hall.room.close()
    hall.room = hall.enter()
    hall.room.get_by_role("button", name="Vào tiếp").click()
    press_at_once(hall, "Hỏi lại sau thảo luận")
    for phone in hall.people:
        expect(phone.get_by_text("Lần 2")).to_be_visible()
        vote(phone, 0)
    hall.others.vote(right=9)
    hall.step("Đóng câu trả lời")
    hall.step("Xem kết quả")
    hall.step("Chiếu kết quả")
    for page in (*hall.people, hall.wall):
        expect(page.locator("main")).to_contain_text("Lần 2")
        expect(page.locator("main")).to_contain_text("%")
        assert not re.search("Đáp án|Vì sao", read(page))
    assert hall.others.state()["key"] is None
    hall.look()

    hall.step("Chiếu đáp án")
    expect(hall.wall.locator(".ng-why")).to_be_visible()
    for phone in hall.people:
        expect(phone.locator(".ng-feedback")).to_be_visible()
    key = next(n for n, one in enumerate(hall.others.state()["key"]["choices"]) if one["key"])
    hall.look()
    hall.step("Câu tiếp: câu 2")
    expect(hall.wall.locator(".ng-where")).to_have_text("Câu 2")
    for phone in hall.people:
        expect(choice(phone, 0)).to_be_enabled()
        expect(phone.locator(".ng-fields input:checked")).to_have_count(0)
    end(hall)
    # 12 answers in each round. Of the three phones one chose A, one B, one C at first and all A then; of the others 5
    # and 9 the key.
    first, second = 5 + (key in (0, 1, 2)), 9 + 3 * (key == 0)
    book = take_report(hall)
    assert book["Câu hỏi"]["A8"].value == "Chủ đề: Trách nhiệm của người đứng đầu"
    row = find_row(book, 1)
    assert row[3:7] == [12, pytest.approx(first / 12, abs=0.01), 12, pytest.approx(second / 12, abs=0.01)]


def end(hall: Hall) -> None:
    hall.room.get_by_role("button", name="Kết thúc buổi học").click()
    hall.room.locator(".ng-sure").get_by_role("button", name="Kết thúc buổi học").click()
    for page in (*hall.people, hall.wall):
        expect(page.get_by_text("Buổi học đã kết thúc").last).to_be_visible()
    hall.look()


def find_row(book: openpyxl.Workbook, number: int) -> list[Any]:
    """What the report says of the question asked as the `number`th."""
    rows = [[cell.value for cell in row] for row in book["Câu hỏi"]]
    return next(row for row in rows if row[0] == number)


def take_report(hall: Hall) -> openpyxl.Workbook:
    with hall.room.expect_download() as downloaded:
        hall.room.get_by_role("button", name=re.compile("Excel|xlsx")).click()
    return openpyxl.load_workbook(io.BytesIO(Path(downloaded.value.path()).read_bytes()))


def test_of_a_sensitive_question_nothing_is_told_of_few_and_it_is_said_why(hall: Hall) -> None:
    hall.begin("tự diễn biến")
    phone = hall.come()
    hall.others = Others(hall.server, hall.code, count=18)
    hall.step("Mở câu 1")
    expect(phone.locator("main")).to_contain_text("ẩn danh", ignore_case=True)
    vote(phone, 0)
    hall.others.vote(right=12)  # 19 answers, one short of 20
    hall.step("Đóng câu trả lời")
    hall.step("Xem kết quả")
    why = "Không nêu kết quả, để không ai bị lộ ý kiến về chủ đề này."
    expect(hall.room.locator(".ng-outcome")).to_contain_text(why)
    hall.step("Chiếu kết quả")
    for page in (phone, hall.wall):
        expect(page.locator("main")).to_contain_text(why)
    for page in (phone, hall.wall, hall.room):
        assert "%" not in read(page)
    hall.look()
    hall.step("Chiếu đáp án")
    expect(phone.locator(".ng-feedback")).to_be_visible()
    assert "%" not in read(phone) + read(hall.wall) + read(hall.room)
    hall.look()
    end(hall)
    assert find_row(take_report(hall), 1)[3:5] == ["không nêu", "không nêu"]
