"""A learner's own answers in words: what was asked, what was chosen, how it went, when by the clock in Vietnam."""

from dataclasses import replace
from typing import Any

import pytest
from neuguong.items import present_item
from neuguong.scoring import build_examples, parse_response, score_response
from neuguong.store import Statement
from neuguong.study import LearnerSession
from neuguong.study.answering import make_statement
from neuguong.study.telling import spell_response, tell_answer, tell_item

from tests.samples import NOON, SECRET, make_course, make_pack, my_data
from tests.study.test_session import TOKEN, hello, right_answer, wrong_answer


def statement_of(kind: str, raw: object, **more: Any) -> Statement:
    pack = make_pack()
    scenario, item = pack.get_item(f"mot-{kind}")
    response = parse_response(item, raw)
    occasion: dict[str, Any] = {"context": "study", "attempt_number": 1, "app_version": "thu", "actor": "a" * 64}
    return make_statement(
        pack, scenario, present_item(item, seed="x", secret=SECRET), response, score_response(item, response),
        attempt_id="8c5f1d6e-0f1b-4e57-9d0a-2f6a3c1b7e42", timestamp=NOON, **(occasion | more),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "raw", "told"),
    [
        ("single", "c", ["Cách làm c"]),
        ("multiple", ["a", "c"], ["Cách làm a", "Cách làm c"]),
        ("ranking", list("ebcad"), [f"Cách làm {one}: Vị trí {n}" for n, one in enumerate("ebcad", 1)]),
        ("bestworst", {"best": "a", "worst": "e"}, ["Cách làm a: Phù hợp nhất", "Cách làm e: Kém phù hợp nhất"]),
        ("hottext", ["d"], ["Cách làm d"]),
    ],
)
def test_what_was_chosen_is_told_in_the_words_of_the_choices(kind: str, raw: object, told: list[str]) -> None:
    found = tell_answer(make_pack(), statement_of(kind, raw))["chosen"]
    assert [line.removesuffix(": Đã chọn") for line in found] == told


def test_every_kind_of_response_is_told_choice_by_choice() -> None:
    for _, item in make_pack().live_items():
        lines = spell_response(item, parse_response(item, build_examples(item).right))
        assert lines
        assert all(line.startswith("Cách làm ") for line in lines)


def test_day_and_time_are_those_of_vietnam() -> None:
    late = statement_of("single", "b", confidence=3)
    told = tell_answer(make_pack(), replace(late, timestamp=NOON.replace(hour=18, minute=30)))  # 01:30 in Vietnam
    assert (told["day"], told["time"]) == ("2026-11-24", "01:30")
    assert (told["result"], told["certainty"], told["occasion"]) == ("Hợp với yêu cầu", "Chắc chắn", "học một mình")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bai.before.a", "kiểm tra trước khi học"), ("bai.after.b", "kiểm tra sau khi học"),
        ("mot-ten-khac", "bài kiểm tra"), (None, "bài kiểm tra"),
    ],
)  # fmt: skip
def test_of_a_test_it_is_told_when_it_was_taken(name: str | None, told: str) -> None:
    statement = statement_of("single", "b", context="test", context_id=name)
    assert tell_answer(make_pack(), statement)["occasion"] == told


def test_of_a_question_that_has_changed_since_no_choice_is_made_up() -> None:
    told = tell_answer(make_pack(), replace(statement_of("single", "b"), item_version=7))
    assert (told["chosen"], told["changed"], told["question"]) == ([], True, "Câu hỏi của mot-single?")


def test_of_a_question_that_is_gone_the_rest_is_told() -> None:
    told = tell_answer(make_pack(), replace(statement_of("single", "c"), item_id="khong-con"))
    assert (told["chosen"], told["result"]) == ([], "Chưa hợp với yêu cầu")
    assert told["question"] == "Câu hỏi này không còn trong bộ học."
    assert tell_item(make_pack(), "khong-con") is None


def test_what_a_learner_sees_of_their_answers_is_in_words_and_holds_no_key_of_another_question() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    session.handle(wrong_answer(session))
    session.handle({"kind": "next"})
    session.handle(right_answer(session))
    first, second = my_data(course).fetch(TOKEN)
    assert [one["told"]["situation"] for one in (first, second)] == ["Tình huống một"] * 2
    assert (first["told"]["lesson"], first["told"]["result"]) == ("Bài thử", "Chưa hợp với yêu cầu")
    assert "bí mật" not in str([first, second])


def test_what_items_ask_is_told_to_whoever_asks_and_no_more_than_that() -> None:
    named = my_data(make_course()).name_items(["mot-single", "khong-con"])
    assert named == {
        "mot-single": {"lesson": "Bài thử", "situation": "Tình huống một", "question": "Câu hỏi của mot-single?"}
    }
