"""Ballots, members and what counting brings, for the tests of the board. Knows no board."""

import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from neuguong.store import Statement
from neuguong.store.board import Ballot, Box, Member, NewEvent, ToLog

from tests.samples import NOON

HALL = "hall-1"
FIRST, SECOND = Box(1, 1), Box(1, 2)
OPENS, CLOSES = NewEvent({"kind": "asked"}, FIRST, "open"), NewEvent({"kind": "closed"}, FIRST, "close")


def name_of(number: int) -> str:
    """A member as a keyed hash looks."""
    return f"{number * 2654435761 % 2**32:032x}"


def make_member(number: int, unit: str | None = "Chi bộ 1", group: int | None = None) -> Member:
    return Member(name_of(number), unit, group)


def make_ballot(number: int, response: object = "bao-cao") -> Ballot:
    return Ballot(name_of(number), json.dumps(response), str(uuid.UUID(int=number, version=4)))


def to_log(
    *, sensitive: bool = False, round: int = 1, workshop: str = HALL, **changes: Any
) -> Callable[[Sequence[Ballot]], ToLog]:
    """What makes statements of ballots."""

    def make(ballots: Sequence[Ballot]) -> ToLog:
        return ToLog([one(ballot) for ballot in ballots], sensitive, NewEvent({"kind": "counted", "n": len(ballots)}))

    def one(ballot: Ballot) -> Statement:
        values: dict[str, Any] = {
            "attempt_id": ballot.attempt_id,
            "timestamp": NOON,
            "context": "workshop",
            "context_id": workshop,
            "round": round,
            "topic": "trach-nhiem",
            "scenario_id": "tn-01",
            "item_id": "tn-01-a",
            "item_version": 1,
            "content_revision": "0123456789ab",
            "interaction": "single_choice",
            "response": json.loads(ballot.response),
            "presented_order": (),
            "score": 1.0,
            "max_score": 1.0,
            "chance": 0.25,
            "attempt_number": 1,
            "app_version": "0.1.0",
            "actor": ballot.member,
            "unit": "Chi bộ 1",
        }
        return Statement(**values | changes)

    return make
