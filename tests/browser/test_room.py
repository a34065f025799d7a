"""The control room in a real browser: a trainer at a laptop or with a phone in the hand, a hall waiting."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.access import access_faults
from tests.browser.card_page import until
from tests.browser.hall_page import HallPage, Json, OpenHall
from tests.browser.hall_views import (
    ADVICE,
    bare_state,
    item_of,
    live_items,
    poll_state,
    prepare_screen,
    room_of,
    room_screen,
    row_of,
    share_of,
    wall,
    words_state,
)

pytestmark = [pytest.mark.browser]

DESK, PHONE = (1280, 900), (390, 844)
REACH = {
    "open": True,
    "url": "http://10.42.0.1:8080/vao/K7MPXR",
    "qr": None,
    "arrived": True,
    "addresses": [
        {"address": "10.42.0.1", "interface": "wlan0", "kind": "hotspot", "label": "điểm phát Wi-Fi", "chosen": True,
         "arrived": True},
        {"address": "172.17.0.1", "interface": "docker0", "kind": "virtual", "label": "mạng ảo", "chosen": False,
         "arrived": False},
    ],
}  # fmt: skip


def room(stage: str, **options: object) -> Json:
    return room_screen(room_of(stage, **options))  # type: ignore[arg-type]


def words_room() -> Json:
    words = [{"number": n, "text": text, "is_shown": n == 1} for n, text in enumerate(("thẳng thắn", "dài"), start=1)]
    can = ["close", "pause", "end"]
    return room_screen(room_of("open", wall=wall(words_state("open")), words=words, key=None, can=can))


# --- the one next step

ADVISED = {"discuss": "Hỏi lại sau thảo luận", "teach": "Giảng lại rồi hỏi lại", "explain": "Chiếu kết quả"}


@pytest.mark.parametrize(
    ("stage", "label", "command"),
    [
        ("lobby", "Mở câu 1", "ask-next"),
        ("open", "Đóng câu trả lời", "close"),
        ("closed", "Xem kết quả", "count"),
        ("counted", "Hỏi lại sau thảo luận", "ask-again"),
        ("shown", "Chiếu đáp án", "explain"),
        ("explained", "Câu tiếp: câu 4", "ask-next"),
    ],
)
def test_every_stage_has_one_large_next_step(open_hall: OpenHall, stage: str, label: str, command: str) -> None:
    hall = open_hall("room", room(stage), PHONE)
    expect(hall.page.locator(".ng-next")).to_be_in_viewport()
    hall.button(label).click()
    assert hall.sent("do") == [{"kind": "do", "version": 7, "command": command}]


@pytest.mark.parametrize("advice", ADVISED)
def test_the_next_step_after_counting_is_the_one_advised(open_hall: OpenHall, advice: str) -> None:
    hall = open_hall("room", room("counted", shares=[share_of(44, advice, ADVICE)]), DESK)
    expect(hall.page.locator(".ng-next")).to_have_text(ADVISED[advice])
    expect(hall.page.locator(".ng-outcome")).to_contain_text(ADVICE)
    expect(hall.page.locator(".ng-outcome")).to_contain_text("36–52%")
    other = "Hỏi lại sau thảo luận" if advice == "explain" else "Chiếu kết quả"
    expect(hall.button(other)).to_be_visible()


def test_after_the_second_round_the_result_is_shown_with_how_people_changed(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("counted", rounds=2), DESK)
    expect(hall.page.locator(".ng-next")).to_have_text("Chiếu kết quả")
    cells = hall.page.locator(".ng-transition td")
    assert [text.strip("✓✗ ") for text in cells.all_inner_texts()] == ["", "52", "6", "41", "29"]
    hall.show(room("counted", shares=[{"round": 1, "why": "Ít người nên không nêu."}]))
    expect(hall.page.locator(".ng-next")).to_have_text("Chiếu kết quả")
    expect(hall.page.locator(".ng-outcome")).to_contain_text("Lần 1: Ít người nên không nêu.")


def test_a_step_on_its_way_holds_back_others_until_the_room_has_moved(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("open"), DESK)
    hall.page.locator(".ng-next").dblclick()
    assert hall.done() == ["close"]
    moved = room_of("closed")
    moved["wall"]["state"]["version"] = 8
    hall.show(room_screen(moved))
    hall.page.locator(".ng-next").click()
    assert [(one["command"], one["version"]) for one in hall.sent("do")] == [("close", 7), ("count", 8)]


def test_a_press_meant_for_the_step_before_is_not_taken_for_the_next_one(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("counted"), DESK, clock=True)
    hall.show(room("open"))  # by another page, a blink before the hand comes down
    expect(hall.page.locator(".ng-next")).to_have_text("Đóng câu trả lời")
    press = hall.page.locator(".ng-next")
    press.evaluate("button => button.click()")
    assert hall.done() == []
    hall.page.clock.run_for(600)
    press.click()
    assert hall.done() == ["close"]


def test_a_step_that_nobody_answers_may_be_taken_again(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("open"), DESK, clock=True)
    hall.page.locator(".ng-next").click()
    hall.page.clock.run_for(5_000)
    hall.page.locator(".ng-next").click()
    assert hall.done() == ["close", "close"]


def test_a_stale_step_says_that_another_page_was_quicker(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("open"), DESK)
    hall.page.locator(".ng-next").click()
    hall.show(room_screen({**room_of("closed")}))
    hall.say("refused", message="workshop-stale", stale=True)
    expect(hall.page.get_by_role("alert")).to_contain_text("Một trang điều khiển khác vừa bấm trước")
    expect(hall.page.locator(".ng-next")).to_have_text("Xem kết quả")
    hall.page.locator(".ng-next").click()
    assert hall.done() == ["close", "count"]


# --- keys and the presenter's remote


@pytest.mark.parametrize("key", ["Space", "Enter", "PageDown"])
def test_a_key_takes_the_next_step(open_hall: OpenHall, key: str) -> None:
    hall = open_hall("room", room("open"), DESK)
    hall.press(key)
    assert hall.done() == ["close"]


def test_the_remote_goes_on_even_while_a_button_has_the_focus_and_bounces_count_once(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained"), DESK)
    hall.button("Kết thúc buổi học").focus()
    hall.press("PageDown", "PageDown")
    assert hall.done() == ["ask-next"]


def test_page_up_looks_back_and_page_down_returns(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained"), DESK, clock=True)
    hall.press("PageUp")
    assert hall.sent("do")[-1] == {"kind": "do", "version": 7, "command": "look-at", "turn": 2}
    back = room_of("explained", can=["look-at", "ask-next", "end"])
    back["wall"]["state"].update(version=8, looking_back=True, turn=2)
    hall.show(room_screen(back))
    expect(hall.page.locator(".ng-next")).to_have_text("Về chỗ đang làm")
    hall.page.clock.run_for(1_000)
    hall.press("PageDown")
    assert hall.sent("do")[-1] == {"kind": "do", "version": 8, "command": "look-at", "turn": None}


def test_b_pauses(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("open"), DESK)
    hall.press("b")
    assert hall.done() == ["pause"]


def test_no_key_takes_a_step_while_somebody_types_or_stands_on_a_button(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained"), DESK)
    hall.page.get_by_text("Thăm dò nhanh").click()
    hall.page.get_by_label("Câu hỏi thăm dò").focus()
    hall.press("b", "Space", "Enter", "PageDown", "PageUp")
    hall.page.get_by_text("Thăm dò nhanh").focus()
    hall.press("Space", "Enter")
    assert hall.done() == []


def test_no_press_too_many_ends_a_workshop_and_ending_is_asked_twice(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained", can=["end", "look-at", "ask-item"]), DESK, clock=True)
    expect(hall.page.locator(".ng-next")).to_be_hidden()
    hall.press("PageDown", "Enter", "Space")
    assert hall.done() == []
    end = hall.page.locator(".ng-others > .ng-buttons").get_by_role("button", name="Kết thúc buổi học")
    end.click()
    assert hall.done() == []
    hall.button("Chưa").click()
    expect(hall.page.locator(".ng-sure")).to_be_hidden()
    end.click()
    hall.page.locator(".ng-sure").get_by_role("button", name="Kết thúc buổi học").click()
    assert hall.done() == ["end"]


# --- what stays and what is hidden


def test_the_key_is_folded_until_it_is_opened_and_again_with_the_next_question(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("open"), DESK)
    reason = item_of("single_choice")[1].rationale.strip()[:50]
    key = hall.page.locator(".ng-key")
    expect(key.get_by_text(reason)).to_be_hidden()
    key.locator("summary").click()
    expect(key.get_by_text(reason)).to_be_visible()
    hall.show(room("closed"))
    expect(key.get_by_text(reason)).to_be_visible()
    hall.show(room("open", kind="rating"))
    expect(key).not_to_have_attribute("open", "")


def test_whoever_takes_the_next_step_sees_what_comes_of_it_wherever_the_page_was(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("closed"), PHONE)
    hall.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    hall.button("Xem kết quả").click()
    counted = room("counted")
    counted["room"]["wall"]["state"]["version"] = 8
    hall.show(counted)
    expect(hall.page.locator(".ng-percent").first).to_be_in_viewport()
    hall.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    counted["room"]["wall"]["state"]["version"] = 9
    hall.show(counted)  # another's step
    assert hall.page.evaluate("scrollY") > 0


def test_news_leave_focus_text_folds_and_place_as_they_are(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained"), PHONE)
    hall.page.get_by_text("Thăm dò nhanh").click()
    question = hall.page.get_by_label("Câu hỏi thăm dò")
    question.fill("Còn vướng ở đâu?")
    before = hall.page.evaluate("scrollY")
    for joined in (144, 145):
        view = room_of("explained")
        view["wall"]["joined"] = joined
        hall.show(room_screen(view))
    expect(hall.page.locator(".ng-figures")).to_contain_text("145")
    expect(question).to_be_focused()
    expect(question).to_have_value("Còn vướng ở đâu?")
    assert hall.page.evaluate("scrollY") == before


def test_it_asks_for_news_by_itself(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("open"), DESK, clock=True)
    hall.page.clock.run_for(7_000)  # every 0.7 s
    assert len(hall.sent("refresh")) == 10


# --- how phones come in


def test_the_entrance_shows_where_phones_come_in_that_one_has_and_lets_another_be_chosen(open_hall: OpenHall) -> None:
    view = room_of("lobby")
    view["wall"]["joined"] = 0
    hall = open_hall("room", room_screen(view), DESK)
    expect(hall.page.get_by_text("Chưa có máy nào vào")).to_be_visible()
    hall = open_hall("room", room_screen(view), DESK, reach=REACH)
    expect(hall.page.locator(".ng-in")).to_have_text("✓Đã có máy vào được")
    expect(hall.page.locator(".ng-address")).to_have_text("10.42.0.1:8080/vao")
    hall.page.get_by_label("Địa chỉ trong mã QR").select_option("172.17.0.1")
    expect(hall.page.get_by_label("Địa chỉ trong mã QR")).to_have_value("172.17.0.1")
    assert hall.chosen == [{"choose": "172.17.0.1"}]
    wall_link = hall.page.get_by_role("link", name="Mở màn chiếu (nền tối)")
    assert (wall_link.get_attribute("href"), wall_link.get_attribute("target")) == ("/man-chieu#toi", "_blank")
    expect(hall.page.get_by_role("link", name="Điện thoại không vào được")).to_have_attribute("href", "/vao/tro-giup")


def test_a_server_for_this_machine_alone_is_told(open_hall: OpenHall) -> None:
    closed = {"open": False, "url": None, "qr": None, "arrived": False, "addresses": []}
    hall = open_hall("room", room("lobby"), DESK, reach=closed)
    expect(hall.page.get_by_text("neuguong serve --lan")).to_be_visible()


# --- everything else in reach


def test_the_plan_is_seen_changed_and_skipped(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("lobby"), DESK)
    hall.page.get_by_text("Kế hoạch buổi học").click()
    plan = hall.page.locator(".ng-plan")
    expect(plan.locator(".ng-done > li")).to_have_count(2)
    expect(plan).to_contain_text("81% đúng")
    coming = [row["item"] for row in room_of("lobby")["plan"] if row["turn"] is None]
    plan.get_by_role("button", name="Đưa xuống").first.click()
    assert hall.sent("do")[-1]["items"] == [coming[1], coming[0], coming[2]]
    expect(plan.locator(".ng-chosen [data-act=down]:focus")).to_have_count(1)


def test_a_question_of_the_bank_is_found_and_asked(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained"), DESK)
    hall.page.get_by_text("Một câu khác trong kho").click()
    until(hall.page, "host.sent.some((message) => message.kind === 'find')")
    assert hall.sent("find") == [{"kind": "find", "text": ""}]
    hall.page.get_by_label("Tìm câu hỏi").fill("ho so")
    rows = [row_of(pair, n) for n, pair in enumerate(live_items()[:2], start=1)]
    until(hall.page, "host.sent.some((message) => message.text === 'ho so')")
    hall.say("found", text="ho so", rows=rows)
    found = hall.page.locator(".ng-found > li")
    expect(found).to_have_count(2)
    hall.say("found", text="ho", rows=rows[:1])  # what was asked before: too late
    expect(found).to_have_count(2)
    found.nth(1).get_by_role("button").click()
    assert hall.sent("do")[-1] == {"kind": "do", "version": 7, "command": "ask-item", "item": rows[1]["item"]}


def test_a_poll_and_a_word_wall_are_asked_and_faulty_ones_told(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("explained"), DESK)
    hall.page.get_by_text("Thăm dò nhanh").click()
    hall.page.get_by_label("Câu hỏi thăm dò").fill("Khó nhất là gì?")
    hall.page.get_by_label("Các phương án").fill("Người\n")
    ask = hall.page.locator(".ng-poll").get_by_role("button", name="Hỏi ngay")
    ask.click()
    expect(hall.page.get_by_role("alert")).to_contain_text("từ 2 đến 6 phương án")
    hall.page.get_by_label("Các phương án").fill("Người\n\n Tiền ")
    ask.click()
    asked = hall.sent("do")[-1]
    assert (asked["command"], asked["question"], asked["options"]) == ("ask-poll", "Khó nhất là gì?", ["Người", "Tiền"])


def test_words_wait_until_they_are_let_through(open_hall: OpenHall) -> None:
    hall = open_hall("room", words_room(), PHONE)
    words = hall.page.locator(".ng-moderated > li")
    expect(words).to_have_count(2)
    words.nth(1).get_by_role("button", name="Cho lên màn: dài").click()
    words.nth(0).get_by_role("button", name="Gỡ xuống: thẳng thắn").click()
    assert [(one["number"], one["shown"]) for one in hall.sent("show-word")] == [(2, True), (1, False)]
    expect(hall.page.locator(".ng-next")).to_have_text("Thôi nhận từ")


def test_display_names_wait_until_they_are_let_through_one_by_one_or_all(open_hall: OpenHall) -> None:
    lobby = wall(bare_state("lobby"), names=True)
    hall = open_hall("room", room("lobby", wall=lobby), DESK)
    hall.names = [{"number": n, "text": text, "is_shown": n == 2} for n, text in ((1, "Dung"), (2, "Dung (2)"))]
    hall.page.get_by_text("Tên hiển thị (2)").click()
    hall.page.get_by_role("button", name="Cho lên màn: Dung", exact=True).press("Enter")
    expect(hall.page.get_by_role("button", name="Gỡ xuống: Dung", exact=True)).to_be_focused()
    assert [one["is_shown"] for one in hall.names] == [True, True]
    hall.button("Gỡ tất cả xuống").click()
    expect(hall.page.get_by_role("button", name="Cho lên màn: Dung")).to_have_count(2)
    hall.button("Cho tất cả lên màn").click()
    expect(hall.page.get_by_role("button", name="Gỡ xuống: Dung")).to_have_count(2)
    hall.names = None
    expect(hall.page.get_by_text("tên được giấu")).to_be_visible()
    hall.show(room("lobby"))
    expect(hall.page.get_by_text("Tên hiển thị")).to_have_count(1)
    expect(hall.page.get_by_text("Tên hiển thị")).to_be_hidden()


def test_names_are_there_again_when_the_room_is_entered_again(open_hall: OpenHall) -> None:
    lobby = room("lobby", wall=wall(bare_state("lobby"), names=True))
    hall = open_hall("room", lobby, DESK)
    hall.names = [{"number": 1, "text": "Dung", "is_shown": False}]
    expect(hall.page.get_by_text("Tên hiển thị (1)")).to_be_visible()
    hall.show(prepare_screen())
    expect(hall.page.get_by_text("Tên hiển thị (1)")).to_have_count(0)
    hall.show(lobby)
    expect(hall.page.get_by_text("Tên hiển thị (1)")).to_be_visible()
    hall.page.get_by_text("Tên hiển thị (1)").click()
    expect(hall.page.get_by_role("button", name="Cho lên màn: Dung")).to_be_visible()
    expect(hall.page.get_by_text("tên được giấu")).to_have_count(0)


def test_names_of_one_workshop_are_none_of_the_next(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("lobby", wall=wall(bare_state("lobby"), names=True)), DESK)
    hall.names = [{"number": 1, "text": "Dung", "is_shown": False}]
    expect(hall.page.get_by_text("Tên hiển thị (1)")).to_be_visible()
    hall.names = []
    hall.show(room("lobby", wall=wall(bare_state("lobby"), names=True, code="ZZZ999")))
    assert hall.page.locator("summary", has_text="Tên hiển thị").inner_text() == "Tên hiển thị (0)"


def test_counts_of_paper_cards_are_typed_for_the_closed_round(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("closed"), DESK)
    hall.page.get_by_text("Nhập số đếm từ thẻ giấy").click()
    for letter, count in (("A", "12"), ("B", "30")):
        hall.page.get_by_label(letter, exact=True).fill(count)
    hall.button("Ghi số đếm").click()
    assert hall.sent("by-hand") == [{"kind": "by-hand", "version": 7, "counts": {"0": 12, "1": 30, "2": 0, "3": 0}}]


def test_the_report_is_in_reach_once_it_is_over_and_files_and_text_arrive(open_hall: OpenHall) -> None:
    hall = open_hall("room", room("ended"), DESK)
    expect(hall.page.locator(".ng-foot")).to_be_hidden()
    with hall.page.expect_download() as started:
        hall.button("Biên bản (.docx)").click()
        hall.say("file", name="bien-ban.docx", mime="application/octet-stream", data=base64.b64encode(b"abc").decode())
    assert Path(started.value.path()).read_bytes() == b"abc"
    expect(hall.page.locator(".ng-reports")).to_contain_text("Đã tải bien-ban.docx")
    hall.button("Chi bộ có mặt, vắng mặt").click()
    hall.say("text", text="Có mặt: Chi bộ Một")
    expect(hall.page.locator(".ng-reports textarea")).to_have_value("Có mặt: Chi bộ Một")
    assert [one["format"] for one in hall.sent("report")] == ["docx", "text"]
    hall.button("Về danh sách buổi học").click()
    assert hall.sent("enter") == [{"kind": "enter", "workshop": None}]


# --- before a workshop


def test_a_ready_plan_is_two_presses_away_and_everything_else_has_its_usual_value(open_hall: OpenHall) -> None:
    hall = open_hall("room", prepare_screen(), PHONE)
    hall.button("Bắt đầu").click()
    expect(hall.page.get_by_role("alert")).to_contain_text("Chưa chọn câu hỏi nào")
    assert hall.sent("begin") == []
    hall.page.get_by_text("45 phút").first.click()
    hall.button("Bắt đầu").click()
    (begun,) = hall.sent("begin")
    assert begun["items"] == prepare_screen()["prepare"]["plans"][1]["items"]
    usual = {name: begun[name] for name in ("seconds", "names", "groups", "rehearsal")}
    assert usual == {"seconds": None, "names": False, "groups": 0, "rehearsal": False}
    assert begun["title"] == prepare_screen()["prepare"]["plans"][1]["title"]
    assert begun["units"] == prepare_screen()["prepare"]["unit_text"]


def test_what_is_filled_in_stays_while_news_come_and_is_sent(open_hall: OpenHall) -> None:
    hall = open_hall("room", prepare_screen(), DESK)
    hall.page.get_by_text("30 phút").nth(1).click()
    hall.page.get_by_label("Tên buổi học").fill("Tháng mười hai")
    hall.page.get_by_label("Các chi bộ").fill("Chi bộ Một\t31\nChi bộ Hai\t12")
    hall.page.get_by_label("Đây là buổi tập dượt").check()
    hall.page.get_by_text("Hẹn giờ, tên hiển thị, chia nhóm").click()
    hall.page.get_by_label("Hẹn giờ mỗi câu").select_option("60")
    hall.page.get_by_label("Chia hội trường").fill("4")
    hall.show(prepare_screen(workshops=[]))
    expect(hall.page.get_by_text("Vào tiếp")).to_have_count(0)
    hall.button("Bắt đầu").click()
    (begun,) = hall.sent("begin")
    assert (begun["title"], begun["seconds"], begun["groups"]) == ("Tháng mười hai", 60, 4)
    assert (begun["rehearsal"], begun["units"]) == (True, "Chi bộ Một\t31\nChi bộ Hai\t12")
    hall.say("refused", message="Dòng 2: số không đọc được.", stale=False)
    expect(hall.page.get_by_role("alert")).to_have_text("Dòng 2: số không đọc được.")
    hall.say("units", notes=["Dòng 3 trùng dòng 1."])
    expect(hall.page.get_by_text("Dòng 3 trùng dòng 1.")).to_be_visible()


def test_a_plan_of_ones_own_is_picked_ordered_and_saved(open_hall: OpenHall) -> None:
    hall = open_hall("room", prepare_screen(), DESK)
    hall.page.get_by_text("Tự chọn hoặc sửa danh sách câu").click()
    rows = [row_of(pair, n) for n, pair in enumerate(live_items()[50:53], start=1)]
    hall.say("found", text="", rows=rows)
    for n in range(3):
        hall.page.locator(".ng-found > li").nth(n).get_by_role("button").click()
    expect(hall.page.locator(".ng-found > li").first.get_by_role("button")).to_be_disabled()
    chosen = hall.page.locator(".ng-chosen > li")
    chosen.nth(2).get_by_role("button", name="Đưa lên").click()
    chosen.nth(0).get_by_role("button", name="Bỏ ra").click()
    hall.page.get_by_label("Tên để lưu").fill("Của tôi")
    hall.button("Lưu danh sách này").click()
    wanted = [rows[2]["item"], rows[1]["item"]]
    assert hall.sent("save-plan") == [{"kind": "save-plan", "title": "Của tôi", "items": wanted}]


def test_an_open_workshop_is_gone_on_with_and_an_ended_one_gives_its_report(open_hall: OpenHall) -> None:
    hall = open_hall("room", prepare_screen(), PHONE)
    hall.page.get_by_role("button", name="Vào tiếp").click()
    hall.page.get_by_text("Các buổi đã xong (1)").click()
    hall.page.get_by_role("button", name="Mở báo cáo").click()
    assert [one["workshop"] for one in hall.sent("enter")] == ["w1", "w2"]
    hall.show(room("lobby"))
    expect(hall.page.locator(".ng-hall")).to_be_visible()
    expect(hall.page.locator(".ng-prepare")).to_have_count(0)


# --- every state


def states() -> dict[str, Json]:
    poll = room_of("open", wall=wall(poll_state("open")), key=None)
    back = room_of("explained", can=["look-at", "end"])
    back["wall"]["state"].update(looking_back=True, turn=2)
    return {
        "prepare": prepare_screen(),
        **{stage: room(stage) for stage in ("lobby", "open", "closed", "counted", "shown", "explained", "ended")},
        "two rounds": room("counted", rounds=2),
        "sensitive": room("counted", shares=[{"round": 1, "why": "Câu ẩn danh: chưa đủ 20 câu trả lời."}], parted=[]),
        "words": words_room(),
        "poll": room_screen(poll),
        "looking back": room_screen(back),
        "alarm": room_screen(room_of("lobby"), "Đĩa đã đầy. Dọn chỗ trống ngay."),
        "names": room_screen(room_of("lobby", wall=wall(bare_state("lobby"), names=True))),
    }


def unfold(hall: HallPage) -> None:
    hall.page.evaluate("document.querySelectorAll('.ng-room details').forEach((fold) => { fold.open = true; })")


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark"), (DESK, "dark"), (PHONE, "light")])
def test_axe_finds_nothing_and_nothing_runs_off_in_any_state(
    open_hall: OpenHall, size: tuple[int, int], scheme: str
) -> None:
    hall = open_hall("room", prepare_screen(), size, scheme=scheme)
    rows = [row_of(pair, n) for n, pair in enumerate(live_items()[:3], start=1)]
    for name, view in states().items():
        hall.show(view)
        unfold(hall)
        hall.say("found", text="", rows=rows)
        hall.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert access_faults(hall.page, target_size=True) == "", name
        assert hall.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
