"""What the browser may see of a session: the whole state of the card, as JSON.

Knows nothing of messages or the log. Holds no key and no feedback but what the session hands over.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..items import Lesson, Pack, Presentation
from ..text import say
from .progress import PartPath, Progress
from .summary import summarise

View = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a session shows: an item with or without its feedback, or (None) the summary of the part."""

    pack: Pack
    lesson: Lesson
    progress: Progress
    presentation: Presentation | None
    feedback: Mapping[str, object] | None
    again: bool = False

    @property
    def is_sensitive(self) -> bool:
        return self.pack.topics[self.lesson.topic].sensitive


def build_view(shown: Shown) -> View:
    """The part of the card's state that follows from what is shown."""
    return {
        "lesson": {"slug": shown.lesson.slug, "title": shown.lesson.title, "sensitive": shown.is_sensitive},
        "parts": [_part_view(shown.progress, path) for path in shown.progress.paths],
        "screen": "item" if shown.presentation else "summary",
        "scenario": _scenario_view(shown),
        "item": _item_view(shown),
        "summary": None if shown.presentation else _summary_view(shown),
    }


def _part_view(progress: Progress, path: PartPath) -> View:
    return {
        "id": path.part.identifier,
        "title": path.part.title,
        "minutes": path.minutes,
        "items": len(path.items),
        "answered": progress.count_answered(path),
        "current": path is progress.current,
    }


def _scenario_view(shown: Shown) -> View | None:
    path = shown.progress.current
    if shown.presentation is None or path is None:
        return None
    scenario = path.scenario_of(shown.presentation.item)
    return {
        "id": scenario.identifier,
        "title": scenario.title,
        "stimulus": scenario.stimulus,
        "number": path.scenarios.index(scenario) + 1,
        "of": len(path.scenarios),
        "unsigned": not scenario.signed,
        "sensitive": shown.pack.is_sensitive(scenario),
    }


def _item_view(shown: Shown) -> View | None:
    if shown.presentation is None:
        return None
    item = shown.presentation.item
    scenario = shown.progress.scenario_of(item)
    return {
        **shown.presentation.public(),
        "attempt_id": shown.presentation.seed,
        "number": scenario.items.index(item) + 1,
        "of": len(scenario.items),
        "again": shown.again,
        "feedback": shown.feedback,
    }


def _summary_view(shown: Shown) -> View:
    progress = shown.progress
    items = progress.current.items if progress.current else []
    answered = progress.count_answered(progress.current) if progress.current else 0
    full = sum(progress.is_answered(item) and progress.results[item.identifier].is_full for item in items)
    following = progress.find_next_part()
    return {
        "headline": say("study.summary_headline")
        if answered == len(items)
        else say("study.summary_not_done", answered=answered, items=len(items)),
        "lead": say("study.summary_lead", answered=answered, items=len(items), full=full),
        "rows": summarise(shown.pack, items, progress.results),
        "again": [
            {"item": item.identifier, "prompt": item.prompt}
            for item in items
            if progress.is_answered(item) and not progress.results[item.identifier].is_full
        ],
        "next_part": following.part.identifier if following else None,
        "note": say("study.sensitive_note") if shown.is_sensitive else None,
    }
