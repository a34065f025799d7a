"""What readers' answers come to, as Vietnamese text: by kind, by topic, pairs apart, then the items to look at."""

import json
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from ...text import say
from .answers import Scored, Scores
from .guessers import is_single
from .habits import OTHERS_MAX

SINGLE_MAX = 0.45
"""Share of single-choice items that a reader of the options alone may get right."""
AGREEMENT_MIN = 0.95
"""Share of items with full score, for a reader who sees all but the key."""


def render_scores(scores: Scores) -> str:
    """Tables (each kind over all items, over pairs, over the others, over each topic), items, numbers left out."""
    lines = [say("unread.scored_with_case" if scores.with_case else "unread.scored", answers=len(scores.scored))]
    groups: list[tuple[str, Callable[[Scored], bool]]] = [
        (say("unread.group_all"), lambda one: True),
        (say("unread.group_pairs"), lambda one: one.asked.pair is not None),
        (say("unread.group_alone"), lambda one: one.asked.pair is None),
    ]
    topics = sorted({one.asked.topic for one in scores.scored})
    if len(topics) > 1:
        groups += [(topic, lambda one, topic=topic: one.asked.topic == topic) for topic in topics]  # type: ignore[misc]
    for name, belongs in groups:
        members = [one for one in scores.scored if belongs(one)]
        if members:
            lines += ["", *_table(name, members, with_case=scores.with_case)]
    lines += _whole_pairs(scores.scored)
    lines += _listed(scores)
    for key in ("missing", "unreadable", "changed", "unknown"):
        if numbers := getattr(scores, key):
            lines += ["", say(f"unread.{key}", count=len(numbers), numbers=", ".join(numbers))]
    return "\n".join(lines)


def _is_single(one: Scored) -> bool:
    return is_single(one.asked.kind)


def _table(name: str, members: Sequence[Scored], *, with_case: bool) -> list[str]:
    rows = [f"{name} ({len(members)})", say("unread.table_head")]
    kinds = sorted({one.asked.kind for one in members}, key=lambda kind: (not is_single(kind), kind))
    for kind in kinds:
        rows.append(_row(say(f"board.kind_{kind}"), [one for one in members if one.asked.kind == kind], with_case))
    if len(kinds) > 1:
        others = [one for one in members if not _is_single(one)]
        rows.append(_row(say("unread.others"), others, with_case))
        rows.append(_row(say("unread.all_kinds"), members, with_case))
    return rows


def _row(name: str, members: Sequence[Scored], with_case: bool) -> str:
    full = fmean(one.outcome.is_full for one in members)
    chance = fmean(one.outcome.chance / one.outcome.max_score for one in members)
    above = fmean(one.above_chance for one in members)
    if with_case:
        mark = "" if full >= AGREEMENT_MIN else say("unread.below")
    elif len({_is_single(one) for one in members}) > 1:
        mark = ""
    else:
        mark = say("unread.beyond") if (full > SINGLE_MAX if _is_single(members[0]) else above > OTHERS_MAX) else ""
    return f"  {name:<28}{len(members):>6}{full:>11.0%}{chance:>13.0%}{_vi(above):>12}  {mark}".rstrip()


def _whole_pairs(scored: Iterable[Scored]) -> list[str]:
    """How many pairs were answered in full on both sides: what somebody who sees no case can do least."""
    pairs: dict[str, list[bool]] = {}
    for one in scored:
        if one.asked.pair is not None:
            pairs.setdefault(one.asked.pair, []).append(one.outcome.is_full)
    whole = [all(members) for members in pairs.values() if len(members) > 1]
    return ["", say("unread.whole_pairs", pairs=len(whole), full=sum(whole))] if whole else []


def _listed(scores: Scores) -> list[str]:
    if scores.with_case:
        told = [one for one in scores.scored if not one.outcome.is_full]
        head = say("unread.disagreed", count=len(told))
    else:
        told = [
            one
            for one in scores.scored
            if one.outcome.is_full or (not _is_single(one) and one.above_chance > OTHERS_MAX)
        ]
        head = say("unread.found", count=len(told))
    lines = []
    for one in sorted(told, key=lambda one: (one.asked.kind, one.asked.item)):
        given, key = (json.dumps(value, ensure_ascii=False) for value in (one.value, one.asked.key))
        said = say("unread.answered", given=given, key=key) if scores.with_case else ""
        lines.append(f"  {one.asked.item:<44}{one.number:>4}  {_vi(one.above_chance)}  {said}".rstrip())
    return ["", head, *lines] if told else []


def _vi(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
