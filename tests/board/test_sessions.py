"""The board's results by part of a lesson, and of a session of the hall in a period's place."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from neuguong.disclosure.sessions import Session
from neuguong.store import ItemCount
from neuguong.text import say
from openpyxl import load_workbook

from tests.board.test_trainer_board import ITEM, SENSITIVE, TOPIC, UNITS, Hall, make_two_topics


def session_of(name: str, **counts: int) -> Session:
    """Of so many answers by choice to the item."""
    totals = [ItemCount(ITEM, 1, choice, n) for choice, n in counts.items()]
    return Session(name, f"26/11/2026 · {name}", {(ITEM, 1): totals} if totals else {})


class Sessions:
    """What has ended so far."""

    def __init__(self, *held: Session) -> None:
        self.held: Sequence[Session] = held

    def __call__(self) -> Sequence[Session]:
        return self.held


def choose(hall: Hall, session: str | None, topic: str = TOPIC) -> dict[str, Any]:
    message = {"kind": "choose", "period": "all", "session": session, "unit": None, "topic": topic}
    assert hall.board.handle(message) == []
    return hall.view()


def test_the_results_by_part_are_those_of_its_questions_that_are_shown() -> None:
    """Nine of ten right, of five choices: (9 − 2) / (10 − 2) = 87.5 %; of the ranking of the other part all."""
    hall = Hall()
    for who in range(10):
        hall.answer(who, "a" if who < 9 else "b")
        hall.answer(who, ["b", "c", "a", "d", "e"], item="mot-ranking")
    parts = hall.refresh()["parts"]
    assert [(one["title"], one["n"], one["items"], one["of"], one["percent"]) for one in parts] == [
        ("Phần 1", 10, 1, 7, 100), ("Phần 2", 10, 1, 1, 88),
    ]  # fmt: skip
    assert {one["id"] for one in parts} == {""}
    heads, *rows = load_workbook(io.BytesIO(hall.file("xlsx")))["Theo phần"].iter_rows(values_only=True)
    assert heads[3:5] == ("Bài", "Phần")
    assert [row[3:8] for row in rows] == [("Bài thử", "Phần 1", 1, 10, 100), ("Bài thử", "Phần 2", 1, 10, 88)]


def test_a_part_of_which_nothing_may_be_shown_has_no_row() -> None:
    hall = Hall()
    for who in range(8):
        hall.answer(who)
    assert hall.refresh()["parts"] == []


def test_a_session_is_offered_once_it_has_ended_and_its_numbers_are_its_own() -> None:
    sessions = Sessions()
    hall = Hall(sessions=sessions)
    for who in range(20):
        hall.answer(who, "b")
    assert hall.board.content()["sessions"] == []
    sessions.held = (session_of("toi", a=6, b=4), session_of("sang", a=12))
    hall.refresh()
    assert [one["id"] for one in hall.board.content()["sessions"]] == ["toi", "sang"]
    view = choose(hall, "toi")
    assert (view["session"], view["people"], view["answers"], hall.item()["n"]) == ("toi", 10, 10, 10)
    assert [one["bars"][0]["count"] for one in hall.item()["choices"]] == [6, 4, 0, 0, 0]
    assert choose(hall, "sang")["answers"] == 12
    assert choose(hall, None)["answers"] == 20


def test_of_a_session_without_a_result_it_is_said_that_there_is_none() -> None:
    hall = Hall(sessions=Sessions(session_of("it-nguoi")))
    view = choose(hall, "it-nguoi")
    assert (view["state"], view["answers"]) == ("few", None)
    assert view["note"] == say("board.few_session_note")


def test_what_a_session_was_let_say_of_a_sensitive_topic_is_shown_and_counted_in_no_ordinary_one() -> None:
    hall = Hall(make_two_topics(), sessions=Sessions(session_of("toi", a=15, b=7)))
    view = choose(hall, "toi", SENSITIVE)
    assert (view["sensitive"], view["answers"], view["people"]) == (True, 22, None)
    assert "trong buổi" in view["note"]
    assert choose(hall, "toi", TOPIC)["answers"] is None


def test_the_file_of_a_session_names_it_and_no_unit() -> None:
    hall = Hall(sessions=Sessions(session_of("toi", a=10)))
    choose(hall, "toi")
    _, row = load_workbook(io.BytesIO(hall.file("xlsx")))["Theo yêu cầu"].iter_rows(values_only=True)
    assert row[:3] == ("Chủ đề", "26/11/2026 · toi", "Tất cả")


def test_a_session_that_nobody_held_is_refused_and_one_too_small_never_shown() -> None:
    hall = Hall(sessions=Sessions(session_of("toi", a=4)))
    message = {"kind": "choose", "period": "all", "session": "khong-co", "unit": None, "topic": TOPIC}
    (reply,) = hall.board.handle(message)
    assert reply["kind"] == "refused"
    assert choose(hall, "toi")["rows"] == []


@pytest.mark.parametrize("session", [1, "", "x" * 121])
def test_a_forged_session_is_refused(session: object) -> None:
    hall = Hall(sessions=Sessions(session_of("toi", a=10)))
    message = {"kind": "choose", "period": "all", "session": session, "unit": UNITS[0], "topic": TOPIC}
    assert hall.board.handle(message)[0]["kind"] == "refused"
