"""Item + response → outcome, pure. Stores nothing, shows nothing, knows no learner.

What every interaction can do is `contract.Scorer`; one file each, named after its kind and listed nowhere.
"""

from collections.abc import Mapping
from typing import Any

from ..errors import InvalidResponseError
from ..items import Item, Presentation, response_to_json
from .contract import (
    Examples,
    Level,
    Measure,
    Outcome,
    PaperRow,
    Scorer,
    Told,
    Verdict,
    corrected_for_chance,
    earns_all,
)


def scorer_of(item: Item) -> Scorer[Any]:
    """The item's interaction with all it can do."""
    assert isinstance(item.interaction, Scorer), f"{item.identifier}: cannot be scored"
    return item.interaction


def parse_response(item: Item, raw: object) -> Any:
    """Check a raw JSON value against the item; InvalidResponseError unless it is a complete, well-formed response."""
    return scorer_of(item).parse_response(item, raw)


def takes_one_choice(item: Item) -> bool:
    """Whether every choice by itself is a complete response: the others compete with the one that is taken."""
    try:
        for choice in item.choice_ids:
            parse_response(item, choice)
    except InvalidResponseError:
        return False
    return True


def parse_tokens(shown: Presentation, raw: object) -> Any:
    """The response to an item as a browser sends it, in tokens; InvalidResponseError for anything else."""
    item = shown.item
    choices = {token: choice for choice, token in _tokens(shown.order).items()}
    targets = {token: target for target, token in _tokens(_target_ids(item)).items()}

    def renamed(names: Mapping[str, str], name: object) -> str:
        if not isinstance(name, str) or name not in names:
            raise InvalidResponseError(item.identifier, name, f"one of the tokens {sorted(names)}")
        return names[name]

    identifiers = scorer_of(item).relabel(
        item, raw, lambda name: renamed(choices, name), lambda name: renamed(targets, name)
    )
    return parse_response(item, identifiers)


def response_as_tokens(shown: Presentation, response: object) -> object:
    """A response as the browser that saw the item would send it."""
    choices, targets = _tokens(shown.order), _tokens(_target_ids(shown.item))
    return scorer_of(shown.item).relabel(
        shown.item, response_to_json(response), lambda name: choices[str(name)], lambda name: targets[str(name)]
    )


def _target_ids(item: Item) -> tuple[str, ...]:
    return tuple(target.identifier for target in item.interaction.targets)


def _tokens(identifiers: tuple[str, ...]) -> dict[str, str]:
    return {identifier: str(n) for n, identifier in enumerate(identifiers)}


def score_response(item: Item, response: Any) -> Outcome:
    """Score a parsed response: score and max_score in points, chance = expected score of blind guessing."""
    scorer = scorer_of(item)
    return Outcome(scorer.score(item, response), scorer.max_score(item), scorer.chance(item))


def chance_share(item: Item) -> float:
    """The share of an item's points that blind guessing earns, 0 … 1."""
    scorer = scorer_of(item)
    return scorer.chance(item) / scorer.max_score(item)


def judge_choices(item: Item, response: Any) -> Mapping[str, Verdict]:
    """For each choice, whether what was done with it agrees with the key. For feedback after scoring only."""
    return scorer_of(item).judge(item, response)


def correct_response(item: Item) -> Any:
    """The key as a response."""
    return scorer_of(item).correct_response(item)


def build_examples(item: Item) -> Examples:
    """A right, some wrong and some invalid raw responses to the item: what every item can be tested with."""
    scorer = scorer_of(item)
    right = response_to_json(scorer.correct_response(item))
    return Examples(right, scorer.wrong_examples(item), scorer.invalid_examples(item))


__all__ = [
    "Examples",
    "Level",
    "Measure",
    "Outcome",
    "PaperRow",
    "Scorer",
    "Told",
    "Verdict",
    "build_examples",
    "chance_share",
    "correct_response",
    "corrected_for_chance",
    "earns_all",
    "judge_choices",
    "parse_response",
    "parse_tokens",
    "response_as_tokens",
    "score_response",
    "scorer_of",
    "takes_one_choice",
]
