"""What is said of a round: grids of all interactions, shares, where people parted."""

from typing import Any

import pytest
from neuguong.workshop.grids import count_choice, right_columns
from neuguong.workshop.results import Thresholds, advise, find_parted, whole_percent, wilson_interval

from tests.samples import INTERACTIONS, make_item


@pytest.mark.parametrize(
    ("kind", "response", "choice", "counts", "right"),
    [
        ("single", "b", "b", [3], [0]),
        ("multiple", frozenset({"a", "b"}), "b", [3], []),
        ("hottext", frozenset({"b"}), "b", [3], [0]),
        ("ranking", ("b", "a", "c", "d", "e"), "a", [0, 3, 0, 0, 0], [2]),
        ("rating", {"a": 4, "b": 1, "c": 3, "d": 3, "e": 1}, "c", [0, 0, 3, 0], [1]),
        ("matching", dict.fromkeys("abcde", "x"), "b", [3, 0], [1]),
    ],
)
def test_each_interaction_is_counted_in_its_columns(
    kind: str, response: Any, choice: str, counts: list[int], right: list[int]
) -> None:
    item = make_item(INTERACTIONS[kind])
    assert count_choice(item, choice, [(response, 3)]) == counts
    assert right_columns(item, choice) == right


def test_a_share_has_its_interval_and_advice() -> None:
    """Wilson for 6 of 10: centre (0.6 + 1.92/10)/(1 + 3.84/10) = 0.572, half width 0.260."""
    assert wilson_interval(6, 10) == (31, 83)
    assert whole_percent(1, 8) == 13
    assert [advise(n, Thresholds(40, 80)) for n in (39, 40, 79, 80)] == ["teach", "discuss", "discuss", "explain"]
    with pytest.raises(ValueError, match="thresholds"):
        Thresholds(80, 40)


def test_people_parted_where_the_commonest_answer_was_given_by_fewer_than_three_in_five() -> None:
    def row(letter: str, *counts: int) -> Any:
        return {"letter": letter, "text": f"việc {letter}", "counts": list(counts), "right": []}

    shown: Any = {"round": 1, "n": 10, "columns": ["X", "Y"], "approximate": False}
    told = find_parted({**shown, "rows": [row("A", 10, 0), row("B", 5, 5), row("C", 4, 6)]})
    assert told == ["B. việc B: 50% chọn “X”, 50% chọn “Y”."]
    assert find_parted({**shown, "columns": ["nhất", "kém"], "rows": [row("A", 3, 2)]}) == []
