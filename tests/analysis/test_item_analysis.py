"""How an item works, from hand-made answers; every expected number is worked out beside it."""

from dataclasses import replace

import pytest
from neuguong.analysis.first_answers import collect_answers
from neuguong.analysis.item_analysis import ItemAnalysis, analyse_items, analyse_pairs
from neuguong.analysis.verdicts import Fault, judge_item
from neuguong.items import Contrast, Item
from neuguong.store import FirstAnswer

from tests.samples import INTERACTIONS, make_item

NAMES = "pqrs"


def item_of(name: str, kind: str = "single") -> Item:
    return make_item(INTERACTIONS[kind], name=name, choices="abcde" if kind != "single" else "abcd")


def analyse(*rows: tuple[str, int], kind: str = "single") -> ItemAnalysis:
    """Of the first item; a row is what so many people answered to p, q, r, s, a letter each: b is the key."""
    answers, person = [], 0
    for letters, people in rows:
        for _ in range(people):
            person += 1
            answers += [
                FirstAnswer(str(person), name, 1, f'"{letter}"', 1000 * person)
                for name, letter in zip(NAMES, letters, strict=True)
                if letter != "-"
            ]
    items = [item_of(name) for name in NAMES]
    return next(analyse_items(collect_answers([answers], items, dict.fromkeys(NAMES, "bai"))))


def test_below_thirty_answers_only_counts_are_told() -> None:
    found = analyse(("bbbb", 20), ("aaaa", 9))
    assert (found.n, found.counts_only, found.facility, found.discrimination, found.seconds) == (
        29,
        True,
        None,
        None,
        None,
    )
    assert {one.choice: one.count for one in found.choices} == {"a": 9, "b": 20, "c": 0, "d": 0}
    assert all(one.fifths == () and one.mean_rest is None for one in found.choices)
    assert judge_item(found) == []


def test_facility_time_and_choices_of_those_who_know_the_rest_and_those_who_do_not() -> None:
    found = analyse(("bbbb", 30), ("abba", 10), ("caaa", 10))
    assert found.facility is not None
    assert found.facility.value == pytest.approx(30 / 50)
    assert found.chance == pytest.approx(1 / 4)
    assert found.seconds == pytest.approx((13.25, 25.5, 37.75))  # quartiles of 1 … 50
    chosen = {one.choice: one for one in found.choices}
    assert [chosen[name].count for name in "abcd"] == [10, 30, 10, 0]
    assert [chosen[name].mean_rest for name in "abcd"] == [pytest.approx(2 / 3), pytest.approx(1), 0, None]
    # By the rest: ten with 0 (the middle of them at .1: first fifth), ten with 2/3 (.3: second), thirty with 1 (.7:
    # fourth). Fifths without anybody cannot be shown.
    assert chosen["b"].fifths == ()


def test_fifths_by_the_rest() -> None:
    found = analyse(("caaa", 8), ("cbaa", 8), ("bbba", 16), ("bbbb", 8), ("cb-a", 5))
    # With a rest: 8 at 0 (middle .1), 8 at 1/3 (.3), 16 at 2/3 (.6), 8 at 1 (.9): fifths 0, 1, 3, 4, none in 2.
    assert found.n == 45
    assert all(one.fifths == () for one in found.choices)


def test_a_correlation_is_that_of_points_and_rest() -> None:
    # Rest 0 for half, 1 for half; right 20 of 30 where the rest is 1, 10 of 30 where it is 0: phi = (400 − 100)/900.
    found = analyse(("bbbb", 20), ("abbb", 10), ("baaa", 10), ("aaaa", 20))
    assert found.discrimination is not None
    assert found.discrimination.value == pytest.approx(1 / 3)
    assert found.discrimination.n == 60
    assert analyse(("bbbb", 20), ("baaa", 20)).discrimination is None  # everybody right


def test_flags_need_a_hundred_answers_and_the_whole_interval_on_the_bad_side() -> None:
    backwards = ("abbb", 40), ("baaa", 40)
    assert judge_item(analyse(*backwards)) == []
    flags = judge_item(analyse(*((letters, 2 * n) for letters, n in backwards)))
    assert [one.fault for one in flags] == [Fault.BACKWARDS, Fault.IDLE, Fault.IDLE]
    assert flags[0].threshold == 0
    assert {one.choice for one in flags[1:]} == {"c", "d"}  # 0 of 160, where 5 % × (1 − .5)/.5 were to be drawn
    fair = analyse(("bbbb", 60), ("abbb", 20), ("cbaa", 20), ("dbaa", 20), ("abaa", 20), ("bbaa", 20))
    assert judge_item(fair) == []


def test_an_item_that_nearly_everybody_gets_right_is_easy_and_has_no_idle_choices() -> None:
    flags = judge_item(analyse(("bbbb", 200), ("babb", 199), ("abbb", 1)))
    assert [one.fault for one in flags] == [Fault.WEAK, Fault.EASY]


def test_an_item_that_is_guessed_is_flagged() -> None:
    flags = judge_item(analyse(("abbb", 60), ("cbbb", 60), ("dbaa", 60), ("bbab", 10)))
    assert Fault.GUESSED in [one.fault for one in flags]


def test_who_saw_the_difference_of_a_pair_was_right_in_both() -> None:
    first = item_of("p")
    second = replace(item_of("q"), contrast=Contrast("p", "Nếu …"))
    rows = [("bb", 4), ("ba", 3), ("ab", 2), ("ca", 1), ("b-", 5)]
    answers = [
        FirstAnswer(f"{letters}{n}", name, 1, f'"{letter}"', None)
        for letters, people in rows
        for n in range(people)
        for name, letter in zip("pq", letters, strict=True)
        if letter != "-"
    ]
    (found,) = analyse_pairs(collect_answers([answers], [first, second], {}))
    assert (found.first, found.second, found.n) == ("p", "q", 10)
    assert (found.both, found.first_only, found.second_only, found.none) == (4, 3, 2, 1)
    assert analyse_pairs(collect_answers([], [first, second], {}))[0].n == 0


def test_fifths_are_of_people_with_as_much_of_the_rest() -> None:
    # Eight people at each of five levels of the rest, 0, 1/4 … 1: of the first fifth two are right, of the last all.
    answers = []
    for level in range(5):
        for n in range(8):
            who = f"{level}{n}"
            letters = ("b" if n < 2 + 1.5 * level else "a") + "b" * level + "a" * (4 - level)
            answers += [FirstAnswer(who, name, 1, f'"{one}"', None) for name, one in zip("pqrst", letters, strict=True)]
    items = [item_of(name) for name in "pqrst"]
    found = next(analyse_items(collect_answers([answers], items, dict.fromkeys("pqrst", "bai"))))
    chosen = {one.choice: one for one in found.choices}
    assert chosen["b"].fifths == (2 / 8, 4 / 8, 5 / 8, 7 / 8, 8 / 8)
    assert chosen["a"].fifths == (6 / 8, 4 / 8, 3 / 8, 1 / 8, 0)
    assert chosen["b"].mean_rest == pytest.approx((0 * 2 + 4 / 4 + 5 / 2 + 7 * 3 / 4 + 8) / 26)
