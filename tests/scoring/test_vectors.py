"""The scoring rules at points worked out by hand."""

from itertools import combinations, permutations, product

import pytest
from neuguong.items import Interaction, Item, Target
from neuguong.scoring import corrected_for_chance, judge_choices, parse_response, score_response
from neuguong.scoring.best_worst import BestWorst
from neuguong.scoring.hottext import Hottext
from neuguong.scoring.matching import Matching
from neuguong.scoring.multiple_response import MultipleResponse
from neuguong.scoring.ranking import Ranking
from neuguong.scoring.rating import Rating
from neuguong.scoring.single_choice import SingleChoice

from tests.samples import make_item


def points(item: Item, raw: object) -> float:
    return score_response(item, parse_response(item, raw)).score


def chance(interaction: Interaction, choices: str = "abcde") -> float:
    item = make_item(interaction, choices=choices)
    return score_response(item, parse_response(item, _any(item))).chance


def _any(item: Item) -> object:
    from neuguong.scoring import build_examples

    return build_examples(item).right


def test_a_single_choice_is_worth_one_point_or_none() -> None:
    item = make_item(SingleChoice("b"), choices="abcd")
    assert [points(item, c) for c in "abcd"] == [0, 1, 0, 0]
    assert chance(SingleChoice("b"), "abcd") == 1 / 4


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("ad", 1.0),  # both keys
        ("a", 1 / 2),  # one of two keys
        ("ab", 1 / 2 - 1 / 3),  # one key, one of three others
        ("adb", 1 - 1 / 3),
        ("bc", 0.0),  # 0 − 2/3, not below 0
        ("abcde", 0.0),  # 1 − 1
    ],
)
def test_multiple_response_takes_back_for_each_wrong_choice(answer: str, expected: float) -> None:
    item = make_item(MultipleResponse(frozenset("ad")))
    assert points(item, list(answer)) == pytest.approx(expected)


def test_the_chance_of_a_selection_is_the_mean_over_all_selections() -> None:
    item = make_item(MultipleResponse(frozenset("ad")))
    selections = [list(s) for size in range(1, 6) for s in combinations("abcde", size)]
    assert len(selections) == 31
    assert chance(item.interaction) == pytest.approx(sum(points(item, s) for s in selections) / 31)


def test_hottext_follows_the_same_rule() -> None:
    item = make_item(Hottext("[a] [b] [c]", frozenset("b")), choices="abc")
    assert points(item, ["b"]) == 1
    assert points(item, ["a", "b"]) == pytest.approx(1 / 2)


def test_where_every_choice_is_keyed_each_one_adds_its_share() -> None:
    item = make_item(Hottext("[a] [b]", frozenset("ab")), choices="ab")
    assert (points(item, ["a"]), points(item, ["a", "b"])) == (1 / 2, 1)
    assert chance(item.interaction, "ab") == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)


@pytest.mark.parametrize(
    ("key", "answer", "expected"), [("bcade", "bcade", 20), ("bcade", "edacb", 8), ("cabed", "acbed", 18)]
)
def test_ranking_of_five_at_the_published_points(key: str, answer: str, expected: float) -> None:
    assert points(make_item(Ranking(tuple(key))), list(answer)) == expected


def test_ranking_scores_occur_as_often_as_published() -> None:
    item = make_item(Ranking(tuple("abcde")))
    scores = [points(item, list(order)) for order in permutations("abcde")]
    assert {score: scores.count(score) for score in sorted(set(scores))} == {
        8: 20, 10: 24, 12: 35, 14: 24, 16: 12, 18: 4, 20: 1
    }  # fmt: skip
    assert chance(item.interaction) == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("best", "worst", "expected"),
    [("c", "a", 2), ("c", "b", 1), ("b", "a", 1), ("a", "c", 0), ("b", "d", 0), ("a", "b", 0)],
)
def test_best_and_worst(best: str, worst: str, expected: float) -> None:
    assert points(make_item(BestWorst("c", "a")), {"best": best, "worst": worst}) == expected


def test_the_chance_of_best_and_worst_is_the_mean_over_all_pairs() -> None:
    # Of the 12 ordered pairs of four choices: the key earns 2; key-best with 2 other worsts and 2 other bests with
    # key-worst earn 1 each; swapped ones are negative and count 0: (2 + 2 + 2)/12.
    assert chance(BestWorst("c", "a"), "abcd") == pytest.approx(6 / 12)


def test_rating_gives_two_thirds_at_distance_one() -> None:
    item = make_item(Rating({"a": 4, "b": 1, "c": 2}), choices="abc")
    assert points(item, {"a": 4, "b": 1, "c": 2}) == 3
    assert points(item, {"a": 3, "b": 1, "c": 4}) == pytest.approx(2 / 3 + 1 + 0)
    # keyed 4 or 1: (1 + 2/3)/4 each; keyed 2: (2/3 + 1 + 2/3)/4
    assert chance(item.interaction, "abc") == pytest.approx((5 / 3 + 5 / 3 + 7 / 3) / 4)
    means = [points(item, dict(zip("abc", p, strict=True))) for p in product((1, 2, 3, 4), repeat=3)]
    assert chance(item.interaction, "abc") == pytest.approx(sum(means) / 64)


def test_matching_counts_hits() -> None:
    interaction = Matching((Target("x", "X"), Target("y", "Y")), {"a": "x", "b": "y", "c": "x"})
    item = make_item(interaction, choices="abc")
    assert points(item, {"a": "x", "b": "x", "c": "x"}) == 2
    assert chance(interaction, "abc") == 1.5


def test_correction_for_chance() -> None:
    assert corrected_for_chance(20, 20, 12) == 1
    assert corrected_for_chance(12, 20, 12) == 0
    assert corrected_for_chance(8, 20, 12) == pytest.approx(-0.5)
    assert corrected_for_chance(1, 1, 1) is None


def test_what_is_rightly_left_alone_is_right_and_a_missed_key_is_not() -> None:
    item = make_item(MultipleResponse(frozenset("ad")))
    verdicts = judge_choices(item, parse_response(item, ["a", "b"]))
    assert verdicts == {"a": "right", "b": "wrong", "c": "right", "d": "part", "e": "right"}
