"""A hall under any order of commands and votes: one counted answer each, tally = log, nothing said too early."""

import json
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from neuguong.store import Occasion
from neuguong.workshop import commands as orders
from neuguong.workshop import state as machine
from neuguong.workshop.checks import check_command
from neuguong.workshop.commands import NotNowError

from tests.samples import make_pack
from tests.workshop.halls import Hall, phone

LEADING = [
    orders.AskNext(), orders.Close(), orders.Reopen(), orders.Count(), orders.AskAgain(), orders.Show(),
    orders.Explain(), orders.Pause(), orders.Resume(), orders.LookAt(1), orders.LookAt(None),
]  # fmt: skip
Step = tuple[str, Any]
led = st.tuples(st.just("do"), st.integers(0, 99))
votes = st.tuples(st.just("votes"), st.tuples(st.integers(0, 14), st.integers(0, 14), st.booleans()))
steps = st.lists(st.one_of(led, votes), max_size=25)
SECRETS = ("bí mật",)


def play(hall: Hall, steps: list[Step]) -> dict[tuple[str, int], dict[str, str]]:
    """Lead and vote; returns the last vote that was received, by item and round, by phone."""
    received: dict[tuple[str, int], dict[str, str]] = {}
    for kind, what in steps:
        if kind == "do":
            can = [one for one in LEADING if fits(hall, one)]
            hall.do(can[what % len(can)]) if can else None
        if kind == "votes" and (turn := hall.session.state.turn) is not None and turn.item is not None:
            first, last, right = what
            response = hall.right() if right else hall.wrong()
            for n in range(first, last + 1):
                hall.session.welcome(phone(n))
                if hall.answer(phone(n), response)["kind"] == "received":
                    received.setdefault((turn.item, turn.round.number), {})[phone(n)] = json.dumps(response)
        check_screens(hall)
    return received


def fits(hall: Hall, command: orders.Command) -> bool:
    try:
        machine.decide(hall.session.state, command, now=hall.clock.now())
        check_command(hall.session.state, hall.session.showing, command)
    except NotNowError:
        return False
    return True


def check_screens(hall: Hall) -> None:
    state = hall.session.phone_state()
    turn = hall.session.state.on_screen
    told = json.dumps([state, hall.session.mine(phone(0))], ensure_ascii=False)
    if turn is None or turn.stage != "explained":
        assert not any(secret in told for secret in SECRETS)
        assert state["transition"] is None
        assert state["key"] is None
    if turn is None or turn.stage not in ("shown", "explained"):
        assert state["results"] == []
    assert state["stage"] != "counted"


@settings(max_examples=60)
@given(steps)
def test_every_vote_received_is_in_the_log_once_as_it_was_given_last(steps: list[Step]) -> None:
    hall = Hall()
    received = play(hall, steps)
    hall.do(orders.End())
    for (item, round), votes in received.items():
        rows = [
            row
            for row in hall.log.fetch_statements(occasion=Occasion("workshop", hall.workshop_id, round))
            if row.item_id == item
        ]
        assert Counter(row.actor for row in rows) == Counter(hall.session.hash(token) for token in votes)
    logged = list(hall.log.fetch_statements())
    assert len(logged) == sum(len(votes) for votes in received.values())
    for turn in hall.session.state.turns:
        for one in turn.rounds:
            assert one.n == len(received.get((turn.item or "", one.number), {}))
            if one.number == 1 and one.result is not None:
                of = [r for r in logged if (r.item_id, r.round) == (turn.item, 1)]
                counts = Counter(json.dumps(r.response, ensure_ascii=False, separators=(",", ":")) for r in of)
                assert dict(counts) == one.result["counts"]
    assert hall.other().state == hall.session.state


@settings(max_examples=30)
@given(steps)
def test_of_a_sensitive_topic_the_log_knows_nobody(steps: list[Step]) -> None:
    hall = Hall(make_pack(sensitive=True))
    received = play(hall, steps)
    hall.do(orders.End())
    assert list(hall.log.fetch_statements()) == []
    rows = list(hall.log.fetch_statements(apart=True))
    assert len(rows) == sum(len(votes) for votes in received.values())
    assert {(row.actor, row.unit) for row in rows} <= {(None, None)}
