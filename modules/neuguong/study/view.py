"""What the browser may see of a session: the whole state of the card, as JSON.

Knows nothing of the log, nor of how messages are taken. Holds no key and no feedback but what the session hands over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, cast

from ..addresses import REVIEW_SLUG
from ..items import Item, Lesson, Pack
from ..text import say
from .agenda import build_calendar
from .debrief import list_trail
from .feedback import describe_requirement
from .identity import Learner
from .mastery import Mastery
from .path import OnScreen, Path
from .progress import PartPath, Progress
from .review import ITEMS_A_DAY
from .shapes import (
    AgainRow,
    ContentsView,
    ExampleView,
    IntroView,
    ItemView,
    LessonContent,
    LessonView,
    PartView,
    ScenarioView,
    SummaryView,
    TeachingView,
)
from .summary import list_results, needs_review, tell_results


@dataclass(frozen=True, slots=True)
class Shown:
    """What a session shows."""

    pack: Pack
    lesson: Lesson
    path: Path
    learner: Learner
    days: Mapping[str, date]
    """Requirement → the day on which it is to be asked again."""
    mastery: Mapping[str, Mastery]
    today: date

    @property
    def progress(self) -> Progress:
        return self.path.progress

    @property
    def is_review(self) -> bool:
        return self.lesson.slug == REVIEW_SLUG

    @property
    def is_sensitive(self) -> bool:
        """Whether every answer of the lesson is stored without a link to a person."""
        scenarios = [scenario for path in self.progress.paths for scenario in path.scenarios]
        return bool(scenarios) and all(map(self.pack.is_sensitive, scenarios))


def build_view(shown: Shown, *, revision: int) -> LessonView:
    """The card's state."""
    screen, lesson, on_screen = shown.path.screen, shown.lesson, shown.path.on_screen
    return {
        "revision": revision,
        "due": {
            "days": sorted(day.isoformat() for day in shown.days.values()),
            "today": shown.today.isoformat(),
            "most": ITEMS_A_DAY,
        },
        "ask_consent": shown.learner.consent is None,
        "unit": shown.learner.unit,
        "lesson": {
            "slug": lesson.slug,
            "title": lesson.title,
            "sensitive": shown.is_sensitive,
            "contents": not shown.is_review,
        },
        "parts": [_part_view(shown, path) for path in shown.progress.paths],
        "parallels": [
            {"of": one.of, "item": one.item.identifier, "done": one.done} for one in shown.progress.parallels
        ],
        "teaching": _teaching_view(shown.progress.current),
        "screen": screen,
        "back": shown.path.leads_back,
        "contents": _contents_view(shown) if screen == "contents" else None,
        "intro": _intro_view(shown) if screen == "intro" else None,
        "scenario": _scenario_view(shown, on_screen) if on_screen else None,
        "item": _item_view(shown, on_screen) if on_screen else None,
        "summary": _summary_view(shown) if screen == "summary" else None,
    }


def build_content(shown: Shown, units: Sequence[str]) -> LessonContent:
    """What of the card's state does not change."""
    return {"units": [] if shown.is_sensitive else list(units)}


def _part_view(shown: Shown, path: PartPath) -> PartView:
    progress = shown.progress
    return {
        "id": path.part.identifier,
        "title": path.part.title,
        "minutes": path.minutes,
        "items": path.length,
        "answered": progress.count_answered(path),
        "parallels": progress.count_parallels(path),
        "review": needs_review(path, progress, shown.mastery),
        "current": path is progress.current,
    }


def _teaching_view(path: PartPath | None) -> TeachingView | None:
    if path is None or not path.has_intro:
        return None
    example = path.part.example
    return {"points": list(path.part.points), "example": cast(ExampleView, asdict(example)) if example else None}


def _contents_view(shown: Shown) -> ContentsView:
    following = shown.progress.find_part_to_go_on_with()
    items = [item for path in shown.progress.paths for item in path.items]
    return {
        "next_part": following.part.identifier if following else None,
        "rows": list_results(shown.pack, items, shown.mastery),
    }


def _intro_view(shown: Shown) -> IntroView:
    path = shown.progress.current
    assert path is not None
    asked = sorted({item.requirements[0] for item in path.items})
    ahead = shown.path.ahead
    return {
        "minutes": path.minutes,
        "items": path.length,
        "requirements": {one: describe_requirement(shown.pack, one) for one in asked},
        "ahead": {"scenario": _scenario_view(shown, ahead), "item": _item_view(shown, ahead)} if ahead else None,
        "note": _tell_lost(shown),
    }


def _tell_lost(shown: Shown) -> str | None:
    """Where somebody looks for an earlier answer that is not to be had, that it is not, and why."""
    return say("study.lost_sensitive" if shown.is_sensitive else "study.lost", n=n) if (n := shown.path.lost) else None


def _scenario_view(shown: Shown, on_screen: OnScreen) -> ScenarioView:
    path = shown.progress.current
    assert path is not None
    parallel = shown.progress.find_parallel(on_screen.item)
    scenario = parallel.scenario if parallel else path.scenario_of(on_screen.item)
    return {
        "id": scenario.identifier,
        "title": scenario.title,
        "stimulus": scenario.stimulus,
        "number": 1 if parallel else path.scenarios.index(scenario) + 1,
        "of": 1 if parallel else len(path.scenarios),
        "unsigned": not scenario.signed,
        "sensitive": shown.pack.is_sensitive(scenario),
        "parallel": parallel is not None,
    }


def _item_view(shown: Shown, on_screen: OnScreen) -> ItemView:
    scenario = shown.progress.scenario_of(on_screen.item)
    number, of = scenario.items.index(on_screen.item) + 1, len(scenario.items)
    trail: dict[str, Any] = {}
    if walk := shown.progress.find_walk(on_screen.item):
        trail = {"trail": list_trail(walk, on_screen.item)}
        number, of = len(trail["trail"]) + 1, 1
    place: dict[str, Any] = {
        **trail,
        "attempt_id": on_screen.attempt_id,
        "number": number,
        "of": of,
        "again": on_screen.again,
        "earlier": on_screen.earlier,
        "feedback": on_screen.feedback,
    }
    return cast(ItemView, {**on_screen.presentation.public(), **place})


def _summary_view(shown: Shown) -> SummaryView:
    progress, path = shown.progress, shown.progress.current
    items = progress.steps(path) if path else []
    answered = [item for item in items if not progress.is_open(item)]
    wrong = [item for item in answered if not progress.is_right(item)]
    is_done = len(answered) == len(items)
    following = progress.find_next_part() if is_done else path
    rows = list_results(shown.pack, items, shown.mastery)
    lead = tell_results(
        rows,
        following=following.part.title if following and following is not path else None,
        answered=len(answered),
        items=len(items),
        full=len(answered) - len(wrong),
    )
    headline = say("study.summary_headline" if is_done else "study.summary_not_done")
    if shown.is_review and is_done:
        headline = say("study.review_done" if items else "study.review_nothing")
        lead = _tell_next_day(shown.days, lead=lead if items else "")
    return {
        "headline": headline,
        "lead": lead,
        "rows": rows,
        "again": _again_rows(progress, wrong),
        "next_part": following.part.identifier if following else None,
        "notes": [note for note in (_tell_linked(shown), _tell_lost(shown)) if note],
        "calendar": build_calendar(shown.days, today=shown.today, is_open=shown.is_review),
    }


def _tell_linked(shown: Shown) -> str | None:
    return say("study.sensitive_note") if shown.is_sensitive else None


def _again_rows(progress: Progress, wrong: Sequence[Item]) -> list[AgainRow]:
    """Each item that was not all right; a branching case once, from its start."""
    rows: dict[str, AgainRow] = {}
    for item in wrong:
        walk = progress.find_walk(item)
        if walk is None:
            rows[item.identifier] = {"item": item.identifier, "prompt": item.question}
        elif walk.is_done:
            prompt = say("study.case_again", title=walk.scenario.title)
            rows[walk.start.identifier] = {"item": walk.start.identifier, "prompt": prompt}
    return list(rows.values())


def _tell_next_day(days: Mapping[str, date], *, lead: str) -> str:
    """When there is something to review again, after `lead`."""
    if not days:
        return say("study.review_empty")
    day = min(days.values())
    following = say("study.review_next", day=f"{day.day}/{day.month}/{day.year}", n=list(days.values()).count(day))
    return f"{following} {lead}".strip()
