"""What the trainer and the wall see of a workshop, beyond what phones do. Knows no messages.

The room's own parts hold results once a round is counted, and the key of what is on screen from the start: it is for
the trainer's eyes. The wall within it holds no more than the wall.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from ..items import Item, Pack, Scenario
from ..store.board import Member, Word
from ..text import say
from . import commands
from . import state as machine
from .casting import name_cards
from .checks import check_command
from .commands import NotNowError
from .phone_view import build_phone_state
from .results import (
    Thresholds,
    build_distribution,
    build_share,
    build_transition,
    find_parted,
    is_distribution,
    is_share,
)
from .showing import Asking, Showing, show_key
from .state import State, Turn
from .views import PlanRow, RoomView, Share, UnitRow, WallView, Withheld, WordView

PARALLEL_MAX = 6
COUNTED = ("counted", "shown", "explained")
_TRIED: dict[str, commands.Command] = {
    "ask-next": commands.AskNext(), "skip": commands.Skip(), "close": commands.Close(), "reopen": commands.Reopen(),
    "count": commands.Count(), "ask-again": commands.AskAgain(), "show": commands.Show(), "explain": commands.Explain(),
    "extend": commands.Extend(), "pause": commands.Pause(), "resume": commands.Resume(),
    "look-at": commands.LookAt(None),
    "ask-poll": commands.AskPoll("?", ("a", "b")), "ask-words": commands.AskWords("?"), "replan": commands.Replan(()),
    "end": commands.End(),
}  # fmt: skip


def build_wall(
    state: State, showing: Showing, words: Sequence[Word], *, now: datetime, joined: int, answered: int, address: str,
    for_trainer: bool = False,
) -> WallView:  # fmt: skip
    """What is projected."""
    told = build_phone_state(state, showing, words, now=now, for_trainer=for_trainer)
    asking = showing.find(state.on_screen.item) if state.on_screen and told["item"] else None
    return {
        "state": told, "code": state.code, "address": address, "joined": joined, "answered": answered,
        "key": told["key"], "requirement": requirement_of(showing.pack, asking.item) if asking and told["key"] else "",
        "names": state.plan.names,
    }  # fmt: skip


def build_room(
    state: State, showing: Showing, words: Sequence[Word], members: Collection[Member], *, now: datetime,
    answered: int, address: str, thresholds: Thresholds,
) -> RoomView:  # fmt: skip
    """The control room."""
    shown = [word for word in words if word.is_shown]
    turn = state.on_screen
    asking = showing.find(turn.item) if turn is not None else None
    counted = [one for one in turn.rounds if one.is_counted] if turn is not None else []
    return {
        "wall": build_wall(
            state, showing, shown, now=now, joined=len(members), answered=answered, address=address, for_trainer=True
        ),
        "can": find_commands(state, showing, now=now),
        "plan": _plan(state, showing, thresholds),
        "units": _units(state, members),
        "shares": [build_share(asking, turn, one, thresholds) for one in counted] if turn is not None else [],
        "parted": _parted(turn, asking),
        "transition": build_transition(turn) if turn is not None and turn.stage in COUNTED else None,
        "key": show_key(showing.pack, asking) if asking is not None else None,
        "parallel": find_parallel(state, showing),
        "words": [_word(one) for one in words],
    }


def find_commands(state: State, showing: Showing, *, now: datetime) -> list[str]:
    """The commands that fit now, by kind."""
    can = [] if state.ended_at is not None else ["ask-item"]
    for name, command in _TRIED.items():
        try:
            check_command(state, showing, command)
            machine.decide(state, command, now=now)
        except NotNowError:
            continue
        can.append(name)
    return [*can, *(["by-hand"] if name_cards(state, showing) else [])]


def requirement_of(pack: Pack, item: Item) -> str:
    """The requirement that the item mainly tests."""
    requirement = pack.requirements[item.requirements[0]]
    return f"{requirement.identifier} · {requirement.title}"


def build_row(
    pack: Pack, scenario: Scenario, item: Item, *, number: int, turn: int | None = None, share: int | None = None
) -> PlanRow:
    return {
        "item": item.identifier, "number": number, "scenario": scenario.title, "prompt": item.question,
        "requirement": requirement_of(pack, item), "kind": say(f"board.kind_{item.interaction.kind}"),
        "sensitive": pack.is_sensitive(scenario), "turn": turn, "share": share,
    }  # fmt: skip


def find_parallel(state: State, showing: Showing) -> list[PlanRow]:
    """Live items that test the same requirement and were not asked, of other scenarios or with one fact changed; those
    of the same skill first."""
    turn = state.on_screen
    asking = showing.find(turn.item) if turn is not None else None
    if asking is None:
        return []
    item = asking.item
    found: list[tuple[bool, Scenario, Item]] = []
    for scenario, other in showing.pack.items_alone():
        is_half = other.contrast is not None and other.contrast.of == item.identifier
        is_elsewhere = scenario.identifier != asking.scenario.identifier
        same = other.requirements[0] == item.requirements[0]
        if same and (is_half or is_elsewhere) and not state.was_asked(other.identifier):
            found.append((not (is_half or other.skill == item.skill), scenario, other))
    found.sort(key=lambda one: one[0])
    return [
        build_row(showing.pack, scenario, other, number=n)
        for n, (_, scenario, other) in enumerate(found[:PARALLEL_MAX], start=1)
    ]


def _plan(state: State, showing: Showing, thresholds: Thresholds) -> list[PlanRow]:
    """What was asked, then what is to come."""
    rows: list[PlanRow] = []
    asked = [(turn.item, turn) for turn in state.turns if turn.item is not None]
    for name, turn in [*asked, *((item, None) for item in state.to_ask)]:
        asking = showing.find(name)
        if asking is None:
            continue
        share = _last_share(asking, turn, thresholds) if turn is not None else None
        number = turn.number if turn is not None else None
        row = build_row(
            showing.pack, asking.scenario, asking.item, number=len(rows) + 1, turn=number, share=share
        )  # fmt: skip
        rows.append(row)
    return rows


def _last_share(asking: Asking, turn: Turn, thresholds: Thresholds) -> int | None:
    shares: list[Share | Withheld] = [
        build_share(asking, turn, one, thresholds) for one in turn.rounds if one.is_counted
    ]
    return next((one["percent"] for one in reversed(shares) if is_share(one)), None)


def _parted(turn: Turn | None, asking: Asking | None) -> list[str]:
    if turn is None or asking is None or not turn.round.is_counted:
        return []
    shown = build_distribution(asking, turn, turn.round, with_key=False)
    return find_parted(shown) if is_distribution(shown) else []


def _units(state: State, members: Collection[Member]) -> list[UnitRow]:
    """Attendance by unit; last, without a name, those of none."""
    joined = Counter(member.unit for member in members)
    rows: list[UnitRow] = [
        {"name": unit.name, "joined": joined[unit.name], "eligible": unit.eligible} for unit in state.plan.units
    ]
    if rows and joined[None]:
        rows.append({"name": "", "joined": joined[None], "eligible": None})
    return rows


def _word(word: Word) -> WordView:
    return {"number": word.number, "text": word.text, "is_shown": word.is_shown}
