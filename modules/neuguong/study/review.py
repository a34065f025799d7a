"""What a learner is asked again today, and what on which later day. Follows from their history alone.

Knows nothing of logs, browsers or how anything is shown. The requirement is scheduled, not the item: asking
one item again trains its wording.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ..addresses import REVIEW_SLUG
from ..items import Item, Lesson, LessonPart, Pack, Scenario, estimate_minutes
from ..scheduling import days_due, spread
from ..text import say
from .history import History, live_items
from .progress import PartPath

MINUTES_A_DAY = 15
ITEMS_A_DAY = max(n for n in range(1, 100) if estimate_minutes(n) <= MINUTES_A_DAY)
PART = "hom-nay"


def review_lesson() -> Lesson:
    """The lesson that a review is shown as; what it asks is planned for each learner."""
    title = say("study.review_title")
    return Lesson(REVIEW_SLUG, "", title, "", 0, (LessonPart(PART, title, ()),))


def plan_review(pack: Pack, history: History, *, today: date) -> list[PartPath]:
    """One part: an item for each requirement that was due this morning, as many as a day takes, without those asked
    again today. First where somebody was sure and wrong, then what is due longest."""
    morning = _due_this_morning(pack, history, today)
    again = history.by_requirement(pack)
    earlier = history.by_requirement(pack, before=today)
    left = [one for one in morning if len(again[one]) == len(earlier[one])]
    asked = [chosen for requirement in left if (chosen := _choose(pack, requirement, history, today))]
    scenarios = tuple(replace(scenario, items=(item,)) for scenario, item in asked)
    return [PartPath(review_lesson().parts[0], scenarios)]


def plan_days(pack: Pack, history: History, *, today: date) -> Mapping[str, date]:
    """Requirement → the day it is to be asked again, no day fuller than `ITEMS_A_DAY`."""
    morning = _due_this_morning(pack, history, today)
    again, earlier = history.by_requirement(pack), history.by_requirement(pack, before=today)
    done = sum(len(again[one]) > len(earlier[one]) for one in morning)
    due = {one: day for one, day in days_due(again).items() if live_items(pack, one)}
    return spread(due, today=today, most=ITEMS_A_DAY, done_today=done)


def _due_this_morning(pack: Pack, history: History, today: date) -> list[str]:
    due = days_due(history.by_requirement(pack, before=today))
    misled = history.misled_about(pack, before=today)
    ripe = [one for one, day in due.items() if day <= today and live_items(pack, one)]
    return sorted(ripe, key=lambda one: (one not in misled, due[one], one))[:ITEMS_A_DAY]


def _choose(pack: Pack, requirement: str, history: History, today: date) -> tuple[Scenario, Item] | None:
    """The other half of a contrast pair whose one half was got wrong; else what was answered longest ago or never."""
    found = live_items(pack, requirement)
    wrong = {item for item, given in history.reviews.items() if not max(given).right}

    def rank(entry: tuple[Scenario, Item]) -> tuple[bool, date]:
        scenario, item = entry
        missed = any(item.pairs_with(other) for other in scenario.items if other.identifier in wrong)
        return not missed, history.last_day(item.identifier) or date.min

    fresh = [entry for entry in found if history.last_day(entry[1].identifier) != today]
    return min(fresh, key=rank, default=None)
