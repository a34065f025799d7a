"""The calendar of the next four weeks: nothing lost, nothing in the past, told as people tell days."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from neuguong.study.agenda import DAYS, build_calendar, tell_day

FRIDAY = date(2026, 11, 27)


def test_days_are_told_as_people_tell_them() -> None:
    later = [FRIDAY + timedelta(days=n) for n in range(4)]
    assert [tell_day(day, FRIDAY) for day in later] == ["hôm nay", "mai", "Chủ nhật 29/11", "thứ hai 30/11"]


def test_a_calendar_worked_by_hand() -> None:
    days = {"A1": FRIDAY, "A2": FRIDAY - timedelta(days=3), "A3": FRIDAY + timedelta(days=3), "A4": date(2027, 1, 5)}
    calendar = build_calendar(days, today=FRIDAY)
    assert calendar is not None
    assert calendar["lead"] == "Hôm nay 2 câu; thứ hai 30/11 1 câu; sau bốn tuần còn 1 câu."
    first, second, *_, last = calendar["weeks"]
    assert first[:4] == [None] * 4  # Monday to Thursday are past
    assert [(day["number"], day["items"], day["today"]) for day in first if day] == [
        ("27", 2, True), ("28", 0, False), ("29", 0, False),
    ]  # fmt: skip
    assert second[0] == {"day": "2026-11-30", "number": "30", "label": "thứ hai 30/11", "items": 1, "today": False}
    assert second[1] is not None
    assert second[1]["number"] == "1/12"
    assert [day["day"] for day in last if day][-1] == "2026-12-24"  # the 28th day


def test_where_nothing_was_studied_there_is_no_calendar() -> None:
    assert build_calendar({}, today=FRIDAY) is None


@given(st.dates(date(2020, 1, 1), date(2099, 1, 1)), st.lists(st.integers(-40, 80), min_size=1, max_size=30))
def test_every_day_of_four_weeks_stands_once_under_its_weekday_and_nothing_due_is_lost(
    today: date, offsets: list[int]
) -> None:
    days = {f"R{n}": today + timedelta(days=offset) for n, offset in enumerate(offsets)}
    calendar = build_calendar(days, today=today)
    assert calendar is not None
    cells = [(place, day) for week in calendar["weeks"] for place, day in enumerate(week) if day]
    assert [date.fromisoformat(day["day"]) for _, day in cells] == [today + timedelta(days=n) for n in range(DAYS)]
    assert all(date.fromisoformat(day["day"]).weekday() == place for place, day in cells)
    assert all(len(week) == 7 for week in calendar["weeks"])
    shown = Counter({day["day"]: day["items"] for _, day in cells})
    within = [offset for offset in offsets if offset < DAYS]
    assert shown.total() == len(within)
    assert shown[today.isoformat()] == sum(offset <= 0 for offset in offsets)
