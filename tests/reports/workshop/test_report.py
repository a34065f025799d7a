"""The figures that follow from a workshop's report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.reports.workshop import ItemLine, Round, UnitLine, WorkshopReport
from neuguong.reports.workshop.report import ratio

from .halls import REQUIREMENTS, STARTED, empty, usual


def test_people_are_summed_over_units_and_a_per_cent_over_those_whose_number_is_known() -> None:
    """22 + 18 + 0 joined; 20 + 15 + 0 completed; 24 + 16 + 8 there are. Then a guest unit of 9 of unknown size."""
    report = usual()
    sums = report.attendance
    assert (sums.joined, sums.completed, sums.eligible, sums.counted_units) == (40, 35, 48, 3)
    guests = replace(report, units=(*report.units, UnitLine("Khách", joined=9, completed=9)))
    sums = guests.attendance
    assert (sums.joined, sums.completed) == (49, 44)
    assert (sums.joined_of, sums.completed_of, sums.eligible, sums.counted_units) == (40, 35, 48, 3)


def test_the_share_of_all_is_no_mean_of_shares() -> None:
    """1 of 1 and 0 of 99: one in a hundred, not one half."""
    units = (UnitLine("a", joined=1, completed=1, eligible=1), UnitLine("b", joined=0, completed=0, eligible=99))
    sums = replace(usual(), units=units).attendance
    assert ratio(sums.completed_of, sums.eligible) == 0.01
    assert ratio(0, 0) is None


def test_a_unit_is_present_when_somebody_joined_though_nobody_completed() -> None:
    report = replace(usual(), units=(UnitLine("a", 1, 0, 9), UnitLine("b", 0, 0, 9)))
    assert [one.name for one in report.present] == ["a"]
    assert [one.name for one in report.absent] == ["b"]


def test_a_requirement_is_worked_out_of_the_items_that_are_shown() -> None:
    """A1: (0.5 · 40 + 0.75 · 20) / 60. A2: item 3 alone, for item 4 is withheld. All: (35 + 0.25 · 40) / 100."""
    first, second, third = usual().by_requirement
    assert (first.asked, first.shown, first.n, first.share) == (2, 2, 60, pytest.approx(35 / 60))
    assert (second.asked, second.shown, second.n, second.share, second.is_withheld) == (2, 1, 40, 0.25, True)
    assert (third.asked, third.shown, third.n, third.share, third.is_withheld) == (1, 0, 0, None, True)
    whole = usual().all_requirements
    assert (whole.asked, whole.shown, whole.n, whole.share) == (5, 3, 100, pytest.approx(0.45))


def test_a_gain_is_told_only_where_both_rounds_are() -> None:
    gains = [one.gain for one in usual().items]
    assert gains == [0.25, None, None, None, None]


def test_an_empty_session_has_no_figures_and_no_fault() -> None:
    report = empty()
    assert report.by_requirement == ()
    assert report.all_requirements.share is None
    assert report.attendance.eligible is None


def test_what_cannot_be_is_refused() -> None:
    for share, n in ((1.01, 5), (-0.1, 5), (0.5, 0), (0.5, None)):
        with pytest.raises(ValueError, match="allowed: 0 to 1"):
            Round(n, share)
    with pytest.raises(ValueError, match="unit 'a'"):
        UnitLine("a", joined=1, completed=2)
    with pytest.raises(ValueError, match="aware"):
        replace(usual(), started=STARTED.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no title of X9"):
        replace(usual(), items=(ItemLine(1, "t", "X9", "?", Round(5, 1.0)),))


rounds = (
    st.none()
    | st.builds(Round, st.none() | st.integers(0, 300), st.none())
    | st.builds(Round, st.integers(1, 300), st.floats(0, 1))
)


@given(st.lists(st.tuples(st.sampled_from(["A1", "A2"]), rounds, rounds), max_size=8))
def test_no_sum_knows_of_a_round_that_is_not_shown(lines: list[tuple[str, Round | None, Round | None]]) -> None:
    """With every item that lacks a share in the first round thrown away, all shares and counts stay as they were."""
    items = tuple(
        ItemLine(number, "t", label, "?", first, second) for number, (label, first, second) in enumerate(lines, start=1)
    )
    report = WorkshopReport("t", STARTED, STARTED, 0, "r", items=items, requirements=REQUIREMENTS)
    told = tuple(one for one in items if one.first is not None and one.first.share is not None)
    shown = replace(report, items=told)
    figures = {one.label: (one.shown, one.n, one.share) for one in report.by_requirement if one.shown}
    assert figures == {one.label: (one.shown, one.n, one.share) for one in shown.by_requirement}
    assert report.all_requirements.share == shown.all_requirements.share
