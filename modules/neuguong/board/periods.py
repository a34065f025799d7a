"""The periods a trainer may choose, nested in one another. Days are days in Vietnam. Knows nothing of answers."""

from datetime import date, timedelta
from typing import Literal

Period = Literal["all", "30-days", "7-days", "today"]

PERIODS: tuple[Period, ...] = ("all", "30-days", "7-days", "today")
"""From the longest to the shortest: each holds all that come after it."""

_DAYS: dict[Period, int | None] = {"all": None, "30-days": 30, "7-days": 7, "today": 1}


def first_day(period: Period, today: date) -> date | None:
    """The first day of a period that ends today; None for "all".

    >>> first_day("7-days", date(2026, 3, 10))
    datetime.date(2026, 3, 4)
    """
    days = _DAYS[period]
    return None if days is None else today - timedelta(days=days - 1)


def periods_down_to(period: Period) -> tuple[Period, ...]:
    """The longest period, …, this one."""
    return PERIODS[: PERIODS.index(period) + 1]
