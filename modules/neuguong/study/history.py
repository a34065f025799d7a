"""What one learner has answered, and when: the log's answers, and those that only their browser remembers.

Knows nothing of schedules or of what is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from ..clock import LOCAL_ZONE
from ..items import Item, Pack, Scenario
from ..scheduling import Review
from ..store import STUDY, Statement
from .answering import CERTAIN
from .messages import LocalResult

NOON = time(12)
"""Of an answer that only a browser remembers, the day is known and no more."""


@dataclass(frozen=True)
class History:
    """`reviews` by item identifier, in no order. `misled`: when an item was got wrong, the last time, by somebody who
    was sure."""

    reviews: dict[str, list[Review]] = field(default_factory=dict)
    misled: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, statements: Iterable[Statement], local: Iterable[LocalResult], *, now: datetime) -> "History":
        """What the log holds of a learner who studies alone, and what the browser adds of items the log knows nothing
        of them about. An answer from the future, of a clock that is wrong, was given now."""
        history = cls()
        for one in statements:
            if one.occasion == STUDY:
                right, sure = one.score >= one.max_score - 1e-9, one.confidence == CERTAIN
                history.add(one.item_id, at=min(one.timestamp, now), right=right, sure=sure)
        logged = frozenset(history.reviews)
        for row in local:
            if row.day is not None and row.item not in logged:
                noon = datetime.combine(date.fromisoformat(row.day), NOON, LOCAL_ZONE)
                right = row.score >= row.max_score - 1e-9
                history.add(row.item, at=min(noon, now), right=right, sure=row.sure)
        return history

    def add(self, item: str, *, at: datetime, right: bool, sure: bool = False) -> None:
        self.reviews.setdefault(item, []).append(Review(at, right))
        if sure and not right:
            self.misled[item] = max(at, self.misled.get(item, at))

    def last_day(self, item: str) -> date | None:
        """The day in Vietnam of the last answer; None if there is none."""
        given = self.reviews.get(item)
        return local_date(max(given).at) if given else None

    def misled_about(self, pack: Pack, *, before: date) -> frozenset[str]:
        """Requirements about which the learner was sure and wrong on an earlier day, and has not been right since."""
        requirements = requirements_of(pack)
        reviews = self.by_requirement(pack, before=before)
        return frozenset(
            requirements[item]
            for item, moment in self.misled.items()
            if item in requirements
            and local_date(moment) < before
            and not any(review.right and review.at > moment for review in reviews.get(requirements[item], ()))
        )

    def by_requirement(self, pack: Pack, *, before: date | None = None) -> dict[str, list[Review]]:
        """All answers to items that mainly ask for one requirement; with `before` those of earlier days."""
        found: dict[str, list[Review]] = {}
        for item, requirement in requirements_of(pack).items():
            for review in self.reviews.get(item, ()):
                if before is None or local_date(review.at) < before:
                    found.setdefault(requirement, []).append(review)
        return found


def local_date(moment: datetime) -> date:
    return moment.astimezone(LOCAL_ZONE).date()


def requirements_of(pack: Pack) -> Mapping[str, str]:
    """Item → the requirement it mainly asks for; retired ones too, for they were answered."""
    return {item.identifier: item.requirements[0] for one in pack.scenarios.values() for item in one.items}


def live_items(pack: Pack, requirement: str) -> list[tuple[Scenario, Item]]:
    """What may be asked of a requirement by itself, in the bank's order."""
    return [(scenario, item) for scenario, item in pack.items_alone() if item.requirements[0] == requirement]
