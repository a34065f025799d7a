"""What may be shown of a period and a unit, as `disclosure` publishes it. Knows nothing of words or screens.

Only of those who study alone: what a hall votes is shown in that hall.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ..clock import LOCAL_ZONE
from ..disclosure import read_published, read_sensitive
from ..items import Pack
from ..store import ItemCount, ResponseLog
from .periods import Period, calendar_period

ItemKey = tuple[str, int]
"""Item and version."""

State = Literal["shown", "few"]
"""shown: something may be shown. few: nothing may, be it that there are too few answers or none."""

Totals = Mapping[ItemKey, list[ItemCount]]


@dataclass(frozen=True)
class Picture:
    """What may be shown. `answers` is their sum, `people` how many are behind the question with the most of them: at
    least so many are behind all. Both say nothing that `totals` does not, and are None where there is nothing."""

    totals: Totals = field(default_factory=dict)

    @property
    def state(self) -> State:
        return "shown" if self.totals else "few"

    @property
    def answers(self) -> int | None:
        return sum(map(_n, self.totals.values())) or None

    @property
    def people(self) -> int | None:
        return max(map(_n, self.totals.values()), default=None)


def read_picture(log: ResponseLog, *, period: Period, unit: str | None, now: datetime) -> Picture:
    """The picture of the ordinary topics for a unit, or everybody (None), in the period that is meant now, as it is
    published already."""
    calendar = calendar_period(period, now.astimezone(LOCAL_ZONE).date())
    totals: dict[ItemKey, list[ItemCount]] = defaultdict(list)
    for count in read_published(log, unit=unit, period=calendar):
        totals[count.item_id, count.item_version].append(count)
    return Picture(dict(totals))


def read_released(log: ResponseLog, pack: Pack) -> Totals:
    """All that may be shown of the sensitive topics: noisy totals of everybody's answers of all time."""
    return {(one.item_id, one.item_version): list(one.counts) for one in read_sensitive(log, pack) if one.counts}


def _n(counts: list[ItemCount]) -> int:
    return sum(count.n for count in counts)
