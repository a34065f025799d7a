"""How well a requirement sits: the formula at known points, and what holds for every series of answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.scoring.mastery import LEAST_ITEMS, SOLID, Band, Evidence, measure_mastery, name_band

shares = st.floats(-1.0, 1.0)
series = st.lists(st.builds(Evidence, st.sampled_from("abcdef"), shares), max_size=12)


def is_enough(answers: list[Evidence]) -> bool:
    return len({one.item for one in answers}) >= LEAST_ITEMS


def answers_of(*found: float) -> list[Evidence]:
    """One answer to an item of its own each."""
    return [Evidence(f"cau-{n}", share) for n, share in enumerate(found)]


@pytest.mark.parametrize(
    ("found", "mastery"),
    [
        ((1, 1, 1), 1.0),
        ((0, 0, 0), 0.0),
        ((0, 0, 1), 1 / 2.44),  # weights 0.64, 0.8, 1
        ((1, 0, 0), 0.64 / 2.44),
        ((1, 1, -0.25), (0.64 + 0.8 - 0.25) / 2.44),
        ((-0.25, -0.25, -0.25), 0.0),  # worse than guessing is told as guessing
    ],
)
def test_the_formula_at_known_points(found: tuple[float, ...], mastery: float) -> None:
    assert measure_mastery(answers_of(*found)) == pytest.approx(mastery)


def test_the_last_three_weigh_as_much_as_all_before_them() -> None:
    mastery = measure_mastery(answers_of(*[0.0] * 40, 1, 1, 1))
    assert mastery == pytest.approx(1 - 0.8**3, abs=0.001)  # 0.488


@given(series)
def test_it_stays_between_nothing_and_all_and_is_silent_below_the_least_evidence(answers: list[Evidence]) -> None:
    mastery = measure_mastery(answers)
    assert (mastery is None) is not is_enough(answers)
    assert mastery is None or 0 <= mastery <= 1


@given(series, st.integers(0, 11), shares)
def test_a_better_answer_in_the_same_place_never_lowers_it(answers: list[Evidence], at: int, share: float) -> None:
    if not is_enough(answers):
        return
    at %= len(answers)
    better = [*answers]
    better[at] = Evidence(answers[at].item, max(share, answers[at].share))
    before, after = measure_mastery(answers), measure_mastery(better)
    assert before is not None
    assert after is not None
    assert after >= before - 1e-12


@given(series, st.sampled_from("abcdef"))
def test_one_more_answer_in_full_never_lowers_it_and_one_more_guess_never_raises_it(
    answers: list[Evidence], item: str
) -> None:
    before = measure_mastery(answers)
    if before is None:
        return
    full, guess = (measure_mastery([*answers, Evidence(item, share)]) for share in (1.0, 0.0))
    assert full is not None
    assert guess is not None
    assert guess - 1e-12 <= before <= full + 1e-12


@given(series)
def test_the_same_answers_with_the_better_ones_later_are_worth_no_less(answers: list[Evidence]) -> None:
    if not is_enough(answers):
        return
    rising = sorted(answers, key=lambda one: one.share)
    found = [measure_mastery(one) for one in (rising[::-1], answers, rising)]
    worst, given_, best = (one if one is not None else -1.0 for one in found)
    assert worst - 1e-9 <= given_ <= best + 1e-9


def test_one_item_again_and_again_is_no_evidence() -> None:
    assert measure_mastery([Evidence("cau", 1.0)] * 20) is None
    assert measure_mastery([*[Evidence("cau", 1.0)] * 20, Evidence("khac", 1.0)]) is None


@pytest.mark.parametrize(
    ("mastery", "band"),
    [(None, Band.UNKNOWN), (0.0, Band.WEAK), (0.69, Band.WEAK), (SOLID, Band.SOLID), (1.0, Band.SOLID)],
)
def test_the_bands(mastery: float | None, band: Band) -> None:
    assert name_band(mastery) is band
