"""A participant's phone in a hall: a real browser, the phones' side of the server, a working fake of the workshop."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from neuguong.workshop.commands import (
    AskAgain,
    AskItem,
    AskNext,
    AskWords,
    Close,
    Count,
    End,
    Explain,
    LookAt,
    Pause,
    Resume,
    Show,
)
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.access import access_faults
from tests.browser.running import TIMEOUT_MS
from tests.server.hall.fake_hall import CODE, UNITS, FakeHall, make_plan
from tests.server.hall.phone import Served, run_hall

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("phone")]

SEND, CHANGE, AGAIN = "Gửi câu trả lời", "Đổi câu trả lời", "Gửi câu trả lời mới"
SIZE = "one => parseFloat(getComputedStyle(one).fontSize)"
Open = Callable[..., Page]


@pytest.fixture
def hall() -> FakeHall:
    return FakeHall()


@pytest.fixture
def served(tmp_path: Path, hall: FakeHall) -> Iterator[Served]:
    with run_hall(tmp_path, hall) as running:
        yield running


@pytest.fixture
def open_phone(browser: Browser, served: Served) -> Iterator[Open]:
    """Opens the page as a phone of its own, or in the same phone's next tab; nothing may go wrong on it."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: str = f"/vao/{CODE}", *, beside: Page | None = None, width: int = 390, **options: Any) -> Page:
        if beside is None:
            contexts.append(browser.new_context(viewport={"width": width, "height": 844}, **options))
            contexts[-1].set_default_timeout(TIMEOUT_MS)
        page = (beside.context if beside is not None else contexts[-1]).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(served.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def choose(page: Page, token: str, button: str = SEND) -> None:
    page.locator(f"input[value='{token}']").check(force=True)
    page.get_by_role("button", name=button, exact=True).click()


def test_whoever_scans_the_code_sees_the_question_without_typing_anything(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone()
    expect(page.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
    expect(page.get_by_text("A. Cách làm e")).to_be_visible()


def test_a_code_that_was_typed_leads_in_and_a_wrong_one_is_told(open_phone: Open) -> None:
    page = open_phone("/vao")
    page.get_by_label("Mã trên màn chiếu").fill("cccfff")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Không có buổi học nào dùng mã này")).to_be_visible()
    page.get_by_label("Mã trên màn chiếu").fill("h7k 53m")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã vào buổi học")).to_be_visible()


def test_an_address_that_was_typed_wrongly_leads_to_where_a_code_is_typed(open_phone: Open) -> None:
    page = open_phone("/vao/%zz")
    expect(page.get_by_text("Không có buổi học nào dùng mã này")).to_be_visible()
    page.get_by_label("Mã trên màn chiếu").fill(CODE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã vào buổi học")).to_be_visible()


def test_letters_have_the_three_sizes_of_the_other_pages(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone(width=320)
    question = page.get_by_text("Câu hỏi của mot-single?")
    usual = question.evaluate(SIZE)
    for name, times in (("Cỡ chữ lớn", 1.25), ("Cỡ chữ rất lớn", 1.5)):
        page.get_by_role("button", name=name, exact=True).click()
        assert question.evaluate(SIZE) == pytest.approx(times * usual)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert access_faults(page) == ""
    page.reload()
    expect(page.get_by_role("button", name="Cỡ chữ rất lớn", exact=True)).to_have_attribute("aria-pressed", "true")
    assert question.evaluate(SIZE) == pytest.approx(1.5 * usual)


def test_a_vote_is_received_changed_and_survives_a_reload(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone()
    choose(page, "1")
    expect(page.get_by_text("Đã nhận", exact=True).last).to_be_visible()
    page.reload()
    expect(page.locator("input[value='1']")).to_be_checked()
    page.get_by_role("button", name=CHANGE).click()
    choose(page, "3", AGAIN)
    expect(page.get_by_role("button", name=CHANGE)).to_be_visible()
    assert list(hall.ballots[1, 1].values()) == ["3"]
    assert len(hall.members) == 1


def test_a_choice_made_with_arrow_keys_is_no_vote_before_enter(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone()
    page.locator("input[value='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[value='2']")).to_be_checked()
    page.wait_for_timeout(300)
    assert hall.ballots == {}
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=CHANGE)).to_be_visible()
    assert list(hall.ballots[1, 1].values()) == ["2"]


def test_all_seven_interactions_can_be_answered(hall: FakeHall, open_phone: Open) -> None:
    page = open_phone()
    for turn, kind in enumerate(("single", "multiple", "ranking", "bestworst", "rating", "matching", "hottext"), 1):
        hall.do(AskItem(f"mot-{kind}"))
        expect(page.get_by_text(f"Câu hỏi của mot-{kind}?")).to_be_visible()
        if kind == "ranking":
            for button in page.locator(".ng-rank").all():
                button.click()
        elif kind == "bestworst":
            page.locator("input[value='best']").first.check(force=True)
            page.locator("input[value='worst']").last.check(force=True)
        elif kind in ("rating", "matching"):
            for row in page.locator(".ng-row").all():
                row.locator("input").first.check(force=True)
        else:
            page.locator(".ng-question input").first.check(force=True)
        page.get_by_role("button", name=SEND, exact=True).click()
        expect(page.get_by_role("button", name=CHANGE)).to_be_visible()
        assert len(hall.ballots[turn, 1]) == 1


def test_two_tabs_of_a_phone_are_one_participant_who_sees_the_same_in_both(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    one = open_phone()
    expect(one.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
    other = open_phone(beside=one)
    expect(other.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
    choose(one, "2")
    expect(other.locator("input[value='2']")).to_be_checked()
    expect(other.get_by_role("button", name=CHANGE)).to_be_visible()
    assert len(hall.members) == 1


def test_a_unit_is_asked_for_where_there_are_some_and_never_in_the_way(tmp_path: Path, browser: Browser) -> None:
    hall = FakeHall(make_plan(units=UNITS))
    hall.do(AskNext())
    with run_hall(tmp_path, hall) as served:
        page = browser.new_page()
        page.goto(f"{served.address}/vao/{CODE}")
        expect(page.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
        page.get_by_label("Chi bộ của tôi").select_option("Chi bộ Hai")
        expect(page.get_by_label("Chi bộ của tôi")).to_be_hidden()
        assert list(hall.members.values()) == ["Chi bộ Hai"]
        page.context.close()


def test_a_display_name_may_be_given_is_kept_by_the_tab_and_locks_nobody_out(tmp_path: Path, browser: Browser) -> None:
    hall = FakeHall(make_plan(names=True))
    with run_hall(tmp_path, hall) as served:
        phones = []
        for stands in ("Dung", "Dung (2)"):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            phones.append(context.new_page())
            phones[-1].goto(f"{served.address}/vao/{CODE}")
            phones[-1].get_by_label("Tên hiển thị").fill("Dung")
            phones[-1].get_by_role("button", name="Đặt tên").click()
            expect(phones[-1].get_by_text(f"Tên trong hội trường: {stands}", exact=True)).to_be_visible()
            assert access_faults(phones[-1]) == ""
        page = phones[0]
        page.get_by_label("Tên hiển thị").fill("\u3164 0912")
        page.get_by_role("button", name="Đổi tên").click()
        expect(page.get_by_role("alert")).to_have_text("Tên cần có ít nhất một chữ cái. Xin gõ lại.")
        assert access_faults(page) == ""
        page.get_by_label("Tên hiển thị").fill("Dung")
        page.get_by_role("button", name="Đặt tên").click()
        expect(page.get_by_role("alert")).to_have_count(0)
        page.reload()
        expect(page.get_by_text("Tên trong hội trường: Dung", exact=True)).to_be_visible()
        assert "Dung" not in page.evaluate("JSON.stringify({ ...localStorage })")
        page.get_by_label("Tên hiển thị").fill("")
        page.get_by_role("button", name="Đổi tên").click()
        expect(page.get_by_text("Tên trong hội trường")).to_be_hidden()
        hall.do(AskNext())
        expect(page.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
        expect(page.get_by_label("Tên hiển thị")).to_be_hidden()
        for phone in phones:
            phone.context.close()


def test_a_lost_line_is_told_and_the_answer_is_sent_when_it_is_back(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone()
    expect(page.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
    # Packets are dropped, nothing is closed: the phone must notice by itself.
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    nothing = {"latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    network.send("Network.emulateNetworkConditions", {"offline": True, **nothing})
    choose(page, "1")
    expect(page.get_by_text("Mất kết nối")).to_be_visible()
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    expect(page.get_by_role("button", name=CHANGE)).to_be_visible()
    expect(page.get_by_text("Mất kết nối")).to_be_hidden()
    assert list(hall.ballots[1, 1].values()) == ["1"]


def test_an_answer_after_the_close_is_told_not_to_count(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone()
    page.locator("input[value='1']").check(force=True)
    with hall.lock:
        page.get_by_role("button", name=SEND, exact=True).click()
        page.wait_for_timeout(100)
        turn = hall.state.turns[-1]
        hall.state = replace(hall.state, turns=(replace(turn, stage="closed"),), version=hall.state.version + 1)
    expect(page.get_by_text("đến sau khi đóng nên không được tính")).to_be_visible()
    assert hall.ballots == {}


def test_what_the_trainer_does_is_seen_and_nothing_before_it(hall: FakeHall, open_phone: Open) -> None:
    page = open_phone()
    expect(page.get_by_text("Đã vào buổi học")).to_be_visible()
    hall.do(AskNext())
    choose(page, "0")
    expect(page.get_by_role("button", name=CHANGE)).to_be_visible()
    hall.do(Pause())
    expect(page.get_by_text("Tạm dừng")).to_be_visible()
    hall.do(Resume())
    hall.do(Close())
    expect(page.get_by_text("Đã đóng, chờ kết quả")).to_be_visible()
    hall.do(Count())
    page.wait_for_timeout(200)
    assert "bí mật" not in page.content()
    hall.do(AskAgain())
    expect(page.get_by_text("Lần 2. Đã bàn xong")).to_be_visible()
    choose(page, "4")
    for command in (Close(), Count(), Show()):
        hall.do(command)
    expect(page.get_by_text("1 (100%)").first).to_be_visible()
    assert "bí mật" not in page.content()
    hall.do(Explain())
    expect(page.get_by_text("Lý do bí mật.")).to_be_visible()
    hall.do(AskWords("Một từ về buổi học?"))
    page.get_by_label("Một từ về buổi học?").last.fill("thẳng thắn")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã nhận. Gửi thêm được.")).to_be_visible()
    hall.do(Close())
    hall.do(LookAt(1))
    expect(page.get_by_text("Đang xem lại một câu đã qua")).to_be_visible()
    hall.do(End())
    expect(page.get_by_text("Buổi học đã kết thúc").last).to_be_visible()


def test_whoever_comes_late_sees_where_the_hall_is(hall: FakeHall, open_phone: Open) -> None:
    for command in (AskNext(), Close(), Count(), Show(), Explain()):
        hall.do(command)
    page = open_phone()
    expect(page.get_by_text("Đáp án và giải thích")).to_be_visible()
    expect(page.get_by_text("Lý do bí mật.")).to_be_visible()


def test_whoever_leaves_and_erases_is_out_of_the_hall(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone()
    choose(page, "0")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_text("Ra khỏi buổi học").click()
    page.get_by_role("button", name="Ra và xóa câu trả lời").click()
    expect(page.get_by_text("Đã ra khỏi buổi học")).to_be_visible()
    assert hall.members == {}
    assert hall.ballots == {(1, 1): {}}


def test_whoever_has_left_is_told_neither_that_the_line_is_lost_nor_to_leave(open_phone: Open) -> None:
    page = open_phone()
    page.clock.install()
    with page.expect_event("websocket") as opened:
        page.reload()
    expect(page.get_by_text("Đã vào buổi học")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_text("Ra khỏi buổi học").click()
    with opened.value.expect_event("close"):
        page.get_by_role("button", name="Ra, giữ câu trả lời").click()
    expect(page.get_by_text("Đã ra khỏi buổi học")).to_be_visible()
    expect(page.get_by_text("Ra khỏi buổi học", exact=True)).to_be_hidden()
    page.clock.run_for(5_000)
    expect(page.get_by_text("Mất kết nối")).to_be_hidden()


def test_the_page_is_small_and_asks_for_few_files(hall: FakeHall, browser: Browser, served: Served) -> None:
    hall.do(AskNext())
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    bytes_in: list[int] = []
    network.on("Network.loadingFinished", lambda told: bytes_in.append(told["encodedDataLength"]))
    page.goto(f"{served.address}/vao/{CODE}")
    expect(page.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
    assert len(asked) + 1 <= 4  # and the line
    assert sum(bytes_in) <= 45_000
    page.context.close()


STAGES = {
    "lobby": (), "open": (AskNext(),), "closed": (AskNext(), Close()),
    "shown": (AskNext(), Close(), Count(), Show()), "explained": (AskNext(), Close(), Count(), Show(), Explain()),
    "words": (AskWords("Một từ?"),), "ended": (AskNext(), End()),
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("stage", STAGES)
def test_nothing_bars_the_way_of_those_who_see_badly(hall: FakeHall, open_phone: Open, stage: str, scheme: str) -> None:
    for command in STAGES[stage]:
        hall.do(command)
    page = open_phone(color_scheme=scheme, width=320)
    expect(page.locator(".ng-top")).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert access_faults(page) == ""


def test_twice_as_large_letters_fit(hall: FakeHall, open_phone: Open) -> None:
    hall.do(AskNext())
    page = open_phone(width=320)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(page.get_by_text("A. Cách làm e")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_forged_memory_counts_as_nothing(hall: FakeHall, browser: Browser, served: Served) -> None:
    hall.do(AskNext())
    context = browser.new_context()
    for junk in ("{", "null", '{"token": 5}', '{"token": "' + secrets.token_hex(16) + '", "answer": "x", "draft": 3}'):
        page = context.new_page()
        page.add_init_script(f"localStorage.setItem('neuguong.hall.{CODE}', {junk!r})")
        page.goto(f"{served.address}/vao/{CODE}")
        expect(page.get_by_text("Câu hỏi của mot-single?")).to_be_visible()
        page.close()
    context.close()
