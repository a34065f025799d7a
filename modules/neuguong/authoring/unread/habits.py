"""The guessers on items whose answer is more than one pick: each puts the options in an order and answers by it.

Half of the options marked, points spread from the highest down, each place used alike: whoever has not read the case
knows no better. Scored above chance: 1 for the key, 0 for guessing.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import factorial
from statistics import fmean
from typing import Any

from ...items import Item, Pack
from ...scoring import corrected_for_chance, score_response, scorer_of
from ..lint.chance import ALPHA
from ..lint.syllables import content_words
from .guessers import GUESSERS, Tried, is_single, order, see

DRAWS = 2000
"""Sums of random orders that a guesser's sum is compared with."""
OTHERS_MAX = 0.55
"""Mean score above chance that an item of these kinds may give to whoever has not read the case."""
ORDERS = 120
"""Orders of an item's options that are tried: all of five, so many of more."""


@dataclass(frozen=True)
class Arranged:
    """One item, what is seen of it, and what an order of its options would score above chance."""

    item: Item
    tried: Tried

    def score(self, response: Any) -> float:
        outcome = score_response(self.item, response)
        return corrected_for_chance(outcome.score, outcome.max_score, outcome.chance) or 0.0

    def score_order(self, positions: Sequence[int]) -> float:
        identifiers = self.item.choice_ids
        return self.score(scorer_of(self.item).arrange(tuple(identifiers[n] for n in positions)))

    @cached_property
    def draws(self) -> list[float]:
        """Scores of random orders; the same for every guesser and every time."""
        chance, size = random.Random(self.item.identifier), len(self.item.choices)
        if factorial(size) <= ORDERS:
            tried: Iterable[Sequence[int]] = permutations(range(size))
        else:
            tried = (chance.sample(range(size), size) for _ in range(ORDERS))
        return chance.choices([self.score_order(positions) for positions in tried], k=DRAWS)


def items_by_kind(pack: Pack) -> dict[str, list[Arranged]]:
    """Kind → its live items, of every kind in which not one option alone is right."""
    kinds: dict[str, list[Arranged]] = {}
    for scenario, item in pack.live_items():
        if not is_single(item.interaction.kind):
            kinds.setdefault(item.interaction.kind, []).append(Arranged(item, see(pack, scenario, item)))
    return dict(sorted(kinds.items()))


def _by_shared_words(one: Arranged) -> float | None:
    """Each option put to the target that shares most words with it, the first of equals; None without targets."""
    targets = {target.identifier: content_words(target.text) for target in one.item.interaction.targets}
    if not targets:
        return None
    response: Mapping[str, str] = {
        choice.identifier: max(targets, key=lambda target: len(targets[target] & content_words(choice.text)))
        for choice in one.item.choices
    }
    return one.score(response)


def _by_order(name: str, one: Arranged) -> float | None:
    positions = order(GUESSERS[name][1], one.tried)
    return None if positions is None else one.score_order(positions)


def try_habits(items: Sequence[Arranged]) -> list[dict[str, object]]:
    """{guesser, label, tried, score, p, above_chance, hit_items} of each guesser over items of one kind.

    score: mean score above chance; p: the chance that random orders of the same options score as much (simulated,
    one-sided); hit_items: those that gave more than `OTHERS_MAX`.
    """
    results = []
    for name, (label, _) in GUESSERS.items():
        results.append(_sum_up(name, label, [(one, _by_order(name, one)) for one in items]))
    results.append(_sum_up("shared-words", "chung từ với chỗ ghép", [(one, _by_shared_words(one)) for one in items]))
    return [one for one in results if one["tried"]]


def _sum_up(name: str, label: str, scored: Iterable[tuple[Arranged, float | None]]) -> dict[str, object]:
    told = [(one, score) for one, score in scored if score is not None]
    total = sum(score for _, score in told)
    as_good = sum(sum(drawn) >= total - 1e-9 for drawn in zip(*(one.draws for one, _ in told), strict=True))
    p = (as_good + 1) / (DRAWS + 1)
    return {
        "guesser": name,
        "label": label,
        "tried": len(told),
        "score": round(fmean(score for _, score in told), 2) if told else 0.0,
        "p": round(p, 4),
        "above_chance": p < ALPHA,
        "hit_items": [one.item.identifier for one, score in told if score > OTHERS_MAX],
    }
