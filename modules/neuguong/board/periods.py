"""The periods a trainer may choose: whole weeks and months of the calendar in Vietnam, and all time. Knows nothing of
answers.

None of them slides: between two days of the same week nothing leaves a period, so nobody is left between two looks.
"""

from datetime import date, timedelta
from typing import Literal

from ..store.days import month_of, week_of

Period = Literal["all", "last-month", "month", "last-week", "week"]

PERIODS: tuple[Period, ...] = ("all", "month", "last-month", "week", "last-week")
"""In the order they are offered."""


def calendar_period(period: Period, today: date) -> str:
    """The week ("2026-W10") or month ("2026-03") that is meant today; "" for all time.

    A month is made of whole weeks, those whose Thursday is in it.

    >>> [calendar_period(one, date(2026, 3, 1)) for one in PERIODS]
    ['', '2026-02', '2026-01', '2026-W09', '2026-W08']
    """
    week, last_week = week_of(today), week_of(today - timedelta(days=7))
    if period == "all":
        return ""
    if period == "week":
        return week
    if period == "last-week":
        return last_week
    month = date.fromisoformat(f"{month_of(week)}-01")
    return f"{month if period == 'month' else month - timedelta(days=1):%Y-%m}"
