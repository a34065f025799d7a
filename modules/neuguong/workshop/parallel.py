"""The parallel item: another of the same kind, asked at once after the second vote on one. Pure.

Knows nothing of results. It is marked in the event that asks it, as the bank stood then: what is alike later may be
another matter.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from .events import Asked, Event
from .showing import Asking, Showing
from .state import ROUNDS_MAX, State


def mark_parallel(
    state: State, showing: Showing, steps: Sequence[Event | Literal["count"]]
) -> list[Event | Literal["count"]]:
    """The same steps; an item that is asked right after two votes on one it is parallel to says so."""
    return [_mark(state, showing, step) if isinstance(step, Asked) else step for step in steps]


def is_parallel(one: Asking, other: Asking) -> bool:
    """Whether they test the same skill of the same requirement in two scenarios, or one is the other with one fact
    changed."""
    if one.item.pairs_with(other.item):
        return True
    same = (one.item.requirements[0], one.item.skill) == (other.item.requirements[0], other.item.skill)
    return same and one.scenario.identifier != other.scenario.identifier


def _mark(state: State, showing: Showing, asked: Asked) -> Asked:
    last = next((turn for turn in reversed(state.turns) if turn.activity == "item"), None)
    if last is None or len(last.rounds) < ROUNDS_MAX:
        return asked
    before, now = showing.find(last.item), showing.find(asked.item)
    if before is None or now is None or not is_parallel(before, now):
        return asked
    return replace(asked, parallel_to=last.number)
