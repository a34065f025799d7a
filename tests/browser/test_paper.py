"""What is put on paper, as a learner asks for it: real browser, real server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.access import access_faults
from tests.browser.test_lesson import DESK, INSECURE, PHONE, TIMEOUT_MS
from tests.reports.pdf_pages import texts_of
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lesson")]
NAME = "Lò Thị Ẵ"


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=request.param, accept_downloads=True)
    opened.set_default_timeout(TIMEOUT_MS)
    yield opened
    opened.close()


def insecure(server: Server) -> str:
    """The server under a name that browsers do not trust, as it is reached in an office."""
    return f"http://{INSECURE}:{server.port}"


def remember(page: Page, **values: object) -> None:
    """What the browser keeps of earlier visits; JSON but for texts."""
    for name, value in values.items():
        key = f"neuguong.{name.replace('__', '.').replace('_', '-')}"
        text = value if isinstance(value, str) else json.dumps(value)
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])


def ask_for_paper(page: Page, lesson: str) -> None:
    page.get_by_label(lesson).check()
    page.get_by_label("Tên ghi trên giấy").fill(NAME)
    page.get_by_role("button", name="Lấy giấy (PDF)").click()


def sent_by(page: Page) -> list[dict[str, Any]]:
    """What the page says to the server from now on."""
    sent: list[dict[str, Any]] = []

    def keep(request: Request) -> None:
        if request.method == "POST":
            sent.append(json.loads(request.post_data or "null"))

    page.on("request", keep)
    return sent


def test_who_says_to_have_finished_a_sensitive_lesson_gets_a_paper_and_is_known_nowhere(
    server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{insecure(server)}/giay-chung-nhan")
    remember(page, consent="true", learner="0" * 32, tu_dien_bien__parts=[{"id": "x", "answered": 500}])
    page.reload()
    expect(page.get_by_label("“tự diễn biến”")).to_have_accessible_name(
        "Dấu hiệu suy thoái và “tự diễn biến” (đã học hết)"
    )
    sent = sent_by(page)
    with page.expect_download() as download:
        ask_for_paper(page, "“tự diễn biến”")
    download.value.save_as(tmp_path / "giay.pdf")
    text = texts_of((tmp_path / "giay.pdf").read_bytes())[0]
    assert NAME in text
    assert "tự khai" in text
    assert INSECURE in text
    expect(page.get_by_role("status")).to_contain_text("Mã kiểm tra")
    assert access_faults(page) == ""
    assert [one["action"] for one in sent] == ["code", "print"]
    assert sent[0]["token"] is None
    assert all(NAME not in json.dumps(one, ensure_ascii=False) for one in sent[:1])
    assert page.evaluate("name => JSON.stringify([localStorage, sessionStorage]).includes(name)", NAME) is False
    page.goto(f"{insecure(server)}/giay-chung-nhan/{sent[1]['code']}")
    expect(page.locator("main")).to_contain_text("Mã không xác nhận tên")
    assert access_faults(page) == ""


def test_who_has_not_finished_is_told_how_far_they_are_and_whose_answers_are_not_all_written_may_say_so(
    server: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/giay-chung-nhan")
    remember(page, trach_nhiem__parts=[{"id": "x", "answered": 3}])
    page.reload()
    sent = sent_by(page)
    ask_for_paper(page, "Trách nhiệm")
    expect(page.get_by_role("status")).to_contain_text("mới có 3 trên")
    assert sent == []
    remember(page, consent="true", learner="0" * 32, trach_nhiem__parts=[{"id": "x", "answered": 500}])
    page.reload()
    ask_for_paper(page, "Trách nhiệm")
    expect(page.get_by_role("status")).to_contain_text("Máy chủ mới ghi 0 trên")
    assert access_faults(page) == ""
    with page.expect_download():
        page.get_by_role("button", name="Lấy giấy tự khai").click()
    expect(page.get_by_role("status")).to_contain_text("Mã kiểm tra")
    assert [one.get("token") for one in sent] == ["0" * 32, None, None]


def test_a_part_is_found_on_the_list_and_comes_as_a_pdf(server: Server, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/in")
    assert access_faults(page) == ""
    link = page.get_by_role("link", name="Phiếu học phần Tin đồn và việc chậm có thật (PDF)")
    answer = context.request.get(f"{server.address}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert page.get_by_role("link", name="Đáp án").count() == 0
