"""What a lesson changed, told in steps. Not imported with the package: numpy is for whoever looks at it.

Knows nothing of words or screens. A pair is somebody's whole test before a lesson and their whole test after it, both
of people who agreed to be remembered, found by the code they agreed to. The gain is kept as it was told until their
number has moved by a whole group (`retelling`), whoever was erased meanwhile; means are rounded so that a step is at
least the group minimum of people, and the rest in steps of `coarse.CORRELATION_STEP`. Below 30 pairs nothing but their
number, by whole groups, is told.
"""

import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from ..analysis.estimates import Estimate
from ..analysis.evidence import COUNTS_ONLY_BELOW
from ..analysis.gain import Gain, measure_gain
from ..analysis.rescoring import rescore_statements
from ..items import Pack
from ..scoring import corrected_for_chance
from ..store import Occasion, ResponseLog, Statement
from .coarse import coarse_estimate, coarse_share
from .groups import group_size
from .retelling import Made, is_new, mark_keys

FORMAT = 2
"""Of what is kept: another number where its shape changes."""
PHASES = ("before", "after")
FORMS = ("a", "b")


def read_gain(log: ResponseLog, pack: Pack, lesson: str, *, minimum: int) -> Gain:
    """The gain of a lesson's tests as it was last told, or a new one."""
    name, size = f"gain:{lesson}", group_size(minimum)
    asked = [scenario for part in pack.get_lesson(lesson).parts for scenario in part.scenarios]
    items = [item for scenario in asked for item in pack.scenarios[scenario].items]
    while True:
        kept = log.fetch_figures(name)
        pairs = _find_pairs(log, pack, lesson)
        made = Made(mark_keys(items), {"n": len(pairs)})
        if kept is not None and kept[0].startswith(f"{FORMAT}:"):
            told, *of = json.loads(kept[1])
            if not is_new(made, Made(*of), size=size):
                return _from_json(told)
        gain = _tell(measure_gain(pairs), len(pairs) // size * size, minimum=minimum)
        mark, body = f"{FORMAT}:{made.keys}:{len(pairs)}", json.dumps([asdict(gain), *made])
        if kept is None and len(pairs) < size:
            return gain  # nothing is told yet
        if log.keep_figures(name, mark=mark, body=body, over=None if kept is None else kept[0]):
            return gain


def _tell(exact: Gain, n: int, *, minimum: int) -> Gain:
    if n < COUNTS_ONLY_BELOW or exact.before is None or exact.after is None:
        return Gain(n, None, None, None, None)
    before, after = (coarse_share(share, n, minimum=minimum) for share in (exact.before, exact.after))
    return Gain(n, before, after, coarse_estimate(exact.g, n=n), coarse_estimate(exact.d, n=n))


def _find_pairs(log: ResponseLog, pack: Pack, lesson: str) -> list[tuple[float, float]]:
    """The share before and after of everybody who took both tests, corrected for chance, in the order of their code."""
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for phase in PHASES:
        for form in FORMS:
            given: dict[str, list[Statement]] = defaultdict(list)
            statements = log.fetch_statements(occasion=Occasion("test", f"{lesson}.{phase}.{form}"))
            for one in rescore_statements(statements, pack):
                if one.actor is not None and one.attempt_number == 1:
                    given[one.actor].append(one)
            whole = max(map(len, given.values()), default=0)  # the form has as many items as anybody answered
            for actor, rows in given.items():
                share = _share(rows)
                if share is not None and len(rows) == whole:
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
