"""What is taken of first answers; every expected number is worked out beside it."""

import math

import numpy as np
import pytest
from neuguong.analysis.first_answers import REST_ITEMS, collect_answers, points_matrix
from neuguong.store import FirstAnswer

from tests.samples import INTERACTIONS, make_item

ITEMS = [make_item(INTERACTIONS["single"], name=name) for name in "pqrst"]
SETS = dict.fromkeys("pqrs", "bai")


def answer(actor: str, item: str, response: str, *, version: int = 1, ms: int | None = None) -> FirstAnswer:
    return FirstAnswer(actor, item, version, f'"{response}"', ms)


def test_the_rest_is_the_mean_of_the_others_of_the_set_that_the_person_answered() -> None:
    assert REST_ITEMS == 3
    rows = [answer("an", item, response) for item, response in zip("pqrst", "bbaab", strict=True)]
    found = collect_answers([rows], ITEMS, SETS)
    assert found.share.tolist() == [1, 1, 0, 0, 1]  # b is the key
    assert found.rest.tolist()[:4] == pytest.approx([1 / 3, 1 / 3, 2 / 3, 2 / 3])
    assert math.isnan(found.rest[4])  # in no set
    fewer = collect_answers([rows[:3]], ITEMS, SETS)
    assert all(map(math.isnan, fewer.rest))  # two others


def test_other_versions_and_what_is_no_response_any_more_are_left_out() -> None:
    rows = [answer("an", "p", "b"), answer("an", "q", "b", version=2), answer("an", "r", "z"), answer("an", "x", "b")]
    found = collect_answers([rows[:2], [], rows[2:]], ITEMS, SETS)
    assert [ITEMS[n].identifier for n in found.item] == ["p"]


def test_a_page_may_end_anywhere_and_time_may_be_unknown() -> None:
    rows = [answer("an", "p", "a", ms=2500), answer("binh", "p", "b"), answer("an", "q", "b", ms=500)]
    whole, pages = collect_answers([rows], ITEMS, SETS), collect_answers([rows[:1], rows[1:]], ITEMS, SETS)
    for name in ("item", "person", "share", "response"):
        assert getattr(whole, name).tolist() == getattr(pages, name).tolist()
    assert whole.seconds.tolist() == pytest.approx([2.5, math.nan, 0.5], nan_ok=True)
    assert points_matrix(whole, ITEMS[:2]) == pytest.approx(np.array([[0, 1], [1, math.nan]]), nan_ok=True)


def test_without_answers_there_is_nothing() -> None:
    found = collect_answers([], ITEMS, SETS)
    assert len(found.item) == len(found.rest) == len(found.share) == 0
