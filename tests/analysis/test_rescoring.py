"""An old log under a corrected key."""

from dataclasses import replace

from neuguong.analysis.rescoring import rescore_statements
from neuguong.items import Pack
from neuguong.scoring.single_choice import SingleChoice
from neuguong.study import LearnerSession

from tests.samples import make_course
from tests.study.test_session import hello, right_answer


def with_key(pack: Pack, key: str, *, version: int = 1) -> Pack:
    """The pack with another key (and version) for its first item."""
    scenario = pack.scenarios["mot"]
    item = replace(scenario.items[0], interaction=SingleChoice(key), version=version)
    mended = replace(scenario, items=(item, *scenario.items[1:]))
    return replace(pack, revision="ffffffffffff", scenarios={**pack.scenarios, "mot": mended})


def test_a_corrected_key_gives_old_answers_their_new_scores() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    session.handle(right_answer(session))
    (before,) = course.log.fetch_statements()
    assert (before.score, before.response) == (1.0, "b")
    (after,) = rescore_statements([before], with_key(course.pack, "c"))
    assert (after.score, after.max_score, after.chance) == (0.0, 1.0, 1 / 5)
    assert after.content_revision == "ffffffffffff"
    (back,) = rescore_statements([after], course.pack)
    assert back == before


def test_what_the_pack_cannot_judge_is_passed_on_as_it_is() -> None:
    course = make_course()
    session = LearnerSession(course, "bai")
    session.handle(hello())
    session.handle(right_answer(session))
    (before,) = course.log.fetch_statements()
    gone = replace(before, item_id="khong-con")
    odd = replace(before, response="z")
    newer = with_key(course.pack, "c", version=2)
    assert list(rescore_statements([gone, odd, before], newer)) == [gone, odd, before]
