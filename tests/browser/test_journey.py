"""A member's whole way, from the first visit to the deletion of everything. Real browser, real server, real log."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from neuguong.clock import LOCAL_ZONE
from playwright.sync_api import Browser, Page, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import DESK, INSECURE, PHONE, TIMEOUT_MS, begin, rows, told_saved
from tests.serving import end_server, start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]

HERE = Path(__file__).parents[1]
PACK = HERE / "second_pack"
"""One lesson with one part of two questions: which valve to close, and whose work is which."""
LATER = HERE / "later"
RIGHT = "Khóa van rồi ra bến."


def go_on(page: Page) -> None:
    page.locator(".ng-bar .ng-way button").click()


def asks(page: Page, prompt: str) -> None:
    expect(page.locator(".ng-card form legend").first).to_have_text(prompt)


def looks_well(page: Page) -> None:
    assert access_faults(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def export(page: Page, address: str) -> Any:
    """The file that the page of one's own data offers."""
    page.goto(f"{address}/du-lieu-cua-toi")
    expect(page.locator("#ng-mydata-told")).to_contain_text("câu trả lời")
    with page.expect_download() as download:
        page.locator("#ng-mydata-json").click()
    return json.loads(download.value.path().read_text("utf-8"))


@pytest.mark.parametrize(
    ("viewport", "host"), [(PHONE, "localhost"), (DESK, INSECURE)], ids=["phone", "desk-by-an-untrusted-name"]
)
def test_first_visit_part_reload_end_next_days_review_deletion_in_another_tab_and_export(
    browser: Browser, tmp_path: Path, viewport: dict[str, int], host: str
) -> None:
    options = ("--data", str(PACK), "--host", INSECURE)
    server = start_server(tmp_path, *options)
    address = f"http://{host}:{server.port}"
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    context.set_default_timeout(TIMEOUT_MS)
    try:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="Bắt đầu học").click()
        begin(page)
        asks(page, "Chị Mỷ nên làm gì?")
        page.get_by_role("button", name="Đồng ý ghi nhớ").click()
        page.get_by_label(RIGHT, exact=True).check(force=True)
        page.locator(".ng-card button[type=submit]").click()
        told_saved(page)
        go_on(page)

        asks(page, "Việc nào là của ai tối nay?")
        radios = page.locator(".ng-card form .ng-fields input[type=radio]")
        assert radios.count() == 6
        for n in (0, 2):
            radios.nth(n).check(force=True)
        page.reload()
        asks(page, "Việc nào là của ai tối nay?")
        for n, given in enumerate((True, False, True, False, False, False)):
            expect(radios.nth(n)).to_be_checked(checked=given)
        radios.nth(4).check(force=True)  # all three the same one's work: one of them is wrong
        page.locator(".ng-card button[type=submit]").click()
        told_saved(page)
        looks_well(page)
        go_on(page)
        expect(page.locator(".ng-summary")).to_be_visible()
        looks_well(page)
        (actor,) = {row["actor"] for row in rows(server)}
        assert len(rows(server)) == 2
        assert actor is not None

        page.goto(address)
        expect(page.locator("#ng-due")).to_be_hidden()
        day = min(page.evaluate("JSON.parse(localStorage['neuguong.due']).days"))
        later = (date.fromisoformat(day) - datetime.now(LOCAL_ZONE).date()).days
        assert later >= 1
        end_server(server)
        moved = {"PYTHONPATH": str(LATER), "NEUGUONG_TEST_LATER_DAYS": str(later)}
        server = start_server(tmp_path, *options, port=server.port, environment=moved)
        page.clock.set_fixed_time(f"{day}T10:00:00+07:00")
        page.goto(address)
        page.locator("#ng-due").click()
        expect(page.locator(".ng-card form")).to_be_visible()
        before = page.locator(".ng-card form legend").first.inner_text()
        assert before in ("Chị Mỷ nên làm gì?", "Việc nào là của ai tối nay?")
        names = page.locator(".ng-card form .ng-fields input").evaluate_all("all => all.map(({ name }) => name)")
        for name in dict.fromkeys(names):
            page.locator(f".ng-card form input[name='{name}']").first.check(force=True)
        page.locator(".ng-card button[type=submit]").click()
        told_saved(page)
        looks_well(page)
        assert len(rows(server)) == 3
        assert len(export(context.new_page(), address)["server"]) == 3

        other = context.new_page()
        other.on("dialog", lambda dialog: dialog.accept())
        other.goto(f"{address}/du-lieu-cua-toi")
        other.get_by_role("button", name="Xóa hết").click()
        expect(other.locator("#ng-mydata-told")).to_contain_text("Đã xóa 3 câu trả lời")
        expect(page.locator(".ng-notice")).to_contain_text("đã được xóa")
        assert rows(server) == []
        told = export(other, address)
        assert told["server"] == []
        assert "neuguong.due" not in told["browser"]
    finally:
        context.close()
        end_server(server)
