"""Item + response → outcome, pure. Stores nothing, shows nothing, knows no learner.

Every interaction answers the same five questions (`contract.Scorer`), one file each.
"""

from ..items import InteractionKind, Item, Response
from . import best_worst, hottext, matching, multiple_response, ranking, rating, single_choice
from .contract import Examples, Outcome, Scorer, Verdict, corrected_for_chance

SCORERS: dict[InteractionKind, Scorer] = {
    InteractionKind.SINGLE_CHOICE: single_choice.SCORER,
    InteractionKind.MULTIPLE_RESPONSE: multiple_response.SCORER,
    InteractionKind.RANKING: ranking.SCORER,
    InteractionKind.BEST_WORST: best_worst.SCORER,
    InteractionKind.RATING: rating.SCORER,
    InteractionKind.MATCHING: matching.SCORER,
    InteractionKind.HOTTEXT: hottext.SCORER,
}


def parse_response(item: Item, raw: object) -> Response:
    """Check a raw JSON value against the item; InvalidResponseError unless it is a complete, well-formed response."""
    return SCORERS[item.interaction.kind].parse_response(item, raw)


def score_response(item: Item, response: Response) -> Outcome:
    """Score a parsed response: score and max_score in points, chance = expected score of blind guessing."""
    scorer = SCORERS[item.interaction.kind]
    score = scorer.score(item, response)
    return Outcome(score, scorer.max_score(item), scorer.chance(item))


def judge_choices(item: Item, response: Response) -> dict[str, Verdict]:
    """For each choice, whether what was done with it agrees with the key. For feedback after scoring only."""
    return SCORERS[item.interaction.kind].judge(item, response)


def build_examples(item: Item) -> Examples:
    """A right, some wrong and some invalid raw responses to the item: what every item can be tested with."""
    return SCORERS[item.interaction.kind].examples(item)


__all__ = [
    "SCORERS",
    "Examples",
    "Outcome",
    "Scorer",
    "Verdict",
    "build_examples",
    "corrected_for_chance",
    "judge_choices",
    "parse_response",
    "score_response",
]
