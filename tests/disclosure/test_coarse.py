"""What links several answers of one person is told so that no single answer follows from it."""

import random
from itertools import pairwise

import pytest
from neuguong.analysis.estimates import Estimate
from neuguong.analysis.item_analysis import PairAnalysis
from neuguong.disclosure.coarse import CORRELATION_STEP, coarse_estimate, coarse_share, tell_pair


@pytest.mark.parametrize("minimum", [3, 5, 9])
def test_a_share_moves_by_at_least_the_group_minimum_of_people_or_not_at_all(minimum: int) -> None:
    for people in range(1, 400):
        shares = (coarse_share(hits / people, people, minimum=minimum) for hits in range(people + 1))
        told = sorted({one for one in shares if one is not None})
        if told:
            assert min(b - a for a, b in pairwise(told)) * people >= minimum - 1e-6
        else:
            assert people * 0.25 < minimum


def test_a_share_is_told_as_near_as_its_step_allows() -> None:
    assert coarse_share(0.33, 100, minimum=5) == 0.35
    assert coarse_share(0.33, 50, minimum=5) == 0.3
    assert coarse_share(0.33, 25, minimum=5) == 0.4
    assert coarse_share(0.33, 20, minimum=5) == 0.25
    assert coarse_share(0.33, 19, minimum=5) is None
    assert coarse_share(1.0, 100, minimum=5) == 1.0


def test_a_pair_of_few_is_not_told_and_of_many_by_whole_groups_and_steps() -> None:
    assert tell_pair(PairAnalysis("p", "q", 10, 10, 5, 4), minimum=5) is None
    told = tell_pair(PairAnalysis("p", "q", 41, 22, 30, 14), minimum=5)
    assert told is not None
    assert told.n == 99  # 107 people: eleven groups of nine
    assert (told.both, told.first_only, told.second_only, told.none) == (0.4, 0.2, 0.3, 0.15)


def test_one_more_person_moves_what_is_told_by_a_step_or_not_at_all() -> None:
    draw = random.Random(3)
    for _ in range(500):
        counts = [draw.randrange(5, 40) for _ in range(4)]
        more = [PairAnalysis("p", "q", *(n + (k == one) for k, n in enumerate(counts))) for one in range(4)]
        moved = [tell_pair(one, minimum=5) for one in more]
        before = tell_pair(PairAnalysis("p", "q", *counts), minimum=5)
        for told in moved:
            if before is None or told is None:
                continue
            for name in ("both", "first_only", "second_only", "none"):
                step = abs(getattr(told, name) - getattr(before, name))
                assert step < 1e-9 or step * (sum(counts) + 1) >= 4


def test_a_correlation_is_told_in_steps_with_its_interval() -> None:
    told = coarse_estimate(Estimate(0.3123, 0.1149, 0.4876, 97), n=90)
    assert told == Estimate(0.3, 0.1, 0.5, 90)
    assert CORRELATION_STEP == 0.05
    assert coarse_estimate(None, n=90) is None
