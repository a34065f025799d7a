"""What a learner is told in a branching case: after each decision what happens then, and at its end the way taken, the
better way, and why. Knows nothing of storing or of what comes next.

Nothing of a verdict is told before the case has ended: the next decision is to be taken in the case, not by the score.
"""

from ..items import Item, Move, Pack, keyed_path
from ..text import say
from .case_walk import CaseWalk
from .feedback import describe_requirement
from .shapes import DebriefMove, DebriefView, DecisionView, TrailStep


def tell_decision(
    pack: Pack, walk: CaseWalk, item: Item, *, response: object, confidence: int | None, proof: str
) -> DecisionView:
    """What follows a decision that is stored; with the debrief where the case ends with it. `response`: the token of
    the choice, as the browser knows it."""
    move = next(move for move in walk.moves if move.item == item)
    ends = move.choice.step is not None and move.choice.step.leads_to is None
    return {
        "headline": say("study.case_end" if ends else "study.case_then"),
        "choice": move.choice.text,
        "told": move.told,
        "response": response,
        "confidence": confidence,
        "proof": proof,
        "debrief": build_debrief(pack, walk) if ends else None,
    }


def list_trail(walk: CaseWalk, item: Item) -> list[TrailStep]:
    """What led to an item: every choice before it, and what happened then."""
    return [_trail_step(move) for move in walk.before(item)]


def build_debrief(pack: Pack, walk: CaseWalk) -> DebriefView:
    """The way taken decision by decision; the better way from where the two part, by the keyed choices."""
    moves, better = walk.moves, keyed_path(walk.scenario)
    parting = next((n for n, move in enumerate(moves) if not move.is_keyed), None)
    right = sum(move.is_keyed for move in moves)
    shown = [*moves, *(better[parting:] if parting is not None else ())]
    cited = dict.fromkeys(one for move in shown for one in (*move.item.requirements, *move.choice.cites))
    lead = "study.case_all" if parting is None else "study.case_some" if right else "study.case_none"
    return {
        "lead": say(lead, right=right, moves=len(moves), number=(parting or 0) + 1),
        "parting": None if parting is None else parting + 1,
        "moves": [_debrief_move(move) for move in moves],
        "better": [] if parting is None else [_debrief_move(move) for move in better[parting:]],
        "legal_note": say("study.legal_note") if any(move.item.legal_note for move in shown) else None,
        "requirements": {one: describe_requirement(pack, one) for one in cited},
        "start": walk.start.identifier,
    }


def _trail_step(move: Move) -> TrailStep:
    return {"choice": move.choice.text, "told": move.told}


def _debrief_move(move: Move) -> DebriefMove:
    """A decision as it is read afterwards; what would have been right, where another choice was made."""
    keyed = move.item.choice(min(move.item.interaction.keyed))
    return {
        "prompt": move.item.prompt,
        "choice": move.choice.text,
        "told": move.told,
        "right": move.is_keyed,
        "key": None if move.is_keyed else keyed.text,
        "why": move.choice.feedback,
        "rationale": move.item.rationale,
        "cites": list(dict.fromkeys((*move.item.requirements, *move.choice.cites))),
    }
