"""Days in Vietnam, and how a span of them is made up of whole months and single days, so that totals add up few rows.

Knows nothing of tables. Days are days in Vietnam (Asia/Ho_Chi_Minh), because that is what people ask about. Weeks are
those of ISO 8601: from Monday on, and of the year, here also of the month, that their Thursday is in. So every week is
in one month.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from ..clock import LOCAL_ZONE

Grain = Literal["all", "month", "day"]


@dataclass(frozen=True, slots=True)
class PeriodRange:
    """Every period of one grain from `first` (inclusive) to `end` (exclusive); None is open."""

    grain: Grain
    first: str | None = None
    end: str | None = None


def local_day(moment: datetime) -> date:
    """The day in Vietnam on which an aware moment falls."""
    return moment.astimezone(LOCAL_ZONE).date()


def midnight_of(day: date) -> datetime:
    """The first moment of a day in Vietnam, in UTC.

    >>> midnight_of(date(2026, 3, 5)).isoformat()
    '2026-03-04T17:00:00+00:00'
    """
    return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC)


def periods_of(day: date) -> tuple[tuple[Grain, str], ...]:
    """The three periods a day belongs to.

    >>> periods_of(date(2026, 3, 5))
    (('all', ''), ('month', '2026-03'), ('day', '2026-03-05'))
    """
    return ("all", ""), ("month", f"{day:%Y-%m}"), ("day", day.isoformat())


def cover_days(since: date | None, until: date | None) -> tuple[PeriodRange, ...]:
    """Ranges that hold every day of [since, until) exactly once: at most two part months of days, whole months between.

    None is open at that end. ValueError for datetimes, which would be read as days by mistake.
    """
    for day in (since, until):
        if isinstance(day, datetime):
            raise ValueError(f"period: found the moment {day}; allowed: dates, counted in Vietnam")
    if since is None and until is None:
        return (PeriodRange("all"),)
    if since is not None and until is not None and since >= until:
        return ()
    first_month = None if since is None else since if since.day == 1 else _next_month(since)
    end_month = None if until is None else until.replace(day=1)
    if first_month is not None and end_month is not None and first_month > end_month:
        return (PeriodRange("day", _text(since), _text(until)),)
    ranges = [PeriodRange("month", _month(first_month), _month(end_month))]
    if since != first_month:
        ranges.append(PeriodRange("day", _text(since), _text(first_month)))
    if until != end_month:
        ranges.append(PeriodRange("day", _text(end_month), _text(until)))
    return tuple(ranges)


def week_of(day: date) -> str:
    """The week of a day; as texts, weeks sort by time.

    >>> week_of(date(2026, 3, 5)), week_of(date(2027, 1, 1))
    ('2026-W10', '2026-W53')
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_of(week: str) -> str:
    """The month a week belongs to: that of its Thursday.

    >>> month_of("2026-W09"), month_of("2026-W14")
    ('2026-02', '2026-04')
    """
    return f"{date.fromisocalendar(int(week[:4]), int(week[6:]), 4):%Y-%m}"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _month(day: date | None) -> str | None:
    return None if day is None else f"{day:%Y-%m}"
