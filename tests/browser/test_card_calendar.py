"""The calendar of what is to be asked again, below the results: read by eye, by ear and on the narrowest screen."""

from datetime import date, timedelta
from typing import Any

import pytest
from neuguong.study.agenda import build_calendar
from playwright.sync_api import expect

from tests.browser.access import access_faults
from tests.browser.card_page import Open
from tests.browser.card_views import summary_view

pytestmark = pytest.mark.browser

FRIDAY = date(2026, 11, 27)
DAYS = {"A1": FRIDAY, "A2": FRIDAY, "A3": FRIDAY + timedelta(days=3), "A4": FRIDAY + timedelta(days=60)}


def with_calendar(*, is_open: bool) -> dict[str, Any]:
    view: dict[str, Any] = summary_view()
    calendar = build_calendar(DAYS, today=FRIDAY, is_open=is_open)
    return {**view, "summary": {**view["summary"], "calendar": calendar}}


def test_the_calendar_is_a_table_of_weeks_that_says_what_each_day_holds(open_card: Open) -> None:
    card = open_card(with_calendar(is_open=True))
    calendar = card.page.locator(".ng-calendar")
    expect(calendar).to_contain_text("Hôm nay 2 câu; thứ hai 30/11 1 câu; sau bốn tuần còn 1 câu.")
    expect(calendar.get_by_role("columnheader")).to_have_text(["T2", "T3", "T4", "T5", "T6", "T7", "CN"])
    expect(calendar.get_by_role("cell", name="hôm nay: 2 câu")).to_have_attribute("aria-current", "date")
    expect(calendar.get_by_role("cell", name="thứ hai 30/11: 1 câu")).to_be_visible()
    assert calendar.locator("tbody tr").count() == 5
    for width in (320, 390, 1280):
        card.page.set_viewport_size({"width": width, "height": 844})
        assert card.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert access_faults(card.page) == ""


def test_below_the_results_of_a_part_it_waits_to_be_opened(open_card: Open) -> None:
    card = open_card(with_calendar(is_open=False))
    expect(card.page.locator(".ng-calendar table")).to_be_hidden()
    card.page.locator(".ng-calendar summary").click()
    expect(card.page.locator(".ng-calendar table")).to_be_visible()
