"""Where one learner stands in one lesson: its parts, what is answered, what comes next.

Knows nothing of where results are kept or how anything is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from ..errors import UnknownItemError
from ..items import Item, LessonPart, Pack, Scenario, Status, count_decisions, estimate_minutes
from ..scoring import earns_all
from .case_walk import CaseWalk


@dataclass(frozen=True, slots=True)
class Result:
    """The latest result on an item, in points."""

    score: float
    max_score: float
    attempt_id: str | None = None

    @property
    def is_full(self) -> bool:
        return earns_all(self.score, self.max_score)


@dataclass(frozen=True)
class PartPath:
    """The scenarios of a lesson part that are shown, in order."""

    part: LessonPart
    scenarios: tuple[Scenario, ...]

    @property
    def items(self) -> list[Item]:
        return [item for scenario in self.scenarios for item in scenario.items]

    @cached_property
    def length(self) -> int:
        """How many items are answered at most: of a branching case those of its longest way."""
        return sum(count_decisions(scenario) for scenario in self.scenarios)

    @property
    def minutes(self) -> int:
        return estimate_minutes(self.length)

    @property
    def has_intro(self) -> bool:
        """Whether something is taught before the first item."""
        return bool(self.part.points or self.part.example)

    def scenario_of(self, item: Item) -> Scenario:
        return next(scenario for scenario in self.scenarios if item in scenario.items)


@dataclass(frozen=True, slots=True)
class Parallel:
    """An item from elsewhere that is asked once, at the end of a part, because the item `of` was got wrong there.
    `scenario` is the item's own with nothing else in it."""

    of: str
    scenario: Scenario
    done: bool = False

    @property
    def item(self) -> Item:
        return self.scenario.items[0]


def plan_path(pack: Pack, slug: str) -> list[PartPath]:
    """The lesson's parts with what is live; parts without anything live are left out."""
    paths = []
    for part in pack.get_lesson(slug).parts:
        scenarios = tuple(
            pack.scenarios[identifier]
            for identifier in part.scenarios
            if pack.scenarios[identifier].status is Status.LIVE
        )
        if scenarios:
            paths.append(PartPath(part, scenarios))
    return paths


class Progress:
    """The parts of a lesson, the one being studied, the latest result on each item answered, and what is asked in
    parallel."""

    def __init__(self, paths: list[PartPath]) -> None:
        self.results: dict[str, Result] = {}
        self.plan(paths)

    def plan(self, paths: list[PartPath]) -> None:
        """What is to be answered from now on; the first part is being studied."""
        self.paths = paths
        self.parallels: list[Parallel] = []
        self.walks = {
            scenario.identifier: CaseWalk(scenario)
            for path in paths
            for scenario in path.scenarios
            if scenario.is_branching
        }
        self._walk_of = {item.identifier: walk for walk in self.walks.values() for item in walk.scenario.items}
        self.current: PartPath | None = paths[0] if paths else None

    # --- which items there are

    def items(self) -> dict[str, Item]:
        """Every item of the lesson's own parts by its identifier."""
        return {item.identifier: item for path in self.paths for item in path.items}

    def parallels_in(self, path: PartPath) -> list[Parallel]:
        own = {item.identifier for item in path.items}
        return [one for one in self.parallels if one.of in own]

    def steps(self, path: PartPath) -> list[Item]:
        """What a part asks, in order: its own items, of a branching case those on the way so far, then those asked in
        parallel."""
        own = [item for scenario in path.scenarios for item in self._steps_of(scenario)]
        return [*own, *(one.item for one in self.parallels_in(path))]

    def _steps_of(self, scenario: Scenario) -> Iterable[Item]:
        walk = self.walks.get(scenario.identifier)
        return walk.steps if walk else scenario.items

    def find_walk(self, item: Item) -> CaseWalk | None:
        """The way through the branching case that the item belongs to; None for an item that stands alone."""
        return self._walk_of.get(item.identifier)

    def get_item(self, identifier: str) -> Item:
        """UnknownItemError for an item that this lesson does not show."""
        if (found := self.find_item(identifier)) is None:
            raise UnknownItemError(f"the lesson has no item {identifier[:80]!r}")
        return found

    def find_item(self, identifier: str) -> Item | None:
        """None for an item that this lesson does not show."""
        asked = {one.item.identifier: one.item for one in self.parallels} | self.items()
        return asked.get(identifier)

    def scenario_of(self, item: Item) -> Scenario:
        """The item's scenario as the lesson shows it; the part being studied comes first."""
        path = self._path_of(item)
        if item in path.items:
            return path.scenario_of(item)
        return next(one.scenario for one in self.parallels_in(path) if one.item == item)

    def find_parallel(self, item: Item) -> Parallel | None:
        """The parallel that the part being studied asks this item as."""
        asked = self.parallels_in(self.current) if self.current else []
        return next((one for one in asked if one.item == item), None)

    def _path_of(self, item: Item) -> PartPath:
        ordered = [self.current, *self.paths] if self.current else self.paths
        return next(path for path in ordered if path is not None and item in (*path.items, *self.steps(path)))

    # --- which part is studied

    def enter(self, item: Item) -> None:
        """Make the item's part the one being studied."""
        self.current = self._path_of(item)

    def open_part(self, identifier: str) -> None:
        """Make this part the one being studied; UnknownItemError if there is none."""
        for path in self.paths:
            if path.part.identifier == identifier:
                self.current = path
                return
        raise UnknownItemError(f"the lesson has no part {identifier[:80]!r}")

    # --- what is answered

    def record(self, item: Item, result: Result) -> None:
        """A new result; what was asked in parallel and is answered is done, wherever it was answered."""
        self.results[item.identifier] = result
        self.parallels = [replace(one, done=True) if one.item == item else one for one in self.parallels]

    def forget(self) -> None:
        """Nothing was ever answered."""
        self.results, self.parallels = {}, []
        for walk in self.walks.values():
            walk.taken = {}

    def is_answered(self, item: Item) -> bool:
        """Whether it was; of a decision in a branching case, whether it was this time through."""
        walk = self.find_walk(item)
        return item.identifier in (self.results if walk is None else walk.taken)

    def is_open(self, item: Item) -> bool:
        """Whether the item is still to be answered in the part being studied."""
        parallel = self.find_parallel(item)
        return not self.is_answered(item) if parallel is None else not parallel.done

    def is_right(self, item: Item) -> bool:
        """Whether an answered item has all of its points; a decision, this time through."""
        walk = self.find_walk(item)
        return self.results[item.identifier].is_full if walk is None else walk.is_keyed(item)

    def count_answered(self, path: PartPath) -> int:
        """Of the part's `length`; a branching case that has ended counts as answered whole."""
        return sum(self._count_in(scenario) for scenario in path.scenarios)

    def _count_in(self, scenario: Scenario) -> int:
        walk = self.walks.get(scenario.identifier)
        return walk.counted if walk else sum(self.is_answered(item) for item in scenario.items)

    def count_parallels(self, path: PartPath) -> int:
        """How many items are still to be asked in parallel."""
        return sum(not one.done for one in self.parallels_in(path))

    def is_done(self, path: PartPath) -> bool:
        return self.count_answered(path) == path.length and not self.count_parallels(path)

    def has_begun(self, path: PartPath) -> bool:
        """Whether an item of the part was answered, and not only in parallel to one of another part."""
        asked_elsewhere = {one.item.identifier for one in self.parallels}
        return any(self.is_answered(item) and item.identifier not in asked_elsewhere for item in path.items)

    # --- what comes next

    def find_next_item(self, *, after: Item | None = None) -> Item | None:
        """The first item of the part that is still open, looking first behind `after`."""
        items = self.steps(self.current) if self.current else []
        start = items.index(after) + 1 if after in items else 0
        return next((item for item in items[start:] + items[:start] if self.is_open(item)), None)

    def find_next_part(self) -> PartPath | None:
        """The first part with something left to answer, looking first behind the current one."""
        start = self.paths.index(self.current) + 1 if self.current else 0
        return self._first_left(self.paths[start:] + self.paths[:start])

    def find_part_to_go_on_with(self) -> PartPath | None:
        """The part being studied, if something is left there to answer; else the next that has."""
        start = self.paths.index(self.current) if self.current else 0
        return self._first_left(self.paths[start:] + self.paths[:start])

    def _first_left(self, paths: Iterable[PartPath]) -> PartPath | None:
        return next((path for path in paths if not self.is_done(path)), None)
