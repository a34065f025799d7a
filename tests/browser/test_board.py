"""A trainer at the board: real browser, real server, real SQLite file, answers written by another process."""

import csv
import http.client
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from neuguong.board.findings import scenarios_of
from neuguong.disclosure.sessions import Session
from neuguong.store import ItemCount
from neuguong.text import load_words, say
from neuguong.widgets import WIDGETS_FOLDER
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect
from pypdf import PdfReader
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.board.test_trainer_board import Hall
from tests.browser.access import access_faults
from tests.browser.running import TIMEOUT_MS
from tests.content import load_bank
from tests.serving import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("server")]

PHONE, DESK, NARROW, WALL = (390, 844), (1280, 900), (320, 640), (1920, 1080)
UNITS = ("Chi bộ Một", "Chi bộ =Hai")

WRITER = '''
"""Appends first answers to the log of NEUGUONG_HOME: each line a list of {"item", "right", "who", "unit"}, of people
who rehearsed ten minutes before."""
import json, sys, uuid
from datetime import timedelta
from neuguong.app import Settings, open_pack
from neuguong.app.log import log_address
from neuguong.clock import FixedClock, SystemClock
from neuguong.items import response_to_json
from neuguong.scoring import build_examples, parse_response, score_response
from neuguong.store import Statement, connect_log

settings = Settings.from_environment()
pack, clock, known = open_pack(settings), FixedClock(SystemClock().now()), set()
log = connect_log(log_address(settings), clock=clock)


def store(one, context="study"):
    scenario, item = pack.get_item(one["item"])
    examples = build_examples(item)
    response = parse_response(item, examples.right if one["right"] else examples.wrong[0])
    outcome, sensitive = score_response(item, response), pack.is_sensitive(scenario)
    log.append_statement(
        Statement(
            attempt_id=str(uuid.uuid4()), timestamp=clock.now(), context=context,
            topic=scenario.topic, scenario_id=scenario.identifier, item_id=item.identifier,
            item_version=item.version, content_revision=pack.revision, interaction=item.interaction.kind,
            response=response_to_json(response), presented_order=item.choice_ids, score=outcome.score,
            max_score=outcome.max_score, chance=outcome.chance, attempt_number=1, app_version="0.1.0",
            actor=None if sensitive else f"{one['who']:032x}", unit=None if sensitive else one.get("unit"),
        ),
        sensitive=sensitive,
    )


print("ready", flush=True)
for line in sys.stdin:
    answers = json.loads(line)
    clock.advance(-timedelta(minutes=10))
    for one in {one["who"]: one for one in answers if one["who"] not in known}.values():
        known.add(one["who"])
        for item in REHEARSED:
            store({"item": item, "right": True, "who": one["who"]}, context="rehearsal")
    clock.advance(timedelta(minutes=10))
    for one in answers:
        store(one)
    print("stored", flush=True)
'''


class Writer:
    """Another process with the same log: it is ready before a test's clock starts."""

    def __init__(self, server: Server) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"REHEARSED = {list(ITEMS.values())[:2]}\n{WRITER}"],
            env={"PATH": "", "PYTHONUTF8": "1", "NEUGUONG_HOME": str(server.home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._expect("ready")

    def store(self, *answers: dict[str, object]) -> None:
        """Returns once they are on disk."""
        assert self.process.stdin is not None
        print(json.dumps(answers), file=self.process.stdin, flush=True)
        self._expect("stored")

    def _expect(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == word


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    (home / "don-vi.txt").write_text("\n".join(UNITS), encoding="utf-8")
    with serve(home) as running:
        yield running
        print("".join(running.log))


@pytest.fixture(scope="module")
def writer(server: Server) -> Iterator[Writer]:
    """The log with twelve people of each unit."""
    opened = Writer(server)
    opened.store(
        *(
            {"item": item, "right": who % 3 > 0, "who": who, "unit": UNITS[who % 2]}
            for who in range(24)
            for item in (*ITEMS.values(), *SENSITIVE_ITEMS)
        ),
    )
    yield opened
    opened.process.communicate(timeout=30)


def live_items() -> tuple[dict[str, str], list[str]]:
    """One item of each interaction in the first topic, and two of the sensitive one that have one choice."""
    bank = [(scenario.topic, item.interaction.kind, item.identifier) for scenario, item in load_bank().live_items()]
    ordinary = {kind: name for topic, kind, name in bank if topic == "trach-nhiem"}
    return ordinary, [name for topic, kind, name in bank if (topic, kind) == CHOICES][:2]


CHOICES = ("tu-dien-bien", "single_choice")
ITEMS, SENSITIVE_ITEMS = live_items()


@pytest.fixture
def open_board(browser: Browser, server: Server, writer: Writer) -> Iterator["Open"]:
    """Opens the board as a trainer; afterwards nothing may have gone wrong on the page or against its policy."""
    opened = Open(browser, server)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.faults == []


class Open:
    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, size: tuple[int, int] = DESK, scheme: str = "light") -> Page:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
        )
        context.set_default_timeout(TIMEOUT_MS)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        log_in(page, self.server, self.server.passphrase)
        expect(page.locator(".ng-board")).to_be_visible()
        return page


def log_in(page: Page, server: Server, passphrase: str) -> None:
    page.goto(f"{server.address}/huong-dan")
    page.get_by_label("Mật khẩu").fill(passphrase)
    page.get_by_role("button", name="Vào").click()


def answers_shown(page: Page) -> int:
    return int(page.locator(".ng-figure-answers strong").inner_text().replace(".", ""))


def test_without_the_pass_phrase_neither_page_nor_websocket_is_reachable(server: Server, browser: Browser) -> None:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    for cookie in ("", "ng_trainer=1", "ng_trainer=2|1:0|10:1700000000|10:ng_trainer|4:MQ==|" + "0" * 64):
        connection.request("GET", "/huong-dan", headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        body = answer.read().decode()
        assert (answer.status, answer.getheader("Location")) == (302, "/huong-dan/vao")
        assert "data-cell" not in body
        headers = {"Cookie": cookie} if cookie else {}
        url = f"ws://localhost:{server.port}/kenh/huong-dan?tab={'0' * 32}"
        with pytest.raises(InvalidStatus) as refused, connect(url, origin=server.address, additional_headers=headers):  # type: ignore[arg-type]
            pass
        assert refused.value.response.status_code == 403
    connection.close()

    context = browser.new_context()
    page = context.new_page()
    log_in(page, server, "sai-mat-khau")
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    page.goto(f"{server.address}/huong-dan")
    expect(page.locator("#passphrase")).to_be_visible()
    context.close()


def test_a_new_group_of_another_process_shows_on_a_board_that_is_open(open_board: Open, writer: Writer) -> None:
    page = open_board()
    facts = page.locator(".ng-item").first.locator(".ng-facts")
    before = answers_shown(page)
    item = first_item_on_screen()
    told = facts.inner_text()
    group = [{"item": item, "right": True, "who": who, "unit": UNITS[0]} for who in range(100, 109)]
    writer.store(*group[:8])
    writer.store(group[8])
    expect(page.locator(".ng-figure-answers strong")).to_have_text(str(before + 9))
    expect(facts).not_to_have_text(told)


def first_item_on_screen() -> str:
    """The first item of the first lesson."""
    pack = load_bank()
    return scenarios_of(pack, next(iter(pack.topics)))[0].items[0].identifier


def test_an_open_board_asks_for_news_every_second(browser: Browser) -> None:
    page = show_alone(browser, Hall(), clock=True)
    before = page.evaluate("asked")
    page.clock.run_for(5000)
    assert page.evaluate("asked") >= before + 5
    page.close()


def test_a_log_taken_away_is_told_on_the_open_board_for_as_long_as_it_lasts(open_board: Open) -> None:
    page = open_board()
    alarm, file = page.get_by_role("alert"), open_board.server.home / "neuguong.sqlite3"
    expect(alarm).to_be_hidden()
    before = answers_shown(page)
    file.rename(file.with_suffix(".taken"))
    try:
        expect(alarm).to_contain_text(say("faults.store-gone"))
        assert answers_shown(page) == before
        assert access_faults(page) == ""
    finally:
        file.with_suffix(".taken").rename(file)
    expect(alarm).to_be_hidden()


def test_period_unit_and_topic_are_chosen_and_a_group_too_small_is_not_shown(open_board: Open) -> None:
    page = open_board()
    expect(page.locator(".ng-requirements")).to_be_visible()
    page.get_by_label("Chi bộ").select_option(UNITS[1])
    expect(page.locator(".ng-figure-people strong")).to_have_text("12")
    page.get_by_label("Thời gian").select_option("last-week")
    expect(page.locator(".ng-note")).to_contain_text("Chưa hiện kết quả của chi bộ này")
    expect(page.locator(".ng-requirements")).to_be_hidden()
    page.get_by_label("Chi bộ").select_option("")
    expect(page.locator(".ng-note")).to_contain_text("những người còn lại được gộp chung")


def test_a_sensitive_topic_says_that_it_is_totals_only(open_board: Open) -> None:
    page = open_board()
    page.get_by_label("Chủ đề").select_option("tu-dien-bien")
    expect(page.locator(".ng-note")).to_contain_text("không chia theo chi bộ hay thời gian")
    expect(page.get_by_label("Thời gian")).to_be_disabled()
    expect(page.get_by_label("Chi bộ")).to_be_disabled()
    expect(page.locator(".ng-figure-answers strong")).to_have_text(re.compile(r"^\d+$"))  # near 48
    expect(page.locator(".ng-figure-people strong")).to_have_text("–")


def test_open_counts_stay_open_and_the_focus_stays_while_numbers_change(open_board: Open, writer: Writer) -> None:
    page = open_board()
    item = page.locator(".ng-item").first
    item.locator(".ng-counts summary").focus()
    page.keyboard.press("Enter")
    expect(item.get_by_role("table")).to_be_visible()
    before = answers_shown(page)
    writer.store(*({"item": ITEMS["ranking"], "right": True, "who": who, "unit": UNITS[0]} for who in range(500, 509)))
    expect(page.locator(".ng-figure-answers strong")).to_have_text(str(before + 9))
    expect(item.get_by_role("table")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_counts_on_a_wall_do_not_give_the_key_away_and_the_key_comes_when_it_is_opened(open_board: Open) -> None:
    page = open_board()
    frames: list[str] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: frames.append(str(frame))))
    page.reload()
    items = page.locator(".ng-item")
    expect(items.first).to_be_visible()
    first, second = items.nth(0), items.nth(1)
    expect(page.locator(".ng-board details[open]")).to_have_count(0)
    first.locator(".ng-counts summary").click()
    expect(first.get_by_role("table")).to_be_visible()
    feedback, reason = key_of(first_item_on_screen())
    assert any("stimulus" in frame for frame in frames), "the questions came this way"
    assert not any(word in text for word in (feedback, reason) for text in (*frames, page.content()))

    first.locator(".ng-answer summary").click()
    expect(first.locator(".ng-answer")).to_contain_text(feedback)
    expect(first.locator(".ng-answer")).to_contain_text(reason)
    assert any(reason in frame for frame in frames)
    expect(first.get_by_role("table")).to_be_visible()
    expect(second.locator("details[open]")).to_have_count(0)

    page.reload()
    expect(items.first.locator(".ng-answer")).to_contain_text(reason)
    items.first.locator(".ng-answer summary").click()
    expect(items.first.locator(".ng-answer")).not_to_contain_text(reason)


def key_of(item: str) -> tuple[str, str]:
    """The explanation of the item's first choice, and the first line of its reason."""
    _, found = load_bank().get_item(item)
    return found.choices[0].feedback, found.rationale.strip().splitlines()[0]


HOST = """<!doctype html><html lang="vi"><title>Bảng</title><link rel="stylesheet" href="/board.css"><body>
<script type="module">
import { render } from "/board.js";
const state = __STATE__;
window.sent = [];
window.asked = 0;
const send = (message) => (message.kind === "refresh" ? (asked += 1) : sent.push(message));
render({ model: { get: (name) => state[name], on() {}, off() {}, send }, el: document.body });
</script></body></html>"""


def show_alone(browser: Browser, hall: Hall, *, clock: bool = False, **changes: object) -> Page:
    """The board's script on a page of its own, with what a board in Python gives it."""
    content = {**hall.board.content(), **changes}
    state = {"text": load_words()["board"], "view": hall.view(), "content": content}
    page = browser.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    if clock:
        page.clock.install()
    page.route(
        "http://bang.test/*",
        lambda route: (
            route.fulfill(body=HOST.replace("__STATE__", json.dumps(state)), content_type="text/html; charset=utf-8")
            if route.request.url.endswith("/")
            else route.fulfill(path=WIDGETS_FOLDER / "board" / route.request.url.rpartition("/")[2])
        ),
    )
    page.goto("http://bang.test/")
    expect(page.locator(".ng-board")).to_be_visible()
    return page


def test_where_there_are_no_units_there_is_nothing_to_pick_one_with(browser: Browser) -> None:
    page = show_alone(browser, Hall(), units=[])
    expect(page.get_by_label("Chi bộ")).to_have_count(0)
    expect(page.locator("select")).to_have_count(2)
    page.close()
    page = show_alone(browser, Hall())
    expect(page.get_by_label("Chi bộ")).to_be_visible()
    page.close()


def test_a_number_that_is_withheld_claims_nothing(browser: Browser) -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who, unit="Chi bộ Một" if who < 5 else None)
    hall.choose(unit="Chi bộ Một")
    page = show_alone(browser, hall)
    for figure, what in (("people", "số người đã trả lời"), ("answers", "số câu trả lời")):
        expect(page.locator(f".ng-figure-{figure} strong")).to_have_text("không nêu")
        expect(page.locator(f".ng-figure-{figure} strong + span")).to_have_text(what)  # no "… or more" of no number
    expect(page.locator(".ng-facts").first).to_contain_text("Không nêu")
    assert "dưới 5" not in page.locator(".ng-board").inner_text()
    page.close()


def test_axe_finds_nothing_and_nothing_runs_off_the_screen(open_board: Open) -> None:
    """Colours hang on the scheme, what runs off on the width: each of both is seen, not every pair.

    Axe looks at each of three hundred items: at two looks at all of them, at the others at one topic's.
    """
    page = open_board()
    open_folds(page)
    look_at(page, NARROW, "light")
    look_at(page, WALL, "dark")
    for size, scheme in ((PHONE, "dark"), (DESK, "light")):
        look_at(page, size, scheme)
        assert access_faults(page) == "", f"{size} {scheme}"
    page.get_by_label("Chủ đề").select_option("trach-nhiem")
    expect(page.locator(".ng-scenario h3")).to_have_count(count_scenarios("trach-nhiem"))
    open_folds(page)
    for size, scheme in ((NARROW, "light"), (WALL, "dark")):
        look_at(page, size, scheme)
        assert access_faults(page) == "", f"{size} {scheme}"


def open_folds(page: Page) -> None:
    for fold in page.locator(".ng-board details").all()[:40]:
        fold.evaluate("fold => { fold.open = true; }")
    expect(page.locator(".ng-answer[open] .ng-choices").nth(5)).to_be_visible()


def look_at(page: Page, size: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size


def count_scenarios(topic: str) -> int:
    return len({scenario.identifier for scenario, _ in load_bank().live_items() if scenario.topic == topic})


def download(page: Page, button: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    done: Download = started.value
    expect(page.locator(".ng-told")).to_contain_text("Đã tải neuguong-tong-hop-")
    path = done.path()
    assert done.suggested_filename.startswith("neuguong-tong-hop-")
    return Path(path).read_bytes()


def test_both_files_arrive_whole(open_board: Open) -> None:
    page = open_board()
    page.get_by_label("Chi bộ").select_option(UNITS[1])
    expect(page.locator(".ng-figure-people strong")).to_have_text("12")
    book = load_workbook(io.BytesIO(download(page, "Tải Excel")))
    assert book.sheetnames == ["Theo yêu cầu", "Theo phần", "Theo câu hỏi", "Cách đọc"]
    assert {row[2] for row in book["Theo câu hỏi"].iter_rows(min_row=2, values_only=True)} == {
        UNITS[1],
        "Tất cả (không chia, số gần đúng)",
    }
    data = download(page, "Tải CSV")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) > 100


def test_the_choice_is_kept_when_the_page_is_loaded_again(open_board: Open) -> None:
    page = open_board()
    page.get_by_label("Chủ đề").select_option("tac-phong")
    expect(page.locator(".ng-scenario h3").first).not_to_have_text("")
    page.reload()
    expect(page.get_by_label("Chủ đề")).to_have_value("tac-phong")


def test_it_prints_on_two_pages_with_the_questions_that_are_open_and_no_other(open_board: Open, tmp_path: Path) -> None:
    page = open_board()
    expect(page.locator(".ng-requirements tbody tr").first).to_be_visible()
    page.pdf(path=tmp_path / "board.pdf", format="A4")
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "board.pdf").pages]
    assert len(sheets) <= 2
    told = "\n".join(sheets)
    assert "Kết quả theo yêu cầu" in told
    assert "Kết quả theo phần của bài" in told
    assert "Từng câu hỏi" not in told
    expect(page.locator(".ng-board details[open]")).to_have_count(0)

    prompt, other = (page.locator(".ng-item .ng-prompt").nth(n).inner_text() for n in (0, 7))
    page.locator(".ng-item .ng-counts summary").first.click()
    page.pdf(path=tmp_path / "board.pdf", format="A4")
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "board.pdf").pages]
    assert len(sheets) <= 3
    told = " ".join("\n".join(sheets).split())
    assert prompt[:40] in told
    assert other[:40] not in told


def test_a_session_stands_in_a_periods_place(browser: Browser) -> None:
    totals = [ItemCount("hai-1", 1, choice, 6) for choice in "ab"]
    hall = Hall(sessions=lambda: (Session("toi", "26/11/2026 · Buổi tối", {("hai-1", 1): totals}),))
    hall.board.handle({"kind": "choose", "period": "all", "session": "toi", "unit": None, "topic": "chu-de"})
    page = show_alone(browser, hall)
    expect(page.get_by_label("Thời gian")).to_have_value("session:toi")
    expect(page.get_by_label("Thời gian").locator("option:checked")).to_have_text("26/11/2026 · Buổi tối")
    expect(page.get_by_label("Chi bộ")).to_be_disabled()
    expect(page.locator(".ng-figure-people strong")).to_have_text("12")
    expect(page.locator(".ng-parts tbody tr")).to_contain_text("Phần 2")
    page.get_by_label("Thời gian").select_option("week")
    sent = page.evaluate("sent.at(-1)")
    assert sent == {"kind": "choose", "period": "week", "session": None, "unit": None, "topic": "chu-de"}
    page.get_by_label("Thời gian").select_option("session:toi")
    assert page.evaluate("sent.at(-1)")["session"] == "toi"
    page.close()
