"""What one learner has answered, and when: the log's answers, and those that only their browser remembers.

Knows nothing of schedules or of what is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from ..clock import LOCAL_ZONE
from ..items import Item, Pack, Scenario
from ..scheduling import Review
from ..scoring import earns_all
from ..store import STUDY, Statement
from .answering import CERTAIN
from .messages import LocalResult

NOON = time(12)
"""Of an answer that only a browser remembers, the day is known and no more."""


class Given(NamedTuple):
    """One answer: when, to which item, and which share of the item's points it earned, 0 … 1."""

    at: datetime
    item: str
    points: float


@dataclass(frozen=True)
class History:
    """`given` and, by item identifier, `reviews`: every answer, in the order it was heard of. `misled`: when an item
    was got wrong, the last time, by somebody who was sure."""

    given: list[Given] = field(default_factory=list)
    reviews: dict[str, list[Review]] = field(default_factory=dict)
    misled: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, statements: Iterable[Statement], local: Iterable[LocalResult], *, now: datetime) -> "History":
        """What the log holds of a learner who studies alone, and what the browser adds of items the log knows nothing
        of them about. An answer from the future, of a clock that is wrong, was given now."""
        history = cls()
        for one in statements:
            if one.occasion == STUDY:
                sure, points = one.confidence == CERTAIN, one.score / one.max_score
                history.add(one.item_id, at=min(one.timestamp, now), points=points, sure=sure)
        logged = frozenset(history.reviews)
        for row in local:
            if row.day is not None and row.item not in logged and 0 <= row.score <= row.max_score > 0:
                noon = datetime.combine(date.fromisoformat(row.day), NOON, LOCAL_ZONE)
                history.add(row.item, at=min(noon, now), points=row.score / row.max_score, sure=row.sure)
        return history

    def add(self, item: str, *, at: datetime, points: float, sure: bool = False) -> None:
        right = earns_all(points, 1.0)
        self.given.append(Given(at, item, points))
        self.reviews.setdefault(item, []).append(Review(at, right))
        if sure and not right:
            self.misled[item] = max(at, self.misled.get(item, at))

    def last_day(self, item: str) -> date | None:
        """The day in Vietnam of the last answer; None if there is none."""
        given = self.reviews.get(item)
        return local_date(max(given).at) if given else None

    def misled_about(self, pack: Pack, *, before: date) -> frozenset[str]:
        """Requirements about which the learner was sure and wrong on an earlier day, and has not been right since."""
        requirements = pack.main_requirements
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
        for item in self.reviews.keys() & pack.main_requirements.keys():
            for review in self.reviews[item]:
                if before is None or local_date(review.at) < before:
                    found.setdefault(pack.main_requirements[item], []).append(review)
        return {requirement: sorted(reviews) for requirement, reviews in sorted(found.items())}


def local_date(moment: datetime) -> date:
    return moment.astimezone(LOCAL_ZONE).date()


def live_items(pack: Pack, requirement: str) -> Sequence[tuple[Scenario, Item]]:
    """What may be asked of a requirement by itself, in the bank's order."""
    return pack.items_by_requirement.get(requirement, ())
