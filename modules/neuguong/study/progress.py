"""Where one learner stands in one lesson: its path, what is answered, what comes next.

Knows nothing of where results are kept or how anything is shown.
"""

from dataclasses import dataclass

from ..errors import UnknownItemError
from ..items import Item, LessonPart, Pack, Scenario, Status, estimate_minutes


@dataclass(frozen=True, slots=True)
class Result:
    """The latest result on an item, in points."""

    score: float
    max_score: float
    attempt_id: str | None = None

    @property
    def is_full(self) -> bool:
        return self.score >= self.max_score - 1e-9


@dataclass(frozen=True, slots=True)
class PartPath:
    """The scenarios of a lesson part that are shown, in order."""

    part: LessonPart
    scenarios: tuple[Scenario, ...]

    @property
    def items(self) -> list[Item]:
        return [item for scenario in self.scenarios for item in scenario.items]

    @property
    def minutes(self) -> int:
        return estimate_minutes(len(self.items))

    def scenario_of(self, item: Item) -> Scenario:
        return next(scenario for scenario in self.scenarios if item in scenario.items)


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
    """The parts of a lesson, the one being studied, and the latest result on each item answered."""

    def __init__(self, paths: list[PartPath]) -> None:
        self.results: dict[str, Result] = {}
        self.plan(paths)

    def plan(self, paths: list[PartPath]) -> None:
        """What is to be answered from now on; the first part is being studied."""
        self.paths = paths
        self.current: PartPath | None = paths[0] if paths else None

    def items(self) -> dict[str, Item]:
        """Every item of the lesson by its identifier."""
        return {item.identifier: item for path in self.paths for item in path.items}

    def get_item(self, identifier: str) -> Item:
        """UnknownItemError for an item that this lesson does not show."""
        found = self.items().get(identifier)
        if found is None:
            raise UnknownItemError(f"the lesson has no item {identifier[:80]!r}")
        return found

    def scenario_of(self, item: Item) -> Scenario:
        return next(path.scenario_of(item) for path in self.paths if item in path.items)

    def enter(self, item: Item) -> None:
        """Make the item's part the one being studied."""
        self.current = next(path for path in self.paths if item in path.items)

    def open_part(self, identifier: str) -> None:
        """Make this part the one being studied; UnknownItemError if there is none."""
        for path in self.paths:
            if path.part.identifier == identifier:
                self.current = path
                return
        raise UnknownItemError(f"the lesson has no part {identifier[:80]!r}")

    def is_answered(self, item: Item) -> bool:
        return item.identifier in self.results

    def count_answered(self, path: PartPath) -> int:
        return sum(self.is_answered(item) for item in path.items)

    def find_next_item(self, *, after: Item | None = None) -> Item | None:
        """The first unanswered item of the part, looking first behind `after`."""
        items = self.current.items if self.current else []
        start = items.index(after) + 1 if after in items else 0
        return next((item for item in items[start:] + items[:start] if not self.is_answered(item)), None)

    def find_next_part(self) -> PartPath | None:
        """The first part with an unanswered item, looking first behind the current one."""
        start = self.paths.index(self.current) + 1 if self.current else 0
        ordered = self.paths[start:] + self.paths[:start]
        return next((path for path in ordered if self.count_answered(path) < len(path.items)), None)
