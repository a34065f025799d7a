"""The wall in a real browser: everything fits, for every item there is, and is read from the last row."""

import pytest
from playwright.sync_api import expect

from tests.browser.access import access_faults
from tests.browser.hall_page import Json, OpenHall
from tests.browser.hall_views import (
    ADDRESS,
    CODE,
    N,
    bare_state,
    item_of,
    live_items,
    poll_state,
    transition,
    wall,
    wall_of,
    wall_screen,
    words_state,
)

pytestmark = [pytest.mark.browser]

HALL, SMALL = (1920, 1080), (1366, 768)
REACH = {"open": True, "url": "http://10.42.0.1:8080/vao/K7MPXR", "qr": None, "arrived": True, "addresses": []}
KINDS = ("single_choice", "multiple_response", "ranking", "best_worst", "rating", "matching", "hottext")

LOOK = """([views, floor]) => views.map(([name, view]) => {
  host.show(view);
  const stage = document.querySelector(".ng-stage"), box = stage.getBoundingClientRect(), faults = [];
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = stage;
  if (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1) faults.push("overflows");
  const read = [...stage.querySelectorAll(".ng-prompt, .ng-text, .ng-hot, .ng-targets li, .ng-scene p, .ng-why > p")];
  if (read.length < 2) faults.push("nothing is drawn");
  for (const one of read) {
    const isNote = one.className === "ng-small";
    if (!isNote && parseFloat(getComputedStyle(one).fontSize) < floor) faults.push(`${one.className} is small`);
    const { top, bottom, left, right } = one.getBoundingClientRect();
    const isIn = top >= box.top && bottom <= box.bottom + 1 && left >= box.left && right <= box.right + 1;
    if (!isIn) faults.push(`${one.className} is cut`);
  }
  return [name, [...new Set(faults)].join(", ")];
}).filter(([, faults]) => faults)"""

NAMES_FIT = """(() => {
  const list = document.querySelector(".ng-called"), box = list.getBoundingClientRect();
  const stage = document.querySelector(".ng-stage");
  const shown = [...list.children].filter((name) => name.getClientRects().length);
  return shown.every((name) => name.getBoundingClientRect().bottom <= box.bottom + 1)
    && stage.scrollHeight <= stage.clientHeight + 1;
})()"""


@pytest.mark.parametrize(("size", "floor"), [(HALL, 32), (SMALL, 24)])
def test_every_live_item_fits_at_every_stage_and_is_large_enough(
    open_hall: OpenHall, size: tuple[int, int], floor: int
) -> None:
    hall = open_hall("wall", wall_screen(None), size)
    for stage, rounds in (("open", 1), ("shown", 2), ("explained", 2)):
        views = [
            [f"{item.identifier} {stage}", {"wall": wall_of((scenario, item), stage, rounds=rounds), "alarm": ""}]
            for scenario, item in live_items()
        ]
        assert len(views) > 200
        assert hall.page.evaluate(LOOK, [views, floor]) == []
    assert hall.page.evaluate("[scrollX, scrollY, document.scrollingElement.scrollHeight <= innerHeight]") == [
        0,
        0,
        True,
    ]


def test_at_every_stage_one_can_come_in_late_and_sees_how_many_have_answered(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall(bare_state("lobby"))), HALL)
    lobby = hall.page.locator(".ng-lobby")
    expect(lobby.get_by_role("img", name="Mã QR")).to_be_visible()
    expect(lobby).to_contain_text(CODE)
    expect(lobby).to_contain_text(ADDRESS)
    rail = hall.page.locator(".ng-rail")
    expect(rail.locator(".ng-joined")).to_contain_text("143")
    for stage in ("open", "closed", "counted", "shown", "explained"):
        hall.show(wall_screen(wall_of(item_of("single_choice"), stage)))  # type: ignore[arg-type]
        expect(rail.get_by_role("img", name="Mã QR")).to_be_visible()
        for text in (CODE, ADDRESS, "143", "97"):
            expect(rail.get_by_text(text, exact=True)).to_be_visible()


def test_names_that_were_let_through_stand_in_the_lobby_and_nowhere_else(open_hall: OpenHall) -> None:
    lobby = wall_screen(wall(bare_state("lobby"), names=True))
    hall = open_hall("wall", lobby, HALL, reach=REACH)
    hall.names = [{"number": n, "text": f"Chị Dung ({n})", "is_shown": n > 1} for n in range(1, 200)]
    names = hall.page.locator(".ng-called li")
    expect(names).to_have_count(198)
    expect(names.first).to_have_text("Chị Dung (2)")
    expect(hall.page.locator(".ng-big-code")).to_be_in_viewport(ratio=1)
    box = hall.page.locator(".ng-stage")
    assert box.evaluate("stage => stage.scrollHeight <= stage.clientHeight + 1")
    assert access_faults(hall.page) == ""
    hall.show(wall_screen(wall_of(item_of("ranking"))))
    expect(names).to_have_count(0)
    hall.show(wall_screen(wall(bare_state("lobby"))))
    expect(hall.page.locator(".ng-lobby")).to_be_visible()
    expect(names).to_have_count(0)


def test_names_that_have_no_room_at_once_come_in_turn_and_it_is_said_which_are_there(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall(bare_state("lobby"), names=True)), HALL, reach=REACH, clock=True)
    hall.names = [{"number": n, "text": f"Chị Dung ({n})", "is_shown": True} for n in range(1, 61)]
    hall.page.clock.pause_at(hall.page.evaluate("Date.now()") / 1000 + 60)
    which = hall.page.locator(".ng-called-some")
    expect(which).to_contain_text("trong 60")
    seen: list[str] = []
    while len(set(seen)) < 60:
        shown = hall.page.locator(".ng-called li:visible").all_inner_texts()
        first, last = (int(shown[place].partition("(")[2].strip(")")) for place in (0, -1))
        assert shown == [f"Chị Dung ({n})" for n in range(first, last + 1)]
        assert which.inner_text() == f"Tên {first}–{last} trong 60"
        assert hall.page.evaluate(NAMES_FIT)
        seen += shown
        hall.page.clock.run_for(6_000)
    assert len(seen) < 120, "each of them in its turn"
    hall.names = hall.names[:2]
    hall.page.clock.run_for(2_500)
    expect(hall.page.locator(".ng-called li:visible")).to_have_count(2)
    expect(which).to_be_empty()


def test_a_long_question_of_ones_own_is_seen_whole_in_smaller_letters_or_it_is_said_that_it_is_not(
    open_hall: OpenHall,
) -> None:
    hall = open_hall("wall", wall_screen(None), HALL)
    long, state = "Ở chi bộ mình khó nhất là khâu nào trong các khâu sau đây? " * 5, poll_state("open")
    options = [{"token": str(n), "letter": "ABCDEFGH"[n], "text": long[:200]} for n in range(8)]
    view = ["poll", {"wall": wall({**state, "question": long[:300], "options": options}), "alarm": ""}]
    assert hall.page.evaluate(LOOK, [[view], 0]) == []
    expect(hall.page.locator(".ng-cut")).to_be_hidden()
    words = [{"number": n, "text": "một việc nên làm ngay ở chi bộ " * 2, "is_shown": True} for n in range(300)]
    hall.show(wall_screen(wall({**words_state("open"), "words": words})))
    expect(hall.page.locator(".ng-cut")).to_be_in_viewport(ratio=1)
    assert access_faults(hall.page) == ""
    hall.show(wall_screen(wall(words_state("open"))))
    expect(hall.page.locator(".ng-cut")).to_be_hidden()


def test_the_address_is_the_one_that_phones_can_reach_now(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall(bare_state("lobby"))), HALL, reach=REACH)
    expect(hall.page.locator(".ng-big-address")).to_have_text("10.42.0.1:8080/vao")


def test_a_count_that_grows_draws_nothing_else_again(open_hall: OpenHall) -> None:
    pair = item_of("single_choice")
    hall = open_hall("wall", wall_screen(wall_of(pair)), HALL)
    hall.page.evaluate(
        "document.querySelector('.ng-stage').firstChild.mark = document.querySelector('.ng-rail img').mark = 1"
    )
    hall.show(wall_screen({**wall_of(pair, left_s=12.0, version=9), "answered": 98}))
    expect(hall.page.locator(".ng-answered strong")).to_have_text("98")
    kept = "[document.querySelector('.ng-stage').firstChild.mark, document.querySelector('.ng-rail img').mark]"
    assert hall.page.evaluate(kept) == [1, 1]
    hall.show(wall_screen(wall_of(pair, "shown")))
    assert hall.page.evaluate(kept) == [None, 1]


def test_both_rounds_stand_side_by_side_with_letters_patterns_and_numbers(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall_of(item_of("single_choice"), "shown", rounds=2)), HALL)
    rows = hall.page.locator(".ng-rows > li")
    expect(rows).to_have_count(4)
    first = rows.first
    expect(first.locator(".ng-letter")).to_have_text("A")
    # 37 and 74 of 128.
    expect(first.locator(".ng-count")).to_have_text(["37 · 29%", "74 · 58%"])
    patterns = "[...document.querySelectorAll('.ng-round-1 progress')].map((bar) => bar.className)"
    assert len(set(hall.page.evaluate(patterns))) == 4
    hall.show(wall_screen(wall_of(item_of("matching"), "shown", rounds=2)))
    expect(hall.page.locator("thead .ng-round-name")).to_have_text(["Lần 1", "Lần 2"])


def test_nothing_tells_the_key_before_it_is_released(open_hall: OpenHall) -> None:
    scenario, item = item_of("single_choice")
    hall = open_hall("wall", wall_screen(None), HALL)
    for stage in ("open", "closed", "counted", "shown"):
        view = wall_of((scenario, item), stage, rounds=2, transition=transition())  # type: ignore[arg-type]
        hall.show(wall_screen(view))
        expect(hall.page.locator(".ng-is-right, .ng-transition, .ng-why")).to_have_count(0)
    hall.show(wall_screen(wall_of((scenario, item), "explained", rounds=2)))
    expect(hall.page.locator(".ng-is-right .ng-letter")).to_have_count(1)
    expect(hall.page.locator(".ng-transition")).to_contain_text(f"{N} người")
    expect(hall.page.locator(".ng-why")).to_contain_text(item.rationale.strip()[:60])


def test_a_round_of_which_nothing_may_be_said_says_why(open_hall: OpenHall) -> None:
    view = wall_of(item_of("single_choice"), "shown", results=[{"round": 1, "why": "Ít người trả lời nên không nêu."}])
    hall = open_hall("wall", wall_screen(view), HALL)
    expect(hall.page.locator(".ng-withheld")).to_have_text("Ít người trả lời nên không nêu.")
    expect(hall.page.locator("progress")).to_have_count(0)


def test_the_time_left_counts_down_between_two_looks_and_stands_while_paused(open_hall: OpenHall) -> None:
    pair = item_of("single_choice")
    hall = open_hall("wall", wall_screen(wall_of(pair, left_s=65.0)), HALL, clock=True)
    clock = hall.page.get_by_role("timer")
    expect(clock).to_contain_text("1:05")
    hall.page.clock.run_for(6_000)
    expect(clock).to_contain_text("0:59")
    hall.show(wall_screen(wall_of(pair, left_s=30.0, paused=True)))
    hall.page.clock.run_for(5_000)
    expect(clock).to_contain_text("0:30")
    expect(hall.page.locator(".ng-note")).to_have_text("Tạm dừng")


def test_it_asks_for_news_by_itself(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(None), HALL, clock=True)
    before = len(hall.page.evaluate("host.sent"))
    hall.page.clock.run_for(7_000)  # every 0.7 s
    sent: list[Json] = hall.page.evaluate("host.sent")
    assert len(sent) - before == 10
    assert {message["kind"] for message in sent} == {"refresh"}
    expect(hall.page.get_by_text("Chưa có buổi học nào đang mở")).to_be_visible()


def test_an_alarm_stands_above_everything_and_goes_again(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall_of(item_of("hottext")), "Đĩa đã đầy."), HALL)
    expect(hall.page.get_by_role("alert")).to_have_text("Đĩa đã đầy.")
    hall.show(wall_screen(wall_of(item_of("hottext"))))
    expect(hall.page.get_by_role("alert")).to_have_count(0)


def states() -> dict[str, Json | None]:
    single = item_of("single_choice")
    return {
        "nothing": None,
        "lobby": wall(bare_state("lobby")),
        **{f"open {kind}": wall_of(item_of(kind)) for kind in KINDS},
        "closed": wall_of(single, "closed", left_s=None),
        "sensitive": wall_of(item_of("single_choice", sensitive=True), left_s=9.0),
        **{f"shown {kind}": wall_of(item_of(kind), "shown", rounds=2) for kind in KINDS},
        **{f"explained {kind}": wall_of(item_of(kind), "explained", rounds=2) for kind in KINDS},
        "looking back": wall_of(single, "explained", looking_back=True),
        "poll": wall(poll_state("open")),
        "poll shown": wall(poll_state("shown")),
        "words": wall(words_state("open")),
        "ended": wall(bare_state("ended")),
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(open_hall: OpenHall, theme: str) -> None:
    hall = open_hall("wall", wall_screen(None), HALL, mark="#sang" if theme == "light" else "#toi")
    for name, view in states().items():
        hall.show(wall_screen(view))
        assert access_faults(hall.page) == "", name
        fits = (
            "[scrollX, document.scrollingElement.scrollWidth <= innerWidth,"
            " document.querySelector('.ng-rail').scrollHeight <= innerHeight]"
        )
        assert hall.page.evaluate(fits) == [0, True, True], name


def test_the_code_is_dark_on_light_on_a_dark_wall_too(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall_of(item_of("single_choice"))), HALL, mark="#toi")
    colour = "(one) => getComputedStyle(document.querySelector(one)).backgroundColor"
    assert hall.page.evaluate(colour, ".ng-qr") == "rgb(255, 255, 255)"
    assert hall.page.evaluate(colour, ".ng-wall") == "rgb(18, 17, 15)"


def test_on_a_phone_it_is_read_like_a_page(open_hall: OpenHall) -> None:
    hall = open_hall("wall", wall_screen(wall_of(item_of("hottext"))), (390, 844))
    assert hall.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hall.page.locator(".ng-joined").scroll_into_view_if_needed()
    expect(hall.page.locator(".ng-joined")).to_be_in_viewport()
