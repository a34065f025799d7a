"""What a statement refuses, and what is left of it on a sensitive topic."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.clock import LOCAL_ZONE
from neuguong.errors import StoreError
from neuguong.store import InvalidStatementError, amended, unlinked
from neuguong.store.statement import canonical_json, without_actor
from statements import ANNA, HAPPENED, make_statement

REFUSED: list[tuple[str, Any]] = [
    ("attempt_id", "not-a-uuid"),
    ("attempt_id", "{8c5f1d6e-0f1b-4e57-9d0a-2f6a3c1b7e42}"),
    ("timestamp", datetime(2026, 3, 5)),
    ("timestamp", datetime(1969, 1, 1, tzinfo=UTC)),
    ("timestamp", "2026-03-05"),
    ("stored", datetime(2026, 3, 5)),
    ("context", "exam"),
    ("context_id", "two words"),
    ("round", 0),
    ("topic", ""),
    ("item_id", "tn 01"),
    ("item_id", "tn-01\n"),
    ("item_id", "x" * 101),
    ("item_version", 0),
    ("item_version", True),
    ("item_version", 1.0),
    ("response", math.nan),
    ("response", {1: "a"}),
    ("response", [{2: "a"}]),
    ("response", {"a"}),
    ("response", "\ud800"),
    ("response", "x" * 2000),
    ("presented_order", ["a", "b"]),
    ("presented_order", ("a b",)),
    ("score", math.nan),
    ("score", math.inf),
    ("score", -0.1),
    ("score", 1.01),
    ("score", None),
    ("score", True),
    ("max_score", 0),
    ("chance", 1.5),
    ("chance", math.nan),
    ("duration_ms", -1),
    ("duration_ms", 1.5),
    ("confidence", 101),
    ("attempt_number", 0),
    ("app_version", ""),
    ("actor", "Nguyễn Văn A"),
    ("actor", "A1" * 32),
    ("unit", ""),
    ("unit", "Chi bộ\x00"),
]


@pytest.mark.parametrize(("name", "value"), REFUSED, ids=[f"{name}-{at}" for at, (name, _) in enumerate(REFUSED)])
def test_a_value_outside_its_range_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidStatementError, match=f"{name}: found .*allowed: "):
        make_statement(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("actor", "ba-tám-hàng-rau"), ("unit", "ba-tám-hàng-rau\n"), ("response", {"ba-tám-hàng-rau"})],
    ids=["actor", "unit", "response"],
)
def test_a_refusal_is_a_store_error_and_does_not_repeat_who_where_or_what_was_answered(name: str, value: Any) -> None:
    with pytest.raises(StoreError) as refusal:
        make_statement(**{name: value})
    assert "rau" not in str(refusal.value)


def test_moments_are_kept_in_utc_whatever_zone_they_came_in() -> None:
    vietnam = timezone(timedelta(hours=7))
    statement = make_statement(timestamp=datetime(2026, 3, 5, 6, 0, tzinfo=vietnam))
    assert statement.timestamp == datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    assert statement.timestamp.tzinfo is UTC


def test_a_rounding_error_above_the_maximum_is_no_reason_to_lose_an_answer() -> None:
    assert make_statement(score=0.1 + 0.2, max_score=0.3, chance=0).score > 0.3


def test_a_statement_does_not_change_when_the_response_it_was_made_from_does() -> None:
    response = {"best": "a"}
    statement = make_statement(response=response)
    response["best"] = "b"
    assert statement.response == {"best": "a"}


def test_the_attempt_id_is_one_text_however_it_was_capitalised() -> None:
    upper = make_statement(attempt_id="8C5F1D6E-0F1B-4E57-9D0A-2F6A3C1B7E42")
    assert upper.attempt_id == "8c5f1d6e-0f1b-4e57-9d0a-2f6a3c1b7e42"


numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(json_values)
def test_canonical_json_says_the_value_and_says_it_one_way(value: object) -> None:
    assert json.loads(canonical_json(value)) == value
    assert canonical_json(json.loads(canonical_json(value))) == canonical_json(value)


def test_unlinked_keeps_nothing_that_leads_to_a_person() -> None:
    left = unlinked(make_statement(context="test", context_id="dot-1", round=2, attempt_number=7))
    assert (left.actor, left.unit, left.context_id, left.round, left.duration_ms) == (None,) * 5
    assert left.attempt_number == 2
    assert left.timestamp == datetime(2026, 3, 4, 17, tzinfo=UTC), "midnight of 5 March in Vietnam"
    assert left.stored is None
    assert (left.response, left.score, left.item_id) == ("bao-cao", 1.0, "tn-01-a")


@pytest.mark.parametrize(
    ("context", "group_size", "is_kept"),
    [
        ("workshop", 5, True),
        ("rehearsal", 5, True),
        ("workshop", 4, False),
        ("workshop", 0, False),
        ("study", 50, False),
        ("test", 50, False),
    ],
)
def test_unit_and_hall_stay_only_in_a_hall_of_five_or_more(context: Any, group_size: int, is_kept: bool) -> None:
    left = unlinked(make_statement(context=context, context_id="hall-1", round=1), group_size=group_size)
    assert (left.unit, left.context_id, left.round) == (("Chi bộ 1", "hall-1", 1) if is_kept else (None, None, None))


def test_the_group_minimum_can_be_set_but_never_below_three() -> None:
    hall = make_statement(context="workshop", context_id="hall-1")
    assert unlinked(hall, group_size=3, group_minimum=3).unit == "Chi bộ 1"
    with pytest.raises(ValueError, match="3 or more"):
        unlinked(hall, group_size=2, group_minimum=2)


def test_the_day_of_a_sensitive_answer_is_the_day_the_log_took_it() -> None:
    """A phone whose clock is wrong would stand out by its day in both tables."""
    left = unlinked(make_statement(stored=HAPPENED + timedelta(days=3)))
    assert left.timestamp == left.stored == datetime(2026, 3, 7, 17, tzinfo=UTC)


def test_the_day_is_that_of_vietnam_where_it_is_counted() -> None:
    """18:00 UTC is 01:00 of the next day in Vietnam."""
    left = without_actor(make_statement(stored=datetime(2026, 3, 5, 18, tzinfo=UTC)))
    assert left.timestamp == left.stored == datetime(2026, 3, 5, 17, tzinfo=UTC)


def test_an_answer_of_nobody_known_keeps_what_was_answered_and_only_the_day() -> None:
    left = without_actor(make_statement(actor=None, attempt_number=7))
    assert (left.unit, left.response, left.duration_ms, left.attempt_number) == ("Chi bộ 1", "bao-cao", None, 2)
    assert left.timestamp == datetime(2026, 3, 4, 17, tzinfo=UTC)


def test_a_statement_amended_or_read_back_is_not_checked_again_and_is_the_same() -> None:
    """What is checked is checked at the door: even a value that it would refuse passes here."""
    statement = make_statement(1)
    assert amended(statement) == statement == replace(statement)
    assert amended(statement, item_version=0).item_version == 0
    with pytest.raises(InvalidStatementError):
        replace(statement, item_version=0)


@given(st.datetimes(datetime(1976, 1, 1), datetime(8000, 1, 1), timezones=st.just(UTC)), st.integers(1, 10**6))
def test_unlinking_twice_leaves_what_unlinking_once_left(moment: datetime, attempt: int) -> None:
    once = unlinked(make_statement(0, timestamp=moment, attempt_number=attempt, actor=ANNA))
    assert unlinked(once) == once
    assert once.timestamp.astimezone(LOCAL_ZONE).time() == time()
