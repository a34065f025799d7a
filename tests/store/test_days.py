"""Days in Vietnam."""

from datetime import UTC, date, datetime

from neuguong.store.days import local_day


def test_a_day_is_counted_in_vietnam() -> None:
    """17:00 UTC is midnight in Vietnam (UTC+7)."""
    assert local_day(datetime(2026, 3, 4, 16, 59, 59, tzinfo=UTC)) == date(2026, 3, 4)
    assert local_day(datetime(2026, 3, 4, 17, 0, tzinfo=UTC)) == date(2026, 3, 5)
