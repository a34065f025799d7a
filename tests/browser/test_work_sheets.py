"""A plan and a look at one's own work: written in the browser, kept, printed and saved there, sent nowhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import DESK, INSECURE, PHONE, TIMEOUT_MS, open_lesson
from tests.browser.test_offline import hold
from tests.browser.test_paper import remember
from tests.content import load_bank
from tests.reports.pdf_pages import read_pdf, texts_of
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]
LETTERS = "Ằ Ẵ Ễ Ổ Ữ Ỵ đ ₫"
TASK = [f"Rà sổ trực {LETTERS}", "Anh Páo", "1/12 đến 15/12", "Phó phòng <b>ký</b> & báo", "Sổ khớp\nDán ở phòng trực"]
NAMES = ["Việc", "Người", "Tiến độ", "Trách nhiệm", "Kết quả"]


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page under a name that browsers do not trust; it fails where a script does, or where anything is sent."""
    context: BrowserContext = browser.new_context(viewport=request.param, accept_downloads=True)
    context.set_default_timeout(TIMEOUT_MS)
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: faults.append(asked.url) if asked.method != "GET" else None)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()
    assert faults == []


def open_page(page: Page, server: Server, slug: str) -> None:
    page.goto(f"http://{INSECURE}:{server.port}/{slug}")
    expect(page.locator("#ng-kept")).not_to_be_empty()


def task(page: Page, n: int) -> Any:
    return page.get_by_role("group", name=f"Việc {n}", exact=True)


def write_task(page: Page, n: int, texts: list[str]) -> None:
    for name, text in zip(NAMES, texts, strict=True):
        task(page, n).get_by_label(name, exact=True).fill(text)


def save(page: Page, folder: Path) -> Any:
    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu .docx").click()
    download.value.save_as(folder / "tep.docx")
    return docx.Document(str(folder / "tep.docx"))


def cells_of(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_a_plan_is_there_after_a_reload_and_comes_as_a_word_file_and_on_a4(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_page(page, server, "ke-hoach")
    assert access_faults(page) == ""
    write_task(page, 1, TASK)
    page.get_by_role("button", name="Thêm việc").click()
    expect(task(page, 2).get_by_label("Việc", exact=True)).to_be_focused()
    page.get_by_label("Tên kế hoạch").fill(f"Kế hoạch {LETTERS}")
    page.reload()
    expect(task(page, 1).get_by_label("Kết quả")).to_have_value(TASK[-1])
    expect(task(page, 2)).to_be_visible()
    assert access_faults(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    document = save(page, tmp_path)
    assert cells_of(document) == [["STT", *NAMES], ["1", *TASK]]
    assert document.core_properties.title == f"Kế hoạch {LETTERS}"
    assert document.paragraphs[0].text == f"Kế hoạch {LETTERS}"
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [297, 210]
    (text,) = texts_of(printed := page.pdf(prefer_css_page_size=True))
    assert "Anh Páo" in text
    assert "Thêm việc" not in text
    assert read_pdf(printed).pages[0].mediabox.width > read_pdf(printed).pages[0].mediabox.height


def test_tasks_are_taken_out_and_all_is_erased(page: Page, server: Server) -> None:
    open_page(page, server, "ke-hoach")
    write_task(page, 1, TASK)
    page.get_by_role("button", name="Thêm việc").click()
    task(page, 2).get_by_label("Việc", exact=True).fill("Việc sau")
    page.get_by_role("button", name="Bỏ việc 1").click()
    expect(task(page, 1).get_by_label("Việc", exact=True)).to_have_value("Việc sau")
    expect(task(page, 2)).to_have_count(0)
    page.get_by_role("button", name="Xóa", exact=True).click()
    expect(task(page, 1).get_by_label("Việc", exact=True)).to_have_value("")
    page.get_by_role("button", name="Lưu .docx").click()
    expect(page.get_by_role("status")).to_have_text("Chưa ghi gì để in hay lưu.")
    page.reload()
    expect(task(page, 1).get_by_label("Việc", exact=True)).to_have_value("")


def test_what_is_seen_in_ones_own_work_is_kept_and_what_is_to_be_mended_goes_into_the_plan(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_page(page, server, "tu-soi#A3")
    assert access_faults(page) == ""
    card = page.locator("#A3")
    card.get_by_label("Tôi thấy gì").fill(f"Giao miệng {LETTERS}")
    expect(card.get_by_role("button")).to_be_hidden()
    card.get_by_label("Tôi sửa gì").fill("Ghi lại, xong 5/12")
    card.get_by_role("button", name="Đưa vào Kế hoạch 5 rõ").click()
    expect(page.get_by_role("status")).to_have_text("Đã đưa vào Kế hoạch 5 rõ.")
    assert access_faults(page) == ""
    rows = cells_of(save(page, tmp_path))
    assert rows[1:] == [
        ["A3. Giao việc có hạn, có người chịu trách nhiệm", f"Giao miệng {LETTERS}", "Ghi lại, xong 5/12"]
    ]
    page.get_by_role("link", name="Mở Kế hoạch 5 rõ").click()
    expect(task(page, 1).get_by_label("Việc", exact=True)).to_have_value("Ghi lại, xong 5/12")


def test_of_a_sensitive_topic_there_is_something_to_think_about_and_nowhere_to_write_it(
    page: Page, server: Server
) -> None:
    open_page(page, server, "tu-soi")
    pack = load_bank()
    asked = [one for one in pack.requirements.values() if one.self_check]
    kept_quiet = [one.identifier for one in asked if pack.topics[one.topic].sensitive]
    assert kept_quiet == ["C3"]
    assert {one.identifier for one in asked} >= {"C1", "C2", "C3", "C4", *(f"A{n}" for n in range(1, 8))}
    for one in asked:
        card = page.locator(f"[id='{one.identifier}']")
        assert card.locator("textarea").count() == (0 if one.identifier in kept_quiet else 2)
        assert card.locator("li").all_inner_texts() == [] or card.locator("li").count() == len(one.self_check)


def test_nothing_outlives_the_tab_unless_the_learner_agreed_to_be_remembered(page: Page, server: Server) -> None:
    open_page(page, server, "ke-hoach")
    task(page, 1).get_by_label("Việc", exact=True).fill("Rà sổ")
    expect(page.locator("#ng-kept")).to_contain_text("Chỉ giữ đến khi đóng thẻ này")
    assert page.evaluate("JSON.stringify(localStorage)").count("Rà sổ") == 0
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("group", name="Việc 1").get_by_label("Việc", exact=True)).to_have_value("")
    other.close()
    remember(page, consent="true")
    page.reload()
    task(page, 1).get_by_label("Người").fill("Chị Mai")
    expect(page.locator("#ng-kept")).to_contain_text("Được nhớ trong trình duyệt này")
    assert "Chị Mai" in page.evaluate("localStorage.getItem('neuguong.ke-hoach')")


def test_what_is_deleted_in_another_tab_is_gone_here_too(page: Page, server: Server) -> None:
    open_page(page, server, "ke-hoach")
    remember(page, consent="true", learner="0" * 32)
    page.reload()
    task(page, 1).get_by_label("Việc", exact=True).fill("Rà sổ")
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(f"http://{INSECURE}:{server.port}/du-lieu-cua-toi")
    other.get_by_role("button", name="Xóa hết").click()
    expect(task(page, 1).get_by_label("Việc", exact=True)).to_have_value("")
    assert "ke-hoach" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_another_identity_that_ends_takes_nothing_of_a_sheet_that_is_kept(page: Page, server: Server) -> None:
    open_page(page, server, "ke-hoach")
    remember(page, consent="true", learner="0" * 32)
    page.reload()
    first = task(page, 1).get_by_label("Việc", exact=True)
    first.fill("Rà sổ")
    other = page.context.new_page()
    other.goto(f"http://{INSECURE}:{server.port}/ke-hoach")
    other.evaluate("new BroadcastChannel('neuguong').postMessage('f'.repeat(32))")
    # Told of in the order it was said: once this has come, what was said before has, too.
    other.get_by_label("Việc", exact=True).fill("Rà sổ trực")
    expect(first).to_have_value("Rà sổ trực")
    page.reload()
    expect(first).to_have_value("Rà sổ trực")


def test_a_plan_that_is_full_takes_no_more_and_says_so(page: Page, server: Server) -> None:
    open_page(page, server, "tu-soi")
    tasks = [{"viec": f"Việc thứ {n}"} for n in range(40)]
    page.evaluate("tasks => sessionStorage.setItem('neuguong.ke-hoach', JSON.stringify({tasks}))", tasks)
    card = page.locator("details[data-requirement]").first
    card.locator("summary").click()
    card.locator("[data-field=mend]").fill("Trả lời đơn trước hạn")
    card.get_by_role("button").click()
    expect(page.locator("#ng-told")).to_contain_text("đã đủ 40 việc")
    assert len(page.evaluate("JSON.parse(sessionStorage['neuguong.ke-hoach']).tasks")) == 40


@pytest.mark.parametrize("kept", ["[null]", "7", "{", '{"tasks": [7, null, {"viec": 3}], "name": []}', '{"A3": 7}'])
def test_what_others_wrote_where_sheets_are_kept_breaks_nothing(page: Page, server: Server, kept: str) -> None:
    for slug in ("ke-hoach", "tu-soi"):
        open_page(page, server, slug)
        page.evaluate("([key, text]) => sessionStorage.setItem(key, text)", [f"neuguong.{slug}", kept])
        page.reload()
        expect(page.locator("textarea").first).to_have_value("")


def test_a_sheet_is_light(page: Page, server: Server) -> None:
    for slug in ("ke-hoach", "tu-soi"):
        sizes: list[int] = []
        page.on("response", lambda answer, sizes=sizes: sizes.append(int(answer.headers["content-length"])))
        open_page(page, server, slug)
        assert len(sizes) > 3
        assert sum(sizes) <= 25_000


def test_both_open_without_a_line_where_the_browser_may_hold_pages(page: Page, server: Server, tmp_path: Path) -> None:
    open_lesson(page, server)
    hold(page)
    page.context.set_offline(True)
    page.goto(f"{server.address}/tu-soi#A3")
    page.locator("#A3").get_by_label("Tôi sửa gì").fill("Ghi lại, xong 5/12")
    page.locator("#A3").get_by_role("button", name="Đưa vào Kế hoạch 5 rõ").click()
    page.goto(f"{server.address}/ke-hoach")
    expect(task(page, 1).get_by_label("Việc", exact=True)).to_have_value("Ghi lại, xong 5/12")
    assert cells_of(save(page, tmp_path))[1][1] == "Ghi lại, xong 5/12"
    page.context.set_offline(False)
