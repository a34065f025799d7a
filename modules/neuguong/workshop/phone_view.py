"""What phones and wall see of a workshop, from its state. Holds nothing of a result before it is shown, nor of the key
before it is released. Knows no board."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from ..scoring import parse_response, response_as_tokens, score_response
from ..store.board import Member, Word
from ..study.feedback import build_feedback
from .casting import Ballots, response_of
from .results import build_distribution, build_transition
from .showing import Showing, show_item, show_key, show_options, show_scenario
from .state import State, Turn
from .views import Mine, PhoneState, StageView

RELEASED = ("shown", "explained")


def build_phone_state(
    state: State, showing: Showing, words: Sequence[Word], *, now: datetime, for_trainer: bool = False
) -> PhoneState:
    """The same for every phone and for the wall. `for_trainer`: a round that is counted is told as such."""
    turn = state.on_screen if state.ended_at is None else None
    told: PhoneState = {
        "version": state.version, "title": state.plan.title, "rehearsal": state.plan.rehearsal,
        "stage": "ended" if state.ended_at is not None else "lobby", "paused": state.paused, "looking_back": False,
        "turn": 0, "round": 0, "activity": None, "left_s": None, "scenario": None, "item": None, "question": "",
        "options": [], "results": [], "transition": None, "key": None, "words": [],
    }  # fmt: skip
    if turn is None:
        return told
    asking = showing.find(turn.item)
    is_released, is_explained = turn.stage in RELEASED, turn.stage == "explained"
    return {
        **told,
        "stage": stage_of(turn, for_trainer=for_trainer),
        "looking_back": state.looking_at is not None,
        "turn": turn.number,
        "round": turn.round.number,
        "activity": turn.activity,
        "left_s": _seconds_left(state, turn, now),
        "scenario": show_scenario(asking) if asking else None,
        "item": show_item(asking) if asking else None,
        "question": turn.question,
        "options": show_options(turn.options),
        "results": [build_distribution(asking, turn, one, with_key=is_explained) for one in turn.rounds if is_released],
        "transition": build_transition(turn) if is_explained else None,
        "key": show_key(showing.pack, asking) if asking and is_explained else None,
        "words": [{"number": one.number, "text": one.text, "is_shown": one.is_shown} for one in words],
    }


def stage_of(turn: Turn, *, for_trainer: bool) -> StageView:
    """That a round was counted is the trainer's business."""
    return "closed" if turn.stage == "counted" and not for_trainer else turn.stage


def build_mine(state: State, showing: Showing, member: Member, ballots: Ballots | None) -> Mine:
    """What one phone is told of itself: its vote in the round on screen and, once the key is released, what is to be
    said of its last vote. `ballots` None: of its votes nothing is known."""
    mine: Mine = {
        "version": state.version, "unit": member.unit, "name": None, "group": member.group, "response": None,
        "feedback": None,
    }  # fmt: skip
    turn = state.on_screen if state.ended_at is None else None
    if turn is None or ballots is None:
        return mine
    votes = [ballots.find(turn, one, member.member) for one in turn.rounds]
    is_explained = turn.stage == "explained"
    last = next((vote for vote in reversed(votes) if vote is not None), None) if is_explained else votes[-1]
    if last is None:
        return mine
    asking = showing.find(turn.item)
    if asking is None:
        return {**mine, "response": response_of(last)}
    response = parse_response(asking.item, response_of(last))
    mine["response"] = response_as_tokens(asking.shown, response)
    if is_explained:
        key = (asking.item.identifier, last.response)
        if key not in showing.feedback:
            outcome = score_response(asking.item, response)
            showing.feedback[key] = build_feedback(showing.pack, asking.shown, response, outcome)
        mine["feedback"] = showing.feedback[key]
    return mine


def _seconds_left(state: State, turn: Turn, now: datetime) -> int | None:
    if turn.stage != "open" or turn.round.closes_at is None:
        return None
    if state.paused:
        return None if state.left_s is None else ceil(state.left_s)
    return max(0, ceil((turn.round.closes_at - now).total_seconds()))
