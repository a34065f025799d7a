"""Two parallel forms of a lesson's test: which items each asks. Pure: the same pack gives the same forms.

Knows nothing of learners, logs or screens. The forms are made of pairs: two items of the same main requirement and the
same difficulty band, about different situations, of one kind where there are such; one goes to each form. So both ask
as often for each requirement and in each band, and a gain is none of an easier form.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import combinations
from typing import Literal

from ..items import Item, Pack, Scenario
from ..scoring import chance_share
from .progress import PartPath, plan_path

MOST = 10
"""Items of a form: ten minutes, for nothing is explained between them."""
FEWEST = 4
"""Of fewer nothing can be said: then a lesson has no test."""

FormName = Literal["a", "b"]


class Phase(StrEnum):
    """When a test is taken."""

    BEFORE = "before"
    AFTER = "after"


Asked = tuple[Scenario, Item]
Pair = tuple[Asked, Asked]


@dataclass(frozen=True, slots=True)
class Forms:
    """What each form asks, in order; at the same place both ask for the same."""

    a: tuple[Asked, ...]
    b: tuple[Asked, ...]

    def form(self, name: FormName) -> tuple[Asked, ...]:
        return self.a if name == "a" else self.b


def build_forms(pack: Pack, slug: str) -> Forms | None:
    """The two forms of a lesson, `FEWEST` … `MOST` items each; None where it has not enough pairs.

    No situation is in both, or twice in one: so no half of a contrast pair helps with the other. Every requirement gets
    a pair before any gets a second, the one with the fewest items first; of bands the one asked least so far.
    """
    by_requirement: dict[str, list[Asked]] = {}
    for asked in _standing_alone(plan_path(pack, slug)):
        by_requirement.setdefault(asked[1].requirements[0], []).append(asked)
    richest = sorted(by_requirement, key=lambda one: (-len(by_requirement[one]), one))[:MOST]
    pairs: list[Pair] = []
    turn = richest[::-1]
    while turn and len(pairs) < MOST:
        found = [requirement for requirement in turn if _add_pair(pairs, by_requirement[requirement])]
        turn = [requirement for requirement in richest if requirement in found]
    if len(pairs) < FEWEST:
        return None
    pairs.sort(key=lambda pair: (pair[0][1].requirements[0], pair[0][1].identifier))
    # The earlier of a pair in the lesson goes to each form in turn.
    swapped = [pair if n % 2 == 0 else pair[::-1] for n, pair in enumerate(pairs)]
    return Forms(tuple(first for first, _ in swapped), tuple(second for _, second in swapped))


def name_test(slug: str, phase: Phase, form: FormName) -> str:
    """What the log calls a test (`context_id`): its lesson, when it was taken, its form.

    >>> name_test("trach-nhiem", Phase.BEFORE, "a")
    'trach-nhiem.before.a'
    """
    return f"{slug}.{phase}.{form}"


def read_phase(name: str) -> Phase | None:
    """When a test of this name was taken; None for a name that is none."""
    steps = name.split(".")
    return Phase(steps[1]) if len(steps) == 3 and steps[1] in list(Phase) else None


def choose_first_form(token: str, slug: str) -> FormName:
    """The form a learner is given before the lesson, by a fair coin that never turns; the other is for after it."""
    return "a" if sha256(f"forms\0{slug}\0{token}".encode()).digest()[0] % 2 == 0 else "b"


def _standing_alone(paths: Iterable[PartPath]) -> Iterator[Asked]:
    """The lesson's live items that need no item before them."""
    for path in paths:
        for scenario in path.scenarios:
            yield from ((scenario, item) for item in scenario.items if item.contrast is None and item.stands_alone)


def _add_pair(pairs: list[Pair], candidates: list[Asked]) -> bool:
    """Add the best pair of situations that are still free; False where there is none, or no room."""
    used = {scenario.identifier for pair in pairs for scenario, _ in pair}
    bands = Counter(pair[0][1].difficulty for pair in pairs)
    free = [one for one in candidates if one[0].identifier not in used]
    fitting = [pair for pair in combinations(free, 2) if _is_parallel(*pair)]
    if not fitting or len(pairs) >= MOST:
        return False

    def rank(pair: Pair) -> tuple[bool, int, float, int]:
        """What still parts the two: the kind, the share that guessing earns, how much there is to read."""
        one, other = pair
        kinds = one[1].interaction.kind != other[1].interaction.kind
        chances = round(abs(chance_share(one[1]) - chance_share(other[1])), 6)
        return kinds, bands[one[1].difficulty], chances, abs(_length(one) - _length(other))

    pairs.append(min(fitting, key=rank))
    return True


def _is_parallel(one: Asked, other: Asked) -> bool:
    (scenario, item), (another, parallel) = one, other
    return item.difficulty == parallel.difficulty and scenario.identifier != another.identifier


def _length(asked: Asked) -> int:
    scenario, item = asked
    return len(scenario.stimulus) + len(item.prompt) + sum(len(choice.text) for choice in item.choices)
