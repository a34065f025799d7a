"""How answers to each interaction are counted; every expected number is worked out beside it."""

from typing import Any

import pytest
from neuguong.analysis.distribution import ChoiceTally, ItemDistribution, describe_item
from neuguong.analysis.requirement_scores import score_requirements
from neuguong.items import Item
from neuguong.store import ItemCount

from tests.samples import INTERACTIONS, make_item

RATING_KEY = {"a": 4, "b": 1, "c": 2, "d": 3, "e": 1}
MATCHING_KEY = {"a": "x", "b": "y", "c": "x", "d": "y", "e": "x"}


def item_of(kind: str) -> Item:
    return make_item(INTERACTIONS[kind], name=kind)


def describe(kind: str, *answers: tuple[Any, int], version: int = 1) -> ItemDistribution:
    """The distribution of (response, how many) pairs."""
    return describe_item(item_of(kind), [ItemCount(kind, version, response, n) for response, n in answers])


def counts(distribution: ItemDistribution, n: int = 0) -> dict[str, int]:
    """Choice → how many did the n-th thing that can be done with it."""
    return {tally.choice: tally.measures[n].count for tally in distribution.choices}


def keyed(distribution: ItemDistribution, n: int = 0) -> set[str]:
    return {tally.choice for tally in distribution.choices if tally.measures[n].is_key}


def means(distribution: ItemDistribution) -> dict[str, float | None]:
    return {tally.choice: tally.mean for tally in distribution.choices}


def test_single_choice_counts_each_choice_and_marks_the_key() -> None:
    found = describe("single", ("b", 6), ("a", 3), ("e", 1))
    assert (found.n, found.full) == (10, 6)
    assert counts(found) == {"a": 3, "b": 6, "c": 0, "d": 0, "e": 1}
    assert keyed(found) == {"b"}
    assert (found.score, found.max_score) == (6.0, 10.0)
    assert found.chance == pytest.approx(2.0)  # 10 × 1/5
    assert found.facility == pytest.approx(0.6)
    assert found.responses == (("b", 6), ("a", 3), ("e", 1))


def test_multiple_response_counts_each_choice_in_every_selection() -> None:
    found = describe("multiple", (["a", "d"], 2), (["a"], 1), (["a", "b"], 1))
    assert counts(found) == {"a": 4, "b": 1, "c": 0, "d": 2, "e": 0}
    assert keyed(found) == {"a", "d"}
    assert found.score == pytest.approx(2 + 1 / 2 + (1 / 2 - 1 / 3))
    assert found.full == 2


def test_hottext_counts_marked_passages() -> None:
    found = describe("hottext", (["b"], 2), (["a"], 1))
    assert counts(found) == {"a": 1, "b": 2, "c": 0, "d": 0, "e": 0}
    assert keyed(found) == {"b"}


def test_ranking_tells_mean_places_and_who_stands_right() -> None:
    found = describe("ranking", (["b", "c", "a", "d", "e"], 2), (["e", "d", "a", "c", "b"], 1))
    # b: places 1, 1, 5; c: 2, 2, 4; a: 3 always; d: 4, 4, 2; e: 5, 5, 1
    assert means(found) == pytest.approx({"a": 3.0, "b": 7 / 3, "c": 8 / 3, "d": 10 / 3, "e": 11 / 3})
    assert counts(found) == {"a": 3, "b": 2, "c": 2, "d": 2, "e": 2}
    assert (found.score, found.max_score) == (20 + 20 + 8, 60)
    assert found.chance == pytest.approx(36.0)  # 3 × 12


def test_best_and_worst_are_counted_apart() -> None:
    found = describe("bestworst", ({"best": "c", "worst": "a"}, 2), ({"best": "e", "worst": "c"}, 1))
    assert counts(found) == {"a": 0, "b": 0, "c": 2, "d": 0, "e": 1}
    assert counts(found, 1) == {"a": 2, "b": 0, "c": 1, "d": 0, "e": 0}
    assert (keyed(found), keyed(found, 1)) == ({"c"}, {"a"})


def test_rating_tells_the_points_given_and_their_mean() -> None:
    found = describe("rating", (RATING_KEY, 3), (RATING_KEY | {"a": 3}, 1))
    assert found.choices[0] == ChoiceTally("a", found.choices[0].measures, mean=3.75)  # (3·4 + 3) / 4
    assert [(m.count, m.is_key) for m in found.choices[0].measures] == [
        (0, False),
        (0, False),
        (1, False),
        (3, True),
    ]
    assert found.score == pytest.approx(3 * 5 + 4 + 2 / 3)


def test_matching_counts_where_each_choice_was_put() -> None:
    found = describe("matching", (MATCHING_KEY, 1), (dict.fromkeys("abcde", "x"), 1))
    assert {tally.choice: [(m.label, m.count, m.is_key) for m in tally.measures] for tally in found.choices} == {
        "a": [("Loại X", 2, True), ("Loại Y", 0, False)],
        "b": [("Loại X", 1, False), ("Loại Y", 1, True)],
        "c": [("Loại X", 2, True), ("Loại Y", 0, False)],
        "d": [("Loại X", 1, False), ("Loại Y", 1, True)],
        "e": [("Loại X", 2, True), ("Loại Y", 0, False)],
    }
    assert [tally.right for tally in found.choices] == [2, 1, 2, 1, 2]
    assert (found.score, found.max_score, found.full) == (5 + 3, 10, 1)


@pytest.mark.parametrize("kind", INTERACTIONS)
def test_an_item_nobody_answered_has_counts_of_nothing_and_no_facility(kind: str) -> None:
    found = describe(kind)
    assert (found.n, found.facility, found.counts_only) == (0, None, True)
    assert {m.count for tally in found.choices for m in tally.measures} == {0}
    assert {tally.mean for tally in found.choices} == {None}


def test_answers_to_another_version_or_to_choices_that_are_gone_are_left_out() -> None:
    assert describe("single", ("b", 6), version=2).n == 0
    found = describe("single", ("b", 6), ("gone", 4), ({"best": "b"}, 1))
    assert (found.n, found.score, found.facility) == (6, 6.0, 1.0)


def test_from_thirty_answers_on_more_than_counts_may_be_said() -> None:
    assert describe("single", ("b", 29)).counts_only
    assert not describe("single", ("b", 29), ("a", 1)).counts_only


def test_a_requirement_score_is_corrected_for_chance_and_every_answer_weighs_alike() -> None:
    single = describe("single", ("b", 6), ("a", 4))
    ranking = describe("ranking", (["b", "c", "a", "d", "e"], 10))
    rows = score_requirements([single, ranking, describe("hottext")])
    # score: 6 + 10 of 20; chance: 10/5 + 10·12/20 = 2 + 6 = 8; (16 − 8) / (20 − 8)
    assert [(row.name, row.items, row.n) for row in rows] == [("A2", 2, 20)]
    assert rows[0].share == pytest.approx(8 / 12)
    assert rows[0].counts_only


@pytest.mark.parametrize(("n", "few"), [(29, True), (30, False)])
def test_a_requirement_is_judged_from_thirty_answers_on(n: int, few: bool) -> None:
    """The band counts answers to all its items together."""
    (row,) = score_requirements([describe("single", ("b", n - 10)), describe("hottext", (["b"], 10))])
    assert (row.n, row.counts_only) == (n, few)


def test_a_score_below_guessing_is_negative_and_no_answers_give_no_row() -> None:
    (row,) = score_requirements([describe("single", ("a", 10))])
    assert row.share == pytest.approx((0 - 2) / (10 - 2))
    assert score_requirements([describe("single")]) == []
