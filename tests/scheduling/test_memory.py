"""When something is due: the library's own day, by the calendar in Vietnam."""

from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st
from neuguong.clock import LOCAL_ZONE
from neuguong.scheduling import Review, days_due, replay, spread

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SERIES = st.lists(st.tuples(st.integers(0, 400 * 24), st.booleans()), min_size=1, max_size=25)


def reviews_of(series: list[tuple[int, bool]]) -> list[Review]:
    return [Review(START + timedelta(hours=hours), right) for hours, right in series]


@given(SERIES)
def test_the_day_is_the_librarys_to_the_day(series: list[tuple[int, bool]]) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=7)
    for review in sorted(reviews_of(series)):
        card, _ = scheduler.review_card(card, Rating.Good if review.right else Rating.Again, review.at)
    assert days_due({"A1": reviews_of(series)}) == {"A1": card.due.astimezone(LOCAL_ZONE).date()}


@given(SERIES, st.randoms())
def test_the_order_in_which_answers_are_read_does_not_matter(series: list[tuple[int, bool]], chance: object) -> None:
    reviews = reviews_of(series)
    mixed = list(reviews)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert replay(mixed) == replay(reviews)


def test_one_right_answer_is_due_in_two_days_and_a_wrong_one_tomorrow() -> None:
    # FSRS-6: a first Good has stability 2.3065 days, a first Again 0.212; no interval is below a day.
    assert days_due({"A1": [Review(START, right=True)], "A2": [Review(START, right=False)]}) == {
        "A1": date(2026, 3, 4),
        "A2": date(2026, 3, 3),
    }


def test_the_day_is_that_of_vietnam() -> None:
    late = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # 1 a.m. on the 3rd in Vietnam
    assert days_due({"A1": [Review(late, right=False)]}) == {"A1": date(2026, 3, 4)}


def test_what_was_never_answered_is_not_due() -> None:
    assert days_due({"A1": []}) == {}


TODAY = date(2026, 3, 10)


def test_no_day_is_fuller_than_it_may_be_and_what_waited_longest_comes_first() -> None:
    due = {"a": date(2026, 3, 9), "b": date(2026, 3, 1), "c": date(2026, 3, 5), "d": date(2026, 3, 11)}
    assert spread(due, today=TODAY, most=2) == {"b": TODAY, "c": TODAY, "a": date(2026, 3, 11), "d": date(2026, 3, 11)}
    assert spread(due, today=TODAY, most=2, done_today=2)["b"] == date(2026, 3, 11)


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(-40, 40), max_size=30),
    st.integers(1, 9),
    st.integers(0, 9),
)
def test_nothing_is_lost_put_forward_or_crammed(offsets: dict[str, int], most: int, done: int) -> None:
    due = {key: TODAY + timedelta(days=offset) for key, offset in offsets.items()}
    planned = spread(due, today=TODAY, most=most, done_today=done)
    assert planned.keys() == due.keys()
    assert all(day >= max(due[key], TODAY) for key, day in planned.items())
    days = list(planned.values())
    assert all(days.count(day) <= most for day in days)
    assert days.count(TODAY) <= max(0, most - done)


def test_a_day_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="most"):
        spread({}, today=TODAY, most=0)
