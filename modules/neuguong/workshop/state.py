"""The workshop's machine: state and event give the next state; state and command give the events that follow.

Pure. Knows nothing of boards, clocks, phones or who commands; moments are passed in.

Invariants, whatever the order of commands:
- At most one round is open, and it is the last of the last turn.
- An item is asked in one turn only, in one or two rounds. A round is counted at most once, and stays as counted.
- The key of an item is released (`Turn.stage` "explained") only after the last of its rounds was counted; what others
  answered ("shown") not before that either. After "shown" no round of it opens.
- A round opens again only until it is counted: once somebody has seen a result, nothing is added to it.
- Whoever left is counted: a turn that is left behind is closed and counted, so that no acknowledged answer is lost.
- No round opens while the hall is paused, nor behind an earlier turn that is looked at: what goes on ends both.
- Nothing follows `Ended`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from .commands import (
    AskAgain,
    AskItem,
    AskNext,
    AskPoll,
    AskWords,
    Close,
    Command,
    Count,
    End,
    Explain,
    Extend,
    LookAt,
    NotNowError,
    Pause,
    Reopen,
    Replan,
    Resume,
    Show,
    Skip,
)  # fmt: skip
from .events import (
    Activity,
    Asked,
    AskedAgain,
    Began,
    Closed,
    Counted,
    Ended,
    Event,
    Explained,
    Extended,
    LookedBack,
    Paused,
    Reopened,
    Replanned,
    Resumed,
    Shown,
)
from .plan import Plan

Stage = Literal["open", "closed", "counted", "shown", "explained"]
ROUNDS_MAX = 2


@dataclass(frozen=True, slots=True)
class Round:
    """`number` 1 or 2. `open_s`: how many seconds it has taken answers, up to `open_since`, from when on it takes them
    again: neither while it is closed nor while the hall is paused. `n`, `result`: see `Counted`; None until counted."""

    number: int
    opened_at: datetime
    open_s: float = 0.0
    open_since: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    n: int | None = None
    result: dict[str, Any] | None = None
    by_hand: bool = False

    @property
    def is_counted(self) -> bool:
        return self.n is not None


@dataclass(frozen=True, slots=True)
class Turn:
    """One activity, the `number`th (from 1) put to the hall. A poll and a word wall have one round. `parallel_to`: see
    `Asked`."""

    number: int
    activity: Activity
    item: str | None
    question: str
    options: tuple[str, ...]
    rounds: tuple[Round, ...]
    stage: Stage = "open"
    parallel_to: int | None = None

    @property
    def round(self) -> Round:
        return self.rounds[-1]


@dataclass(frozen=True, slots=True)
class State:
    """`version` is the number of events so far. `to_ask`: the plan's items that are still to come. `looking_at`: an
    earlier turn that is shown instead of the last one. `left_s`: what the open round had left when it was paused."""

    version: int
    code: str
    plan: Plan
    content_revision: str
    began_at: datetime
    to_ask: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    looking_at: int | None = None
    paused: bool = False
    left_s: float | None = None
    ended_at: datetime | None = None

    @property
    def turn(self) -> Turn | None:
        """What is going on now; None before the first question."""
        return self.turns[-1] if self.turns else None

    @property
    def on_screen(self) -> Turn | None:
        """What wall and phones show."""
        return self.turns[self.looking_at - 1] if self.looking_at else self.turn

    @property
    def is_open(self) -> bool:
        """Whether an answer would be taken."""
        return self.turn is not None and self.turn.stage == "open" and not self.paused and self.ended_at is None

    def was_asked(self, item: str) -> bool:
        return any(turn.item == item for turn in self.turns)


# --- what follows from a command


def decide(state: State, command: Command, *, now: datetime) -> tuple[Event | Literal["count"], ...]:
    """The events that a command brings, in order; "count" stands where the open or closed round is to be counted first,
    which only the board can do. NotNowError if the command does not fit.

    It says only what follows from the state: whether an item exists, and is allowed a word wall, the session knows.
    """
    if state.ended_at is not None:
        raise NotNowError("the workshop has ended")
    turn = state.turn
    match command:
        case AskNext():
            if not state.to_ask:
                raise NotNowError("nothing is left to ask")
            return (*_leave(state), Asked("item", state.to_ask[0], closes_at=_closes_at(state, now)))
        case AskItem(item):
            if state.was_asked(item):
                raise NotNowError(f"{item} was asked before")
            return (*_leave(state), Asked("item", item, closes_at=_closes_at(state, now)))
        case AskPoll(question, options):
            return (*_leave(state), Asked("poll", None, question, options))
        case AskWords(question):
            return (*_leave(state), Asked("words", None, question))
        case Skip():
            if not state.to_ask:
                raise NotNowError("nothing is left to skip")
            return (Replanned(state.to_ask[1:]),)
        case Replan(items):
            if len(set(items)) < len(items) or any(state.was_asked(item) for item in items):
                raise NotNowError("an item twice")
            return (Replanned(items),)
        case LookAt(number):
            if turn is None or turn.stage == "open":
                raise NotNowError("a vote is open")
            if number is not None and not (1 <= number <= len(state.turns)):
                raise NotNowError(f"no turn {number}")
            return (LookedBack(None if number == len(state.turns) else number),)
        case End(left):
            return (*_leave(state), Ended(left))
    if turn is None:
        raise NotNowError("nothing was asked yet")
    return _decide_in_turn(state, turn, command, now=now)


def _decide_in_turn(
    state: State, turn: Turn, command: Command, *, now: datetime
) -> tuple[Event | Literal["count"], ...]:
    is_item = turn.activity == "item"
    match command:
        case Close(if_due):
            due = turn.round.closes_at
            if turn.stage == "open" and (not if_due or (not state.paused and due is not None and due <= now)):
                return (*_wake(state), Closed())
        case Reopen() if turn.stage == "closed":
            return (*_wake(state), Reopened(_closes_at(state, now)))
        case Count() if turn.stage == "closed":
            return (*_wake(state), "count")
        case AskAgain() if is_item and turn.stage == "counted" and len(turn.rounds) < ROUNDS_MAX:
            return (*_wake(state), AskedAgain(_closes_at(state, now)))
        case Show() if turn.stage == "counted":
            return (*_wake(state), Shown())
        case Explain() if is_item and turn.stage == "shown":
            return (*_wake(state), Explained())
        case Extend(seconds) if turn.stage == "open" and not state.paused and turn.round.closes_at is not None:
            return (Extended(_iso(max(turn.round.closes_at, now) + timedelta(seconds=seconds))),)
        case Pause() if not state.paused:
            due = turn.round.closes_at if turn.stage == "open" else None
            return (Paused(None if due is None else max(0.0, (due - now).total_seconds())),)
        case Resume() if state.paused:
            left = state.left_s
            return (Resumed(None if left is None else _iso(now + timedelta(seconds=left))),)
    raise NotNowError(f"{type(command).__name__} does not fit {turn.stage}")


def _wake(state: State) -> tuple[Event, ...]:
    """What goes on ends a pause."""
    return (Resumed(None),) if state.paused else ()


def _leave(state: State) -> tuple[Event | Literal["count"], ...]:
    """What ends the last turn before another begins."""
    stage = state.turn.stage if state.turn is not None else None
    if stage == "open":
        return (*_wake(state), Closed(), "count")
    return (*_wake(state), "count") if stage == "closed" else _wake(state)


def _closes_at(state: State, now: datetime) -> str | None:
    seconds = state.plan.seconds
    return None if seconds is None else _iso(now + timedelta(seconds=seconds))


def _iso(moment: datetime) -> str:
    return moment.isoformat()


# --- events


def begin(event: Began, *, at: datetime) -> State:
    """The state after a workshop's first event."""
    return State(1, event.code, event.plan, event.content_revision, at, event.plan.items)


def apply(state: State, event: Event, *, at: datetime) -> State:
    """The state after one more event of the board, which happened `at`. ValueError for one that cannot follow."""
    state = replace(state, version=state.version + 1)
    turn = state.turn
    match event:
        case Began():
            raise ValueError("a workshop begins once")
        case Asked():
            return _ask(state, event, at)
        case Replanned(items):
            return replace(state, to_ask=items)
        case LookedBack(number):
            return replace(state, looking_at=number)
        case Paused(left_s):
            paused = replace(state, paused=True, left_s=left_s)
            if turn is None or turn.stage != "open":
                return paused
            return _with_round(paused, turn, **_stop(turn.round, at))
        case Ended():
            return replace(state, ended_at=at, looking_at=None)
    if turn is None:
        raise ValueError(f"{event.kind} before anything was asked")
    match event:
        case Resumed(closes_at):
            resumed = replace(state, paused=False, left_s=None)
            if turn.stage != "open":
                return resumed
            return _with_round(resumed, turn, open_since=at, closes_at=_moment(closes_at) or turn.round.closes_at)
        case AskedAgain(closes_at):
            again = Round(len(turn.rounds) + 1, at, open_since=at, closes_at=_moment(closes_at))
            return _with_turn(state, replace(turn, rounds=(*turn.rounds, again), stage="open"))
        case Closed():
            return _with_round(state, replace(turn, stage="closed"), closed_at=at, **_stop(turn.round, at))
        case Reopened(closes_at):
            reopened: dict[str, Any] = {"open_since": at, "closed_at": None, "closes_at": _moment(closes_at)}
            return _with_round(state, replace(turn, stage="open"), **reopened)
        case Extended(closes_at):
            return _with_round(state, turn, closes_at=_moment(closes_at))
        case Counted(n, result, by_hand):
            counted = replace(turn, stage="counted")
            return _with_round(state, counted, n=n, result=result, by_hand=by_hand)
        case Shown():
            return _with_turn(state, replace(turn, stage="shown"))
        case Explained():
            return _with_turn(state, replace(turn, stage="explained"))
    raise ValueError(f"{event.kind} cannot follow")


def _ask(state: State, event: Asked, at: datetime) -> State:
    number = len(state.turns) + 1
    first = Round(1, at, open_since=at, closes_at=_moment(event.closes_at))
    options, parallel_to = tuple(event.options), event.parallel_to
    turn = Turn(number, event.activity, event.item, event.question, options, (first,), parallel_to=parallel_to)
    to_ask = tuple(item for item in state.to_ask if item != event.item)
    return replace(state, turns=(*state.turns, turn), to_ask=to_ask, looking_at=None, paused=False, left_s=None)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _stop(round: Round, at: datetime) -> dict[str, Any]:
    """It takes no answers from now on."""
    since = round.open_since
    taken = 0.0 if since is None else (at - since).total_seconds()
    return {"open_s": round.open_s + taken, "open_since": None}


def _with_turn(state: State, turn: Turn) -> State:
    return replace(state, turns=(*state.turns[:-1], turn), looking_at=None)


def _with_round(state: State, turn: Turn, **changes: Any) -> State:
    last = replace(turn.round, **changes)
    return _with_turn(state, replace(turn, rounds=(*turn.rounds[:-1], last)))
