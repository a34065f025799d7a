"""The summary of a part by requirement, in chance-corrected per cent. Knows nothing of where results are kept."""

from collections.abc import Iterable, Mapping

from ..items import Item, Pack
from ..scoring import corrected_for_chance, scorer_of
from ..text import say
from .messages import ResultRow
from .progress import Result

FEW_ITEMS = 3
"""A requirement with fewer answered items than this gets no judgement."""
SOLID, PARTLY = 0.7, 0.35
"""Bounds of the chance-corrected share; those of peer instruction (Crouch & Mazur): explain, discuss, re-teach."""


def summarise(pack: Pack, items: Iterable[Item], results: Mapping[str, Result]) -> list[ResultRow]:
    """One row per requirement mainly tested: answered of items, chance-corrected per cent (0–100) or None."""
    by_requirement: dict[str, list[Item]] = {}
    for item in items:
        by_requirement.setdefault(item.requirements[0], []).append(item)
    return [_row(pack, identifier, group, results) for identifier, group in sorted(by_requirement.items())]


def _row(pack: Pack, identifier: str, items: list[Item], results: Mapping[str, Result]) -> ResultRow:
    answered = [item for item in items if item.identifier in results]
    # Items weigh alike whatever their points: each is brought to a maximum of 1 first.
    score = sum(results[item.identifier].score / results[item.identifier].max_score for item in answered)
    chance = sum(_chance_share(item) for item in answered)
    few = len(answered) < FEW_ITEMS
    share = None if few else corrected_for_chance(score, float(len(answered)), chance)
    note = say(f"study.row_{_band(share)}") if share is not None else say("study.row_few") if answered else ""
    return {
        "id": identifier,
        "title": pack.requirements[identifier].title,
        "answered": len(answered),
        "items": len(items),
        "percent": None if share is None else round(100 * max(0.0, share)),
        "note": note,
    }


def _chance_share(item: Item) -> float:
    scorer = scorer_of(item)
    return scorer.chance(item) / scorer.max_score(item)


def _band(share: float) -> str:
    return "solid" if share >= SOLID else "partly" if share >= PARTLY else "weak"
