"""A lesson's test before and after: real browser, real server, real SQLite file."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import DESK, PHONE, TIMEOUT_MS, rows
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]

BEFORE, AFTER = "truoc-khi-hoc", "sau-khi-hoc"
FORM = ".ng-card form .ng-fields"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def open_test(page: Page, server: Server, slug: str, step: str) -> None:
    """The page before the first question. The server's ration of answers is a browser's: a new mark for each test."""
    page.context.clear_cookies()
    page.goto(f"{server.address}/{slug}/{step}")
    expect(page.locator(".ng-buttons .ng-primary[aria-disabled=false]")).to_be_visible()


def press(page: Page, control: Locator, key: str = "Space") -> None:
    control.focus()
    page.keyboard.press(key)


def choose_something(page: Page) -> None:
    """Some complete answer to whatever is asked, by keyboard."""
    form = page.locator(FORM)
    grid = form.locator("fieldset.ng-row")
    if form.get_by_text("Chọn một việc phù hợp nhất").count():
        press(page, grid.nth(0).locator("input").nth(0))
        press(page, grid.nth(1).locator("input").nth(1))
    elif grid.count():
        for n in range(grid.count()):
            press(page, grid.nth(n).locator("input").first)
    elif form.locator("input").count():
        press(page, form.locator("input").first)
    else:
        for control in form.locator("button").all():
            press(page, control, "Enter")


def answer_one(page: Page, answered: int) -> None:
    """Answer the question on screen, the `answered`th (from 0), and see the next one or the end."""
    expect(page.locator(".ng-step")).to_contain_text(f"Đã trả lời {answered} trên")
    choose_something(page)
    press(page, page.locator(".ng-card button[type=submit]"), "Enter")
    told = page.locator(".ng-step").get_by_text(f"Đã trả lời {answered + 1} trên")
    expect(told.or_(page.get_by_role("heading", name="Kết quả"))).to_be_visible()


def take_test(page: Page, *, start: int = 0, items: int = 10) -> None:
    page.locator(".ng-buttons .ng-primary").click()
    for n in range(start, items):
        answer_one(page, n)
    expect(page.get_by_role("heading", name="Kết quả")).to_be_visible()


def test_before_and_after_with_a_stop_in_the_middle_and_the_gain_at_the_end(
    server: Server, context: BrowserContext
) -> None:
    known = len(rows(server))
    page = context.new_page()
    open_test(page, server, "trach-nhiem", BEFORE)
    assert access_faults(page) == ""
    expect(page.get_by_role("link", name="Bỏ qua, vào bài học")).to_have_attribute("href", "/trach-nhiem")
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    page.get_by_role("button", name="Bắt đầu").click()
    for n in range(3):
        answer_one(page, n)
    expect(page.locator(".ng-bar [role=status]")).to_contain_text("Đã lưu")
    assert page.locator(".ng-feedback").count() == 0
    assert access_faults(page) == ""
    asked = page.locator(f"{FORM} legend").first.inner_text()
    page.get_by_role("link", name="Dừng, để lần sau").click()
    open_test(page, server, "trach-nhiem", BEFORE)
    page.get_by_role("button", name="Làm tiếp từ câu 4").click()
    expect(page.locator(f"{FORM} legend").first).to_have_text(asked)
    open_test(page, server, "trach-nhiem", BEFORE)
    take_test(page, start=3)
    expect(page.locator(".ng-explained")).to_have_count(10)
    page.locator(".ng-explained summary").first.click()
    expect(page.locator(".ng-explained .ng-rationale").first).to_be_visible()
    assert access_faults(page) == ""
    before = page.locator(".ng-lead").first.inner_text()
    page.reload()  # comes back to the result
    expect(page.locator(".ng-lead").first).to_have_text(before)
    page.get_by_role("button", name="Xem lại lời giải thích").click()
    expect(page.locator(".ng-explained")).to_have_count(10)

    open_test(page, server, "trach-nhiem", AFTER)
    take_test(page)
    expect(page.locator(".ng-lead")).to_contain_text("So với trước khi học")
    expect(page.locator(".ng-summary")).to_contain_text("may rủi")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert access_faults(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    added = rows(server)[known:]
    assert len({row["actor"] for row in added}) == 1
    assert len({row["item_id"] for row in added}) == len(added) == 20
    before_form, after_form = (str(row["context_id"]) for row in (added[0], added[-1]))
    assert {row["context"] for row in added} == {"test"}
    assert before_form.startswith("trach-nhiem.before.")
    assert after_form.startswith("trach-nhiem.after.")
    assert before_form[-1] != after_form[-1]


def test_a_test_of_a_sensitive_lesson_stays_in_the_browser_alone(server: Server, context: BrowserContext) -> None:
    known, apart = len(rows(server)), {str(row["context"]) for row in rows(server, "apart_count")}
    page = context.new_page()
    open_test(page, server, "tu-dien-bien", BEFORE)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    take_test(page, items=8)
    page.reload()
    expect(page.get_by_role("heading", name="Kết quả")).to_be_visible()
    assert page.get_by_role("button", name="Xem lại lời giải thích").count() == 0
    kept = json.loads(page.evaluate("localStorage.getItem('neuguong.tu-dien-bien.before')"))
    assert (kept["answers"], len(kept["rows"])) == ([], 8)
    open_test(page, server, "tu-dien-bien", AFTER)
    take_test(page, items=8)
    expect(page.locator(".ng-lead")).to_contain_text("So với trước khi học")
    assert len(rows(server)) == known
    assert {str(row["context"]) for row in rows(server, "apart_count")} <= apart | {"study"}


def test_an_answer_given_without_a_line_is_kept_and_sent_once_it_is_back(
    server: Server, context: BrowserContext
) -> None:
    known = len(rows(server))
    page = context.new_page()
    open_test(page, server, "tac-phong", BEFORE)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.locator(".ng-step")).to_be_visible()
    context.set_offline(True)
    answer_one(page, 0)
    expect(page.locator(".ng-bar [role=status]")).to_contain_text("Chưa gửi được")
    answer_one(page, 1)
    last = page.evaluate("JSON.parse(localStorage.getItem('neuguong.tac-phong.before')).answers[1].item")

    def is_last_taken(response: Response) -> bool:
        said = response.request.post_data_json if response.request.method == "POST" else None
        return isinstance(said, dict) and said["kind"] == "give" and said["answer"]["item"] == last

    with page.expect_response(is_last_taken):
        context.set_offline(False)
    expect(page.locator(".ng-bar [role=status]")).to_contain_text("Đã lưu")
    assert len(rows(server)) == known + 2


def test_what_is_deleted_in_another_tab_ends_a_test_at_once(server: Server, context: BrowserContext) -> None:
    page, other = context.new_page(), context.new_page()
    open_test(page, server, "tac-phong", BEFORE)
    page.get_by_role("button", name="Đồng ý ghi nhớ").click()
    page.get_by_role("button", name="Bắt đầu").click()
    answer_one(page, 0)
    expect(page.locator(".ng-bar [role=status]")).to_contain_text("Đã lưu")
    token = page.evaluate("localStorage.getItem('neuguong.learner')")
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(f"{server.address}/du-lieu-cua-toi")
    expect(other.locator("#ng-mydata-all")).to_contain_text("Bài kiểm tra trước khi học")
    other.get_by_role("button", name="Xóa hết").click()
    expect(other.locator("#ng-mydata-told")).to_contain_text("Đã xóa 1 câu trả lời")
    expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    expect(page.locator(".ng-consent")).to_be_visible()
    for one in (page, other):
        assert token not in one.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")


def test_on_a_pc_of_many_a_test_leaves_nothing_that_outlives_its_tab(server: Server, context: BrowserContext) -> None:
    known = len(rows(server))
    page = context.new_page()
    open_test(page, server, "tac-phong", BEFORE)
    page.get_by_role("button", name="Dùng chung máy này").click()
    expect(page.locator(".ng-notice")).to_contain_text("Máy dùng chung")
    expect(page.locator(".ng-consent")).to_have_count(0)
    expect(page.locator(".ng-buttons .ng-primary[aria-disabled=false]")).to_be_visible()
    page.get_by_role("button", name="Bắt đầu").click()
    answer_one(page, 0)
    expect(page.locator(".ng-bar [role=status]")).to_contain_text("không kèm mã")
    assert page.evaluate("Object.keys(localStorage)") == []
    assert len(rows(server)) == known


def test_whatever_was_written_where_a_test_is_kept_breaks_nothing(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{server.address}/tac-phong/{BEFORE}")
    for kept in ("null", "7", "{", '{"attempts": [1], "answers": {"a": 1}, "rows": "x", "given": 3, "draft": []}'):
        page.evaluate("kept => sessionStorage.setItem('neuguong.tac-phong.before', kept)", kept)
        open_test(page, server, "tac-phong", BEFORE)
        expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    # Rows that the server would refuse for ever count as nothing: the test may be taken.
    row = {"item": "x", "version": 1, "score": 1, "max_score": 1, "chance": 0}
    for rows_kept in ([{**row, "score": 5}], [{**row, "item": "x" * 121}], [row] * 11):
        page.evaluate(
            "kept => sessionStorage.setItem('neuguong.tac-phong.before', kept)", json.dumps({"rows": rows_kept})
        )
        open_test(page, server, "tac-phong", BEFORE)
        expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    assert faults == []
