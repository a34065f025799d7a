"""The machine's invariants, whatever the order of commands."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.workshop import commands as orders
from neuguong.workshop.commands import NotNowError
from neuguong.workshop.events import Began, Counted, Event, event_from_json, event_to_json
from neuguong.workshop.plan import HallUnit, Plan
from neuguong.workshop.state import State, apply, begin, decide

from tests.samples import NOON

ITEMS = ("cau-1", "cau-2", "cau-3")
COMMANDS: list[Any] = [
    *[orders.AskItem(name) for name in (*ITEMS, "cau-4")],
    orders.AskNext(), orders.AskPoll("?", ("a", "b")), orders.AskWords("?"), orders.Skip(), orders.Close(),
    orders.Close(if_due=True), orders.Reopen(), orders.Count(), orders.AskAgain(), orders.Show(),
    orders.Explain(), orders.LookAt(1), orders.LookAt(2), orders.LookAt(None), orders.Extend(),
    orders.Pause(), orders.Resume(), orders.Replan(("cau-3", "cau-4")),
]  # fmt: skip
TURN = [command for command in COMMANDS if not type(command).__name__.startswith(("Ask", "Skip", "Replan"))]
TURN.append(orders.AskAgain())
Steps = list[tuple[int, int, bool]]
"""Which of the commands that fit, after how many seconds, and whether of all or of those that stay in the turn."""
steps = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 40), st.booleans()), max_size=40)
plans = st.builds(Plan, st.just("Thử"), st.just(ITEMS), seconds=st.sampled_from([None, 30]))


def run(
    plan: Plan, chosen: Steps, *, ends: bool = True, moments: list[datetime] | None = None
) -> list[tuple[State, Event, State]]:
    """Every step of a workshop led by commands that fit, and what came of the others: nothing. When each was is put
    into `moments`."""
    now = NOON
    taken: list[tuple[State, Event, State]] = []
    state = begin(Began("CFGHJK", plan, "0" * 12), at=now)
    for which, seconds, everywhere in chosen:
        now += timedelta(seconds=seconds)
        fitting = [one for one in (COMMANDS if everywhere else TURN) if try_command(state, one, now) is not None]
        if fitting:
            state = take(state, try_command(state, fitting[which % len(fitting)], now) or (), now, taken, moments)
    if ends:
        take(state, try_command(state, orders.End(), now) or (), now, taken, moments)
    return taken


def try_command(state: State, command: Any, now: Any) -> Any:
    try:
        return decide(state, command, now=now)
    except NotNowError:
        return None


def take(
    state: State,
    events: Any,
    now: datetime,
    taken: list[tuple[State, Event, State]],
    moments: list[datetime] | None = None,
) -> State:
    for event in events:
        made = Counted(3, {"n": 3}) if event == "count" else event
        after = apply(state, made, at=now)
        taken.append((state, made, after))
        if moments is not None:
            moments.append(now)
        state = after
    return state


def test_a_round_has_been_open_as_long_as_it_took_answers() -> None:
    """Open for 40 s, paused for 100, open for 10, closed for 200, open again for 20 and paused when it is closed: 70.
    A second round of 15 s has its own time."""
    now, taken = NOON, list[tuple[State, Event, State]]()
    state = begin(Began("CFGHJK", Plan("Thử", ITEMS), "0" * 12), at=now)
    steps = [
        (0, orders.AskNext()), (40, orders.Pause()), (100, orders.Resume()), (10, orders.Close()),
        (200, orders.Reopen()), (20, orders.Pause()), (300, orders.Close()), (50, orders.Count()),
        (60, orders.Pause()), (5, orders.AskAgain()), (15, orders.Close()), (7, orders.Count()),
    ]  # fmt: skip
    for seconds, command in steps:
        now += timedelta(seconds=seconds)
        state = take(state, decide(state, command, now=now), now, taken)
    assert [one.open_s for one in state.turns[0].rounds] == [70, 15]


def test_a_pause_behind_an_earlier_turn_leaves_that_on_the_screen() -> None:
    now, taken = NOON, list[tuple[State, Event, State]]()
    state = begin(Began("CFGHJK", Plan("Thử", ITEMS), "0" * 12), at=now)
    steps = (orders.AskNext(), orders.AskNext(), orders.Close(), orders.LookAt(1), orders.Pause())
    for command in steps:
        state = take(state, decide(state, command, now=now), now, taken)
    assert (state.looking_at, state.paused) == (1, True)


@given(plans, steps)
def test_at_most_one_round_is_open_and_it_is_the_last_of_the_last_turn(plan: Plan, commands: Steps) -> None:
    for _, _, state in run(plan, commands):
        assert all(turn.stage != "open" for turn in state.turns[:-1])
        for turn in state.turns:
            assert all(one.is_counted for one in turn.rounds[:-1])
            assert turn.round.is_counted == (turn.stage not in ("open", "closed"))
            assert (turn.round.closed_at is None) == (turn.stage == "open")


@given(plans, steps)
def test_what_is_counted_shown_or_explained_stays_so(plan: Plan, commands: Steps) -> None:
    order = ["open", "closed", "counted", "shown", "explained"]
    for before, event, after in run(plan, commands):
        for old, new in zip(before.turns, after.turns, strict=False):
            for one, other in zip(old.rounds, new.rounds, strict=False):
                assert not one.is_counted or one == other
            if old.stage in ("shown", "explained"):
                assert new.rounds == old.rounds
                assert order.index(new.stage) >= order.index(old.stage)
        assert event.kind != "explained" or before.turns[-1].stage == "shown"


@given(plans, steps)
def test_no_acknowledged_answer_is_left_uncounted(plan: Plan, commands: Steps) -> None:
    for _, _, state in run(plan, commands):
        done = state.turns if state.ended_at else state.turns[:-1]
        assert all(one.is_counted for turn in done for one in turn.rounds)


@given(plans, steps)
def test_an_item_is_asked_in_one_turn_and_in_two_rounds_at_most(plan: Plan, commands: Steps) -> None:
    for _, _, state in run(plan, commands):
        items = [turn.item for turn in state.turns if turn.item]
        assert len(items) == len(set(items))
        assert not set(items) & set(state.to_ask)
        assert all(len(turn.rounds) <= (2 if turn.item else 1) for turn in state.turns)
        assert all(turn.item or turn.stage != "explained" for turn in state.turns)


@given(plans, steps)
def test_what_opens_is_on_screen_and_not_paused(plan: Plan, commands: Steps) -> None:
    for _, event, state in run(plan, commands):
        if event.kind in ("asked", "asked-again", "reopened"):
            assert state.is_open
        if state.is_open:
            assert state.on_screen is state.turn


@given(plans, steps)
def test_no_time_runs_out_while_the_hall_is_paused(plan: Plan, commands: Steps) -> None:
    paused_with: float | None = None
    for before, event, after in run(plan, commands):
        if event.kind == "paused":
            paused_with = event.left_s
        if event.kind == "resumed" and before.turn and after.is_open and event.closes_at is not None:
            assert paused_with is not None
        if before.paused and event.kind not in ("paused", "looked-back", "replanned"):
            assert event.kind in ("resumed", "ended") or not after.paused


@given(plans, steps)
def test_nothing_follows_the_end(plan: Plan, commands: Steps) -> None:
    *_, (_, _, last) = run(plan, commands)
    assert last.ended_at is not None
    assert all(try_command(last, one, NOON) is None for one in [*COMMANDS, orders.End()])


@given(plans, steps)
def test_events_read_back_from_json_give_the_same_state(plan: Plan, commands: Steps) -> None:
    moments: list[datetime] = []
    taken = run(plan, commands, moments=moments)
    for (before, event, after), at in zip(taken, moments, strict=True):
        read = event_from_json(event_to_json(event))
        assert read == event
        assert apply(before, read, at=at) == after


def test_the_first_event_reads_back_with_its_units() -> None:
    event = Began("CFGHJK", Plan("Thử", ITEMS, (HallUnit("Một", 3), HallUnit("Hai"))), "0" * 12)
    assert event_from_json(event_to_json(event)) == event


def test_time_that_a_pause_kept_is_given_back() -> None:
    state = begin(Began("CFGHJK", Plan("Thử", ITEMS, seconds=30), "0" * 12), at=NOON)
    for command, second in [(orders.AskNext(), 0), (orders.Pause(), 10), (orders.Resume(), 110)]:
        now = NOON + timedelta(seconds=second)
        state = take(state, decide(state, command, now=now), now, [])
    assert state.turn is not None
    assert state.turn.round.closes_at == NOON + timedelta(seconds=130)


@pytest.mark.parametrize("command", [orders.Reopen(), orders.AskAgain(), orders.Explain(), orders.Count()])
def test_nothing_of_a_turn_fits_before_anything_was_asked(command: Any) -> None:
    with pytest.raises(NotNowError):
        decide(begin(Began("CFGHJK", Plan("Thử", ITEMS), "0" * 12), at=NOON), command, now=NOON)
