"""What a lesson changed, told in steps. Not imported with the package: numpy is for whoever looks at it.

Knows nothing of words or screens. A pair is somebody's test before a lesson and their test after it, both of people who
agreed to be remembered, found by the code they agreed to. The gain is made of the first so many pairs, a whole number
of groups of `group_size(minimum)`, in an order that says nothing of when they came; it is kept as it was told until
another whole group of pairs has come, whoever was erased meanwhile. Below 30 pairs nothing but their number is told.
"""

import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from ..analysis.estimates import COUNTS_ONLY_BELOW, Estimate
from ..analysis.gain import Gain, measure_gain
from ..items import Pack
from ..scoring import corrected_for_chance
from ..store import Occasion, ResponseLog, Statement
from .groups import group_size

PHASES = ("before", "after")
FORMS = ("a", "b")


def read_gain(log: ResponseLog, pack: Pack, lesson: str, *, minimum: int) -> Gain:
    """The gain of a lesson's tests as it was last told, or a new one."""
    pairs = _find_pairs(log, lesson)
    told = len(pairs) // group_size(minimum) * group_size(minimum)
    name, mark = f"gain:{lesson}", f"{pack.revision}:{minimum}:{told}"
    kept = log.fetch_figures(name)
    if kept is not None and kept[0] == mark:
        return _from_json(json.loads(kept[1]))
    gain = measure_gain(pairs[:told]) if told >= COUNTS_ONLY_BELOW else Gain(told, None, None, None, None)
    log.keep_figures(name, mark=mark, body=json.dumps(asdict(gain)))
    return gain


def _find_pairs(log: ResponseLog, lesson: str) -> list[tuple[float, float]]:
    """The share before and after of everybody who took both tests, corrected for chance, in the order of their code."""
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for phase in PHASES:
        given: dict[str, list[Statement]] = defaultdict(list)
        for form in FORMS:
            for one in log.fetch_statements(occasion=Occasion("test", f"{lesson}.{phase}.{form}")):
                if one.actor is not None and one.attempt_number == 1:
                    given[one.actor].append(one)
        for actor, rows in given.items():
            share = _share(rows)
            if share is not None:
                shares[actor][phase] = share
    return [(both["before"], both["after"]) for _, both in sorted(shares.items()) if len(both) == len(PHASES)]


def _share(rows: list[Statement]) -> float | None:
    """Of a test: every item brought to a maximum of 1, guessing taken off."""
    score = sum(one.score / one.max_score for one in rows)
    chance = sum(one.chance / one.max_score for one in rows)
    return corrected_for_chance(score, float(len(rows)), chance)


def _from_json(kept: dict[str, Any]) -> Gain:
    g, d = (None if kept[name] is None else Estimate(**kept[name]) for name in ("g", "d"))
    return Gain(kept["n"], kept["before"], kept["after"], g, d)
