"""How what may be said of a round is put: grids, shares with their interval and advice, where people parted. Pure.

Knows nothing of boards or of who looks. `Counted.result` is made by `disclosure.rounds`, which says its shape.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal, TypeGuard, cast

from ..items import Item
from ..scoring import score_response
from ..text import say
from .grids import Answers, count_choice, parse_answers, right_columns
from .showing import Asking, letter
from .state import Round, Turn
from .views import Distribution, GridRow, Share, Transition, Withheld

Z_95 = 1.959964
PARTED_AT_MOST = 60
"""Percent: where fewer than so many did the same with a choice, people parted."""
PARTED_ROWS = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Percent of right answers: below `teach_below` teach again, from `explain_from` on explain, between discuss."""

    teach_below: int = 35
    explain_from: int = 70

    def __post_init__(self) -> None:
        if not 0 <= self.teach_below <= self.explain_from <= 100:
            raise ValueError(f"thresholds: found {self.teach_below}, {self.explain_from}; allowed: 0 ≤ a ≤ b ≤ 100")


USUAL = Thresholds()


def build_distribution(asking: Asking | None, turn: Turn, round: Round, *, with_key: bool) -> Distribution | Withheld:
    """A counted round for the screens: letters and order are those of the workshop."""
    if round.result is None:
        return withhold(asking, turn, round)
    if turn.activity == "poll":
        return _poll(turn, round)
    if asking is None:
        return {"round": round.number, "why": say("workshop.item_gone")}
    item = asking.item
    answers = read_answers(item, round.result)
    rows: list[GridRow] = [
        {
            "letter": letter(n),
            "text": item.choice(choice).text,
            "counts": count_choice(item, choice, answers),
            "right": right_columns(item, choice) if with_key else [],
        }
        for n, choice in enumerate(asking.shown.order)
    ]
    return {
        "round": round.number, "n": sum(n for _, n in answers), "columns": list(asking.columns), "rows": rows,
        "approximate": bool(round.result["approximate"]),
    }  # fmt: skip


def withhold(asking: Asking | None, turn: Turn, round: Round) -> Withheld:
    """Why nothing is said of a round, in words."""
    if round.n == 0:
        why = "workshop.nobody_answered"
    elif turn.activity == "words":
        why = "workshop.words_only"
    elif asking is not None and asking.sensitive:
        why = "workshop.sensitive_withheld"
    else:
        why = "workshop.few_withheld"
    return {"round": round.number, "why": say(why)}


def build_transition(turn: Turn) -> Transition | None:
    """Of both rounds; None where there is no second, or it may not be said."""
    return cast(Transition | None, turn.round.result["transition"]) if turn.round.result else None


def build_share(asking: Asking | None, turn: Turn, round: Round, thresholds: Thresholds) -> Share | Withheld:
    """The share of answers with every point, for the trainer."""
    if round.result is None or asking is None or turn.activity != "item":
        return withhold(asking, turn, round)
    answers = read_answers(asking.item, round.result)
    n = sum(count for _, count in answers)
    if not n:
        return withhold(asking, turn, round)
    full = sum(count for response, count in answers if score_response(asking.item, response).is_full)
    low, high = wilson_interval(full, n)
    percent = whole_percent(full, n)
    advice = advise(percent, thresholds)
    words = say(f"workshop.advice_{advice}", percent=percent, low=low, high=high, n=n)
    return {
        "round": round.number, "n": n, "percent": percent, "low": low, "high": high, "advice": advice, "words": words,
    }  # fmt: skip


def is_distribution(shown: Distribution | Withheld) -> TypeGuard[Distribution]:
    """Whether anything is said."""
    return "rows" in shown


def is_share(share: Share | Withheld) -> TypeGuard[Share]:
    """Whether anything is said."""
    return "percent" in share


def advise(percent: int, thresholds: Thresholds) -> Literal["teach", "discuss", "explain"]:
    """What peer instruction asks for at such a share (Crouch and Mazur, Am. J. Phys. 69(9), 2001).

    >>> [advise(percent, Thresholds()) for percent in (34, 35, 69, 70)]
    ['teach', 'discuss', 'discuss', 'explain']
    """
    if percent < thresholds.teach_below:
        return "teach"
    return "explain" if percent >= thresholds.explain_from else "discuss"


def whole_percent(part: int, whole: int) -> int:
    """In whole per cent, halves up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def wilson_interval(part: int, whole: int) -> tuple[int, int]:
    """The 95 % interval of a share in whole per cent (E. B. Wilson, JASA 22, 1927).

    >>> wilson_interval(5, 10), wilson_interval(0, 9)
    ((24, 76), (0, 30))
    """
    share, spread = part / whole, Z_95 * Z_95 / whole
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0, round(100 * (centre - half))), min(100, round(100 * (centre + half)))


def find_parted(shown: Distribution) -> list[str]:
    """Where people parted, in words, the most first: choices with which fewer than `PARTED_AT_MOST` per cent did the
    same, where more than two things can be done with every choice or everybody must do one of two."""
    found: list[tuple[int, str]] = []
    for row in shown["rows"]:
        total = sum(row["counts"])
        if len(row["counts"]) < 2 or not total or total < shown["n"]:
            continue  # a choice that may be left alone parts nobody
        ranked = sorted(range(len(row["counts"])), key=lambda n: -row["counts"][n])[:2]
        first, second = (whole_percent(row["counts"][n], total) for n in ranked)
        if first < PARTED_AT_MOST:
            one, other = (shown["columns"][n] for n in ranked)
            words = say(
                "workshop.parted", letter=row["letter"], text=row["text"], first=first, one=one, second=second,
                other=other,
            )  # fmt: skip
            found.append((first, words))
    return [words for _, words in sorted(found, key=lambda one: one[0])][:PARTED_ROWS]


def read_answers(item: Item, result: Mapping[str, Any]) -> Answers:
    """What was said of a round, as parsed responses with counts."""
    return parse_answers(item, ((json.loads(text), n) for text, n in result["counts"].items()))


def _poll(turn: Turn, round: Round) -> Distribution:
    assert round.result is not None
    counts = {str(json.loads(text)): n for text, n in round.result["counts"].items()}
    rows: list[GridRow] = [
        {"letter": letter(n), "text": text, "counts": [counts.get(str(n), 0)], "right": []}
        for n, text in enumerate(turn.options)
    ]
    return {
        "round": round.number, "n": sum(counts.values()), "columns": [say("workshop.chosen")], "rows": rows,
        "approximate": False,
    }  # fmt: skip
