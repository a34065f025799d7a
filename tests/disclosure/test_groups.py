"""How waiting answers become groups: worked by hand, with groups of nine."""

import random
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from neuguong.clock import FixedClock
from neuguong.disclosure import group_size, read_numbers
from neuguong.disclosure.groups import Formed, form_groups, may_form
from neuguong.disclosure.people import is_person
from neuguong.store import STUDY, MemoryLog, Occasion, Waiting, WaitingCount

from tests.samples import NOON, make_answer

WEEK, NEXT = "2026-W48", "2026-W49"
"""NOON is the Monday of week 48."""


def waiting(
    people: Iterable[int],
    *,
    unit: str | None = None,
    at: datetime = NOON,
    item: str = "c1",
    given: int = 3,
    minutes: int = 5,
) -> list[Waiting]:
    return [
        Waiting(f"{item}-{who}", item, 1, unit, at, str(who), given, at - timedelta(minutes=minutes), at)
        for who in people
    ]


def formed(answers: list[Waiting], this_week: str = WEEK) -> list[tuple[int, str | None, str, bool]]:
    found: Formed = form_groups(answers, STUDY, this_week=this_week, size=9)
    return [(len(one.attempt_ids), one.unit, one.week, one.is_dated) for one in found.groups]


def test_a_group_is_the_minimum_and_four_accomplices() -> None:
    assert (group_size(5), group_size(3)) == (9, 7)
    with pytest.raises(ValueError, match="3 or more"):
        group_size(2)


def test_whoever_gave_three_answers_in_five_minutes_is_a_person() -> None:
    for given, minutes, expected in ((3, 5, True), (2, 60, False), (40, 4, False)):
        (answer,) = waiting([1], given=given, minutes=minutes)
        assert is_person(answer, STUDY) is expected
        assert is_person(answer, Occasion("test", "truoc-lop")) is expected


def test_in_a_hall_every_member_is_a_person_from_the_first_answer() -> None:
    hall = Occasion("workshop", "hoi-truong", 1)
    members = waiting(range(9), given=1, minutes=0)
    (group,) = form_groups(members, hall, this_week=WEEK, size=9).groups
    assert len(group.attempt_ids) == 9
    assert form_groups(members, STUDY, this_week=WEEK, size=9) == ([], frozenset())
    assert form_groups(members[:8], hall, this_week=WEEK, size=9).groups == []


def test_the_numbers_of_a_hall_are_of_its_members_who_answered_once() -> None:
    hall, log = Occasion("workshop", "hoi-truong", 1), MemoryLog(clock=FixedClock(NOON))
    for who in range(9):
        for where in (hall, STUDY):
            given = make_answer(
                attempt_id=str(uuid.uuid4()), actor=f"{who:064x}", timestamp=NOON, item_id="mot-1", response="a",
                context=where.context, context_id=where.context_id, round=where.round,
            )  # fmt: skip
            log.append_statement(given, sensitive=False)
    assert sum(one.n for one in read_numbers(log, now=NOON, minimum=5, occasion=hall)) == 9
    assert read_numbers(log, now=NOON, minimum=5) == []


def test_nine_of_a_unit_and_week_are_a_group_and_everybody_there_is_in_it() -> None:
    assert formed(waiting(range(8), unit="A")) == []
    assert formed(waiting(range(11), unit="A")) == [(11, "A", WEEK, True)]
    assert formed(waiting(range(5), unit="A") + waiting(range(5, 10), unit="B")) == []
    assert formed(waiting(range(5)) + waiting(range(5, 10), item="c2")) == []


def test_when_the_week_is_over_small_units_are_one_group() -> None:
    answers = waiting(range(5), unit="A") + waiting(range(5, 10), unit="B") + waiting(range(20, 29), unit="C")
    assert formed(answers, NEXT) == [(9, "C", WEEK, True), (10, None, WEEK, True)]


def test_what_small_weeks_leave_is_one_group_without_a_week() -> None:
    later = NOON + timedelta(days=7)
    answers = waiting(range(5)) + waiting(range(5, 9), at=later)
    assert formed(answers, NEXT) == []
    assert formed(answers, "2026-W50") == [(9, None, "2026-W50", False)]


def test_strangers_fill_no_group_and_are_dropped_when_their_week_is_over() -> None:
    strangers = waiting(range(20), given=2)
    assert form_groups(strangers, STUDY, this_week=WEEK, size=9) == ([], frozenset())
    assert form_groups(strangers, STUDY, this_week=NEXT, size=9) == ([], {f"c1-{who}" for who in range(20)})


def test_one_person_twice_is_one_person() -> None:
    twice = [*waiting(range(8)), waiting([7])[0]]
    assert formed(twice) == []


@pytest.mark.parametrize("seed", range(20))
def test_no_group_is_formed_of_an_item_of_which_the_counts_say_that_none_may(seed: int) -> None:
    draw = random.Random(seed)
    answers = [
        one
        for item in "pqrst"
        for weeks in range(3)
        for unit in ("A", "B", None)
        for one in waiting(
            range(100 * weeks + draw.randrange(40), 100 * weeks + draw.randrange(48)),
            unit=unit, at=NOON - timedelta(days=7 * weeks), item=item, given=draw.choice((2, 3, 3)),
        )
    ]  # fmt: skip
    kinds = Counter((one.item_id, one.item_version, one.unit, one.stored < NOON) for one in answers)
    counts = [WaitingCount(*kind, n) for kind, n in kinds.items()]
    groups = form_groups(answers, STUDY, this_week=WEEK, size=9).groups
    assert {attempt.split("-")[0] for one in groups for attempt in one.attempt_ids} <= may_form(counts, size=9)


def test_of_eight_of_a_unit_this_week_and_eight_of_the_past_no_group_may_be_formed() -> None:
    few = [WaitingCount("c1", 1, unit, is_past, 8) for unit, is_past in (("A", False), ("B", False), ("A", True))]
    assert may_form(few, size=9) == set()
    assert may_form([*few, WaitingCount("c1", 1, "B", True, 1)], size=9) == {"c1"}
    assert may_form([*few, WaitingCount("c1", 2, "A", False, 1)], size=9) == set()  # another question
