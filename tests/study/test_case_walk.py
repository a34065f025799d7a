"""A branching case walked by messages: consequence after decision, no verdict before the end, then the debrief; stored
like any answer, gone through again, and found again after a reload."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neuguong.items import find_paths, follow, keyed_path, present_item
from neuguong.study import Course, LearnerSession
from neuguong.study.case_walk import CaseWalk, Taken
from neuguong.study.messages import build_schema
from pydantic import TypeAdapter

from tests.cases import Graph, course_of, make_case
from tests.items.test_branching import graphs
from tests.samples import SECRET

TOKEN = "0123456789abcdef" * 2


class Learner:
    """A page with a session: what it keeps of its own, as the card does."""

    def __init__(self, course: Course, *, consent: bool | None = True) -> None:
        self.course, self.consent = course, consent
        self.local: list[dict[str, Any]] = []
        self.open()

    def open(self, **more: Any) -> None:
        """Load the page anew, in a new kernel."""
        self.session = LearnerSession(self.course, "bai")
        self.session.handle({"kind": "hello", "token": TOKEN, "consent": self.consent, "local": self.local, **more})

    @property
    def view(self) -> Any:
        return self.session.view()

    @property
    def item(self) -> Any:
        return self.view["item"]

    def message(self, choice: str) -> dict[str, Any]:
        shown = self.item
        _, item = self.course.pack.get_item(shown["id"])
        token = present_item(item, seed=shown["attempt_id"], secret=SECRET).token_of(choice)
        return {
            "kind": "submit", "item": item.identifier, "version": 1, "attempt_id": shown["attempt_id"],
            "response": token,
        }  # fmt: skip

    def say(self, message: dict[str, Any]) -> Any:
        (reply,) = self.session.handle(message)
        if reply["kind"] == "stored":
            self.local = [row for row in self.local if row["item"] != reply["local"]["item"]]
            self.local.append(dict(reply["local"]))
        return reply

    def decide(self, choice: str) -> Any:
        """Answer what is on screen and read what follows."""
        assert self.say(self.message(choice))["kind"] == "stored"
        return self.item["feedback"]

    def walk(self, choices: str) -> Any:
        """Decide one after another; what follows the last."""
        told = self.decide(choices[0])
        for choice in choices[1:]:
            self.go_on()
            told = self.decide(choice)
        return told

    def go_on(self) -> None:
        self.session.handle({"kind": "next"})


def test_each_choice_tells_what_happens_and_leads_to_its_item() -> None:
    learner = Learner(course_of())
    assert learner.item["id"] == "ca-1"
    assert learner.item["trail"] == []
    told = learner.decide("b")
    assert (told["told"], told["choice"], told["debrief"]) == ("Điều xảy ra ca-1 b.", "Cách b của ca-1", None)
    learner.go_on()
    assert learner.item["id"] == "ca-sua"
    assert learner.item["trail"] == [{"choice": "Cách b của ca-1", "told": "Điều xảy ra ca-1 b."}]
    learner.decide("a")
    learner.go_on()
    assert learner.item["id"] == "ca-3"
    assert [step["choice"] for step in learner.item["trail"]] == ["Cách b của ca-1", "Cách a của ca-sua"]


def test_before_the_end_nothing_is_told_of_a_verdict_an_explanation_or_another_branch() -> None:
    learner = Learner(course_of())
    learner.decide("b")
    learner.go_on()
    told = json.dumps(learner.view, ensure_ascii=False)
    assert "bí mật" not in told
    assert "Lý do" not in told
    for other in ("ca-2", "ca-3", "ca-4", "ca-1 a.", "ca-1 c.", "ca-sua a."):
        assert other not in told
    learner.decide("a")
    told = json.dumps(learner.view, ensure_ascii=False)
    assert "bí mật" not in told
    assert "Lý do" not in told


def test_the_debrief_tells_the_way_taken_the_better_way_where_they_part_and_why() -> None:
    learner = Learner(course_of())
    debrief = learner.walk("acb")["debrief"]
    # 1 a (keyed) → 2 c → sửa b: three decisions so far, then ca-4.
    assert debrief is None
    learner.go_on()
    debrief = learner.decide("a")["debrief"]
    assert [(move["choice"], move["right"]) for move in debrief["moves"]] == [
        ("Cách a của ca-1", True), ("Cách c của ca-2", False), ("Cách b của ca-sua", False), ("Cách a của ca-4", True),
    ]  # fmt: skip
    assert debrief["parting"] == 2
    assert [move["key"] for move in debrief["moves"]] == [None, "Cách a của ca-2", "Cách a của ca-sua", None]
    assert debrief["moves"][1]["why"] == "Vì sao bí mật ca-2 c"
    assert debrief["moves"][1]["rationale"] == "Lý do ca-2."
    # The better way from the second decision on: 2 a → 3 a.
    assert [move["choice"] for move in debrief["better"]] == ["Cách a của ca-2", "Cách a của ca-3"]
    assert set(debrief["requirements"]) == {"A2"}


def test_whoever_takes_the_keyed_way_is_told_so_and_of_no_other() -> None:
    debrief = Learner(course_of()).walk("aaa")["debrief"]
    assert debrief["parting"] is None
    assert debrief["better"] == []
    assert [move["right"] for move in debrief["moves"]] == [True, True, True]


def test_every_decision_is_stored_as_an_answer_of_its_own() -> None:
    learner = Learner(course_of())
    learner.walk("bab")
    rows = list(learner.course.log.fetch_statements())
    assert [(row.item_id, row.response, row.score, row.context) for row in rows] == [
        ("ca-1", "b", 0.0, "study"), ("ca-sua", "a", 1.0, "study"), ("ca-3", "b", 0.0, "study"),
    ]  # fmt: skip
    assert len({row.attempt_id for row in rows}) == 3


def test_a_part_counts_the_longest_way_and_a_case_that_has_ended_as_done() -> None:
    learner = Learner(course_of())
    # 1 → 2 → sửa → 3: four decisions at most, and the item that stands alone.
    (part,) = learner.view["parts"]
    assert (part["items"], part["answered"]) == (5, 0)
    learner.walk("aa")
    assert learner.view["parts"][0]["answered"] == 2
    learner.go_on()
    learner.decide("a")
    assert learner.view["parts"][0]["answered"] == 4
    learner.go_on()
    assert learner.item["id"] == "sau-1"


def test_an_item_to_which_no_way_leads_yet_is_not_taken() -> None:
    learner = Learner(course_of())
    message = {**learner.message("a"), "item": "ca-3"}
    assert learner.say(message)["kind"] == "refused"
    assert list(learner.course.log.fetch_statements()) == []


def test_an_answer_that_is_sent_twice_is_one_decision() -> None:
    learner = Learner(course_of())
    message = learner.message("b")
    assert learner.say(message)["kind"] == learner.say(message)["kind"] == "stored"
    learner.go_on()
    assert learner.item["id"] == "ca-sua"


@pytest.mark.parametrize(("consent", "sensitive"), [(True, False), (False, False), (None, False), (True, True)])
def test_a_reload_in_the_middle_goes_on_at_the_decision_with_the_way_so_far(
    consent: bool | None, sensitive: bool
) -> None:
    learner = Learner(course_of(sensitive=sensitive), consent=consent)
    learner.walk("bb")
    learner.go_on()
    before = learner.item
    learner.open(attempt={"item": before["id"], "attempt_id": before["attempt_id"]}, part="phan")
    assert learner.item == before
    assert len(learner.item["trail"]) == 2
    debrief = learner.decide("c")["debrief"]
    assert [move["choice"] for move in debrief["moves"]] == ["Cách b của ca-1", "Cách b của ca-sua", "Cách c của ca-4"]


def test_a_learner_whom_the_log_knows_goes_on_without_the_browser() -> None:
    learner = Learner(course_of())
    learner.walk("bb")
    learner.local = []
    learner.open()
    assert learner.item["id"] == "ca-4"


def test_a_reload_at_the_end_shows_the_debrief_again() -> None:
    learner = Learner(course_of(sensitive=True))
    told = learner.walk("aab")
    learner.open(answered={**learner.message("b"), "response": told["response"], "proof": told["proof"]})
    assert learner.item["feedback"]["debrief"] == told["debrief"]


@pytest.mark.parametrize("forged", [{"proof": None}, {"proof": "0" * 32}, {"proof": "ế"}, {"response": "9"}], ids=str)
def test_a_way_that_nobody_stored_is_not_restored_and_its_debrief_not_told(forged: dict[str, Any]) -> None:
    course = course_of(sensitive=True)
    known = Learner(course, consent=False)
    known.walk("aaa")
    thief = Learner(course, consent=False)
    thief.local = [{**row, **forged} for row in known.local]
    thief.open()
    for step in ("summary", "back"):
        thief.session.handle({"kind": step})
    assert "Lý do" not in json.dumps(thief.view, ensure_ascii=False)
    assert thief.view["parts"][0]["answered"] == 0


def test_agreeing_in_the_middle_keeps_the_way_so_far() -> None:
    learner = Learner(course_of(), consent=None)
    learner.walk("b")
    learner.session.handle({"kind": "consent", "value": True})
    learner.go_on()
    assert learner.item["id"] == "ca-sua"
    assert len(learner.item["trail"]) == 1


def test_a_case_may_be_gone_through_again_and_the_second_way_is_not_mixed_with_the_first() -> None:
    learner = Learner(course_of())
    learner.walk("acb")
    learner.go_on()
    learner.decide("a")
    learner.session.handle({"kind": "again", "item": "ca-1"})
    assert (learner.item["id"], learner.item["again"]) == ("ca-1", True)
    learner.decide("a")
    learner.go_on()
    assert learner.item["id"] == "ca-2"
    assert learner.item["feedback"] is None
    learner.open()
    assert learner.item["id"] == "ca-2"  # answered the first time through, not yet the second
    debrief = learner.walk("aa")["debrief"]
    assert debrief["parting"] is None
    numbers = [(row.item_id, row.attempt_number) for row in learner.course.log.fetch_statements()]
    assert numbers == [
        ("ca-1", 1), ("ca-2", 1), ("ca-sua", 1), ("ca-4", 1), ("ca-1", 2), ("ca-2", 2), ("ca-3", 1),
    ]  # fmt: skip


def test_again_leads_to_the_start_of_a_case_whichever_item_of_it_is_named() -> None:
    learner = Learner(course_of())
    learner.walk("aab")
    learner.session.handle({"kind": "again", "item": "ca-3"})
    assert learner.item["id"] == "ca-1"


def test_the_summary_offers_a_case_once_and_only_after_its_end() -> None:
    learner = Learner(course_of())
    learner.walk("bb")
    learner.session.handle({"kind": "summary"})
    assert learner.view["summary"]["again"] == []
    learner.session.handle({"kind": "next"})
    learner.decide("b")
    learner.session.handle({"kind": "summary"})
    (row,) = learner.view["summary"]["again"]
    assert row["item"] == "ca-1"
    assert "Một việc" in row["prompt"]


def test_a_wrong_decision_is_followed_by_no_item_from_elsewhere() -> None:
    learner = Learner(course_of())
    learner.walk("bbb")
    assert learner.view["parallels"] == []


def test_deleting_everything_forgets_the_way() -> None:
    learner = Learner(course_of())
    learner.walk("bb")
    from neuguong.study import hash_token

    learner.course.log.erase_actor(hash_token(TOKEN, secret=SECRET))
    learner.go_on()
    learner.say(learner.message("a"))
    assert learner.item["id"] == "ca-1"
    assert learner.item["trail"] == []


def test_what_is_shown_of_a_case_has_the_shape_that_is_promised() -> None:
    from neuguong.study.shapes import LessonView

    learner = Learner(course_of())
    learner.walk("bab")
    TypeAdapter(LessonView).validate_python(learner.view)
    assert "DebriefView" in json.dumps(build_schema())


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms())
def test_any_choices_in_any_case_lead_along_one_of_its_ways_to_a_debrief(graph: Graph, chance: Any) -> None:
    case = make_case(graph)
    learner = Learner(course_of(case=case))
    chosen: list[tuple[str, str]] = []
    while True:
        shown = learner.item
        choice = chance.choice([one.identifier for one in learner.course.pack.get_item(shown["id"])[1].choices])
        chosen.append((shown["id"], choice))
        told = learner.decide(choice)
        if told["debrief"] is not None:
            break
        if chance.random() < 0.3:
            learner.open()
        else:
            learner.go_on()
    ways = [[(move.item.identifier, move.choice.identifier) for move in path] for path in find_paths(case)]
    assert chosen in ways
    debrief = told["debrief"]
    right = [move["right"] for move in debrief["moves"]]
    assert right == [letter == "a" for _, letter in chosen]
    assert debrief["parting"] == (right.index(False) + 1 if False in right else None)
    better = [move["choice"] for move in debrief["better"]]
    keyed = [move.choice.text for move in keyed_path(case)]
    assert better == (keyed[right.index(False) :] if False in right else [])
    assert learner.view["parts"][0]["answered"] == learner.view["parts"][0]["items"] - 1


@given(graphs(), st.randoms())
def test_a_way_is_found_again_in_its_answers_wherever_it_stopped(graph: Graph, chance: Any) -> None:
    case = make_case(graph)
    moves, _ = follow(case, lambda item: chance.choice(item.choice_ids))
    taken = [(move.item.identifier, Taken(move.choice.identifier, str(n))) for n, move in enumerate(moves)]
    stop = chance.randint(0, len(taken))
    earlier, _ = follow(case, lambda item: chance.choice(item.choice_ids))
    before = [(move.item.identifier, Taken(move.choice.identifier, f"x{n}")) for n, move in enumerate(earlier)]
    walk = CaseWalk(case)
    walk.restore([*(before if stop else []), *taken[:stop]])
    assert list(walk.taken.items()) == taken[:stop]
