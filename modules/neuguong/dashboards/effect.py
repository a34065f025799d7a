"""What changed: tests before and after each lesson; in halls the first vote, the second, and the parallel question.

Knows nothing of logs' rows or of workshops: takes gains as `disclosure` tells them and rounds as halls published them.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass

from ..analysis.estimates import Estimate
from ..analysis.evidence import COUNTS_ONLY_BELOW, JUDGED_FROM
from ..analysis.gain import Gain
from ..analysis.votes import Talk, Talks, Vote, measure_change, measure_talks
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
    """A question that a hall voted on twice, as it was published; `parallel`: the one that was asked after it."""

    day: str
    prompt: str
    requirement: str
    talk: Talk
    parallel: str | None = None


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
    talks = measure_talks([one.talk for one in found])
    if talks is None:
        return [*told, words(say("figures.halls_none")), words(say("figures.halls_hint"))]
    told.append(words(_talked(talks), strong=True))
    with_parallel = measure_talks([one.talk for one in found if one.talk.parallel is not None])
    told.append(words(_kept(with_parallel), strong=with_parallel is not None))
    names = ("item", "n", "first_vote", "second_vote", "change", "parallel_vote")
    heads = [say(f"figures.column_{name}") for name in names]
    return [
        *told,
        table(say("figures.halls"), heads, [_hall_row(one) for one in found], wide=True),
        words(say("figures.halls_hint")),
        fold(
            say("figures.how_to_read"),
            words(say("figures.halls_read", few=COUNTS_ONLY_BELOW, many=JUDGED_FROM)),
            words(say("figures.parallel_read")),
        ),
    ]


def _talked(talks: Talks) -> str:
    """First vote and second, of all questions."""
    counts = {"items": talks.questions, "n": whole(talks.people)}
    if talks.people < COUNTS_ONLY_BELOW:
        return say("figures.halls_few", **counts, few=COUNTS_ONLY_BELOW)
    shares = {"first": percent(talks.first), "second": percent(talks.second), "change": _points(talks.change)}
    return say(f"figures.halls_{_verdict(talks.change)}", **counts, **shares)


def _kept(talks: Talks | None) -> str:
    """What is left of it in another question, of the questions that were followed by one."""
    if talks is None:
        return say("figures.parallel_none")
    counts = {"items": talks.questions, "n": whole(talks.people)}
    if talks.people < COUNTS_ONLY_BELOW or talks.parallel is None or talks.kept is None:
        return say("figures.parallel_few", **counts, few=COUNTS_ONLY_BELOW)
    shares = {"first": percent(talks.first), "second": percent(talks.second), "parallel": percent(talks.parallel)}
    return say(f"figures.parallel_{_verdict(talks.kept)}", **counts, **shares, change=_points(talks.kept))


def _verdict(change: Estimate) -> str:
    """Up or down only where there are enough people and the whole interval says so."""
    if change.n < JUDGED_FROM or change.low <= 0 <= change.high:
        return "open"
    return "up" if change.low > 0 else "down"


def _points(change: Estimate) -> str:
    low, high = (f"{100 * one:+.0f}".replace("-", "−") for one in (change.low, change.high))
    return say("figures.from_to", low=low, high=high)


def _hall_row(one: HallItem) -> list[Cell]:
    talk = one.talk
    parallel_name = [] if one.parallel is None else [f"{say('figures.parallel')}: {one.parallel}"]
    note = " · ".join([one.day, one.requirement, *parallel_name])
    votes = [_vote_cell(vote) for vote in (talk.first, talk.second)]
    change: Cell = {"text": say("figures.counts_only"), "tone": "none"}
    if talk.second.n >= COUNTS_ONLY_BELOW:
        found = measure_change(talk)
        change = {"text": f"{100 * found.value:+.0f}".replace("-", "−"), "note": _points(found)}
    parallel = cell(say("figures.not_asked")) if talk.parallel is None else _vote_cell(talk.parallel)
    return [head(one.prompt, note), cell(whole(talk.second.n)), *votes, change, parallel]


def _vote_cell(vote: Vote) -> Cell:
    counted = say("figures.right_of", right=whole(vote.right), n=whole(vote.n))
    if vote.n < COUNTS_ONLY_BELOW:
        return cell(counted)
    return {"text": percent(vote.share), "bar": clip(vote.share), "note": counted}
