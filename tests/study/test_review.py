"""What is asked again, and when: through the session a browser talks to, with a clock that is moved."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from neuguong.clock import LOCAL_ZONE
from neuguong.items import Contrast, Pack, Status
from neuguong.study import Course, LearnerSession
from neuguong.study.history import History, live_items
from neuguong.study.review import ITEMS_A_DAY, plan_days, plan_review

from tests.samples import NOON, advance, make_course
from tests.study.test_session import TOKEN, hello, right_answer, wrong_answer

LOCAL_DAY = NOON.astimezone(LOCAL_ZONE).date()
LATER = timedelta(days=4)


def open_review(course: Course, **more: object) -> LearnerSession:
    session = LearnerSession(course, "on-tap")
    session.handle(hello(**more))
    return session


def study(course: Course, *, items: int = 1, wrong: bool = False, **more: object) -> list[Any]:
    """Answer the first items of the lesson; what the browser is told to keep of each."""
    session = LearnerSession(course, "bai")
    session.handle(hello(**more))
    kept = []
    for _ in range(items):
        (reply,) = session.handle(wrong_answer(session) if wrong else right_answer(session))
        kept.append(reply["local"])
        session.handle({"kind": "next"})
    return kept


def test_nothing_is_asked_again_before_anything_was_studied_and_that_is_said() -> None:
    view: Any = open_review(make_course()).view()
    assert (view["screen"], view["due"]["days"]) == ("summary", [])
    assert view["summary"]["headline"] == "Hôm nay không có gì phải ôn"


def test_after_some_days_a_parallel_item_is_asked_and_once_answered_the_day_is_over() -> None:
    course = make_course()
    study(course)
    assert open_review(course).view()["screen"] == "summary"
    advance(course, LATER)
    session = open_review(course)
    view: Any = session.view()
    assert view["lesson"]["slug"] == "on-tap"
    assert view["item"]["id"] != "mot-single_choice"
    assert view["parts"][0]["items"] == 1
    (reply,) = session.handle(right_answer(session))
    assert (reply["kind"], reply["linked"]) == ("stored", True)
    session.handle({"kind": "next"})
    done: Any = session.view()
    assert done["summary"]["headline"] == "Hôm nay ôn xong rồi"
    assert open_review(course).view()["summary"]["headline"] == "Hôm nay không có gì phải ôn"  # type: ignore[index]


def test_a_wrong_answer_comes_back_the_next_day_and_a_right_one_later() -> None:
    for wrong, days in ((True, 1), (False, 2)):
        course = make_course()
        study(course, wrong=wrong)
        view: Any = open_review(course).view()
        assert view["due"]["days"] == [(LOCAL_DAY + timedelta(days=days)).isoformat()]


def test_who_did_not_agree_is_asked_again_by_what_only_the_browser_remembers() -> None:
    course = make_course()
    kept = study(course, wrong=True, consent=False)
    assert kept[0]["day"] == LOCAL_DAY.isoformat()
    advance(course, timedelta(days=1))
    assert open_review(course, consent=False).view()["screen"] == "summary"
    session = open_review(course, consent=False, local=kept)
    assert session.view()["screen"] == "item"
    assert list(course.log.fetch_statements()) == []


def test_answers_from_a_clock_that_runs_ahead_count_as_given_now() -> None:
    course = make_course()
    kept = [{**row, "day": "2091-01-01"} for row in study(course, wrong=True, consent=False)]
    assert open_review(course, consent=False, local=kept).view()["due"]["days"] == [
        (LOCAL_DAY + timedelta(days=1)).isoformat()
    ]


@pytest.mark.parametrize("day", ["2026-02-30", "26-1-1", "", "hôm qua", 5])
def test_a_row_of_a_day_that_is_none_counts_for_nothing_and_nothing_breaks(day: object) -> None:
    session = LearnerSession(make_course(), "on-tap")
    row = {"item": "mot-rating", "version": 1, "score": 1.0, "max_score": 1.0, "day": day}
    assert session.handle(hello(local=[row]))[0]["kind"] == "welcome"
    assert session.view()["due"]["days"] == []


def test_a_page_that_greets_again_keeps_what_it_shows() -> None:
    """Its line was lost while the explanation stood there; the plan of the day would not have that item any more."""
    course = make_course()
    study(course)
    advance(course, LATER)
    session = open_review(course)
    message = right_answer(session)
    session.handle(message)
    before = session.view()["item"]
    attempt = {"item": message["item"], "attempt_id": message["attempt_id"]}
    assert session.handle(hello(attempt=attempt)) == [{"kind": "welcome"}]
    assert session.view()["item"] == before


def test_a_review_that_is_opened_anew_in_the_middle_asks_the_same_item() -> None:
    course = make_course()
    study(course)
    advance(course, LATER)
    first: Any = open_review(course).view()
    again: Any = open_review(course).view()
    assert first["item"]["id"] == again["item"]["id"]


def pack_with_pair(course: Course) -> Pack:
    """The lesson's pack with its second item made the changed half of its first."""
    pack = course.pack
    scenario = pack.scenarios["mot"]
    first, second, *others = scenario.items
    changed = replace(second, contrast=Contrast(first.identifier, "Nếu hôm sau mới đến hạn."))
    return replace(pack, scenarios={**pack.scenarios, "mot": replace(scenario, items=(first, changed, *others))})


def test_the_other_half_of_a_contrast_pair_comes_first_after_a_wrong_answer() -> None:
    pack = pack_with_pair(make_course())
    first, second = (item for _, item in live_items(pack, "A2")[:2])
    history = History()
    for _, item in live_items(pack, "A2")[2:]:  # all others were never asked, and would come first otherwise
        assert item.identifier not in history.reviews
    history.add(first.identifier, at=NOON - LATER, points=0.0)
    (path,) = plan_review(pack, history, today=LOCAL_DAY)
    assert [item.identifier for item in path.items] == [second.identifier]


def test_a_day_takes_fifteen_minutes_and_what_has_no_room_waits() -> None:
    pack = make_course().pack
    scenario = pack.scenarios["mot"]
    names = [f"R{n:02}" for n in range(ITEMS_A_DAY + 4)]
    items = tuple(replace(scenario.items[0], identifier=name.lower(), requirements=(name,)) for name in names)
    many = replace(pack, scenarios={"mot": replace(scenario, items=items)})
    history = History()
    for item in items:
        history.add(item.identifier, at=NOON - LATER, points=0.0)
    days = plan_days(many, history, today=LOCAL_DAY)
    assert list(days.values()).count(LOCAL_DAY) == ITEMS_A_DAY == 9
    assert list(days.values()).count(LOCAL_DAY + timedelta(days=1)) == 4


def test_what_was_retired_since_is_not_asked_again() -> None:
    pack = make_course().pack
    retired = {name: replace(one, status=Status.RETIRED) for name, one in pack.scenarios.items()}
    history = History()
    history.add("mot-rating", at=NOON - LATER, points=0.0)
    assert plan_days(replace(pack, scenarios=retired), history, today=LOCAL_DAY) == {}


def test_another_learner_on_the_same_page_gets_a_plan_of_their_own() -> None:
    course = make_course()
    study(course)
    advance(course, LATER)
    session = open_review(course)
    assert session.view()["screen"] == "item"
    session.handle(hello(token="f" * 32))
    assert session.view()["screen"] == "summary"
    session.handle(hello(token=TOKEN))
    assert session.view()["screen"] == "item"


def test_where_somebody_was_sure_and_wrong_comes_first() -> None:
    pack = make_course().pack
    scenario = pack.scenarios["mot"]
    names = ("R1", "R2", "R3")
    items = tuple(replace(scenario.items[0], identifier=name.lower(), requirements=(name,)) for name in names)
    both = replace(scenario, items=(*items, *(replace(one, identifier=f"{one.identifier}-b") for one in items)))
    history = History()
    for n, item in enumerate(items):
        history.add(item.identifier, at=NOON - LATER - timedelta(hours=9 - n), points=0.0, sure=item is items[2])
    (path,) = plan_review(replace(pack, scenarios={"mot": both}), history, today=LOCAL_DAY)
    assert [item.requirements[0] for item in path.items] == ["R3", "R1", "R2"]
    # Right about it since, in a parallel item too: then it is like any other.
    history.add("r3-b", at=NOON - LATER + timedelta(hours=2), points=1.0)
    assert history.misled_about(replace(pack, scenarios={"mot": both}), before=LOCAL_DAY) == frozenset()


def test_what_is_answered_today_does_not_change_who_comes_first_today() -> None:
    pack = make_course().pack
    history = History()
    history.add("mot-rating", at=NOON, points=0.0, sure=True)
    assert history.misled_about(pack, before=LOCAL_DAY) == frozenset()
    assert history.misled_about(pack, before=LOCAL_DAY + timedelta(days=1)) == {"A2"}


@pytest.mark.parametrize("consent", [True, False])
def test_who_was_sure_and_wrong_is_told_kindly_and_so_is_who_guessed_right(consent: bool) -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello(consent=consent))
    for answer, confidence, told in (
        (wrong_answer, 3, "Anh chị chắc mà lần này chưa hợp"),
        (right_answer, 1, "Anh chị đoán mà hợp"),
        (right_answer, 3, None),
        (right_answer, None, None),
    ):
        (reply,) = session.handle({**answer(session), "confidence": confidence})
        assert reply["local"]["sure"] is (confidence == 3)
        view: Any = session.view()
        found = view["item"]["feedback"].get("certainty")
        assert found is None if told is None else found.startswith(told)
        session.handle({"kind": "next"})
