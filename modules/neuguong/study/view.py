"""What the browser may see of a session: the whole state of the card, as JSON.

Knows nothing of the log, nor of how messages are taken. Holds no key and no feedback but what the session hands over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, cast

from ..addresses import REVIEW_SLUG
from ..items import Item, Lesson, Pack, Presentation
from ..text import say
from .agenda import build_calendar
from .identity import Learner
from .messages import (
    ExampleView,
    FeedbackView,
    ItemView,
    LessonContent,
    LessonView,
    PartView,
    ScenarioView,
    SummaryView,
    TeachingView,
)
from .progress import PartPath, Progress
from .summary import summarise


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The item on screen: a try of its own, answered where there is `feedback`; `again`: not the first one."""

    attempt_id: str
    presentation: Presentation
    again: bool = False
    feedback: FeedbackView | None = None

    @property
    def item(self) -> Item:
        return self.presentation.item


@dataclass(frozen=True, slots=True)
class Shown:
    """What a session shows: an item with or without its feedback, or (None) the summary of the part."""

    pack: Pack
    lesson: Lesson
    progress: Progress
    learner: Learner
    on_screen: OnScreen | None
    days: Mapping[str, date]
    """Requirement → the day on which it is to be asked again."""
    today: date

    @property
    def is_sensitive(self) -> bool:
        """Whether every answer of the lesson is stored without a link to a person."""
        scenarios = [scenario for path in self.progress.paths for scenario in path.scenarios]
        return bool(scenarios) and all(map(self.pack.is_sensitive, scenarios))


def build_view(shown: Shown, *, revision: int) -> LessonView:
    """The card's state."""
    return {
        "revision": revision,
        "due": sorted(day.isoformat() for day in shown.days.values()),
        "ask_consent": shown.learner.consent is None,
        "unit": shown.learner.unit,
        "lesson": {"slug": shown.lesson.slug, "title": shown.lesson.title, "sensitive": shown.is_sensitive},
        "parts": [_part_view(shown.progress, path) for path in shown.progress.paths],
        "teaching": _teaching_view(shown.progress.current),
        "screen": "item" if shown.on_screen else "summary",
        "scenario": _scenario_view(shown),
        "item": _item_view(shown),
        "summary": None if shown.on_screen else _summary_view(shown),
    }


def build_content(shown: Shown, units: Sequence[str]) -> LessonContent:
    """What of the card's state does not change."""
    return {"units": [] if shown.is_sensitive else list(units)}


def _part_view(progress: Progress, path: PartPath) -> PartView:
    return {
        "id": path.part.identifier,
        "title": path.part.title,
        "minutes": path.minutes,
        "items": len(path.items),
        "answered": progress.count_answered(path),
        "current": path is progress.current,
    }


def _teaching_view(path: PartPath | None) -> TeachingView | None:
    if path is None or not (path.part.points or path.part.example):
        return None
    example = path.part.example
    return {"points": list(path.part.points), "example": cast(ExampleView, asdict(example)) if example else None}


def _scenario_view(shown: Shown) -> ScenarioView | None:
    path = shown.progress.current
    if shown.on_screen is None or path is None:
        return None
    scenario = path.scenario_of(shown.on_screen.item)
    return {
        "id": scenario.identifier,
        "title": scenario.title,
        "stimulus": scenario.stimulus,
        "number": path.scenarios.index(scenario) + 1,
        "of": len(path.scenarios),
        "unsigned": not scenario.signed,
        "sensitive": shown.pack.is_sensitive(scenario),
    }


def _item_view(shown: Shown) -> ItemView | None:
    if (on_screen := shown.on_screen) is None:
        return None
    scenario = shown.progress.scenario_of(on_screen.item)
    place: dict[str, Any] = {
        "attempt_id": on_screen.attempt_id,
        "number": scenario.items.index(on_screen.item) + 1,
        "of": len(scenario.items),
        "again": on_screen.again,
        "feedback": on_screen.feedback,
    }
    return cast(ItemView, {**on_screen.presentation.public(), **place})


def _summary_view(shown: Shown) -> SummaryView:
    progress = shown.progress
    items = progress.current.items if progress.current else []
    answered = progress.count_answered(progress.current) if progress.current else 0
    full = sum(progress.is_answered(item) and progress.results[item.identifier].is_full for item in items)
    following = progress.find_next_part()
    headline = say("study.summary_headline") if answered == len(items) else say("study.summary_not_done")
    lead = say("study.summary_lead", answered=answered, items=len(items), full=full)
    if shown.lesson.slug == REVIEW_SLUG and answered == len(items):
        headline = say("study.review_done" if items else "study.review_nothing")
        lead = _tell_next_day(shown.days, lead=lead if items else "")
    return {
        "headline": headline,
        "lead": lead,
        "rows": summarise(shown.pack, items, progress.results),
        "again": [
            {"item": item.identifier, "prompt": item.question}
            for item in items
            if progress.is_answered(item) and not progress.results[item.identifier].is_full
        ],
        "next_part": following.part.identifier if following else None,
        "note": say("study.sensitive_note") if shown.is_sensitive else None,
        "calendar": build_calendar(shown.days, today=shown.today, is_open=shown.lesson.slug == REVIEW_SLUG),
    }


def _tell_next_day(days: Mapping[str, date], *, lead: str) -> str:
    """When there is something to review again, after `lead`."""
    if not days:
        return say("study.review_empty")
    day = min(days.values())
    following = say("study.review_next", day=f"{day.day}/{day.month}/{day.year}", n=list(days.values()).count(day))
    return f"{following} {lead}".strip()
