"""What is asked later in a part because something was got wrong there: through the session, and by the rule itself."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.clock import FixedClock
from neuguong.items import Contrast, Item, LessonPart, Pack, Topic
from neuguong.scoring import build_examples, parse_response, score_response
from neuguong.scoring.single_choice import SingleChoice
from neuguong.study import Course, LearnerSession
from neuguong.study.history import History
from neuguong.study.parallel import RECENTLY, choose_parallel, is_wrong

from tests.content import load_bank
from tests.samples import INTERACTIONS, NOON, make_course, make_item
from tests.study.test_session import TOKEN, hello, right_answer, wrong_answer

TODAY = NOON.date()
PACK = load_bank()


def open_lesson(course: Course, **more: object) -> LearnerSession:
    session = LearnerSession(course, "bai")
    session.handle(hello(**more))
    return session


def finish_part(session: LearnerSession, *, first_wrong: bool) -> list[str]:
    """Answer on until the summary, the first wrongly; which items were asked."""
    asked = []
    while (item := session.view()["item"]) is not None:
        asked.append(item["id"])
        session.handle(wrong_answer(session) if first_wrong and len(asked) == 1 else right_answer(session))
        session.handle({"kind": "next"})
    return asked


OWN = [f"mot-{name}" for name in INTERACTIONS]


def test_a_wrong_answer_is_followed_by_another_item_at_the_end_of_the_part() -> None:
    course = make_course()
    session = open_lesson(course)
    assert finish_part(session, first_wrong=True) == [*OWN, "hai-1"]
    rows = list(course.log.fetch_statements())
    assert [(row.item_id, row.context, row.attempt_number) for row in rows][-1] == ("hai-1", "study", 1)
    view: Any = session.view()
    assert (view["summary"]["next_part"], view["parts"][1]["answered"]) == (None, 1)


def test_who_is_right_is_asked_nothing_more() -> None:
    assert finish_part(open_lesson(make_course()), first_wrong=False) == OWN


def test_the_count_of_a_part_says_what_is_still_asked_beside_its_own() -> None:
    session = open_lesson(make_course())
    told = []
    while session.view()["item"] is not None:
        session.handle(right_answer(session) if told else wrong_answer(session))
        part = session.view()["parts"][0]
        told.append((part["answered"], part["items"], part["parallels"]))
        session.handle({"kind": "next"})
    assert told == [*((n, 7, 1) for n in range(1, 8)), (7, 7, 0)]


def test_what_is_asked_in_parallel_says_so_and_is_not_chased_further() -> None:
    session = open_lesson(make_course())
    session.handle(wrong_answer(session))
    for _ in range(6):
        session.handle({"kind": "next"})
        session.handle(right_answer(session))
    session.handle({"kind": "next"})
    scenario: Any = session.view()["scenario"]
    assert (scenario["id"], scenario["parallel"], scenario["number"], scenario["of"]) == ("hai", True, 1, 1)
    session.handle(wrong_answer(session))
    session.handle({"kind": "next"})
    assert session.view()["screen"] == "summary"
    assert session.view()["parts"][0]["parallels"] == 0


def test_an_item_that_is_answered_again_wrongly_is_followed_by_no_second_one() -> None:
    session = open_lesson(make_course())
    for _ in range(3):
        session.handle(wrong_answer(session))
        session.handle({"kind": "again", "item": "mot-single"})
    assert len(session.view()["parallels"]) == 1


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_page_that_comes_back_asks_the_same_and_not_again_what_was_answered(sensitive: bool) -> None:
    course = make_course(sensitive=sensitive)
    session = open_lesson(course, consent=False)
    (reply,) = session.handle(wrong_answer(session))
    kept = [reply["local"]]
    told = session.view()["parallels"]
    assert told == [{"of": "mot-single", "item": "hai-1", "done": False}]
    fresh = open_lesson(course, consent=False, local=kept, parallels=told)
    assert fresh.view()["parts"][0]["parallels"] == 1
    asked = finish_part(fresh, first_wrong=False)
    assert asked == [*OWN[1:], "hai-1"]
    done = fresh.view()["parallels"]
    assert done == [{"of": "mot-single", "item": "hai-1", "done": True}]
    again = open_lesson(course, consent=False, local=kept, parallels=done)
    assert again.view()["parts"][0]["parallels"] == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"of": "mot-single", "item": "mot-single"},
        {"of": "mot-single", "item": "khong-co"},
        {"of": "khong-co", "item": "hai-1"},
        {"of": "hai-1", "item": "hai-1"},
        {"of": "mot-single", "item": "mot-rating"},
    ],
    ids=str,
)
def test_what_could_not_have_been_asked_in_parallel_is_not_asked_for_the_asking(forged: dict[str, str]) -> None:
    session = open_lesson(make_course(), parallels=[forged])
    assert session.view()["parallels"] == []


def test_the_next_learner_on_the_same_page_is_not_asked_for_the_last_ones_mistakes() -> None:
    session = open_lesson(make_course())
    session.handle(wrong_answer(session))
    session.handle({**hello(), "token": "f" * 32})
    assert (session.view()["parallels"], session.view()["parts"][0]["parallels"]) == ([], 0)
    assert TOKEN != "f" * 32


def test_the_review_of_the_day_asks_nothing_in_parallel() -> None:
    course = make_course()
    session = open_lesson(course)
    session.handle(right_answer(session))
    assert isinstance(course.clock, FixedClock)
    course.clock.advance(timedelta(days=30))
    review = LearnerSession(course, "on-tap")
    review.handle(hello())
    before = review.view()["item"]
    assert before is not None
    review.handle(right_answer(review) | {"response": ["0"]})
    assert review.view()["parallels"] == []


# --- the rule itself


def pack_of(*names: str, **changes: Any) -> Pack:
    """The sample pack with scenarios of one item each; all but the first stand in the second part."""
    pack = make_course().pack
    base = pack.scenarios["hai"]
    scenarios = {
        name: replace(base, identifier=name, items=(make_item(SingleChoice("a"), name=f"{name}-1"),)) for name in names
    }
    scenarios = {name: replace(one, **changes.get(name, {})) for name, one in scenarios.items()}
    parts = (LessonPart("phan-1", "Phần 1", names[:1]), LessonPart("phan-2", "Phần 2", names[1:]))
    lesson = replace(pack.lessons["bai"], parts=parts)
    secret = Topic("kin", "Chủ đề kín", sensitive=True)
    return replace(pack, scenarios=scenarios, lessons={"bai": lesson}, topics={**pack.topics, "kin": secret})


def choose(pack: Pack, item: Item, history: History | None = None, *besides: str) -> str | None:
    found = choose_parallel(pack, item, besides={item.identifier, *besides}, history=history or History(), today=TODAY)
    return found and found.item.identifier


def with_item(pack: Pack, name: str, **changes: Any) -> Pack:
    scenario = pack.scenarios[name]
    (item,) = scenario.items
    return replace(pack, scenarios={**pack.scenarios, name: replace(scenario, items=(replace(item, **changes),))})


def first_item(pack: Pack) -> Item:
    return pack.scenarios["mot"].items[0]


def test_the_same_skill_comes_before_another_of_the_same_requirement() -> None:
    pack = with_item(pack_of("mot", "ba", "bon"), "ba", skill="khac")
    assert choose(pack, first_item(pack)) == "bon-1"
    assert choose(pack, first_item(pack), None, "bon-1") == "ba-1"


def test_another_requirement_is_never_asked() -> None:
    pack = with_item(pack_of("mot", "ba"), "ba", requirements=("B5", "A2"))
    assert choose(pack, first_item(pack)) is None


def test_the_other_half_of_a_pair_comes_before_another_scenario_and_another_scenario_before_the_same() -> None:
    pack = pack_of("mot", "ba")
    scenario = pack.scenarios["mot"]
    (item,) = scenario.items
    plain = replace(item, identifier="mot-2")
    half = replace(item, identifier="mot-3", contrast=Contrast("mot-1", "Nếu đã muộn,"))
    pack = replace(pack, scenarios={**pack.scenarios, "mot": replace(scenario, items=(item, plain, half))})
    assert choose(pack, item) == "mot-3"
    assert choose(pack, item, None, "mot-3") == "ba-1"
    assert choose(pack, item, None, "mot-3", "ba-1") == "mot-2"


def test_what_was_answered_of_late_is_left_out_and_what_was_answered_long_ago_comes_last() -> None:
    pack = pack_of("mot", "ba", "bon")
    history = History()
    history.add("ba-1", at=NOON - RECENTLY + timedelta(days=1), points=1.0)
    assert choose(pack, first_item(pack), history) == "bon-1"
    history.add("bon-1", at=NOON - RECENTLY, points=1.0)
    assert choose(pack, first_item(pack), history) == "bon-1"
    assert choose(pack, first_item(pack), history, "bon-1") is None


@pytest.mark.parametrize("topic", ["chu-de", "kin"])
def test_what_was_got_wrong_in_a_sensitive_scenario_is_asked_again_in_a_sensitive_one_alone(topic: str) -> None:
    """The row of an ordinary item may carry a code: asked there and then, it would tell what was got wrong."""
    other = {"chu-de": "kin", "kin": "chu-de"}[topic]
    pack = pack_of("mot", "ba", "bon", mot={"topic": topic}, ba={"topic": other}, bon={"topic": topic})
    assert choose(pack, first_item(pack)) == "bon-1"
    assert choose(pack, first_item(pack), None, "bon-1") is None


def test_an_answer_that_is_nearly_right_is_not_wrong() -> None:
    ranking = make_item(INTERACTIONS["ranking"])
    assert not is_wrong(ranking, 20.0)
    assert not is_wrong(ranking, 18.0)  # (18 − 12)/(20 − 12) = 0.75
    assert is_wrong(ranking, 16.0)  # 0.5
    assert is_wrong(make_item(SingleChoice("b")), 0.0)


@given(st.data())
def test_of_the_whole_bank_a_parallel_asks_for_the_same_and_stands_in_no_list_it_must_not(data: st.DataObject) -> None:
    entries = list(PACK.live_items())
    scenario, item = data.draw(st.sampled_from(entries))
    besides = data.draw(st.sets(st.sampled_from([one.identifier for _, one in entries]), max_size=40))
    recent = data.draw(st.sets(st.sampled_from([one.identifier for _, one in entries]), max_size=40))
    history = History()
    for name in recent:
        history.add(name, at=NOON, points=1.0)
    found = choose_parallel(PACK, item, besides={item.identifier, *besides}, history=history, today=date(2026, 11, 24))
    if found is None:
        return
    assert (found.of, found.done, len(found.scenario.items)) == (item.identifier, False, 1)
    assert found.item.requirements[0] == item.requirements[0]
    assert found.item.identifier not in {item.identifier, *besides, *recent}
    assert PACK.is_sensitive(found.scenario) == PACK.is_sensitive(scenario)


def test_every_kind_of_answer_is_called_wrong_or_right_as_its_key_says() -> None:
    for interaction in INTERACTIONS.values():
        item = make_item(interaction)
        assert not is_wrong(item, score_response(item, parse_response(item, build_examples(item).right)).score)
