"""Days, weeks and months in Vietnam.

Knows nothing of tables. Days are days in Vietnam (Asia/Ho_Chi_Minh), because that is what people ask about. Weeks are
those of ISO 8601: from Monday on, and of the year, here also of the month, that their Thursday is in. So every week is
in one month.
"""

from datetime import UTC, date, datetime, time, timedelta

from ..clock import LOCAL_ZONE


def local_day(moment: datetime) -> date:
    """The day in Vietnam on which an aware moment falls."""
    return moment.astimezone(LOCAL_ZONE).date()


def midnight_of(day: date) -> datetime:
    """The first moment of a day in Vietnam, in UTC.

    >>> midnight_of(date(2026, 3, 5)).isoformat()
    '2026-03-04T17:00:00+00:00'
    """
    return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC)


def week_of(day: date) -> str:
    """The week of a day; as texts, weeks sort by time.

    >>> week_of(date(2026, 3, 5)), week_of(date(2027, 1, 1))
    ('2026-W10', '2026-W53')
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week_began(day: date) -> datetime:
    """The first moment of a day's week in Vietnam, in UTC.

    >>> week_began(date(2026, 3, 5)).isoformat()
    '2026-03-01T17:00:00+00:00'
    """
    return midnight_of(day - timedelta(days=day.weekday()))


def month_of(week: str) -> str:
    """The month a week belongs to: that of its Thursday.

    >>> month_of("2026-W09"), month_of("2026-W14")
    ('2026-02', '2026-04')
    """
    return f"{date.fromisocalendar(int(week[:4]), int(week[6:]), 4):%Y-%m}"


def months_before(day: date, n: int) -> list[str]:
    """The month of a day's week and those before it, oldest first, `n` in all.

    >>> months_before(date(2026, 2, 10), 3)
    ['2025-12', '2026-01', '2026-02']
    """
    year, month = (int(part) for part in month_of(week_of(day)).split("-"))
    counted = (year * 12 + month - 1 - back for back in reversed(range(n)))
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in counted]
