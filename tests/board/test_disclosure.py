"""The rule of what may be shown, with numbers worked by hand, and against every subtraction somebody could try."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.board.disclosure import Counts, disclose, subtract

M = 5
UNITS = ("A", "B", "C", "D")


def counts_of(everybody: int, **units: int) -> Counts:
    """As many answers as people; `everybody` may be more than the units together."""
    named = {None: everybody, **units}
    return Counts(named, named)


def shown(counts: Counts, between: Counts | None = None, candidates: tuple[str, ...] = UNITS) -> set[str] | None:
    found = disclose(counts, M, candidates=candidates, between=between)
    return None if found is None else set(found)


@pytest.mark.parametrize(("people", "expected"), [(0, None), (4, None), (5, set())])
def test_everybody_is_shown_from_five_people_on(people: int, expected: set[str] | None) -> None:
    assert shown(counts_of(people)) == expected


def test_a_unit_is_shown_if_it_and_everyone_else_are_five() -> None:
    assert shown(counts_of(10, A=5)) == {"A"}
    assert shown(counts_of(9, A=5)) == set(), "the other four would follow by subtraction"
    assert shown(counts_of(10, A=4)) == set()
    assert shown(counts_of(5, A=5)) == {"A"}, "nobody else has answered"


def test_the_smallest_unit_steps_back_where_the_rest_would_be_too_few() -> None:
    assert shown(counts_of(31, A=20, B=9, C=2)) == {"A"}, "31 − 20 − 9 = 2 would be C"
    assert shown(counts_of(34, A=20, B=9, C=5)) == {"A", "B", "C"}
    assert shown(counts_of(33, A=20, B=9)) == {"A"}, "four people without a unit"
    assert shown(counts_of(9, A=5, B=4)) == set()


def test_answers_without_a_known_person_count_as_no_people() -> None:
    unknown = {None: 40, "A": 20}
    assert disclose(Counts({None: 4, "A": 4}, unknown), M, candidates="A", between=None) is None
    alone = Counts({None: 20, "A": 20}, {None: 23, "A": 20})
    assert disclose(alone, M, candidates="A", between=None) == frozenset(), (
        "three answers are left, of nobody knows whom"
    )


def test_somebody_in_two_units_does_not_make_the_rest_look_larger() -> None:
    # Six people, all of them in A and in B: whoever subtracts A is left with B, which is a group itself.
    both = Counts({None: 6, "A": 6, "B": 6}, {None: 12, "A": 6, "B": 6})
    assert shown(both) == {"A", "B"}
    # A and B share all six; two of them answered something without a unit as well.
    rest = Counts({None: 6, "A": 6, "B": 6}, {None: 14, "A": 6, "B": 6})
    assert shown(rest) == {"A"}, "the rest is then B and the two, not the two alone"


def test_a_shorter_period_is_shown_if_what_lies_between_is_none_or_five() -> None:
    assert shown(counts_of(10), between=counts_of(0)) == set()
    assert shown(counts_of(10), between=counts_of(4)) is None
    assert shown(counts_of(10), between=counts_of(5)) == set()


def test_a_unit_of_a_shorter_period_needs_the_same_of_itself_and_of_the_rest() -> None:
    today = counts_of(20, A=10, B=10)
    assert shown(today, between=counts_of(10, A=5, B=5)) == {"A", "B"}
    assert shown(today, between=counts_of(9, A=5, B=4)) == set(), "B's four would be left between the two periods"
    assert shown(today, between=counts_of(9, A=9)) == {"A", "B"}
    assert shown(today, between=counts_of(10, A=5, B=5), candidates=("A",)) == {"A"}


def test_subtracting_takes_what_is_missing_for_none() -> None:
    assert subtract({None: 7, "A": 3}, {None: 2}) == {None: 5, "A": 3}


PEOPLE = st.lists(
    st.tuples(st.sampled_from([*UNITS, None]), st.booleans(), st.booleans()), min_size=0, max_size=60
)  # unit, knows consent, answered today


def count(people: list[tuple[str | None, bool, bool]]) -> Counts:
    units = (None, *UNITS)
    answers = {unit: sum(unit in (None, one[0]) for one in people) for unit in units}
    known = {unit: sum(one[1] and unit in (None, one[0]) for one in people) for unit in units}
    return Counts(known, answers)


@given(PEOPLE)
def test_no_sum_or_difference_of_what_is_shown_isolates_fewer_than_five(
    people: list[tuple[str | None, bool, bool]],
) -> None:
    today, before = [p for p in people if p[2]], [p for p in people if not p[2]]
    longer = disclose(count(people), M, candidates=UNITS, between=None)
    shorter = None if longer is None else disclose(count(today), M, candidates=longer, between=count(before))

    for span, units in ((people, longer), (today, shorter)):
        for chosen in every_choice(units):
            assert is_group([p for p in span if p[0] in chosen]) or not chosen
            assert is_group([p for p in span if p[0] not in chosen])
    if shorter is not None:
        for chosen in every_choice(shorter):
            assert is_group([p for p in before if p[0] in chosen])
            assert is_group([p for p in before if p[0] not in chosen])


def every_choice(units: frozenset[str] | None) -> list[tuple[str, ...]]:
    if units is None:
        return []
    return [chosen for size in range(len(units) + 1) for chosen in combinations(sorted(units), size)]


def is_group(people: list[tuple[str | None, bool, bool]]) -> bool:
    return not people or sum(one[1] for one in people) >= M
