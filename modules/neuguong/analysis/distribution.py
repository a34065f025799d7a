"""One item's analysis: how often each choice was chosen, how many points were got. Pure: totals in, counts out.

Knows nothing of screens, of periods or of who may see a number. Below `COUNTS_ONLY_BELOW` answers only counts are worth
saying: at n = 30 a correlation of .30 has a 95 % interval of [−.07, .60], and shares waver as much.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..errors import InvalidResponseError
from ..items import (
    SCALE_POINTS,
    BestWorst,
    BestWorstResponse,
    Hottext,
    Item,
    Matching,
    MultipleResponse,
    Ranking,
    Rating,
    Response,
    SingleChoice,
    response_to_json,
)
from ..scoring import parse_response, score_response
from ..store import ItemTotal

COUNTS_ONLY_BELOW = 30

Answers = list[tuple[Response, int]]
"""Different responses and how many answers gave each."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How many answers did one thing with a choice. `name` is what: "chosen", "best", "worst", "right_place", "target"
    or "scale_1" … "scale_4"; `label` is the target's text. `is_key` tells whether the key does it too."""

    name: str
    count: int
    is_key: bool
    label: str | None = None

    @property
    def tells_key(self) -> bool:
        """Whether the count says by itself what the key is: beside a mean place of 3.0, that all stand right."""
        return self.name == "right_place"


@dataclass(frozen=True, slots=True)
class ChoiceTally:
    """One choice's measures. `mean`: mean place (ranking, 1 = most suitable) or scale point (rating), else None."""

    choice: str
    measures: tuple[Measure, ...]
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


def describe_item(item: Item, totals: Iterable[ItemTotal]) -> ItemDistribution:
    """The distribution of the answers to this version of the item; totals of other items and versions are left out.

    Points are those the present key gives, so that they agree with the key shown beside them. A response that is none
    any more (its choice has gone) is left out of everything, `n` included.
    """
    answers = _readable(item, totals)
    outcomes = [(score_response(item, response), n) for response, n in answers]
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


def _readable(item: Item, totals: Iterable[ItemTotal]) -> Answers:
    answers = []
    for total in totals:
        if (total.item_id, total.item_version) == (item.identifier, item.version):
            try:
                answers.append((parse_response(item, total.response), total.n))
            except InvalidResponseError:
                continue
    return answers


def _tally(item: Item, choice: str, answers: Answers) -> ChoiceTally:
    count = _counter(answers)
    match item.interaction:
        case SingleChoice(correct=key):
            return ChoiceTally(choice, (Measure("chosen", count(lambda r: r == choice), choice == key),))
        case MultipleResponse(correct=keys) | Hottext(correct=keys):
            return ChoiceTally(choice, (Measure("chosen", count(lambda r: choice in _set(r)), choice in keys),))
        case Ranking(correct=order):
            right = order.index(choice)
            measure = Measure("right_place", count(lambda r: _order(r)[right] == choice), True)
            return ChoiceTally(choice, (measure,), _mean([(_order(r).index(choice) + 1, n) for r, n in answers]))
        case BestWorst(best=best, worst=worst):
            return ChoiceTally(
                choice,
                (
                    Measure("best", count(lambda r: _extremes(r).best == choice), choice == best),
                    Measure("worst", count(lambda r: _extremes(r).worst == choice), choice == worst),
                ),
            )
        case Rating(correct=points):
            given = Counter[int]()
            for response, n in answers:
                given[int(_mapping(response)[choice])] += n
            measures = tuple(Measure(f"scale_{point}", given[point], points[choice] == point) for point in SCALE_POINTS)
            return ChoiceTally(choice, measures, _mean(list(given.items())))
        case Matching(targets=targets, correct=pairs):
            put = Counter[str]()
            for response, n in answers:
                put[str(_mapping(response)[choice])] += n
            return ChoiceTally(
                choice,
                tuple(
                    Measure("target", put[one.identifier], pairs[choice] == one.identifier, one.text) for one in targets
                ),
            )


def _counter(answers: Answers) -> Callable[[Callable[[Response], bool]], int]:
    return lambda meets: sum(n for response, n in answers if meets(response))


def _mean(values: list[tuple[int, int]]) -> float | None:
    n = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / n if n else None


def _set(response: Response) -> frozenset[str]:
    assert isinstance(response, frozenset)
    return response


def _order(response: Response) -> tuple[str, ...]:
    assert isinstance(response, tuple)
    return response


def _extremes(response: Response) -> BestWorstResponse:
    assert isinstance(response, BestWorstResponse)
    return response


def _mapping(response: Response) -> Mapping[str, int] | Mapping[str, str]:
    assert isinstance(response, Mapping)
    return response
