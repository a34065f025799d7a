"""The dashboards as a trainer sees them: real browser, real server, a log that is invented."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neuguong.clock import SystemClock
from neuguong.dashboards.invented import UNITS, invent_answers
from neuguong.store import connect_log, sqlite_url
from neuguong.store.migrations import migrate
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.access import access_faults
from tests.content import load_bank
from tests.held_sessions import hold_session
from tests.serving import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("server")]

PHONE, DESK = (390, 844), (1280, 900)
PAGES = {
    "ket-qua": "Mức nắm từng yêu cầu theo chi bộ",
    "hieu-qua": "Trước và sau khi học",
    "cau-hoi": "Cặp câu “Nếu…”: ai thấy chỗ khác nhau",
}
HELD = "Sinh hoạt chuyên đề"
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    url = sqlite_url(home / "neuguong.sqlite3")
    migrate(url)
    with connect_log(url) as log:
        pack = load_bank()
        for _ in invent_answers(log, pack, n=6000, now=SystemClock().now(), minimum=5):
            pass
    (home / "don-vi.txt").write_text("\n".join(f"{unit}\t90" for unit in UNITS), encoding="utf-8")
    hold_session(home, title=HELD, people=30, items=3, units=f"{UNITS[0]}\t20\n{UNITS[1]}\t40", wrong=0.4)
    with serve(home) as running:
        yield running


@pytest.fixture
def trainer(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{server.address}/huong-dan/ket-qua")
    page.get_by_label("Mật khẩu").fill(server.passphrase)
    page.keyboard.press("Enter")
    page.wait_for_url("**/huong-dan/ket-qua")
    page.close()
    yield context
    context.close()


def open_page(trainer: BrowserContext, server: Server, slug: str, size: tuple[int, int]) -> Page:
    page = trainer.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{server.address}/huong-dan/{slug}")
    expect(page.get_by_role("heading", name=PAGES[slug], exact=True)).to_be_visible()
    return page


@pytest.mark.parametrize("slug", PAGES)
def test_a_dashboard_can_be_read_by_anybody_on_a_desk_and_on_a_phone(
    trainer: BrowserContext, server: Server, slug: str
) -> None:
    page = open_page(trainer, server, slug, DESK)
    expect(page.locator(".ng-lead").first).to_contain_text("BỊA")
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for summary in page.locator(".ng-fold > summary").all()[:3]:
            summary.click()
        assert access_faults(page) == ""
        assert page.evaluate(FITS)


def test_what_stood_there_can_be_read_while_new_numbers_are_worked_out(trainer: BrowserContext, server: Server) -> None:
    """Found: it was drawn half as dark, and was so whenever axe looked at a page that had begun to work again."""
    page = open_page(trainer, server, "ket-qua", PHONE)
    page.locator(".ng-figures-page").evaluate("page => page.classList.add('ng-working')")
    assert access_faults(page) == ""
    assert page.evaluate(FITS)


def test_what_is_chosen_is_told_and_stays_while_nothing_changes(trainer: BrowserContext, server: Server) -> None:
    page = open_page(trainer, server, "cau-hoi", DESK)
    page.get_by_label("Câu hỏi").select_option(label="Mọi câu")
    table = page.get_by_role("table", name="Mọi câu của bài")
    expect(table).to_be_visible()
    first = page.locator(".ng-fold").last
    first.locator("summary").click()
    page.wait_for_timeout(2000)  # more than one look for news
    expect(first).to_have_attribute("open", "")
    page.get_by_label("Bài học").select_option(label="Tác phong, lề lối làm việc")
    expect(table).to_contain_text("Phiếu")


def test_a_report_is_taken_away_as_a_file_that_opens(trainer: BrowserContext, server: Server, tmp_path: Path) -> None:
    page = open_page(trainer, server, "ket-qua", PHONE)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Báo cáo Excel").click()
    assert taken.value.suggested_filename.startswith("so-lieu-bia-de-xem-thu_bao-cao-hoc-tap_tu-truoc-den-nay")
    taken.value.save_as(tmp_path / "bao-cao.xlsx")
    assert load_workbook(tmp_path / "bao-cao.xlsx").sheetnames == ["Chi bộ", "Buổi học", "Yêu cầu"]
    expect(page.locator(".ng-told")).to_contain_text("Đã tải")


def test_one_session_is_chosen_told_alone_and_taken_away_as_its_own_report(
    trainer: BrowserContext, server: Server
) -> None:
    page = open_page(trainer, server, "ket-qua", DESK)
    where, period = page.get_by_label("Học ở đâu"), page.get_by_label("Thời gian")
    expect(period).to_be_enabled()
    where.select_option(label=next(text for text in where.locator("option").all_inner_texts() if HELD in text))
    expect(page.get_by_role("heading", name="Mức nắm từng yêu cầu theo buổi học")).to_be_visible()
    expect(period).to_be_disabled()
    expect(page.get_by_role("table", name="Buổi học nhóm: ai đã dự").get_by_role("row").last).to_contain_text("30/60")
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert access_faults(page) == ""
        assert page.evaluate(FITS)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Báo cáo PDF").click()
    assert taken.value.suggested_filename.startswith("bao-cao-buoi-hoc_")
    where.select_option(label="Các buổi học nhóm")
    expect(page.get_by_role("table", name="Mức nắm từng yêu cầu theo buổi học")).to_contain_text(HELD)


def test_what_to_teach_next_prints_before_a_new_page_and_the_rest_on_a_few_without_what_can_only_be_pressed(
    trainer: BrowserContext, server: Server, tmp_path: Path
) -> None:
    page = open_page(trainer, server, "ket-qua", DESK)
    page.pdf(path=tmp_path / "ket-qua.pdf", format="A4")
    pages = [one.extract_text() for one in PdfReader(tmp_path / "ket-qua.pdf").pages]
    assert len(pages) <= 5
    assert "Ba việc nên dạy tiếp" in pages[0]
    assert any(one.startswith("Tự học: ai đã học") for one in pages[1:])
    assert "Chi bộ giả định 6" in "".join(pages)
    assert "Học ở đâu" not in "".join(pages)


def test_nobody_without_the_pass_phrase_gets_in(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    for slug in PAGES:
        page.goto(f"{server.address}/huong-dan/{slug}")
        expect(page.get_by_label("Mật khẩu")).to_be_visible()
        assert page.locator(".ng-board").count() == 0
    context.close()
