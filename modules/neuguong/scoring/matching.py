"""Matching: 1 point per choice put to its target. Maximum: choices. Chance: choices / targets."""

from ..errors import InvalidResponseError
from ..items import Item, Matching, Response
from .contract import Examples, Scorer, Verdict, require_every_choice


def _interaction(item: Item) -> Matching:
    assert isinstance(item.interaction, Matching)
    return item.interaction


def _hits(item: Item, response: Response) -> dict[str, bool]:
    assert isinstance(response, dict)
    return {choice: response[choice] == target for choice, target in _interaction(item).correct.items()}


def parse_response(item: Item, raw: object) -> dict[str, str]:
    known = {target.identifier for target in _interaction(item).targets}
    pairs: dict[str, str] = {}
    for choice, target in require_every_choice(item, raw).items():
        if not isinstance(target, str) or target not in known:
            raise InvalidResponseError(item.identifier, target, f"one of the targets {sorted(known)}")
        pairs[choice] = target
    return pairs


def score(item: Item, response: Response) -> float:
    return float(sum(_hits(item, response).values()))


def max_score(item: Item) -> float:
    return float(len(item.choices))


def chance(item: Item) -> float:
    return len(item.choices) / len(_interaction(item).targets)


def judge(item: Item, response: Response) -> dict[str, Verdict]:
    return {choice: Verdict.RIGHT if hit else Verdict.WRONG for choice, hit in _hits(item, response).items()}


def examples(item: Item) -> Examples:
    key = dict(_interaction(item).correct)
    targets = [target.identifier for target in _interaction(item).targets]

    def moved(choice: str) -> str:
        return targets[(targets.index(key[choice]) + 1) % len(targets)]

    first = next(iter(key))
    wrong = ({**key, first: moved(first)}, {choice: moved(choice) for choice in key})
    invalid: tuple[object, ...] = (
        None,
        "",
        [],
        {},
        {choice: target for choice, target in key.items() if choice != first},
        {**key, "no-such-choice": targets[0]},
        {**key, first: "no-such-target"},
        {**key, first: None},
        {**key, first: [targets[0]]},
    )
    return Examples(key, wrong, invalid)


SCORER = Scorer(parse_response, score, max_score, chance, judge, examples)
