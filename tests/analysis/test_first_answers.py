"""What is taken of first answers; every expected number is worked out beside it."""

import math
import random
from collections import defaultdict

import numpy as np
import pytest
from neuguong.analysis import first_answers
from neuguong.analysis.first_answers import REST_ITEMS, collect_answers, points_blocks, points_matrix
from neuguong.analysis.reliability import measure_reliability
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
    assert found.shares().tolist() == [1, 1, 0, 0, 1]  # b is the key
    assert found.rests().tolist()[:4] == pytest.approx([1 / 3, 1 / 3, 2 / 3, 2 / 3])
    assert math.isnan(found.rests()[4])  # in no set
    fewer = collect_answers([rows[:3]], ITEMS, SETS)
    assert all(map(math.isnan, fewer.rests()))  # two others


def test_other_versions_and_what_is_no_response_any_more_are_left_out() -> None:
    rows = [answer("an", "p", "b"), answer("an", "q", "b", version=2), answer("an", "r", "z"), answer("an", "x", "b")]
    found = collect_answers([rows[:2], [], rows[2:]], ITEMS, SETS)
    assert [ITEMS[n].identifier for n in found.item] == ["p"]


def test_a_page_may_end_anywhere_and_time_may_be_unknown() -> None:
    rows = [answer("an", "p", "a", ms=2500), answer("binh", "p", "b"), answer("an", "q", "b", ms=500)]
    whole, pages = collect_answers([rows], ITEMS, SETS), collect_answers([rows[:1], rows[1:]], ITEMS, SETS)
    for name in ("item", "person", "response"):
        assert getattr(whole, name).tolist() == getattr(pages, name).tolist()
    assert whole.shares().tolist() == pages.shares().tolist()
    assert whole.seconds.tolist() == pytest.approx([2.5, math.nan, 0.5], nan_ok=True)
    assert points_matrix(whole, ITEMS[:2]) == pytest.approx(np.array([[0, 1], [1, math.nan]]), nan_ok=True)


def test_without_answers_there_is_nothing() -> None:
    found = collect_answers([], ITEMS, SETS)
    assert len(found.item) == len(found.rests()) == len(found.shares()) == 0


def make_rows(seed: int) -> list[FirstAnswer]:
    """Of sixty people, some answers missing, some to another version or item, some no response; units come and go."""
    draw, rows = random.Random(seed), []
    for person in range(60):
        for item in "pqrstx":
            if draw.random() < 0.8:
                version, response = 1 + (draw.random() < 0.1), draw.choice("aabbbcz")
                seconds, sure = draw.choice((None, 1, 77_777)), draw.choice((None, 1, 3))
                unit = draw.choice((None, "Một", "Hai"))
                rows.append(FirstAnswer(f"{person:02}", item, version, f'"{response}"', seconds, sure, unit))
    draw.shuffle(rows)
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_what_is_taken_of_many_is_what_is_taken_answer_by_answer(seed: int) -> None:
    rows = make_rows(seed)
    taken = [row for row in rows if row.item_id != "x" and row.item_version == 1 and row.response_json in '"a""b""c"']
    people = list(dict.fromkeys(row.actor for row in taken))
    points = [float(row.response_json == '"b"') for row in taken]
    others: dict[str, list[float]] = defaultdict(list)
    for row, share in zip(taken, points, strict=True):
        if row.item_id in SETS:
            others[row.actor].append(share)
    found = collect_answers([rows[:100], [], rows[100:]], ITEMS, SETS)
    assert [people[n] for n in found.person] == [row.actor for row in taken]
    assert [ITEMS[n].identifier for n in found.item] == [row.item_id for row in taken]
    assert [f'"{found.responses[n]}"' for n in found.response] == [row.response_json for row in taken]
    assert found.shares().tolist() == points
    assert found.sure.tolist() == [row.confidence or 0 for row in taken]
    units = {row.actor: row.unit for row in taken if row.unit is not None}
    assert found.units == tuple(units.get(one) for one in people)
    for row, share, rest, seconds in zip(taken, points, found.rests(), found.seconds, strict=True):
        mine = others[row.actor]
        expected = (sum(mine) - share) / (len(mine) - 1) if row.item_id in SETS and len(mine) > REST_ITEMS else math.nan
        assert rest == pytest.approx(expected, nan_ok=True)
        assert seconds == pytest.approx(math.nan if row.duration_ms is None else row.duration_ms / 1000, nan_ok=True)
    assert [rows.tolist() for rows in found.rows_by_item] == [
        [n for n, row in enumerate(taken) if row.item_id == item.identifier] for item in ITEMS
    ]


def test_points_and_alpha_are_the_same_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = collect_answers([make_rows(1)], ITEMS, SETS)
    whole = points_matrix(answers, ITEMS[1:4])
    expected = measure_reliability(whole)
    monkeypatch.setattr(first_answers, "BLOCK_PEOPLE", 7)
    blocks = list(points_blocks(answers, ITEMS[1:4]))
    assert len(blocks) == 9  # of sixty people seven each
    assert np.array_equal(np.concatenate(blocks), whole, equal_nan=True)
    found = measure_reliability(iter(blocks))
    assert (found.items, found.people) == (expected.items, expected.people)
    assert [found.alpha, *found.if_dropped] == pytest.approx([expected.alpha, *expected.if_dropped])
