"""A learner's session, driven by the messages a browser would send."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neuguong.clock import LOCAL_ZONE, FixedClock
from neuguong.errors import StoreBusyError
from neuguong.items import Contrast, Example, LessonPart, Topic, present_item
from neuguong.scoring import build_examples, parse_response, score_response
from neuguong.scoring.single_choice import SingleChoice
from neuguong.store import STUDY, MemoryLog, Occasion, Statement, Stored
from neuguong.store.apart import RECENT_DAYS
from neuguong.study import Course, LearnerSession, hash_token, messages
from neuguong.text import say
from pydantic import TypeAdapter

from tests.samples import NOON, SECRET, advance, make_course, make_item, make_pack, my_data

TOKEN = "0123456789abcdef" * 2


class BrokenLog(MemoryLog):
    """A log whose disk is full for as many writes as told."""

    failures = 1

    def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> Stored:
        if self.failures:
            self.failures -= 1
            raise StoreBusyError("locked")
        return super().append_statement(statement, sensitive=sensitive, group_size=group_size)


def hello(**more: object) -> dict[str, object]:
    return {"kind": "hello", "token": TOKEN, "consent": True, "local": [], **more}


def right_answer(session: LearnerSession, **more: object) -> dict[str, Any]:
    """The submit message of a learner who knows the key of the item on screen."""
    view: Any = session.view()["item"]
    _, item = make_course().pack.get_item(view["id"])
    shown = present_item(item, seed=view["attempt_id"], secret=SECRET)
    right: Any = build_examples(item).right
    if isinstance(right, str):
        response: object = shown.token_of(right)
    elif isinstance(right, list):
        response = [shown.token_of(choice) for choice in right]
    elif view["kind"] == "best_worst":
        response = {role: shown.token_of(choice) for role, choice in right.items()}
    elif view["kind"] == "matching":
        response = {shown.token_of(choice): str("xy".index(target)) for choice, target in right.items()}
    else:
        response = {shown.token_of(choice): point for choice, point in right.items()}
    return {
        "kind": "submit", "item": item.identifier, "version": 1, "attempt_id": view["attempt_id"],
        "response": response, "duration_ms": 1200, **more,
    }  # fmt: skip


def answered_on(item: Any) -> dict[str, Any]:
    """What a page says of the answer whose explanation it shows."""
    feedback = item["feedback"]
    return {
        "kind": "submit", "item": item["id"], "version": item["version"], "attempt_id": item["attempt_id"],
        "response": feedback["response"], "confidence": feedback["confidence"], "proof": feedback["proof"],
    }  # fmt: skip


def wrong_answer(session: LearnerSession) -> dict[str, Any]:
    """A wrong answer to the single choice on screen."""
    message = right_answer(session)
    return {**message, "response": next(str(n) for n in range(5) if str(n) != message["response"])}


def test_a_whole_lesson_from_the_first_item_to_the_summary() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    assert session.handle(hello()) == [{"kind": "welcome"}]
    for number in range(1, 8):
        view: Any = session.view()
        assert (view["screen"], view["summary"]) == ("item", None)
        assert (view["item"]["number"], view["item"]["again"]) == (number, False)
        assert view["item"]["feedback"] is None
        (reply,) = session.handle(right_answer(session))
        assert reply["kind"] == "stored"
        feedback = session.view()["item"]["feedback"]  # type: ignore[index]
        assert feedback["level"] == "full"
        assert len(feedback["choices"]) == 5
        session.handle({"kind": "next"})
    summary: Any = session.view()["summary"]
    assert summary["rows"] == [{"id": "A2", "title": "Không né việc", "answers": 7, "percent": 100, "band": "solid"}]
    assert summary["lead"] == "Đã vững “Không né việc”; tiếp theo là phần “Phần 2”."
    assert summary["next_part"] == "phan-2"
    assert len(list(course.log.fetch_statements(apart=True))) == 7


def test_no_view_tells_key_or_feedback_before_the_answer_is_stored() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    for _ in range(7):
        assert "bí mật" not in json.dumps(session.view(), ensure_ascii=False)
        session.handle(right_answer(session))
        assert "bí mật" in json.dumps(session.view(), ensure_ascii=False)
        session.handle({"kind": "next"})


def test_the_record_holds_what_is_needed_to_score_it_again() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(unit="Chi bộ Một"))
    session.handle(right_answer(session))
    (statement,) = course.log.fetch_statements(apart=True)
    _, item = course.pack.get_item(statement.item_id)
    assert score_response(item, parse_response(item, statement.response)).score == statement.score
    assert statement.actor == hash_token(TOKEN, secret=SECRET)
    assert TOKEN not in repr(statement)
    assert (statement.unit, statement.attempt_number, statement.content_revision) == ("Chi bộ Một", 1, "0123456789ab")


def test_the_same_answer_sent_twice_is_stored_once_and_acknowledged_twice() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = right_answer(session)
    first, second = session.handle(message), session.handle(message)
    assert first == second
    assert len(list(course.log.fetch_statements(apart=True))) == 1


def test_a_failed_write_is_told_shows_no_feedback_and_can_be_sent_again() -> None:
    log = BrokenLog()
    session = LearnerSession(make_course(log=log), "bai")
    session.handle(hello())
    message = right_answer(session)
    (reply,) = session.handle(message)
    assert reply["kind"] == "not_stored"
    assert reply["attempt_id"] == message["attempt_id"]
    assert session.view()["item"]["feedback"] is None  # type: ignore[index]
    (reply,) = session.handle(message)
    assert reply["kind"] == "stored"
    assert len(list(log.fetch_statements(apart=True))) == 1


def test_a_new_kernel_goes_on_where_the_dead_one_stopped() -> None:
    course = make_course()
    dead = LearnerSession(course, "bai")
    dead.handle(hello())
    dead.handle(right_answer(dead))
    dead.handle({"kind": "next"})
    place: Any = dead.view()["item"]
    pending = right_answer(dead)
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(part="phan-1", attempt={"item": place["id"], "attempt_id": place["attempt_id"]}))
    assert fresh.view()["item"] == place
    (reply,) = fresh.handle(pending)
    assert reply["kind"] == "stored"
    numbers = [statement.attempt_number for statement in course.log.fetch_statements(apart=True)]
    assert numbers == [1, 1]


def test_a_reload_after_the_answer_shows_its_feedback_again() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = right_answer(session)
    session.handle(message)
    told: Any = session.view()["item"]
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(attempt={"item": message["item"], "attempt_id": message["attempt_id"]}))
    assert fresh.view()["item"] == told


@pytest.mark.parametrize("nobody", [{"sensitive": True}, {}])
def test_a_page_that_lost_its_line_comes_back_to_the_explanation_it_was_reading(nobody: dict[str, bool]) -> None:
    session = LearnerSession(make_course(**nobody), "bai")
    session.handle(hello(consent=False))
    message = right_answer(session)
    (reply,) = session.handle(message)
    told: Any = session.view()["item"]
    place = {"item": message["item"], "attempt_id": message["attempt_id"]}
    session.handle(hello(consent=False, attempt=place, local=[reply["local"]]))
    assert session.view()["item"] == told


@pytest.mark.parametrize("nobody", [{"sensitive": True}, {}])
def test_a_page_whose_kernel_died_reads_on_in_a_new_one_where_nobody_knows_whose_answer_it_was(
    nobody: dict[str, bool],
) -> None:
    course = make_course(**nobody)
    dead = LearnerSession(course, "bai")
    dead.handle(hello(consent=False))
    message = right_answer(dead)
    (reply,) = dead.handle(message)
    told: Any = dead.view()["item"]
    page = {
        "attempt": {"item": message["item"], "attempt_id": message["attempt_id"]},
        "answered": answered_on(told),
        "local": [reply["local"]],
        "part": "phan-1",
    }
    advance(course, timedelta(days=RECENT_DAYS + 1))  # the log has forgotten that it counted the attempt
    course.log.purge_statements(NOON - timedelta(days=365))
    fresh = LearnerSession(course, "bai")
    assert fresh.handle(hello(consent=False, **page)) == [{"kind": "welcome"}]
    assert fresh.view()["item"] == told
    assert len(list(course.log.fetch_statements(apart=True))) == 1
    fresh.handle({"kind": "next"})
    assert fresh.view()["item"]["id"] == "mot-multiple"  # type: ignore[index]


@pytest.mark.parametrize(
    "forged",
    [
        {"item": "mot-khac"}, {"version": 7}, {"response": "99"}, {"response": None}, {"proof": None}, {"proof": ""},
        {"proof": "ế" * 32}, {"attempt_id": str(uuid.UUID(int=7))}, {"response": "other"},
    ],
    ids=str,
)  # fmt: skip
def test_an_explanation_that_was_never_shown_is_not_shown_for_the_asking(forged: dict[str, object]) -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=False))
    message = wrong_answer(session)
    session.handle(message)
    told: Any = session.view()["item"]
    answered = {**answered_on(told), **forged}
    if forged == {"response": "other"}:
        answered["response"] = next(str(n) for n in range(5) if str(n) != message["response"])
    fresh = LearnerSession(course, "bai")
    assert fresh.handle(hello(consent=False, answered=answered)) == [{"kind": "welcome"}]
    assert fresh.view()["item"]["feedback"] is None  # type: ignore[index]
    assert len(list(course.log.fetch_statements(apart=True))) == 1


@pytest.mark.parametrize("consent", [False, None])
def test_what_was_answered_for_nobody_is_read_again_after_a_reload_of_the_tab_that_remembers_it(
    consent: bool | None,
) -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=consent))
    told, local = [], []
    for _ in range(7):
        (reply,) = session.handle(right_answer(session, confidence=3))
        local.append(reply["local"])  # type: ignore[typeddict-item]
        told.append(session.view()["item"])
        session.handle({"kind": "next"})
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(consent=consent, local=local, part="phan-1", screen="summary"))
    for item in reversed(told):
        fresh.handle({"kind": "back"})
        assert fresh.view()["item"] == {**item, "earlier": True}  # type: ignore[dict-item]


def test_of_an_answer_to_a_sensitive_topic_the_browser_is_not_told_to_keep_what_it_was() -> None:
    for consent in (True, False):
        session = LearnerSession(make_course(sensitive=True), "bai")
        session.handle(hello(consent=consent))
        (reply,) = session.handle(right_answer(session))
        assert set(reply["local"]) == {"item", "version", "score", "max_score", "day", "sure"}  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    "kept",
    [
        {"local": [{"item": "x" * 121, "version": 1, "score": 1, "max_score": 1}]},
        {"local": [{"item": "mot-single", "version": 1, "score": None, "max_score": 1}, 7]},
        {"parallels": [{"of": "x" * 121, "item": "mot-single", "done": True}]},
        {"unit": "x" * 121},
        {"part": "x" * 121},
        {"attempt": {"item": "mot-single", "attempt_id": "khong-phai"}},
        {"answered": {"kind": "submit", "item": "mot-single"}},
    ],
    ids=str,
)
def test_what_a_browser_kept_in_another_shape_is_dropped_and_does_not_lock_its_learner_out(
    kept: dict[str, object],
) -> None:
    session = LearnerSession(make_course(), "bai")
    right = {"item": "mot-single", "version": 1, "score": 1, "max_score": 1}
    local = [*kept.get("local", []), right]  # type: ignore[misc]
    assert session.handle(hello(**{**kept, "local": local})) == [{"kind": "welcome"}]
    assert session.view()["parts"][0]["answered"] == 1  # type: ignore[index]


def test_an_answer_that_waited_for_the_line_keeps_the_time_it_was_given() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    session.handle(right_answer(session, age_ms=3_600_000))
    (statement,) = course.log.fetch_statements(apart=True)
    assert statement.timestamp == NOON - timedelta(hours=1)
    assert statement.stored == NOON


def test_an_answer_to_what_an_item_was_before_does_not_count_as_an_answer_to_it() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = right_answer(session)
    session.handle(message)
    scenario = course.pack.scenarios["mot"]
    renewed = replace(scenario, items=(replace(scenario.items[0], version=2), *scenario.items[1:]))
    pack = replace(course.pack, scenarios={**course.pack.scenarios, "mot": renewed})
    later = LearnerSession(replace(course, pack=pack), "bai")
    place = {"item": message["item"], "attempt_id": str(uuid.uuid4())}
    assert later.handle(hello(attempt=place)) == [{"kind": "welcome"}]
    view: Any = later.view()
    assert (view["item"]["id"], view["item"]["version"], view["parts"][0]["answered"]) == ("mot-single", 2, 0)
    later.handle({**right_answer(later), "version": 2})
    assert [(one.item_version, one.attempt_number) for one in course.log.fetch_statements(apart=True)] == [
        (1, 1),
        (2, 1),
    ]


def test_an_explanation_that_cannot_be_read_again_costs_the_explanation_only() -> None:
    class Garbled(MemoryLog):
        def fetch_latest_by_item(self, actor: str) -> dict[str, Statement]:
            latest = super().fetch_latest_by_item(actor)
            return {item: replace(statement, response="khong-co") for item, statement in latest.items()}

    course = make_course(log=Garbled())
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = right_answer(session)
    session.handle(message)
    fresh = LearnerSession(course, "bai")
    place = {"item": message["item"], "attempt_id": message["attempt_id"]}
    assert fresh.handle(hello(attempt=place)) == [{"kind": "welcome"}]
    assert fresh.view()["item"]["id"] == "mot-multiple"  # type: ignore[index]


def test_a_repetition_survives_a_lost_line_and_a_lost_kernel() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = right_answer(session)
    session.handle(message)
    session.handle({"kind": "again", "item": message["item"]})
    shown: Any = session.view()["item"]
    assert shown["again"] is True
    place = {"item": shown["id"], "attempt_id": shown["attempt_id"], "again": True}
    session.handle(hello(attempt=place, part="phan-1"))
    assert session.view()["item"] == shown
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(attempt=place, part="phan-1"))
    assert fresh.view()["item"] == shown
    fresh.handle(right_answer(fresh))
    assert [statement.attempt_number for statement in course.log.fetch_statements(apart=True)] == [1, 2]


def test_open_results_stay_open_when_the_page_comes_back() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    session.handle({"kind": "summary"})
    page = hello(part="phan-2", screen="summary")
    for one in (session, LearnerSession(course, "bai")):
        one.handle({"kind": "open_part", "part": "phan-2"})
        one.handle({"kind": "summary"})
        one.handle(page)
        assert one.view()["screen"] == "summary"
    fresh = LearnerSession(course, "bai")
    fresh.handle(page)
    assert fresh.view()["screen"] == "summary"
    assert [part["id"] for part in fresh.view()["parts"] if part["current"]] == ["phan-2"]  # type: ignore[attr-defined]


def test_a_result_no_better_than_a_blind_guess_is_not_called_partly_right() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    for _ in range(2):
        session.handle(right_answer(session))
        session.handle({"kind": "next"})
    ranking: Any = session.view()["item"]
    assert ranking["kind"] == "ranking"
    message = right_answer(session)
    a, b, c, d, e = message["response"]
    message["response"] = [c, a, e, b, d]  # distances 1, 2, 2, 1, 2 = 8: 20 - 8 = 12 points, the mean of all orders
    session.handle(message)
    feedback: Any = session.view()["item"]["feedback"]  # type: ignore[index]
    assert (feedback["score"], feedback["chance"], feedback["level"]) == (12, 12, "none")


def test_a_blind_guess_is_told_where_it_earns_many_points() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    told = {}
    for _ in range(7):
        session.handle(right_answer(session))
        item: Any = session.view()["item"]
        told[item["kind"]] = item["feedback"]["chance"]
        session.handle({"kind": "next"})
    assert told["ranking"] == 12  # mean over all 120 orders
    assert told["single_choice"] is None  # 1 of 5


def test_another_try_counts_up() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = right_answer(session)
    session.handle(message)
    session.handle({"kind": "again", "item": message["item"]})
    session.handle(right_answer(session))
    assert [statement.attempt_number for statement in course.log.fetch_statements(apart=True)] == [1, 2]


def test_without_consent_answers_are_stored_for_nobody() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=False))
    session.handle(right_answer(session))
    (statement,) = course.log.fetch_statements(apart=True)
    assert statement.actor is None
    assert session.view()["ask_consent"] is False


def test_a_sensitive_lesson_asks_for_no_unit_and_stores_no_link() -> None:
    course = make_course(sensitive=True)
    session = LearnerSession(course, "bai")
    session.handle(hello(unit="Chi bộ Một"))
    session.handle(right_answer(session))
    (statement,) = course.log.fetch_statements(apart=True)
    assert (statement.actor, statement.unit, statement.duration_ms) == (None, None, None)
    assert session.content() == {"units": []}


def test_progress_on_a_sensitive_lesson_comes_from_the_browser() -> None:
    course = make_course(sensitive=True)
    session = LearnerSession(course, "bai")
    session.handle(hello(local=[{"item": "mot-single", "version": 1, "score": 1, "max_score": 1}]))
    assert session.view()["item"]["id"] == "mot-multiple"  # type: ignore[index]


def test_a_signed_scenario_stays_where_only_signed_ones_are_asked_for() -> None:
    pack = make_pack(signed=True).only_signed()
    assert {name: scenario.status.value for name, scenario in pack.scenarios.items()} == {"mot": "live", "hai": "draft"}
    session = LearnerSession(replace(make_course(), pack=pack), "bai")
    parts: Any = session.view()["parts"]
    assert [part["id"] for part in parts] == ["phan-1"]


def test_only_signed_scenarios_where_asked_for() -> None:
    session = LearnerSession(make_course(signed_only=True), "bai")
    view: Any = session.view()
    assert (view["item"], view["parts"]) == (None, [])
    assert view["summary"]["rows"] == []


@pytest.mark.parametrize(
    "message",
    [
        None, 7, "hello", [], {}, {"kind": "run", "code": "1"}, {"kind": "hello"},
        {"kind": "hello", "token": "../../etc"},
        {"kind": "submit", "item": "mot-single", "version": 1, "attempt_id": "not-a-uuid", "response": "0"},
        {"kind": "submit", "item": "khong-co", "version": 1, "attempt_id": str(uuid.uuid4()), "response": "0"},
        {"kind": "submit", "item": "mot-single", "version": 2, "attempt_id": str(uuid.uuid4()), "response": "0"},
        {"kind": "submit", "item": "mot-single", "version": 1, "attempt_id": str(uuid.uuid4()), "response": "b"},
        {"kind": "submit", "item": "mot-single", "version": 1, "attempt_id": str(uuid.uuid4()), "response": {"0": 1}},
        {"kind": "open_part", "part": "<script>"}, {"kind": "again", "item": "hai"},
        {"kind": "set_unit", "unit": "<script>alert(1)</script>"}, {"kind": "consent", "value": "yes"},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_in_vietnamese_and_changes_nothing(message: object) -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    before = session.view()
    (reply,) = session.handle(message)
    assert reply["kind"] == "refused"
    assert str(reply["message"]).endswith(".")
    assert session.view() == before
    assert not list(course.log.fetch_statements(apart=True))


@pytest.mark.parametrize(("field", "told"), [("response", "refused"), ("item", "refused"), ("answered", "welcome")])
def test_what_is_nested_without_end_is_like_anything_else_that_does_not_fit(field: str, told: str) -> None:
    endless: object = "0"
    for _ in range(100_000):
        endless = [endless]
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    message = hello() if field == "answered" else right_answer(session)
    (reply,) = session.handle({**message, field: endless})
    assert reply["kind"] == told


@settings(max_examples=50)
@given(
    local=st.lists(
        st.fixed_dictionaries(
            {
                "item": st.sampled_from(["mot-single", "khong-co"]),
                "version": st.integers(0, 2),
                "score": st.floats(-1, 3),
                "max_score": st.floats(-1, 3),
            }
        ),
        max_size=3,
    )
)
def test_forged_progress_can_only_mislead_its_own_browser(local: list[dict[str, object]]) -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(local=local))
    session.handle({"kind": "summary"})
    session.view()
    assert not list(course.log.fetch_statements(apart=True))


def test_a_greeting_leaves_the_unanswered_item_on_screen_as_it_is() -> None:
    session = LearnerSession(make_course(), "bai")
    before = session.view()["item"]
    session.handle(hello())
    assert session.view()["item"] == before


def test_the_summary_of_a_new_page_is_that_of_the_page_that_answered() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    for number in range(4):
        session.handle(right_answer(session) if number else wrong_answer(session))
        session.handle({"kind": "next"})
    session.handle({"kind": "summary"})
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(screen="summary"))
    fresh.handle({"kind": "summary"})
    assert fresh.view()["summary"] == session.view()["summary"]


def test_a_situation_says_which_of_its_part_it_is() -> None:
    course = make_course()
    lesson = course.pack.lessons["bai"]
    part = LessonPart("phan-1", "Phần 1", ("hai", "mot"))
    pack = replace(course.pack, lessons={"bai": replace(lesson, parts=(part,))})
    session = LearnerSession(replace(course, pack=pack), "bai")
    told = []
    for _ in range(2):
        scenario: Any = session.view()["scenario"]
        told.append((scenario["id"], scenario["number"], scenario["of"]))
        session.handle({"kind": "next"})
    assert told == [("hai", 1, 2), ("mot", 2, 2)]


@pytest.mark.parametrize(
    ("more", "counts"),
    [({}, 1), ({"version": 2}, 0), ({"score": 3}, 0), ({"score": -1}, 0), ({"score": 0, "max_score": 0}, 0)],
    ids=str,
)
def test_of_what_a_browser_remembers_only_results_that_can_be_are_counted(more: dict[str, int], counts: int) -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello(local=[{"item": "mot-single", "version": 1, "score": 0, "max_score": 2, **more}]))
    assert session.view()["parts"][0]["answered"] == counts


def test_going_on_without_an_answer_goes_forward_and_comes_back_in_the_end() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    seen = []
    for _ in range(8):
        item: Any = session.view()["item"]
        seen.append(item["number"])
        session.handle({"kind": "next"})
    assert seen == [1, 2, 3, 4, 5, 6, 7, 1]


def test_every_message_that_is_taken_makes_a_later_view_and_one_that_is_refused_does_not() -> None:
    session = LearnerSession(make_course(), "bai")
    revisions = [session.view()["revision"]]
    for message in (hello(), {"kind": "next"}, {"kind": "run"}, {"kind": "summary"}):
        session.handle(message)
        revisions.append(session.view()["revision"])
    assert revisions == [0, 1, 2, 2, 3]


def test_after_a_part_comes_the_next_one_and_only_then_what_was_left_out() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello(part="phan-2"))
    session.handle(right_answer(session))
    session.handle({"kind": "next"})
    assert session.view()["summary"]["next_part"] == "phan-1"  # type: ignore[index]
    fresh = LearnerSession(make_course(), "bai")
    fresh.handle(hello())
    fresh.handle({"kind": "summary"})
    assert fresh.view()["summary"]["next_part"] == "phan-1"  # type: ignore[index]


# --- what is told is what is stored, and what is stored is decided by the scenario


def make_mixed_course() -> Course:
    """A lesson of two scenarios, the second of a sensitive topic: refused when a pack is loaded, and still safe."""
    course = make_course()
    pack = course.pack
    secret = Topic("kin", "Chủ đề kín", sensitive=True)
    scenarios = {**pack.scenarios, "hai": replace(pack.scenarios["hai"], topic="kin")}
    return replace(course, pack=replace(pack, topics={**pack.topics, "kin": secret}, scenarios=scenarios))


def test_a_sensitive_scenario_is_stored_for_nobody_in_whatever_lesson_it_stands() -> None:
    course = make_mixed_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(unit="Chi bộ Một"))
    (ordinary,) = session.handle(right_answer(session))
    session.handle({"kind": "open_part", "part": "phan-2"})
    assert session.view()["scenario"]["sensitive"] is True  # type: ignore[index]
    (sensitive,) = session.handle(right_answer(session))
    assert (ordinary["linked"], sensitive["linked"]) == (True, False)  # type: ignore[typeddict-item]
    rows = {statement.scenario_id: statement for statement in course.log.fetch_statements(apart=True)}
    assert (rows["mot"].unit, rows["mot"].actor) == ("Chi bộ Một", hash_token(TOKEN, secret=SECRET))
    hidden = rows["hai"]
    assert (hidden.actor, hidden.unit, hidden.duration_ms) == (None, None, None)
    midnight = hidden.timestamp.astimezone(LOCAL_ZONE)
    assert (midnight.hour, midnight.minute, midnight.microsecond) == (0, 0, 0)


@pytest.mark.parametrize("make", [make_mixed_course, lambda: make_course(sensitive=True)], ids=["mixed", "whole"])
def test_what_leads_to_a_person_leaves_the_session_with_no_sensitive_answer(make: Callable[[], Course]) -> None:
    """The log would drop it too; it need not be trusted to."""

    class Listening(MemoryLog):
        heard: list[tuple[bool, str | None, str | None]]

        def append_statement(self, statement: Statement, *, sensitive: bool, group_size: int = 0) -> Stored:
            self.heard.append((sensitive, statement.actor, statement.unit))
            return super().append_statement(statement, sensitive=sensitive, group_size=group_size)

    log = Listening(clock=FixedClock(NOON))
    log.heard = []
    session = LearnerSession(replace(make(), log=log), "bai")
    session.handle(hello(unit="Chi bộ Một"))
    session.handle({"kind": "open_part", "part": "phan-2"})
    session.handle(right_answer(session))
    assert log.heard == [(True, None, None)]


def test_sensitive_answers_do_not_wait_to_be_published() -> None:
    course = make_course(sensitive=True)
    session = LearnerSession(course, "bai")
    session.handle(hello())
    for _ in range(5):
        session.handle(right_answer(session))
        session.handle({"kind": "again", "item": "mot-single"})
    assert len(list(course.log.fetch_statements(apart=True))) == 5
    assert course.log.fetch_waiting(STUDY) == []


def test_the_row_tells_how_long_it_took_and_how_sure_one_was() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    session.handle(right_answer(session, duration_ms=1234, confidence=3))
    (statement,) = course.log.fetch_statements()
    assert (statement.duration_ms, statement.confidence) == (1234, 3)


@pytest.mark.parametrize("sensitive", [True, False])
def test_of_nobody_known_the_page_tells_whether_an_answer_is_the_first(sensitive: bool) -> None:
    course = make_course(sensitive=sensitive)
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=False))
    for _ in range(3):
        message = right_answer(session)
        session.handle(message)
        session.handle(message)
        session.handle({"kind": "again", "item": message["item"]})
    assert sorted(statement.attempt_number for statement in course.log.fetch_statements(apart=True)) == [
        1,
        2,
        2,
    ]


def test_an_explanation_stands_beside_the_choices_in_the_order_they_were_answered_in() -> None:
    class Shuffled(MemoryLog):
        def fetch_latest_by_item(self, actor: str, occasion: Occasion = STUDY) -> dict[str, Statement]:
            latest = super().fetch_latest_by_item(actor, occasion)
            return {item: replace(one, presented_order=tuple("edcba")) for item, one in latest.items()}

    session = LearnerSession(make_course(log=Shuffled()), "bai")
    session.handle(hello())
    message = right_answer(session)
    session.handle(message)
    fresh = LearnerSession(make_course(log=session._course.log), "bai")
    fresh.handle(hello(attempt={"item": message["item"], "attempt_id": message["attempt_id"]}))
    told: Any = fresh.view()["item"]
    assert [choice["text"] for choice in told["choices"]] == [f"Cách làm {one}" for one in "edcba"]
    assert told["feedback"]["level"] == "full"


def test_what_is_told_of_an_answer_is_what_is_stored_whatever_is_sent_again() -> None:
    course = make_course()
    first = LearnerSession(course, "bai")
    first.handle(hello())
    wrong = {**right_answer(first)}
    right_token = wrong["response"]
    wrong["response"] = next(str(n) for n in range(5) if str(n) != right_token)
    (told,) = first.handle(wrong)
    assert told["local"]["score"] == 0  # type: ignore[typeddict-item]
    second = LearnerSession(course, "bai")
    second.handle(hello(attempt={"item": wrong["item"], "attempt_id": wrong["attempt_id"]}))
    again = {**wrong, "response": right_token}
    for session in (first, second):
        (reply,) = session.handle(again)
        assert reply == told
        feedback: Any = session.view()["item"]["feedback"]  # type: ignore[index]
        assert (feedback["score"], feedback["response"]) == (0, wrong["response"])
    (statement,) = course.log.fetch_statements(apart=True)
    assert statement.score == 0


def test_an_attempt_id_of_another_item_is_refused() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    first = right_answer(session)
    session.handle(first)
    session.handle({"kind": "next"})
    (reply,) = session.handle({**right_answer(session), "attempt_id": first["attempt_id"]})
    assert reply["kind"] == "refused"
    assert session.view()["item"]["feedback"] is None  # type: ignore[index]
    assert len(list(course.log.fetch_statements(apart=True))) == 1


def test_two_tabs_of_one_learner_give_one_first_answer() -> None:
    course = make_course()
    tabs = [LearnerSession(course, "bai") for _ in range(2)]
    for tab in tabs:
        tab.handle(hello())
    for tab in tabs:
        tab.handle(right_answer(tab))
    assert [statement.attempt_number for statement in course.log.fetch_statements(apart=True)] == [1, 2]


def test_who_refused_is_told_that_the_row_carries_no_code_and_it_has_no_time_of_day() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=False))
    (reply,) = session.handle(right_answer(session))
    assert reply["linked"] is False  # type: ignore[typeddict-item]
    (statement,) = course.log.fetch_statements(apart=True)
    assert (statement.actor, statement.duration_ms) == (None, None)
    assert {(m.minute, m.second, m.microsecond) for m in (statement.timestamp, statement.stored) if m} == {(0, 0, 0)}


@pytest.mark.parametrize("sensitive", [False, True])
@pytest.mark.parametrize("said", ["submit", "hello", "consent"])
def test_who_deleted_everything_on_another_page_is_forgotten_here_and_leaves_nothing(
    said: str, sensitive: bool
) -> None:
    course = make_course(sensitive=sensitive)
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=None if said == "consent" else True))
    answer = right_answer(session)
    if said != "consent" and not sensitive:
        session.handle(answer)
        session.handle({"kind": "next"})
    my_data(course).erase(TOKEN)
    message = {"submit": right_answer(session), "hello": hello(), "consent": {"kind": "consent", "value": True}}[said]
    assert session.handle(message) == [{"kind": "erased"}]
    view: Any = session.view()
    assert (view["ask_consent"], view["unit"], view["parts"][0]["answered"]) == (True, None, 0)
    assert list(course.log.fetch_statements(apart=True)) == []
    session.handle({**hello(), "token": "f" * 32})
    (reply,) = session.handle(right_answer(session))
    assert reply["kind"] == "stored"


def test_another_person_on_the_same_page_sees_nothing_of_the_one_before() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    before = right_answer(session)
    session.handle(before)
    session.handle({**hello(), "token": "f" * 32})
    view: Any = session.view()
    assert (view["item"]["feedback"], view["parts"][0]["answered"]) == (None, 0)
    assert view["item"]["attempt_id"] != before["attempt_id"]


# --- the messages are what their one definition says


def test_whatever_a_session_says_and_shows_has_the_shape_that_is_written_down() -> None:
    heard: list[Any] = []
    for sensitive in (False, True):
        log = BrokenLog(clock=FixedClock(NOON))
        session = LearnerSession(make_course(log=log, sensitive=sensitive), "bai")
        contents = TypeAdapter(messages.LessonContent)
        contents.validate_python(session.content(), strict=True, extra="forbid")
        for message in [hello(), *[None] * 16, {"kind": "summary"}, {"kind": "nonsense"}]:
            if message is None:
                answered = session.view()["item"] is None or session.view()["item"]["feedback"]  # type: ignore[index]
                message = {"kind": "next"} if answered else right_answer(session)
            heard += session.handle(message)
            TypeAdapter(messages.LessonView).validate_python(session.view(), strict=True, extra="forbid")
    for reply in heard:
        TypeAdapter(messages.Reply).validate_python(reply, strict=True, extra="forbid")
    assert {reply["kind"] for reply in heard} == {"welcome", "stored", "not_stored", "refused"}


def test_the_messages_can_be_had_as_json_schemas() -> None:
    schemas = messages.build_schema()
    assert set(schemas) == {"said", "reply", "view", "content"}
    assert set(schemas["said"]["discriminator"]["mapping"]) >= {"hello", "submit", "next", "consent"}
    assert set(schemas["view"]["properties"]) == set(make_session_view())


def make_session_view() -> Any:
    return LearnerSession(make_course(), "bai").view()


def test_an_answer_to_an_item_that_is_no_longer_on_screen_explains_nothing_there() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    late = right_answer(session)
    session.handle({"kind": "open_part", "part": "phan-2"})
    (reply,) = session.handle(late)
    assert reply["kind"] == "stored"
    view: Any = session.view()
    assert (view["item"]["id"], view["item"]["feedback"]) == ("hai-1", None)
    assert view["parts"][0]["answered"] == 1


def test_the_log_knows_a_learner_only_under_the_servers_own_key() -> None:
    actors = []
    for secret in (SECRET, b"t" * 32):
        course = replace(make_course(), secret=secret)
        session = LearnerSession(course, "bai")
        session.handle(hello())
        session.handle({**right_answer(session), "response": "0"})
        actors += [statement.actor for statement in course.log.fetch_statements(apart=True)]
    assert len(set(actors)) == 2
    # Rows of years stand under it: another hash, and every learner has lost their progress.
    assert actors[0] == hmac.new(SECRET, b"actor\0" + TOKEN.encode(), "sha256").hexdigest()
    plain = {hashlib.new(name, TOKEN.encode()).hexdigest() for name in ("sha256", "sha1", "md5", "sha3_256")}
    assert not plain & set(actors)


def test_ones_own_data_tells_everything_but_the_hash() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(unit="Chi bộ Một"))
    session.handle(right_answer(session))
    (answer,) = my_data(course).fetch(TOKEN)
    row = answer["row"]
    assert "actor" not in row
    assert hash_token(TOKEN, secret=SECRET) not in json.dumps(row)
    assert (row["item_id"], row["unit"], row["score"]) == ("mot-single", "Chi bộ Một", 1.0)
    assert (row["timestamp"], row["stored"]) == (NOON.isoformat(), NOON.isoformat())
    assert sorted(row["presented_order"]) == list("abcde")  # type: ignore[call-overload]
    assert set(row) == {field.name for field in fields(Statement)} - {"actor"}


OTHER_TOKEN = "f" * 32


def test_ones_own_data_holds_no_row_of_anybody_else() -> None:
    course = make_course()
    for token in (TOKEN, OTHER_TOKEN, None):
        session = LearnerSession(course, "bai")
        session.handle(hello(token=token or "e" * 32, consent=token is not None))
        session.handle(right_answer(session))
    data = my_data(course)
    assert [len(data.fetch(token)) for token in (TOKEN, OTHER_TOKEN, "e" * 32)] == [1, 1, 0]


def test_a_reload_shows_ones_own_answer_and_not_that_of_whoever_answered_last() -> None:
    course = make_course()
    mine = LearnerSession(course, "bai")
    mine.handle(hello())
    message = right_answer(mine)
    mine.handle(message)
    told: Any = mine.view()["item"]
    other = LearnerSession(course, "bai")
    other.handle(hello(token=OTHER_TOKEN))
    other.handle(wrong_answer(other))
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(attempt={"item": message["item"], "attempt_id": message["attempt_id"]}))
    assert fresh.view()["item"] == told


def test_a_page_that_comes_back_to_an_item_that_is_gone_goes_on_with_the_next_one() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    session.handle({"kind": "summary"})
    session.handle(hello(attempt={"item": "khong-con", "attempt_id": str(uuid.uuid4())}))
    assert session.view()["item"]["id"] == "mot-single"  # type: ignore[index]


# --- the unit


def test_the_unit_chosen_on_the_page_stands_in_the_rows_from_then_on() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    assert session.content() == {"units": ["Chi bộ Một", "Chi bộ Hai"]}
    for unit in ("Chi bộ Hai", None):
        assert session.handle({"kind": "set_unit", "unit": unit}) == []
        assert session.view()["unit"] == unit
        session.handle(right_answer(session))
        session.handle({"kind": "next"})
    rows = [(statement.unit, statement.actor) for statement in course.log.fetch_statements()]
    actor = hash_token(TOKEN, secret=SECRET)
    assert rows == [("Chi bộ Hai", actor), (None, actor)]


def test_a_unit_that_is_not_in_the_list_is_not_taken_from_a_greeting_either() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello(unit="Chi bộ Lạ"))
    assert session.view()["unit"] is None


# --- what is refused


@pytest.mark.parametrize(
    ("sent", "told"),
    [("x" * 64, "x" * 64), ("x" * 65, None), (7, None), (["a"], None), (None, None)],
    ids=["long", "too-long", "number", "list", "none"],
)
def test_a_refusal_names_the_attempt_it_refuses_if_that_can_be_one(sent: object, told: str | None) -> None:
    session = LearnerSession(make_course(), "bai")
    (reply,) = session.handle({"kind": "submit", "attempt_id": sent})
    assert (reply["kind"], reply["attempt_id"]) == ("refused", told)  # type: ignore[typeddict-item]


# --- the summary


def test_the_summary_of_a_part_says_how_far_one_is_and_what_to_do_again() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    session.handle(wrong_answer(session))
    session.handle({"kind": "next"})
    session.handle(right_answer(session))
    session.handle({"kind": "summary"})
    halfway: Any = session.view()["summary"]
    assert halfway["headline"] == say("study.summary_not_done")
    assert halfway["lead"] == ("Chưa đủ câu để nói chỗ nào đã vững, mới trả lời 2 trên 8 câu, đúng trọn 1.")
    assert halfway["again"] == [{"item": "mot-single", "prompt": "Câu hỏi của mot-single?"}]
    assert halfway["notes"] == []
    for _ in range(6):
        session.handle({"kind": "next"})
        session.handle(right_answer(session))
    session.handle({"kind": "next"})
    done: Any = session.view()["summary"]
    assert done["headline"] == say("study.summary_headline")
    assert done["lead"] == "Đã vững “Không né việc”."


def test_the_summary_of_a_sensitive_lesson_says_that_nothing_is_linked() -> None:
    session = LearnerSession(make_course(sensitive=True), "bai")
    session.handle(hello())
    session.handle({"kind": "summary"})
    summary: Any = session.view()["summary"]
    assert summary["notes"] == [say("study.sensitive_note")]


def test_the_next_part_is_the_first_unfinished_one_behind_this_and_none_when_all_is_done() -> None:
    pack = make_pack()
    names = ("hai", "ba", "bon")
    scenarios = {
        name: replace(pack.scenarios["hai"], identifier=name, items=(make_item(SingleChoice("a"), name=f"{name}-1"),))
        for name in names
    }
    parts = tuple(LessonPart(f"phan-{name}", name, (name,)) for name in names)
    lessons = {"bai": replace(pack.lessons["bai"], parts=parts)}
    course = replace(make_course(), pack=replace(pack, scenarios=scenarios, lessons=lessons))
    session = LearnerSession(course, "bai")

    def next_part() -> object:
        session.handle({"kind": "summary"})
        return session.view()["summary"]["next_part"]  # type: ignore[index]

    session.handle(hello())
    assert next_part() == "phan-hai"  # what is studied comes first until it is done
    for name, following in (("ba", "phan-bon"), ("bon", "phan-hai"), ("hai", None)):
        session.handle({"kind": "open_part", "part": f"phan-{name}"})
        item: Any = session.view()["item"]
        right = present_item(scenarios[name].items[0], seed=item["attempt_id"], secret=SECRET).token_of("a")
        session.handle({
            "kind": "submit", "item": item["id"], "version": 1, "attempt_id": item["attempt_id"], "response": right,
        })  # fmt: skip
        assert next_part() == following


def taught_pack() -> Any:
    """The pack with a first part that teaches, and a pair of items in it."""
    pack = make_pack()
    example = Example("Một việc.", "Làm thế này (A2).", "Nếu đã muộn,", "thì làm thế khác (A2).")
    first, second = pack.lessons["bai"].parts
    parts = (replace(first, points=("Một.", "Hai.", "Ba."), example=example), second)
    once, again, *others = pack.scenarios["mot"].items
    again = replace(again, contrast=Contrast(once.identifier, "Nếu đã muộn,"))
    scenario = replace(pack.scenarios["mot"], items=(once, again, *others))
    lesson = replace(pack.lessons["bai"], parts=parts)
    return replace(pack, lessons={"bai": lesson}, scenarios={**pack.scenarios, "mot": scenario})


def test_the_question_that_an_introduction_leads_to_comes_with_it_and_may_be_answered_without_a_line() -> None:
    course = replace(make_course(), pack=taught_pack())
    session = LearnerSession(course, "bai")
    session.handle(hello())
    view: Any = session.view()
    assert (view["screen"], view["item"], view["scenario"]) == ("intro", None, None)
    ahead = view["intro"]["ahead"]
    assert (ahead["item"]["id"], ahead["item"]["feedback"], ahead["scenario"]["id"]) == ("mot-single", None, "mot")
    session.handle({"kind": "next"})
    assert session.view()["item"] == ahead["item"]
    page = LearnerSession(course, "bai")  # without a line it was opened on the page; now it is back
    page.handle(hello())
    ahead = page.view()["intro"]["ahead"]  # type: ignore[index]
    place = {"item": "mot-single", "attempt_id": ahead["item"]["attempt_id"]}
    message = {"kind": "submit", "version": 1, "response": "0", **place}
    for one in (page, LearnerSession(course, "bai")):
        one.handle(hello(part="phan-1", screen="item", attempt=place))
        assert one.view()["item"]["attempt_id"] == place["attempt_id"]  # type: ignore[index]
        (reply,) = one.handle(message)
        assert reply["kind"] == "stored"
        assert one.view()["item"]["feedback"] is not None  # type: ignore[index]


def test_where_earlier_answers_are_looked_for_it_is_said_which_cannot_be_read_again() -> None:
    pack = taught_pack()
    topics = {"chu-de": Topic("chu-de", "Chủ đề", True)}
    course = replace(make_course(), pack=replace(pack, topics=topics))
    session = LearnerSession(course, "bai")
    session.handle(hello())
    assert session.view()["intro"]["note"] is None  # type: ignore[index]
    session.handle({"kind": "next"})
    (reply,) = session.handle(right_answer(session))
    session.handle({"kind": "summary"})
    assert session.view()["summary"]["notes"] == [say("study.sensitive_note")]  # type: ignore[index]
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(local=[reply["local"]]))  # type: ignore[typeddict-item]
    lost = say("study.lost_sensitive", n=1)
    fresh.handle({"kind": "back"})
    assert (fresh.view()["screen"], fresh.view()["intro"]["note"]) == ("intro", lost)  # type: ignore[index]
    fresh.handle({"kind": "summary"})
    assert fresh.view()["summary"]["notes"] == [say("study.sensitive_note"), lost]  # type: ignore[index]


def test_what_is_told_of_results_is_on_one_scale_whatever_the_kind() -> None:
    session = LearnerSession(make_course(), "bai")
    session.handle(hello())
    for _ in range(2):
        session.handle(right_answer(session))
        session.handle({"kind": "next"})
    message = right_answer(session)
    a, b, c, d, e = message["response"]
    session.handle({**message, "response": [b, a, c, d, e]})  # 18 of 20 points, guessing earns 12: (18 − 12) / 8 = ¾
    feedback: Any = session.view()["item"]["feedback"]  # type: ignore[index]
    assert (feedback["percent"], feedback["score"]) == (75, 18)


def test_ones_own_data_tells_in_words_what_only_the_browser_can_prove() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=False))
    (reply,) = session.handle(right_answer(session))
    row: Any = reply["local"]  # type: ignore[typeddict-item]
    data = my_data(course)
    assert data.tell_chosen([row]) == {row["attempt_id"]: ["Cách làm b"]}
    assert data.tell_chosen([{**row, "proof": "0" * 32}, {**row, "item": "khong-co"}, 7, {}]) == {}
    kept_apart = my_data(make_course(sensitive=True))
    assert kept_apart.tell_chosen([row]) == {}


def test_a_part_shows_what_it_teaches_and_only_the_part_being_studied() -> None:
    session = LearnerSession(replace(make_course(), pack=taught_pack()), "bai")
    session.handle(hello())
    taught = session.view()["teaching"]
    assert taught is not None
    assert taught["points"] == ["Một.", "Hai.", "Ba."]
    assert taught["example"] == {
        "case": "Một việc.",
        "answer": "Làm thế này (A2).",
        "change": "Nếu đã muộn,",
        "changed_answer": "thì làm thế khác (A2).",
    }
    session.handle({"kind": "open_part", "part": "phan-2"})
    assert session.view()["teaching"] is None


def test_an_item_of_a_pair_shows_the_fact_that_changed_before_and_after_the_answer_and_in_the_summary() -> None:
    session = LearnerSession(replace(make_course(), pack=taught_pack()), "bai")
    session.handle(hello())
    assert "change" not in (session.view()["item"] or {})
    session.handle({"kind": "again", "item": "mot-multiple"})
    item = session.view()["item"]
    assert item is not None
    assert (item["id"], item["change"], item["prompt"]) == ("mot-multiple", "Nếu đã muộn,", "Câu hỏi của mot-multiple?")
    wrong = {"kind": "submit", "item": item["id"], "version": 1, "attempt_id": item["attempt_id"], "response": ["1"]}
    shown = [choice["text"] for choice in item["choices"]]
    wrong["response"] = [str(shown.index("Cách làm b"))]
    session.handle(wrong)
    item = session.view()["item"]
    assert item is not None
    assert item["feedback"] is not None
    assert item["change"] == "Nếu đã muộn,"
    session.handle({"kind": "summary"})
    summary = session.view()["summary"]
    assert summary is not None
    assert [row["prompt"] for row in summary["again"]] == ["Nếu đã muộn, Câu hỏi của mot-multiple?"]
