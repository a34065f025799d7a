"""A whole question of a workshop: the control room, the wall and phones, over one real server."""

import io
import json
import re
import secrets
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from neuguong.bank import default_data_folder, load_pack
from neuguong.scoring import scorer_of
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.serving import Server, end_server, start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hall")]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WALL = {"width": 1920, "height": 1080}
TIMEOUT_MS = 20_000
OTHERS = 9
"""Phones that speak by single requests, so that enough answer for a result to be shown."""


class Others:
    """Participants without a browser, by the documented API."""

    def __init__(self, server: Server, code: str) -> None:
        self.server, self.code = server, code
        self.tokens = [secrets.token_hex(16) for _ in range(OTHERS)]
        for token in self.tokens:
            assert self.ask("join", token)["kind"] == "welcome"

    def ask(self, kind: str, token: str, **values: Any) -> dict[str, Any]:
        body = json.dumps({"code": self.code, "token": token, **values}).encode()
        request = urllib.request.Request(
            f"{self.server.address}/api/hall/{kind}", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            told: dict[str, Any] = json.loads(answer.read())
        return told

    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = self.ask("state", self.tokens[0])["state"]
        return told

    def vote(self, right: int) -> None:
        """So many of them the key, the rest something else."""
        state = self.state()
        _, item = load_pack(default_data_folder()).get_item(state["item"]["id"])
        key = item.choice(scorer_of(item).correct_response(item)).text
        choices = sorted(state["item"]["choices"], key=lambda choice: choice["text"] != key)
        for n, token in enumerate(self.tokens):
            response = choices[0 if n < right else 1 + n % (len(choices) - 1)]["token"]
            told = self.ask(
                "answer", token, turn=state["turn"], round=state["round"], attempt_id=str(uuid.uuid4()),
                response=response,
            )  # fmt: skip
            assert told["kind"] == "received"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start_server(tmp_path_factory.mktemp("hall") / "home", "--lan")
    yield started
    end_server(started)


@pytest.fixture
def trainer(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, accept_downloads=True)
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Three people, none of whom knows of another."""
    contexts = [browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) for _ in range(3)]
    for context in contexts:
        context.set_default_timeout(TIMEOUT_MS)
    yield contexts
    for context in contexts:
        context.close()


def enter(trainer: BrowserContext, server: Server) -> Page:
    room = trainer.new_page()
    room.goto(f"{server.address}/phong")
    if room.locator("form.gate").count():
        room.fill("form.gate input", server.passphrase)
        room.keyboard.press("Enter")
    expect(room.locator(".ng-room, .ng-card, main h1").first).to_be_visible()
    return room


def press(room: Page, name: str) -> None:
    room.get_by_role("button", name=re.compile(f"^{name}")).first.click()


def single_choice_first(room: Page) -> None:
    """A plan whose first item is a single choice: the ready one for half an hour on the first lesson."""
    room.get_by_text("6 câu").first.click()
    room.get_by_role("button", name="Bắt đầu").last.click()


def choose(phone: Page, n: int) -> None:
    phone.locator(".ng-fields input").nth(n).check()
    phone.get_by_role("button", name="Gửi câu trả lời").click()
    expect(phone.get_by_text("Đã nhận").first).to_be_visible()


def test_a_question_is_voted_on_talked_over_voted_on_again_shown_and_explained(
    server: Server, trainer: BrowserContext, phones: list[BrowserContext]
) -> None:
    room = enter(trainer, server)
    single_choice_first(room)
    expect(room.get_by_role("button", name="Mở câu 1")).to_be_visible()
    wall = trainer.new_page()
    wall.set_viewport_size(WALL)  # type: ignore[arg-type]
    wall.goto(f"{server.address}/man-chieu")
    expect(wall.locator(".ng-wall")).to_contain_text("đã vào")
    found = re.search(r"\b([A-Z0-9]{6})\b", wall.locator("main").inner_text())
    assert found is not None
    code = found[1]
    assert access_faults(wall) == ""
    people = [context.new_page() for context in phones[:2]]
    for phone in people:
        phone.goto(f"{server.address}/vao/{code}")
        expect(phone.get_by_text("Đã vào buổi học")).to_be_visible()
    others = Others(server, code)
    press(room, "Mở câu 1")
    for phone in people:
        expect(phone.locator(".ng-fields input").first).to_be_visible()
    assert access_faults(people[0]) == ""
    assert others.state()["item"]["kind"] == "single_choice"

    # One changes its answer, one reloads and finds its own, one votes while nobody hears it.
    choose(people[0], 0)
    people[0].get_by_role("button", name="Đổi câu trả lời").click()
    choose(people[0], 1)
    choose(people[1], 2)
    people[1].reload()
    expect(people[1].locator(".ng-fields input").nth(2)).to_be_checked()
    expect(people[1].get_by_text("Đã nhận").first).to_be_visible()
    late = phones[2].new_page()
    late.goto(f"{server.address}/vao/{code}")
    expect(late.locator(".ng-fields input").first).to_be_visible()
    phones[2].set_offline(True)
    late.locator(".ng-fields input").nth(0).check()
    late.get_by_role("button", name="Gửi câu trả lời").click()
    expect(late.get_by_text("Đã nhận")).to_have_count(0)
    phones[2].set_offline(False)
    expect(late.get_by_text("Đã nhận").first).to_be_visible()
    people.append(late)
    others.vote(right=5)
    expect(room.locator("main")).to_contain_text("12 đã trả lời / 12 đã vào")

    press(room, "Đóng câu trả lời")
    expect(people[0].get_by_text("Đã đóng").first).to_be_visible()
    press(room, "Xem kết quả")
    expect(room.get_by_text("trả lời đúng, lần 1")).to_be_visible()
    for page in (*people, wall):
        assert "%" not in page.locator("main").inner_text()
    assert access_faults(room) == ""

    # The trainer's page is closed and taken over elsewhere; two pages press at once, and one step is made.
    room.close()
    room, second = enter(trainer, server), enter(trainer, server)
    for page in (room, second):
        press(page, "Vào tiếp")
    both = [page.get_by_role("button", name=re.compile("Hỏi lại")).first for page in (room, second)]
    for button in both:
        expect(button).to_be_visible()
    for button in both:
        button.click()
    expect(people[0].locator(".ng-fields input").first).to_be_enabled()
    assert (others.state()["stage"], others.state()["round"]) == ("open", 2)
    second.close()
    for phone in people:
        choose(phone, 0)
    others.vote(right=9)
    press(room, "Đóng câu trả lời")
    press(room, "Xem kết quả")
    press(room, "Chiếu kết quả")
    for page in (*people, wall):
        expect(page.locator("main")).to_contain_text("Lần 2")
        assert "Đáp án" not in page.locator("main").inner_text()
    assert access_faults(wall) == ""
    press(room, "Chiếu đáp án")
    expect(wall.locator("main")).to_contain_text("Vì sao")
    expect(people[0].locator(".ng-feedback")).to_be_visible()
    for page in (people[0], wall, room):
        assert access_faults(page) == ""

    press(room, "Kết thúc buổi học")
    room.get_by_role("button", name=re.compile("Kết thúc")).last.click()
    expect(people[0].get_by_text("kết thúc").first).to_be_visible()
    with room.expect_download() as downloaded:
        if room.get_by_role("button", name=re.compile("xlsx|Excel")).count() == 0:
            room.get_by_text("Báo cáo").first.click()
        room.get_by_role("button", name=re.compile("xlsx|Excel")).first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(downloaded.value.path()).read_bytes()))
    assert "Câu hỏi" in book.sheetnames
