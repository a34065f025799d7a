"""A box of ballots becomes statements for the log and a `Counted` event. Pure.

Knows nothing of boards. What may be said of a round, once and for good, is asked of `disclosure`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from ..disclosure.noise import draw_noise
from ..disclosure.published import list_responses
from ..disclosure.rounds import FirstRound, Result, tell_first, tell_second, tell_sensitive
from ..items import Pack, response_to_json
from ..scoring import Outcome, parse_response, score_response
from ..store import Context, Occasion, Statement, canonical_json
from ..store.board import Ballot, NewEvent, ToLog
from ..study.answering import make_statement
from .events import Counted, event_to_json
from .plan import Plan
from .showing import Asking


@dataclass(frozen=True, slots=True)
class Hall:
    """What all counting in one workshop has in common."""

    pack: Pack
    workshop_id: str
    plan: Plan
    app_version: str
    group_minimum: int
    chance: Random

    def occasion(self, round: int) -> Occasion:
        context: Context = "rehearsal" if self.plan.rehearsal else "workshop"
        return Occasion(context, self.workshop_id, round)


def count_item(
    hall: Hall, asking: Asking, ballots: Sequence[Ballot], *, round: int, closed_at: datetime, first: FirstRound | None,
    units: Mapping[str, str | None], told: Result | None = None,
) -> ToLog:  # fmt: skip
    """One statement a ballot, all as of the close, so that no time tells who was quick. `first`: for a second round,
    what was said of the first. `told`: what was counted by hand, which is said in place of the ballots."""
    scored = {text: _score(asking, text) for text in {ballot.response for ballot in ballots}}
    occasion = hall.occasion(round)
    statements = [
        _make_statement(hall, asking, ballot, *scored[ballot.response], occasion, closed_at, units.get(ballot.member))
        for ballot in ballots
    ]
    if told is not None:
        return _to_log(statements, asking.sensitive, _by_hand(told))
    given = {ballot.member: ballot.response for ballot in ballots}
    return _to_log(statements, asking.sensitive, Counted(len(ballots), _tell(hall, asking, given, round, first)))


def count_poll(hall: Hall, ballots: Sequence[Ballot], *, told: Result | None = None) -> ToLog:
    """Nothing of a poll goes to the log."""
    if told is not None:
        return _to_log([], False, _by_hand(told))
    result = tell_first([ballot.response for ballot in ballots], minimum=hall.group_minimum)
    return _to_log([], False, Counted(len(ballots), result))


def count_words(n: int) -> ToLog:
    """Words are nobody's: only how many there were is kept."""
    return _to_log([], False, Counted(n, None))


def tell_by_hand(counts: Mapping[str, int]) -> Result:
    """What was typed in from paper cards, by response in canonical JSON, in the shape of what `disclosure` lets."""
    seen = {text: n for text, n in sorted(counts.items()) if n > 0}
    return {"n": sum(seen.values()), "counts": seen, "transition": None, "approximate": False}


def _tell(hall: Hall, asking: Asking, given: Mapping[str, str], round: int, first: FirstRound | None) -> Result | None:
    """What may be said of the answers by member."""
    if asking.sensitive:
        return tell_sensitive(
            list(given.values()), possible=list_responses(asking.item), number=round,
            noise=lambda: draw_noise(hall.chance),
        )  # fmt: skip
    if round == 1:
        return tell_first(list(given.values()), minimum=hall.group_minimum)
    return tell_second(
        given, first=first, is_full=lambda text: _score(asking, text)[1].is_full, minimum=hall.group_minimum
    )


def _score(asking: Asking, text: str) -> tuple[Any, Outcome]:
    response = parse_response(asking.item, json.loads(text))
    return response, score_response(asking.item, response)


def _make_statement(
    hall: Hall, asking: Asking, ballot: Ballot, response: Any, outcome: Outcome, occasion: Occasion,
    closed_at: datetime, unit: str | None,
) -> Statement:  # fmt: skip
    return make_statement(
        hall.pack, asking.scenario, asking.shown, response, outcome,
        attempt_id=ballot.attempt_id, timestamp=closed_at, context=occasion.context, context_id=occasion.context_id,
        round=occasion.round, attempt_number=1, app_version=hall.app_version, actor=ballot.member, unit=unit,
    )  # fmt: skip


def _by_hand(told: Result) -> Counted:
    return Counted(told["n"], told if told["n"] else None, by_hand=True)


def _to_log(statements: Sequence[Statement], sensitive: bool, event: Counted) -> ToLog:
    return ToLog(statements, sensitive, NewEvent(event_to_json(event)))


def canonical_response(response: object) -> str:
    """A parsed response as ballots and results write it."""
    return canonical_json(response_to_json(response))
