"""What changed: tests before and after each lesson, and in halls the first vote, and the second after talking.

Knows nothing of logs' rows or of workshops: takes gains as `disclosure` tells them and rounds as halls published them.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass

from ..analysis.evidence import COUNTS_ONLY_BELOW, JUDGED_FROM
from ..analysis.gain import Gain, normalized_gain
from ..clock import Clock
from ..disclosure.gains import read_gain
from ..items import Pack
from ..store import ResponseLog
from ..text import say
from .blocks import Block, Cell, Filter, Option, cell, fold, head, heading, table, words
from .dashboard import DashboardMessageError, File
from .numbers import clip, decimal, percent, whole


@dataclass(frozen=True, slots=True)
class HallItem:
    """A question that a hall voted on twice, as it was published: shares of the points, `n` answers the second time."""

    day: str
    prompt: str
    requirement: str
    n: int
    first: float
    second: float


@dataclass(frozen=True)
class EffectSource:
    """A `Source`. `halls()`: every question with two published rounds, of workshops that are over and no rehearsal."""

    pack: Pack
    log: ResponseLog
    clock: Clock
    minimum: int
    halls: Callable[[], list[HallItem]]

    def filters(self) -> list[Filter]:
        return []

    def files(self) -> list[Option]:
        return []

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        gains = []
        lessons = [one for one in self.pack.lessons.values() if not self.pack.topics[one.topic].sensitive]
        for lesson in lessons:
            gains.append((lesson.title, read_gain(self.log, self.pack, lesson.slug, minimum=self.minimum)))
            yield len(gains) / (len(lessons) + 1)
        return [*_tell_gains(gains), *_tell_halls(self.halls())]

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        raise DashboardMessageError(f"no format {format[:40]!r}")


def _tell_gains(gains: Iterable[tuple[str, Gain]]) -> list[Block]:
    gains = list(gains)
    heads = [say(f"figures.column_{name}") for name in ("lesson", "pairs", "before", "after", "g", "d")]
    return [
        heading(say("figures.tests")),
        *(words(_sentence(title, gain), strong=True) for title, gain in gains),
        table(say("figures.tests"), heads, [_gain_row(title, gain) for title, gain in gains], wide=True),
        fold(
            say("figures.how_to_read"),
            words(say("figures.g_hint")),
            words(say("figures.d_hint")),
            words(say("figures.pairs_hint_tests", few=COUNTS_ONLY_BELOW, many=JUDGED_FROM)),
        ),
    ]


def _sentence(title: str, gain: Gain) -> str:
    if not gain.n:  # pairs that make no whole group yet, or none: which is not said
        return say("figures.gain_none", lesson=title)
    if gain.before is None or gain.after is None:
        return say("figures.gain_few", lesson=title, n=gain.n, few=COUNTS_ONLY_BELOW)
    key = "figures.gain"
    if gain.n < JUDGED_FROM or gain.d is None or gain.d.low <= 0 <= gain.d.high:
        key = "figures.gain_open"
    return say(key, lesson=title, before=percent(gain.before), after=percent(gain.after), n=whole(gain.n))


def _gain_row(title: str, gain: Gain) -> list[Cell]:
    row = [head(title), cell(whole(gain.n) if gain.n else say("figures.withheld"))]
    if gain.before is None or gain.after is None:
        return row + [{"text": say("figures.counts_only"), "tone": "none"} for _ in range(4)]
    row += [{"text": percent(share), "bar": clip(share)} for share in (gain.before, gain.after)]
    for found in (gain.g, gain.d):
        told: Cell = cell("–")
        if found is not None:
            interval = say("figures.from_to", low=decimal(found.low), high=decimal(found.high))
            told = {"text": decimal(found.value), "note": interval}
        row.append(told)
    return row


def _tell_halls(found: list[HallItem]) -> list[Block]:
    told: list[Block] = [heading(say("figures.halls"))]
    if not found:
        return [*told, words(say("figures.halls_none"))]
    n = sum(one.n for one in found)
    first, second = (sum(share * one.n for share, one in pairs) / n for pairs in _weighted(found))
    gain = normalized_gain(first, second)
    lead = say("figures.halls_lead", items=len(found), first=percent(first), second=percent(second))
    told.append(words(lead, strong=True))
    if gain is not None:
        told.append(words(say("figures.halls_gain", gain=decimal(gain))))
    heads = [say(f"figures.column_{name}") for name in ("item", "day", "n", "first_vote", "second_vote")]
    rows: list[list[Cell]] = [
        [
            head(one.prompt, one.requirement),
            cell(one.day),
            cell(whole(one.n)),
            {"text": percent(one.first), "bar": clip(one.first)},
            {"text": percent(one.second), "bar": clip(one.second)},
        ]
        for one in found
    ]
    return [*told, table(say("figures.halls"), heads, rows, wide=True), words(say("figures.halls_hint"))]


def _weighted(found: list[HallItem]) -> tuple[list[tuple[float, HallItem]], list[tuple[float, HallItem]]]:
    return [(one.first, one) for one in found], [(one.second, one) for one in found]
