"""The calendar of what is to be asked again: four weeks of days, with how many items each takes, in words and numbers.

Knows nothing of why something is due, nor of how a calendar is drawn.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from ..text import say
from .shapes import CalendarDay, CalendarView

DAYS = 28
WEEK = 7
FEW = 3
"""Days that are told in words before the table."""


def build_calendar(days: Mapping[str, date], *, today: date, is_open: bool = False) -> CalendarView | None:
    """`days`: requirement → the day in Vietnam on which it is to be asked. Whole weeks from Monday on, the days outside
    today … today + `DAYS` − 1 left out. None where nothing is to be asked at all."""
    if not days:
        return None
    end = today + timedelta(days=DAYS)
    due = Counter(max(day, today) for day in days.values())
    later = sum(n for day, n in due.items() if day >= end)
    cells = [_cell(today + timedelta(days=n), due[today + timedelta(days=n)], today) for n in range(DAYS)]
    places: list[CalendarDay | None] = [*[None] * today.weekday(), *cells, *[None] * (-(today.weekday() + DAYS) % WEEK)]
    weeks = [places[start : start + WEEK] for start in range(0, len(places), WEEK)]
    return {
        "lead": _tell({day: n for day, n in due.items() if day < end}, today, later=later),
        "open": is_open,
        "weeks": weeks,
    }


def tell_day(day: date, today: date) -> str:
    """A day as people say it: "hôm nay", "mai", "thứ sáu 27/11"."""
    if day == today:
        return say("calendar.today")
    if day == today + timedelta(days=1):
        return say("calendar.tomorrow")
    return say("calendar.day", weekday=say(f"calendar.weekday_{day.weekday()}"), day=day.day, month=day.month)


def _cell(day: date, n: int, today: date) -> CalendarDay:
    return {
        "day": day.isoformat(),
        "number": f"{day.day}/{day.month}" if day.day == 1 else str(day.day),
        "label": tell_day(day, today),
        "items": n,
        "today": day == today,
    }


def _tell(due: Mapping[date, int], today: date, *, later: int) -> str:
    """The first days that hold something, then what the other days and the time after hold."""
    ordered = sorted(due.items())
    told = [say("calendar.on", day=tell_day(day, today), n=n) for day, n in ordered[:FEW]]
    rest = sum(n for _, n in ordered[FEW:])
    told += [say("calendar.rest", n=rest)] if rest else []
    told += [say("calendar.later", n=later)] if later else []
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}."
