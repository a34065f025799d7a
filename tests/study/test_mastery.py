"""What is said to sit follows from the log and from what the browser remembers: through the session."""

from datetime import timedelta
from typing import Any

import pytest
from neuguong.study import Course, LearnerSession

from tests.samples import advance, make_course
from tests.study.test_session import answered_on, hello, right_answer, wrong_answer


def study(course: Course, answers: str, **more: object) -> list[Any]:
    """Answer the first items, right (v) or wrong (x, the first only); what the browser is told to keep of each."""
    session = LearnerSession(course, "bai")
    session.handle(hello(**more))
    kept = []
    for answer in answers:
        advance(course, timedelta(seconds=20))
        (reply,) = session.handle(right_answer(session) if answer == "v" else wrong_answer(session))
        kept.append(reply["local"])
        session.handle({"kind": "next"})
    return kept


def results(course: Course, slug: str = "bai", **more: object) -> list[tuple[int, int | None, str]]:
    """Of a page that is opened anew: how many answers each requirement rests on, the per cent and what is said."""
    session = LearnerSession(course, slug)
    session.handle(hello(**more))
    session.handle({"kind": "summary"})
    view: Any = session.view()
    return [(row["answers"], row["percent"], row["band"]) for row in view["summary"]["rows"]]


def test_the_log_and_the_browser_tell_the_same() -> None:
    told = [(4, 78, "solid")]  # −0.25 · 0.512 + 0.64 + 0.8 + 1, by 2.952
    linked = make_course()
    study(linked, "xvvv")
    assert results(linked) == told
    unlinked = make_course()
    kept = study(unlinked, "xvvv", consent=False)
    assert results(unlinked, consent=False, local=kept) == told
    assert results(unlinked, consent=False) == [(0, None, "unknown")]


def test_of_one_item_only_the_first_answer_of_a_day_counts() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    message = wrong_answer(session)
    session.handle(message)
    for _ in range(3):
        session.handle({"kind": "again", "item": message["item"]})
        session.handle(right_answer(session))
    assert results(course) == [(1, None, "unknown")]
    advance(course, timedelta(days=1))
    session.handle({"kind": "again", "item": message["item"]})
    session.handle(right_answer(session))
    assert results(course) == [(2, None, "unknown")]


def test_a_part_is_marked_to_be_repeated_once_it_is_begun_and_something_in_it_does_not_sit() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())

    def marked() -> list[bool]:
        return [part["review"] for part in session.view()["parts"]]

    for _ in range(3):
        assert marked() == [False, False]  # too few answers to say
        message = right_answer(session)
        if message["item"] == "mot-multiple":
            message["response"] = [one for one in "01234" if one not in message["response"]]
        if message["item"] == "mot-ranking":
            message["response"] = message["response"][::-1]
        if message["item"] == "mot-single":
            message = wrong_answer(session)
        session.handle(message)
        session.handle({"kind": "next"})
    assert marked() == [True, False]  # the second part asks for the same, and nobody has been there


def test_the_lessons_own_page_tells_the_results_over_all_parts() -> None:
    course = make_course()
    study(course, "vvv")
    session = LearnerSession(course, "bai")
    session.handle(hello(screen="contents"))
    view: Any = session.view()
    assert (view["screen"], view["contents"]["next_part"]) == ("contents", "phan-1")
    assert [(row["answers"], row["percent"], row["band"]) for row in view["contents"]["rows"]] == [(3, 100, "solid")]


@pytest.mark.parametrize("row", [{"score": 50.0}, {"score": -1.0}, {"max_score": 0.0}, {"item": "khong-co"}], ids=str)
def test_a_row_that_cannot_be_counts_for_nothing(row: dict[str, object]) -> None:
    course = make_course()
    kept = [{**one, **row} for one in study(course, "vvv", consent=False)]
    assert results(course, consent=False, local=kept) == [(0, None, "unknown")]


@pytest.mark.parametrize("consent", [True, False])
def test_what_was_answered_for_nobody_still_counts_after_the_question_of_consent(consent: bool) -> None:
    session = LearnerSession(make_course(sensitive=True), "bai")
    session.handle(hello(consent=None))
    session.handle(right_answer(session))
    session.handle({"kind": "consent", "value": consent})
    session.handle({"kind": "summary"})
    view: Any = session.view()
    assert sum(row["answers"] for row in view["summary"]["rows"]) == 1


def test_an_explanation_that_is_read_on_in_a_new_kernel_counts_once() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=False))
    message = right_answer(session)
    (reply,) = session.handle(message)
    kept: Any = reply
    told: Any = session.view()["item"]
    advance(course, timedelta(days=1))
    fresh = LearnerSession(course, "bai")
    fresh.handle(hello(consent=False, local=[kept["local"]], answered=answered_on(told)))
    fresh.handle({"kind": "summary"})
    view: Any = fresh.view()
    assert sum(row["answers"] for row in view["summary"]["rows"]) == 1


@pytest.mark.parametrize("consent", [True, False])
def test_an_answer_that_was_given_offline_counts_for_the_day_it_was_given(consent: bool) -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello(consent=consent))
    (reply,) = session.handle({**right_answer(session), "age_ms": 3 * 86_400_000})
    kept: Any = reply
    told: Any = session.view()
    given = (course.clock.now() - timedelta(days=3)).date().isoformat()
    assert kept["local"]["day"] == given
    again = LearnerSession(course, "bai")
    again.handle(hello(consent=consent, local=[kept["local"]]))
    later: Any = again.view()
    assert told["due"] == later["due"]
