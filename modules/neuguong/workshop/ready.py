"""Plans to start from, made of the bank for a lesson and a length. Knows nothing of what a trainer saves.

Pure. An item with its discussion takes about `MINUTES_PER_ITEM`; `MINUTES_AROUND` go for coming in and summing up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from ..items import Item, Lesson, Pack, Scenario, Status
from ..text import say
from .views import ReadyPlan

MINUTES = (30, 45, 90)
MEETING_MINUTES = 45
MINUTES_PER_ITEM = 4
MINUTES_AROUND = 5

Block = tuple[Item, ...]
"""Items that are asked together: one, or a case and the same with one fact changed."""


def build_ready_plans(pack: Pack) -> list[ReadyPlan]:
    """For every lesson one plan of each length, then one over all lessons for the meeting of a unit.

    The meeting has no sensitive topic: of so few people nothing would be told.
    """
    plans = [_plan_lesson(pack, lesson, minutes) for lesson in order_lessons(pack) for minutes in MINUTES]
    open_topics = [one for one in order_lessons(pack) if not pack.topics[one.topic].sensitive]
    by_turns = zip_longest(*(_blocks(pack, [lesson]) for lesson in open_topics))
    blocks = [block for some in by_turns for block in some if block is not None]
    items = choose_items(blocks, count_items(MEETING_MINUTES))
    title = say("workshop.plan_meeting", minutes=MEETING_MINUTES)
    plans.append(_plan(f"sinh-hoat-{MEETING_MINUTES}", title, say("workshop.meeting"), MEETING_MINUTES, items))
    place = {item.identifier: n for n, (_, item) in enumerate(list_items(pack))}
    for plan in plans:
        plan["items"].sort(key=place.__getitem__)
    return [plan for plan in plans if plan["items"]]


def order_lessons(pack: Pack) -> list[Lesson]:
    return sorted(pack.lessons.values(), key=lambda lesson: lesson.order)


def list_items(pack: Pack) -> list[tuple[Scenario, Item]]:
    """Every live item that may be asked by itself, in the lessons' order, then those in no lesson."""
    asked = [name for lesson in order_lessons(pack) for part in lesson.parts for name in part.scenarios]
    scenarios = [pack.scenarios[name] for name in dict.fromkeys([*asked, *pack.scenarios])]
    live = [one for one in scenarios if one.status is Status.LIVE]
    return [(one, item) for one in live for item in one.items if item.stands_alone]


def count_items(minutes: int) -> int:
    """How many items fit.

    >>> [count_items(minutes) for minutes in MINUTES]
    [6, 10, 21]
    """
    return max(1, (minutes - MINUTES_AROUND) // MINUTES_PER_ITEM)


def choose_items(blocks: Iterable[Block], most: int) -> list[Item]:
    """At most so many items, in the order given: always next a block of the requirement that has fewest items so far,
    the one that comes first among equals. Blocks are not torn."""
    rest = list(enumerate(blocks))
    chosen: list[tuple[int, Block]] = []
    tested: Counter[str] = Counter()
    while fitting := [one for one in rest if len(one[1]) <= most - sum(len(block) for _, block in chosen)]:
        best = min(fitting, key=lambda one: (tested[one[1][0].requirements[0]], one[0]))
        rest.remove(best)
        chosen.append(best)
        tested.update(item.requirements[0] for item in best[1])
    return [item for _, block in sorted(chosen, key=lambda one: one[0]) for item in block]


def _plan_lesson(pack: Pack, lesson: Lesson, minutes: int) -> ReadyPlan:
    items = choose_items(_blocks(pack, [lesson]), count_items(minutes))
    title = say("workshop.plan_lesson", lesson=lesson.title, minutes=minutes)
    return _plan(f"{lesson.slug}-{minutes}", title, lesson.title, minutes, items)


def _plan(identifier: str, title: str, lesson: str, minutes: int, items: list[Item]) -> ReadyPlan:
    names = [item.identifier for item in items]
    return {"id": identifier, "title": title, "lesson": lesson, "minutes": minutes, "items": names}


def _blocks(pack: Pack, lessons: Iterable[Lesson]) -> Iterator[Block]:
    """The live items of the lessons in order; a contrast goes with the item before it that it changes."""
    for lesson in lessons:
        for name in dict.fromkeys(name for part in lesson.parts for name in part.scenarios):
            scenario = pack.scenarios[name]
            if scenario.status is Status.LIVE and not scenario.is_branching:
                yield from _pair(scenario.items)


def _pair(items: tuple[Item, ...]) -> Iterator[Block]:
    block: Block = ()
    for item in items:
        if block and item.contrast is not None and item.contrast.of == block[-1].identifier:
            block = (*block, item)
            continue
        if block:
            yield block
        block = (item,)
    if block:
        yield block
