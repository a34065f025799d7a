"""Workshops over the board that an installation has, an SQLite file: a hall that comes in, a workshop that was left."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from neuguong.app import Settings, prepare_log
from neuguong.app.log import log_address
from neuguong.bank import default_data_folder
from neuguong.cli.housekeeping import Housekeeping
from neuguong.clock import FixedClock
from neuguong.scoring import correct_response, response_as_tokens
from neuguong.store import SqlLog, connect_log
from neuguong.store.board import Box
from neuguong.workshop.commands import AskNext
from neuguong.workshop.messages import Answer, Begin
from neuguong.workshop.session import WorkshopSession
from neuguong.workshop.workshops import IDLE, Workshops
from sqlalchemy import Engine, event

from tests.samples import NOON, SECRET, make_pack
from tests.workshop.halls import phone

CROWD, TOGETHER = 1000, 500


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def log(tmp_path: Path, clock: FixedClock) -> Iterator[SqlLog]:
    settings = Settings(home=tmp_path, data=default_data_folder())
    prepare_log(settings)
    opened = connect_log(log_address(settings), key=SECRET, keeper=True, clock=clock)
    yield opened
    opened.close()


def open_workshops(log: SqlLog, clock: FixedClock, *, sensitive: bool = False) -> Workshops:
    pack, board = make_pack(sensitive=sensitive), log.open_board()
    return Workshops(pack, board, log=log, clock=clock, secret=SECRET, app_version="thu", chance=Random(1))


def begin(workshops: Workshops) -> WorkshopSession:
    message = Begin(kind="begin", title="Buổi thử", items=["mot-single"], units="Chi bộ Một", groups=4)
    return workshops.session(workshops.begin(message))


@contextmanager
def recording() -> Iterator[list[str]]:
    """Every statement that any database is sent meanwhile; a transaction that writes counts up the mark once."""
    statements: list[str] = []

    def note(*seen: Any) -> None:
        statements.append(seen[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def count(statements: list[str], begins: str) -> int:
    return sum(" ".join(one.split()).startswith(begins) for one in statements)


def test_a_thousand_come_in_in_two_transactions_and_the_members_are_read_once(log: SqlLog, clock: FixedClock) -> None:
    session = begin(open_workshops(log, clock))
    with recording() as statements:
        for first in range(0, CROWD, TOGETHER):
            joining = [(phone(n), "Chi bộ Một") for n in range(first, first + TOGETHER)]
            assert None not in session.welcome_all(joining)
    assert count(statements, "UPDATE log_mark") == CROWD // TOGETHER
    assert sum("FROM workshop_member" in one and " IN (" not in one for one in statements) == 1
    groups = [member.group for member in session.fetch_members()]
    assert [groups.count(number) for number in (1, 2, 3, 4)] == [CROWD // 4] * 4


def test_whoever_is_in_already_comes_back_without_a_transaction(log: SqlLog, clock: FixedClock) -> None:
    workshops = open_workshops(log, clock)
    session = begin(workshops)
    joining = [(phone(n), None) for n in range(TOGETHER)]
    session.welcome_all(joining)
    again = open_workshops(log, clock).session(session.workshop_id)  # the server has restarted
    with recording() as statements:
        assert None not in again.welcome_all(joining)
    assert count(statements, "UPDATE log_mark") == 0


def test_housekeeping_counts_and_ends_a_workshop_that_was_left_so_that_no_sensitive_vote_lies_by_its_owner(
    log: SqlLog, clock: FixedClock, tmp_path: Path
) -> None:
    workshops = open_workshops(log, clock, sensitive=True)
    session, quiet = begin(workshops), begin(workshops)
    session.act(AskNext())
    session.welcome_all([(phone(n), None) for n in range(20)])
    answers = [make_answer(session, phone(n)) for n in range(20)]
    assert {one["kind"] for one in session.cast(answers)} == {"received"}
    # The server's own process: it has held neither workshop before.
    keep_house = Housekeeping(
        log, clock, file=None, copies=tmp_path, minimum=9, last_day=tmp_path / "last-day.txt",
        end_idle=open_workshops(log, clock, sensitive=True).end_idle,
    )  # fmt: skip
    clock.advance(IDLE - timedelta(hours=1))
    quiet.act(AskNext())
    keep_house()
    assert log.open_board().count_ballots(session.workshop_id, Box(1, 1)) == 20
    clock.advance(timedelta(hours=1))
    keep_house()
    assert log.open_board().count_ballots(session.workshop_id, Box(1, 1)) == 0
    ended = {row.workshop_id: row.is_ended for row in workshops.list_rows()}
    assert ended == {session.workshop_id: True, quiet.workshop_id: False}
    session.refresh()
    assert session.state.turns[0].round.n == 20, "counted, not thrown away"
    assert list(log.fetch_statements()) == [], "and linked to nobody"


def make_answer(session: WorkshopSession, token: str) -> Answer:
    asking = session.showing.find("mot-single")
    assert asking is not None
    response = response_as_tokens(asking.shown, correct_response(asking.item))
    named = {"code": session.state.code, "token": token, "turn": 1, "round": 1, "attempt_id": str(uuid.uuid4())}
    return Answer(**named, response=response)
