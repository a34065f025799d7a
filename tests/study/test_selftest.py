"""A lesson's test before and after, driven by the messages a browser would send: nothing is told before the end."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.clock import FixedClock
from neuguong.items import Item, Pack, present_item
from neuguong.scoring import build_examples, parse_response, response_as_tokens
from neuguong.store import STUDY, MemoryLog
from neuguong.store.apart import RECENT_DAYS
from neuguong.study import Course, LearnerSession
from neuguong.study.forms import MOST, Phase, choose_first_form
from neuguong.study.gain import ScoredRow, measure_percent, tell_result
from neuguong.study.selftest import SelfTest, count_answers

from tests.content import load_bank
from tests.samples import NOON, SECRET, advance, my_data
from tests.study.test_session import BrokenLog, hello

TOKEN = "0123456789abcdef" * 2
LESSON, SENSITIVE = "trach-nhiem", "tu-dien-bien"
UNIT = "Chi bộ Một"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_bank()


@pytest.fixture
def course(pack: Pack) -> Course:
    clock = FixedClock(NOON)
    return Course(pack, MemoryLog(clock=clock), clock, SECRET, "thu", (UNIT,))


def seeds() -> list[str]:
    return [str(uuid.uuid4()) for _ in range(MOST)]


def open_test(test: SelfTest, phase: Phase = Phase.BEFORE, token: str = TOKEN) -> list[dict[str, Any]]:
    reply: Any = test.handle(phase, {"kind": "open", "token": token, "attempts": seeds()})
    assert reply["kind"] == "opened"
    return reply["questions"]  # type: ignore[no-any-return]


def answer(pack: Pack, question: dict[str, Any], *, right: bool = True) -> dict[str, Any]:
    """The answer of somebody who knows the key, or misses it."""
    shown = question["item"]
    _, item = pack.get_item(shown["id"])
    examples = build_examples(item)
    raw = examples.right if right else examples.wrong[0]
    presented = present_item(item, seed=shown["attempt_id"], secret=SECRET)
    response = response_as_tokens(presented, parse_response(item, raw))
    return {
        "kind": "submit", "item": item.identifier, "version": item.version, "attempt_id": shown["attempt_id"],
        "response": json.loads(json.dumps(response)), "duration_ms": 900,
    }  # fmt: skip


def known(**more: object) -> dict[str, object]:
    return {"token": TOKEN, "consent": True, "unit": None, **more}


def take_test(course: Course, slug: str, phase: Phase, *, right: int, **more: object) -> dict[str, Any]:
    """A whole test with so many right answers; what is told at its end."""
    test = SelfTest(course, slug)
    questions = open_test(test, phase)
    answers = [answer(course.pack, one, right=n < right) for n, one in enumerate(questions)]
    for one in answers:
        given: Any = test.handle(phase, known(kind="give", answer=one, **more))
        assert given["kind"] == "given"
    told: Any = test.handle(phase, known(kind="finish", answers=answers, **more))
    assert told["kind"] == "told"
    return told  # type: ignore[no-any-return]


def test_no_key_and_no_explanation_is_told_before_the_end(course: Course) -> None:
    test = SelfTest(course, LESSON)
    questions = open_test(test)
    told = json.dumps(questions, ensure_ascii=False)
    for question in questions:
        _, item = course.pack.get_item(question["item"]["id"])
        assert question["item"]["feedback"] is None
        assert not any(choice.feedback in told or f'"{choice.identifier}"' in told for choice in item.choices)
        given: Any = test.handle(Phase.BEFORE, known(kind="give", answer=answer(course.pack, question, right=False)))
        assert set(given) == {"kind", "attempt_id", "linked", "proof"}
        assert (given["attempt_id"], given["linked"]) == (question["item"]["attempt_id"], True)


def test_at_the_end_every_question_is_explained_and_each_requirement_has_its_result(course: Course) -> None:
    told = take_test(course, LESSON, Phase.BEFORE, right=4)
    assert [one["item"]["feedback"]["level"] for one in told["questions"]].count("full") == 4
    assert all(one["item"]["feedback"]["rationale"] for one in told["questions"])
    assert told["result"]["lead"].startswith("Đúng trọn 4 trên 10 câu.")
    assert told["result"]["gain"] is None
    assert sum(int(row["now"].split("/")[0]) for row in told["result"]["rows"]) == 4


def test_the_log_tells_test_phase_and_form_and_what_is_studied_is_not_touched(course: Course) -> None:
    take_test(course, LESSON, Phase.BEFORE, right=4)
    take_test(course, LESSON, Phase.AFTER, right=9)
    first = choose_first_form(TOKEN, LESSON)
    second = "b" if first == "a" else "a"
    rows = list(course.log.fetch_statements())
    assert {row.context for row in rows} == {"test"}
    names = [row.context_id for row in rows]
    assert names == [f"trach-nhiem.before.{first}"] * 10 + [f"trach-nhiem.after.{second}"] * 10
    assert len({row.item_id for row in rows}) == 20
    assert {row.attempt_number for row in rows} == {1}
    assert len({row.actor for row in rows}) == 1  # paired by it later
    session = LearnerSession(course, LESSON)
    session.handle(hello())
    view: Any = session.view()
    assert sum(part["answered"] for part in view["parts"]) == 0
    assert view["due"]["days"] == []
    actor = rows[0].actor
    assert actor is not None
    assert course.log.fetch_latest_by_item(actor, STUDY) == {}


def test_the_gain_is_told_in_words_from_what_the_browser_kept(course: Course) -> None:
    before = take_test(course, LESSON, Phase.BEFORE, right=4)
    after = take_test(course, LESSON, Phase.AFTER, right=9, before=before["rows"])
    gain = after["result"]["gain"]
    percents = [one["result"]["percent"] for one in (before, after)]
    assert gain["headline"] == f"Từ {percents[0]}% lên {percents[1]}%."
    assert any(line.startswith("Khá hơn: ") for line in gain["moved"])
    assert "may rủi" in gain["note"]
    again: Any = SelfTest(course, LESSON).handle(
        Phase.AFTER, {"kind": "tell", "rows": after["rows"], "before": before["rows"]}
    )
    assert again["result"] == after["result"]


def test_a_test_of_a_sensitive_lesson_leaves_nothing_that_names_learner_form_or_phase(course: Course) -> None:
    told = take_test(course, SENSITIVE, Phase.BEFORE, right=8, unit=UNIT)  # and that it was a test
    assert told["result"]["percent"] == 100
    assert list(course.log.fetch_statements()) == []
    apart = list(course.log.fetch_statements(apart=True))
    assert len(apart) == 8
    for row in apart:
        assert (row.context, row.context_id, row.actor, row.unit, row.duration_ms) == ("study", None, None, None, None)
    assert my_data(course).fetch(TOKEN) == []


def test_who_refused_is_counted_without_a_code(course: Course) -> None:
    take_test(course, LESSON, Phase.BEFORE, right=3, consent=False)
    assert list(course.log.fetch_statements()) == []
    apart = list(course.log.fetch_statements(apart=True))
    assert {(row.actor, row.attempt_number) for row in apart} == {(None, 1)}
    assert len(apart) == 10


def test_what_is_sent_again_is_stored_once(course: Course) -> None:
    for consent in (True, False):
        take_test(course, LESSON, Phase.BEFORE, right=10, consent=consent)  # each answer once alone, once at the end
    assert len(list(course.log.fetch_statements(apart=True))) == 20


def test_nothing_is_explained_that_could_not_be_stored(course: Course) -> None:
    broken = BrokenLog(clock=course.clock)
    test = SelfTest(replace(course, log=broken), LESSON)
    questions = open_test(test)
    answers = [answer(course.pack, one) for one in questions]
    reply: Any = test.handle(Phase.BEFORE, known(kind="finish", answers=answers))
    assert (reply["kind"], reply["attempt_id"]) == ("not_stored", answers[0]["attempt_id"])
    assert "feedback" not in json.dumps(reply)
    again: Any = test.handle(Phase.BEFORE, known(kind="finish", answers=answers))
    assert again["kind"] == "told"


def test_an_item_of_the_other_form_or_of_an_older_version_is_refused(course: Course) -> None:
    test = SelfTest(course, LESSON)
    (other, *_) = open_test(test, Phase.AFTER)
    (mine, *_) = open_test(test, Phase.BEFORE)
    for wrong in (answer(course.pack, other), {**answer(course.pack, mine), "version": 99}):
        reply: Any = test.handle(Phase.BEFORE, known(kind="give", answer=wrong))
        assert (reply["kind"], reply["attempt_id"]) == ("refused", wrong["attempt_id"])
    assert list(course.log.fetch_statements(apart=True)) == []


def test_who_had_everything_deleted_is_told_so(course: Course) -> None:
    test = SelfTest(course, LESSON)
    (question, *_) = open_test(test)
    my_data(course).erase(TOKEN)
    reply = test.handle(Phase.BEFORE, known(kind="give", answer=answer(course.pack, question)))
    assert reply == {"kind": "erased"}


@pytest.mark.parametrize(
    "raw",
    [
        None, [], "x", {}, {"kind": "open"}, {"kind": "open", "token": TOKEN, "attempts": []},
        {"kind": "give", "token": TOKEN, "answer": 1}, {"kind": "finish", "token": TOKEN, "answers": []},
        {"kind": "tell", "rows": [{"item": "x", "version": 1, "score": 2.0, "max_score": 1.0, "chance": 0.0}]},
        {"kind": "tell", "rows": [{"item": "x", "version": 1, "score": 0.0, "max_score": 0.0, "chance": 0.0}]},
        {"kind": "tell", "rows": [{"item": "x", "version": 1, "score": float("nan"), "max_score": 1.0, "chance": 0.0}]},
        {"kind": "finish", "token": TOKEN, "answers": [{}] * 50},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(course: Course, raw: object) -> None:
    reply: Any = SelfTest(course, LESSON).handle(Phase.BEFORE, raw)
    assert reply["kind"] == "refused"


@pytest.mark.parametrize("slug", [LESSON, SENSITIVE])
def test_a_test_that_is_finished_long_after_its_answers_were_given_counts_each_of_them_once(
    course: Course, slug: str
) -> None:
    test = SelfTest(course, slug)
    questions = open_test(test)
    nobody = known(consent=False)
    *answers, last = [answer(course.pack, one) for one in questions]
    for one in answers:
        given: Any = test.handle(Phase.BEFORE, {**nobody, "kind": "give", "answer": one})
        one["proof"] = given["proof"]
    advance(course, timedelta(days=RECENT_DAYS + 1))  # the log has forgotten which attempts it counted
    course.log.purge_statements(NOON - timedelta(days=365))
    told: Any = test.handle(Phase.BEFORE, {**nobody, "kind": "finish", "answers": [*answers, last]})
    assert told["kind"] == "told"
    assert told["result"]["percent"] == 100
    assert all(one["item"]["feedback"]["rationale"] for one in told["questions"])
    assert len(list(course.log.fetch_statements(apart=True))) == len(questions)


def test_a_proof_is_of_one_answer_and_whoever_was_erased_has_none(course: Course) -> None:
    test = SelfTest(course, LESSON)
    first, *_ = open_test(test)
    one = answer(course.pack, first, right=False)
    given: Any = test.handle(Phase.BEFORE, known(kind="give", answer=one))
    another = {**answer(course.pack, first), "proof": given["proof"]}
    told: Any = test.handle(Phase.BEFORE, known(kind="finish", answers=[another]))
    assert told["rows"][0]["score"] < told["rows"][0]["max_score"]  # stored once, as it was given
    my_data(course).erase(TOKEN)
    proven = {**one, "proof": given["proof"]}
    assert test.handle(Phase.BEFORE, known(kind="finish", answers=[proven]))["kind"] == "erased"


def test_rows_of_a_test_before_that_a_browser_has_spoilt_do_not_lock_its_learner_out(course: Course) -> None:
    after = take_test(course, LESSON, Phase.AFTER, right=9)
    spoilt = {"item": "x", "version": 1, "score": 2.0, "max_score": 1.0, "chance": 0.0}
    told: Any = SelfTest(course, LESSON).handle(
        Phase.AFTER, {"kind": "tell", "rows": after["rows"], "before": [spoilt]}
    )
    assert told["kind"] == "told"
    assert told["result"]["gain"] is None


def test_a_message_counts_as_many_answers_as_it_brings() -> None:
    counted = [count_answers(raw) for raw in ({"kind": "give"}, {"kind": "finish", "answers": [1] * 7}, {}, 5)]
    assert counted == [1, 7, 0, 0]


# --- the scale


def row(item: str, score: float, *, most: float = 1.0, chance: float = 0.25) -> ScoredRow:
    return ScoredRow(item=item, version=1, score=score, max_score=most, chance=chance)


def test_percent_worked_by_hand() -> None:
    # Shares 1, 0 and 6/12; chance ¼, ¼ and 3/12. (1.5 − 0.75) / (3 − 0.75) = ⅓.
    rows = [row("x", 1), row("y", 0), row("z", 6, most=12, chance=3)]
    assert measure_percent(rows) == 33
    assert measure_percent([row("x", 0)]) == 0  # below guessing is told as 0
    assert measure_percent([row("x", 1), row("y", 1)]) == 100


def test_what_moved_is_reckoned_without_what_guessing_earns(pack: Pack) -> None:
    one, other, *_ = [item for _, item in pack.live_items() if item.requirements[0] == "A1"]
    # 0.7 of a ranking's points is more than half of two, but less of what guessing leaves:
    # (14 − 12) / (20 − 12) = ¼ and (1 − ½) / (2 − ½) = ⅓.
    before = [row(one.identifier, 1, most=2, chance=0.5)]
    now = [row(other.identifier, 14, most=20, chance=12)]
    result = tell_result(pack, now, before)
    assert result["gain"] is not None
    assert result["gain"]["moved"] == [f"Kém hơn: {pack.requirements['A1'].title}."]


def test_what_moved_is_told_by_requirement(pack: Pack) -> None:
    def items(requirement: str) -> list[Item]:
        return [item for _, item in pack.live_items() if item.requirements[0] == requirement]

    (a1, a1_later, *_), (a2, a2_later, *_), (a3, a3_later, *_) = map(items, ("A1", "A2", "A3"))
    before = [row(a1.identifier, 0), row(a2.identifier, 1), row(a3.identifier, 1)]
    now = [row(a1_later.identifier, 1), row(a2_later.identifier, 0), row(a3_later.identifier, 1), row("da-bo", 1)]
    result = tell_result(pack, now, before)
    titles = {one: pack.requirements[one].title for one in ("A1", "A2", "A3")}
    assert result["gain"] is not None
    assert result["gain"]["moved"] == [
        f"Khá hơn: {titles['A1']}.", f"Kém hơn: {titles['A2']}.", f"Như trước: {titles['A3']}.",
    ]  # fmt: skip
    assert [(one["id"], one["before"], one["now"]) for one in result["rows"]] == [
        ("A1", "0/1", "1/1"), ("A2", "1/1", "0/1"), ("A3", "1/1", "1/1"),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.9), st.floats(1, 50)), min_size=1, max_size=10))
def test_a_percent_lies_between_nothing_and_all(drawn: list[tuple[float, float, float]]) -> None:
    rows = [row("x", share * most, most=most, chance=chance * most) for share, chance, most in drawn]
    assert 0 <= measure_percent(rows) <= 100
