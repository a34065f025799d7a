"""A picture read as findings: every item's distribution and every requirement's score, topic by topic.

Knows nothing of words or screens; holds only what may be shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..analysis.distribution import ItemDistribution, describe_item
from ..analysis.requirement_scores import ItemsScore, score_items, score_requirements
from ..disclosure import is_ever_told
from ..items import Item, Pack, Scenario, Status
from .picture import Totals

ItemState = Literal["shown", "few", "untold"]
"""Untold: nothing will ever be said of it, however many answer."""


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """An item and, if it may be shown, how it was answered."""

    item: Item
    state: ItemState
    distribution: ItemDistribution | None


@dataclass(frozen=True, slots=True)
class PartFinding:
    """A part of a lesson: how many live items it has, and the score of those that may be shown."""

    lesson: str
    items: int
    score: ItemsScore


@dataclass(frozen=True, slots=True)
class TopicFindings:
    """Everything that may be said of a topic."""

    topic: str
    items: tuple[ItemFinding, ...]
    requirements: tuple[ItemsScore, ...]
    parts: tuple[PartFinding, ...]


def find_topic(pack: Pack, topic: str, *, totals: Totals, minimum: int) -> TopicFindings:
    """What is found of a topic's live items, in the lessons' order. An item's older versions are other items.

    Whether an item of which nothing may be shown has any answers is not said: none and one would be told apart.
    """
    found = []
    for scenario in scenarios_of(pack, topic):
        for item in scenario.items:
            key = (item.identifier, item.version)
            distribution = describe_item(item, totals[key]) if key in totals else None
            if distribution is not None and distribution.n < minimum:  # some of its answers cannot be read any more
                distribution = None
            found.append(ItemFinding(item, _state(pack, topic, item, is_shown=distribution is not None), distribution))
    shown = [one.distribution for one in found if one.distribution is not None]
    return TopicFindings(topic, tuple(found), tuple(score_requirements(shown)), tuple(_find_parts(pack, topic, shown)))


def _find_parts(pack: Pack, topic: str, shown: Sequence[ItemDistribution]) -> Iterator[PartFinding]:
    """The parts of the topic's lessons of which something may be shown, in the lessons' order."""
    lessons = sorted((one for one in pack.lessons.values() if one.topic == topic), key=lambda one: one.order)
    for lesson in lessons:
        for part in lesson.parts:
            scenarios = [pack.scenarios[name] for name in part.scenarios]
            items = {item.identifier for one in scenarios if one.status is Status.LIVE for item in one.items}
            score = score_items(part.title, [one for one in shown if one.item.identifier in items])
            if score.n:
                yield PartFinding(lesson.title, len(items), score)


def _state(pack: Pack, topic: str, item: Item, *, is_shown: bool) -> ItemState:
    if is_shown:
        return "shown"
    return "untold" if pack.topics[topic].sensitive and not is_ever_told(item) else "few"


def scenarios_of(pack: Pack, topic: str) -> list[Scenario]:
    """A topic's live scenarios: in the order of its lessons, then those in no lesson."""
    lessons = [lesson for lesson in pack.lessons.values() if lesson.topic == topic]
    asked = [name for lesson in lessons for part in lesson.parts for name in part.scenarios]
    every = [*asked, *pack.scenarios]
    live = (pack.scenarios[name] for name in dict.fromkeys(every))
    return [one for one in live if one.topic == topic and one.status is Status.LIVE]
