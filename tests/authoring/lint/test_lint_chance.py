"""Exact chances, at points worked by hand or taken from tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.authoring.lint.chance import at_least, binomial_at_least, chi_square, chi_square_p, hits_distribution


@pytest.mark.parametrize(
    ("options", "limit", "items"), [(4, 13, 30), (4, 19, 50), (4, 33, 100), (3, 11, 20), (3, 15, 30)]
)
def test_the_flag_limits_of_the_literature_hold(options: int, limit: int, items: int) -> None:
    assert binomial_at_least(limit, items, 1 / options) < 0.05
    assert binomial_at_least(limit - 1, items, 1 / options) >= 0.05


def test_two_tries_at_one_half_and_one_quarter() -> None:
    # none 1/2 · 3/4 = .375; both 1/2 · 1/4 = .125; one = the rest = .5
    assert hits_distribution([0.5, 0.25]) == pytest.approx([0.375, 0.5, 0.125])
    assert at_least(1, [0.5, 0.25]) == pytest.approx(0.625)


def test_no_tries_prove_nothing() -> None:
    assert at_least(0, []) == 1.0


@given(st.integers(1, 40), st.floats(0.05, 0.95))
def test_equal_chances_give_the_binomial(tries: int, chance: float) -> None:
    hits = tries // 2
    unequal = math.fsum(hits_distribution([chance] * tries)[hits:])
    assert at_least(hits, [chance] * tries) == pytest.approx(unequal)


@pytest.mark.parametrize(
    ("statistic", "freedom"), [(3.841459, 1), (5.991465, 2), (7.814728, 3), (9.487729, 4), (11.070498, 5)]
)
def test_the_tabulated_five_percent_points_of_chi_square(statistic: float, freedom: int) -> None:
    assert chi_square_p(statistic, freedom) == pytest.approx(0.05, abs=1e-6)


def test_chi_square_at_nothing_and_without_freedom() -> None:
    assert chi_square_p(0.0, 3) == 1.0
    with pytest.raises(ValueError, match="degree of freedom"):
        chi_square_p(1.0, 0)


def test_chi_square_of_twenty_ten_five_five_is_fifteen() -> None:
    # (100 + 0 + 25 + 25) / 10
    assert chi_square([20, 10, 5, 5], [10.0] * 4) == pytest.approx(15.0)
