"""What a workshop that is over says of talking: questions voted on twice, and their parallel ones. Pure.

Says no more than the events do: what was published of each round, and between two of them. Nothing of sensitive items,
whose numbers are no counts, nor of a rehearsal.
"""

from dataclasses import dataclass

from ..analysis.votes import Talk, Vote
from ..scoring import score_response
from .results import build_transition, read_answers
from .session import WorkshopSession
from .showing import Asking, Showing
from .state import Round, Turn


@dataclass(frozen=True, slots=True)
class TalkedItem:
    """A question with two published rounds; `parallel` names the one that was asked after it."""

    asking: Asking
    talk: Talk
    parallel: Asking | None


def find_talks(session: WorkshopSession) -> list[TalkedItem]:
    """In the order they were asked."""
    state = session.state
    if state.ended_at is None or state.plan.rehearsal:
        return []
    found = []
    for turn in state.turns:
        asking = session.showing.find(turn.item)
        if asking is None or asking.sensitive or len(turn.rounds) < 2:
            continue
        first, second = (_vote(asking, one) for one in turn.rounds[:2])
        if first is None or second is None:
            continue
        after, parallel = _find_parallel(session.showing, state.turns, turn)
        gained, lost = _between(turn, first, second)
        talk = Talk(session.workshop_id, first, second, gained, lost, parallel)
        found.append(TalkedItem(asking, talk, after if parallel else None))
    return found


def _find_parallel(showing: Showing, turns: tuple[Turn, ...], turn: Turn) -> tuple[Asking | None, Vote | None]:
    """Its first vote: nobody had talked of it yet."""
    for other in turns:
        asking = showing.find(other.item)
        if other.parallel_to == turn.number and asking is not None and not asking.sensitive:
            return asking, _vote(asking, other.rounds[0])
    return None, None


def _vote(asking: Asking, round: Round) -> Vote | None:
    """By the present key; None where nothing was said of it."""
    answers = read_answers(asking.item, round.result) if round.result is not None else []
    n = sum(count for _, count in answers)
    right = sum(count for response, count in answers if score_response(asking.item, response).is_full)
    return Vote(right, n) if n else None


def _between(turn: Turn, first: Vote, second: Vote) -> tuple[int | None, int | None]:
    """How many became right, and wrong; not known where cards were counted, or by another key than the present."""
    told = build_transition(turn)
    if told is None:
        return None, None
    was, became = told["right_right"] + told["right_wrong"], told["right_right"] + told["wrong_right"]
    if (was, became, told["n"], told["n"]) != (first.right, second.right, first.n, second.n):
        return None, None
    return told["wrong_right"], told["right_wrong"]
