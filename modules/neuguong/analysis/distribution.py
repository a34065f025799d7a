"""One item's analysis: how often each choice was chosen, how many points were got. Pure: totals in, counts out.

Knows nothing of screens, of periods or of who may see a number. Below `COUNTS_ONLY_BELOW` answers only counts are worth
saying: at n = 30 a correlation of .30 has a 95 % interval of [−.07, .60], and shares waver as much.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidResponseError
from ..items import Item, response_to_json
from ..scoring import Measure, Outcome, parse_response, scorer_of
from ..store import ItemCount
from .evidence import COUNTS_ONLY_BELOW

Answers = list[tuple[Any, int]]
"""Different responses and how many answers gave each."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many answers did one thing with a choice: see `scoring.Measure`."""

    label: str | None
    count: int
    is_key: bool
    tells_key: bool


@dataclass(frozen=True, slots=True)
class ChoiceTally:
    """One choice's measures. `mean`: of the numbers given to it (its place, its point), else None."""

    choice: str
    measures: tuple[Counted, ...]
    mean: float | None = None

    @property
    def right(self) -> int | None:
        """How many answers did with it what the key does; None where the key leaves it aside."""
        return next((measure.count for measure in self.measures if measure.is_key), None)


@dataclass(frozen=True, slots=True)
class ItemDistribution:
    """All answers to one version of an item. `score`, `max_score` and `chance` are sums of points over the `n` answers.

    `full` answers earned every point. `responses` are JSON values with their counts, the most frequent first.
    """

    item: Item
    n: int
    score: float
    max_score: float
    chance: float
    full: int
    choices: tuple[ChoiceTally, ...]
    responses: tuple[tuple[object, int], ...]

    @property
    def facility(self) -> float | None:
        """Mean score / maximum: 1 when everybody earned everything; None without answers."""
        return self.score / self.max_score if self.n else None

    @property
    def counts_only(self) -> bool:
        """Too few answers for anything but counts."""
        return self.n < COUNTS_ONLY_BELOW


def describe_item(item: Item, totals: Iterable[ItemCount]) -> ItemDistribution:
    """The distribution of the answers to this version of the item; totals of other items and versions are left out.

    Points are those the present key gives, so that they agree with the key shown beside them. A response that is none
    any more (its choice has gone) is left out of everything, `n` included.
    """
    answers, scorer = _readable(item, totals), scorer_of(item)
    most, chance = scorer.max_score(item), scorer.chance(item)
    outcomes = [(Outcome(scorer.score(item, response), most, chance), n) for response, n in answers]
    ranked = sorted(answers, key=lambda answer: -answer[1])
    return ItemDistribution(
        item=item,
        n=sum(n for _, n in answers),
        score=sum(outcome.score * n for outcome, n in outcomes),
        max_score=sum(outcome.max_score * n for outcome, n in outcomes),
        chance=sum(outcome.chance * n for outcome, n in outcomes),
        full=sum(n for outcome, n in outcomes if outcome.is_full),
        choices=tuple(_tally(item, choice, answers) for choice in item.choice_ids),
        responses=tuple((response_to_json(response), n) for response, n in ranked),
    )


def _readable(item: Item, totals: Iterable[ItemCount]) -> Answers:
    answers = []
    for total in totals:
        if (total.item_id, total.item_version) == (item.identifier, item.version):
            try:
                answers.append((parse_response(item, total.response), total.n))
            except InvalidResponseError:
                continue
    return answers


def _tally(item: Item, choice: str, answers: Answers) -> ChoiceTally:
    scorer = scorer_of(item)
    counted = tuple(
        Counted(one.label, sum(n for response, n in answers if one.holds(response)), one.is_key, one.tells_key)
        for one in scorer.measures(choice)
    )
    values = [(value, n) for response, n in answers if (value := scorer.value(choice, response)) is not None]
    n = sum(weight for _, weight in values)
    return ChoiceTally(choice, counted, sum(value * weight for value, weight in values) / n if n else None)


def _count(measure: Measure[Any], answers: Answers) -> int:
    return sum(n for response, n in answers if measure.holds(response))
