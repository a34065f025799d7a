"""A box of ballots becomes statements for the log and a `Counted` event. Pure.

Knows nothing of boards. What may be said of a round, once and for good, is asked of `disclosure`.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from ..disclosure import SENSITIVE_STEP, group_size
from ..disclosure.noise import draw_noise
from ..items import Pack, response_to_json
from ..scoring import Outcome, parse_response, score_response
from ..store import Context, Occasion, Statement, canonical_json
from ..store.board import Ballot, NewEvent, ToLog
from ..study.answering import make_statement
from .events import Counted, event_to_json
from .plan import Plan
from .results import compare_rounds
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


@dataclass(frozen=True, slots=True)
class First:
    """The first round, for counting the second: how many answers it had, whether anything of it was told, and the
    responses in JSON by member that the log still holds."""

    n: int
    was_told: bool
    responses: Mapping[str, str]


def count_item(
    hall: Hall, asking: Asking, ballots: Sequence[Ballot], *, round: int, closed_at: datetime, first: First | None,
    units: Mapping[str, str | None], told: dict[str, Any] | None = None,
) -> ToLog:  # fmt: skip
    """One statement a ballot, all as of the close, so that no time tells who was quick. `told`: what was counted by
    hand, which is said in place of the ballots."""
    scored = {text: _score(asking, text) for text in {ballot.response for ballot in ballots}}
    occasion = hall.occasion(round)
    statements = [
        _make_statement(hall, asking, ballot, *scored[ballot.response], occasion, closed_at, units.get(ballot.member))
        for ballot in ballots
    ]
    if told is not None:
        return _to_log(statements, asking.sensitive, Counted(told["n"], told["result"], by_hand=True))
    given = {ballot.member: ballot.response for ballot in ballots}
    result = _tell_sensitive(hall, asking, given, round) if asking.sensitive else _tell(hall, asking, given, first)
    return _to_log(statements, asking.sensitive, Counted(len(ballots), result))


def count_poll(hall: Hall, ballots: Sequence[Ballot], *, told: dict[str, Any] | None = None) -> ToLog:
    """Nothing of a poll goes to the log."""
    if told is not None:
        return _to_log([], False, Counted(told["n"], told["result"], by_hand=True))
    enough = len(ballots) >= group_size(hall.group_minimum)
    result = as_result(Counter(ballot.response for ballot in ballots)) if enough else None
    return _to_log([], False, Counted(len(ballots), result))


def count_words(n: int) -> ToLog:
    """Words are nobody's: only how many there were is kept."""
    return _to_log([], False, Counted(n, None))


def as_result(counts: Mapping[str, int], *, approximate: bool = False) -> dict[str, Any]:
    """`Counted.result` of responses in canonical JSON; the order of a dictionary tells who came first, so none is
    kept."""
    answers = [[json.loads(text), n] for text, n in sorted(counts.items()) if n > 0]
    return {"answers": answers, "approximate": approximate}


def _tell(hall: Hall, asking: Asking, given: Mapping[str, str], first: First | None) -> dict[str, Any] | None:
    """Of an ordinary item: everybody's answers from a whole group on. A second round is told of the very people of the
    first, if that was told: then no difference of the two is about fewer people. Where one of them was erased
    meanwhile, it is not told."""
    size = group_size(hall.group_minimum)
    if first is None or not first.was_told:
        return as_result(Counter(given.values())) if len(given) >= size else None
    if len(first.responses) != first.n or first.n < size:
        return None
    now = {member: given.get(member, was) for member, was in first.responses.items()}
    before = {member: parse_response(asking.item, json.loads(text)) for member, text in first.responses.items()}
    after = {member: parse_response(asking.item, json.loads(text)) for member, text in now.items()}
    return as_result(Counter(now.values())) | {"moved": list(compare_rounds(asking.item, before, after))}


def _tell_sensitive(hall: Hall, asking: Asking, given: Mapping[str, str], round: int) -> dict[str, Any] | None:
    """Of a sensitive item: a first round's single choices, from `SENSITIVE_STEP` answers on, every count with noise."""
    item = asking.item
    if round > 1 or len(given) < SENSITIVE_STEP or item.interaction.kind != "single_choice":
        return None
    counts = Counter(given.values())
    possible = (canonical_json(choice) for choice in item.choice_ids)
    return as_result({text: counts[text] + draw_noise(hall.chance) for text in possible}, approximate=True)


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


def _to_log(statements: Sequence[Statement], sensitive: bool, event: Counted) -> ToLog:
    return ToLog(statements, sensitive, NewEvent(event_to_json(event)))


def canonical_response(response: object) -> str:
    """A parsed response as ballots and results write it."""
    return canonical_json(response_to_json(response))
