"""What a test tells: how much sits, by requirement, and what has changed since the test before. Pure.

Knows nothing of forms, logs or browsers: rows come in, words go out. All is on one scale: every item is brought to a
maximum of 1, and what blind guessing earns is taken off, so that forms with other kinds of questions compare.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from typing_extensions import TypedDict

from ..errors import UnknownItemError
from ..items import Pack
from ..scoring import corrected_for_chance, earns_all
from ..text import say

Points = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1000)]
CLOSE = 1e-9
"""A smaller step is none."""


class ScoredRow(BaseModel):
    """One answer of a test in points, as the browser remembers it and gives it back: shown, never stored."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)
    item: Annotated[str, Field(max_length=120)]
    version: int
    score: Points
    max_score: Points
    chance: Points

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not (self.score <= self.max_score and self.chance < self.max_score):
            raise ValueError("points beyond the maximum")
        return self

    @property
    def share(self) -> float:
        return self.score / self.max_score

    @property
    def is_full(self) -> bool:
        return earns_all(self.score, self.max_score)


class RequirementRow(TypedDict):
    """Of a requirement: how many of its items earned every point, now and (None: there is no test) before."""

    id: str
    title: str
    now: str
    before: str | None


class GainView(TypedDict):
    """What has changed, in words: from what to what, which requirements moved, and how little a few items say."""

    headline: str
    moved: list[str]
    note: str


class ResultView(TypedDict):
    """The end of a test. `percent` is corrected for chance, 0 … 100."""

    percent: int
    lead: str
    rows: list[RequirementRow]
    gain: GainView | None


def tell_result(pack: Pack, rows: Sequence[ScoredRow], before: Sequence[ScoredRow] = ()) -> ResultView:
    """The result of a test (at least one row) and, where there is one before it, the gain."""
    percent = measure_percent(rows)
    now, earlier = _by_requirement(pack, rows), _by_requirement(pack, before)
    full = sum(row.is_full for row in rows)
    return {
        "percent": percent,
        "lead": say("selftest.lead", full=full, items=len(rows), percent=percent),
        "rows": [
            {
                "id": one,
                "title": pack.requirements[one].title,
                "now": _count(now[one]),
                "before": _count(earlier[one]) if one in earlier else None,
            }
            for one in sorted(now)
        ],
        "gain": _tell_gain(pack, now, earlier, percents=(measure_percent(before), percent), n=len(rows))
        if before
        else None,
    }


def measure_percent(rows: Sequence[ScoredRow]) -> int:
    """The chance-corrected share of all rows, each item weighing alike, 0 … 100."""
    return round(100 * min(1.0, max(0.0, _share(rows))))


def _by_requirement(pack: Pack, rows: Iterable[ScoredRow]) -> dict[str, list[ScoredRow]]:
    """Without rows of items that the pack no longer has."""
    found: dict[str, list[ScoredRow]] = {}
    for row in rows:
        try:
            _, item = pack.get_item(row.item)
        except UnknownItemError:
            continue
        found.setdefault(item.requirements[0], []).append(row)
    return found


def _count(rows: Sequence[ScoredRow]) -> str:
    return say("selftest.count", full=sum(row.is_full for row in rows), items=len(rows))


def _tell_gain(
    pack: Pack,
    now: Mapping[str, Sequence[ScoredRow]],
    before: Mapping[str, Sequence[ScoredRow]],
    *,
    percents: tuple[int, int],
    n: int,
) -> GainView:
    earlier, later = percents
    way = "up" if later > earlier else "down" if later < earlier else "same"
    parted: dict[str, list[str]] = {"up": [], "down": [], "same": []}
    for one in sorted(now.keys() & before.keys()):
        step = _share(now[one]) - _share(before[one])
        parted["up" if step > CLOSE else "down" if step < -CLOSE else "same"].append(pack.requirements[one].title)
    return {
        "headline": say(f"selftest.gain_{way}", before=earlier, now=later),
        "moved": [say(f"selftest.moved_{key}", titles="; ".join(titles)) for key, titles in parted.items() if titles],
        "note": say("selftest.few", n=n),
    }


def _share(rows: Sequence[ScoredRow]) -> float:
    """What of the points that guessing leaves was earned: at most 1, below 0 for worse than guessing."""
    score, chance = sum(row.share for row in rows), sum(row.chance / row.max_score for row in rows)
    return corrected_for_chance(score, float(len(rows)), chance) or 0.0
