"""Days in Vietnam, and spans of them as months and days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.store.days import PeriodRange, cover_days, local_day, periods_of

days = st.dates(date(2025, 11, 1), date(2027, 2, 28))


def test_a_day_is_counted_in_vietnam() -> None:
    """17:00 UTC is midnight in Vietnam (UTC+7)."""
    assert local_day(datetime(2026, 3, 4, 16, 59, 59, tzinfo=UTC)) == date(2026, 3, 4)
    assert local_day(datetime(2026, 3, 4, 17, 0, tzinfo=UTC)) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("since", "until", "ranges"),
    [
        (None, None, (PeriodRange("all"),)),
        (date(2026, 3, 1), date(2026, 4, 1), (PeriodRange("month", "2026-03", "2026-04"),)),
        (date(2026, 3, 9), date(2026, 3, 9), ()),
        (date(2026, 3, 9), date(2026, 3, 12), (PeriodRange("day", "2026-03-09", "2026-03-12"),)),
    ],
)
def test_whole_spans_need_one_range(since: date | None, until: date | None, ranges: tuple[PeriodRange, ...]) -> None:
    assert cover_days(since, until) == ranges


def test_a_moment_is_refused_where_a_day_is_meant() -> None:
    with pytest.raises(ValueError, match="dates, counted in Vietnam"):
        cover_days(datetime(2026, 3, 1, tzinfo=UTC), None)


@given(st.none() | days, st.none() | days)
def test_every_day_of_a_span_is_covered_once_and_no_other_is(since: date | None, until: date | None) -> None:
    ranges = cover_days(since, until)
    day = date(2025, 10, 1)
    while day < date(2027, 4, 1):
        hits = sum(
            (r.first is None or period >= r.first) and (r.end is None or period < r.end)
            for grain, period in periods_of(day)
            for r in ranges
            if r.grain == grain
        )
        assert hits == ((since is None or day >= since) and (until is None or day < until)), day
        day += timedelta(days=1)
