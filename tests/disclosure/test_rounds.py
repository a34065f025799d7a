"""What may be said of a hall's round, by hand. The group minimum is 5, so that a group is 9 people."""

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest
from neuguong.disclosure import LIKELIHOOD_MAX, FirstRound, Result, tell_first, tell_second, tell_sensitive

A, B = '"a"', '"b"'
ANSWERS = {f"{number}": A if number < 7 else B for number in range(12)}
"""Twelve people: seven "a", which is right, and five "b"."""


def is_right(response: str) -> bool:
    return response == A


def first_of(answers: dict[str, str]) -> FirstRound:
    result = tell_first(list(answers.values()), minimum=5)
    assert result is not None
    return FirstRound(result, answers)


def second_of(again: dict[str, str], first: FirstRound | None) -> Result | None:
    return tell_second(again, first=first, is_full=is_right, minimum=5)


def test_nine_answers_are_told_and_eight_are_not() -> None:
    assert tell_first([A] * 5 + [B] * 4, minimum=5) == {
        "n": 9,
        "counts": {A: 5, B: 4},
        "transition": None,
        "approximate": False,
    }
    assert tell_first([A] * 8, minimum=5) is None


def test_a_smaller_minimum_than_three_is_refused() -> None:
    with pytest.raises(ValueError, match="3"):
        tell_first([A] * 20, minimum=2)


def test_a_text_of_a_result_does_not_follow_who_came_first() -> None:
    told = [tell_first(answers, minimum=5) for answers in ([B, *[A] * 8], [*[A] * 8, B])]
    assert str(told[0]) == str(told[1])


def test_the_second_round_is_over_the_people_of_the_first() -> None:
    """Of seven "a" one goes to "b" and one stays away; of five "b" four go to "a"; three newcomers are left out.

    Right and right: 7 - 1 = 6, the absent one among them. After: a = 6 + 4 = 10, b = 1 + 1 = 2.
    """
    again = {"0": B, "7": A, "8": A, "9": A, "10": A, "11": B} | {str(one): A for one in range(1, 6)}
    again |= {"new-1": B, "new-2": B, "new-3": B}
    assert second_of(again, first_of(ANSWERS)) == {
        "n": 12,
        "counts": {A: 10, B: 2},
        "transition": {"n": 12, "right_right": 6, "right_wrong": 1, "wrong_right": 4, "wrong_wrong": 1},
        "approximate": False,
    }


def test_whoever_was_erased_since_stays_in_the_numbers_as_before() -> None:
    """Number 0 had answered "a": the row sums are still 7 and 5."""
    first = first_of(ANSWERS)
    left = FirstRound(first.result, {who: answer for who, answer in ANSWERS.items() if who != "0"})
    told = second_of({str(number): A for number in range(1, 12)}, left)
    assert told is not None
    assert told["counts"] == {A: 12}
    assert told["transition"] == {"n": 12, "right_right": 7, "right_wrong": 0, "wrong_right": 5, "wrong_wrong": 0}


@pytest.mark.parametrize(("came_again", "is_told"), [(8, False), (9, True)])
def test_nothing_is_said_of_a_second_round_in_which_few_of_the_first_answered(came_again: int, is_told: bool) -> None:
    again = {str(number): A for number in range(came_again)} | {f"new-{number}": A for number in range(30)}
    assert (second_of(again, first_of(ANSWERS)) is not None) == is_told


def test_where_nothing_was_said_of_the_first_the_second_stands_alone() -> None:
    told = second_of({str(number): A for number in range(9)}, None)
    assert told == {"n": 9, "counts": {A: 9}, "transition": None, "approximate": False}
    assert second_of({str(number): A for number in range(8)}, None) is None


def test_sensitive_counts_below_zero_are_not_told_and_the_rest_add_up() -> None:
    noise = iter((-3, 2, -1))
    told = tell_sensitive([A] * 18 + [B] * 2, possible=[B, A, '"c"'], number=1, noise=lambda: next(noise))
    assert told == {"n": 20, "counts": {A: 20}, "transition": None, "approximate": True}


def test_what_is_said_of_a_sensitive_answer_is_at_most_four_times_as_likely_as_if_it_had_been_another() -> None:
    """Nineteen "a" and one answer that is "a" or "b", over every pair of noises up to 30: P(z) = 2^-|z| / 3."""
    said: list[dict[str, Fraction]] = []
    for last in (A, B):
        likely: dict[str, Fraction] = defaultdict(Fraction)
        for pair in product(range(-30, 31), repeat=2):
            drawn = iter(pair)
            told = tell_sensitive([A] * 19 + [last], possible=[A, B], number=1, noise=lambda drawn=drawn: next(drawn))
            likely[str(told)] += Fraction(1, 9 * 2 ** sum(map(abs, pair)))
        said.append(likely)
    ratios = [said[0][one] / said[1][one] for one in said[0].keys() & said[1].keys() if said[0][one] > 1e-6]
    assert len(ratios) > 100
    assert max(ratios) == pytest.approx(LIKELIHOOD_MAX)
    assert min(ratios) == pytest.approx(1 / LIKELIHOOD_MAX)
