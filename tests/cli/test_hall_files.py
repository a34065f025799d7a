"""A hall in copies, restores, retention and exports: through the command, as an administrator has them."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from neuguong.app import Settings
from neuguong.app.log import open_keeper, prepare_log
from neuguong.cli import main
from neuguong.cli.housekeeping import Housekeeping
from neuguong.clock import FixedClock, SystemClock
from neuguong.store import RETENTION_DAYS, ErasedActorError, SqlLog, connect_log, sqlite_url
from neuguong.store.board import NewEvent
from neuguong.text import say

from tests.halls import CLOSES, FIRST, HALL, OPENS, SECOND, make_ballot, make_member, name_of, to_log
from tests.test_readme import an_answer

DATABASE = "neuguong.sqlite3"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installation in which nine people have voted twice; the second box is still open."""
    folder = tmp_path / "home"
    monkeypatch.setenv("NEUGUONG_HOME", str(folder))
    monkeypatch.delenv("NEUGUONG_DATABASE", raising=False)
    prepare_log(Settings.from_environment())
    with open_keeper(Settings.from_environment()) as log:
        log.append_statement(an_answer(1), sensitive=False)
        board = log.open_board()
        board.begin_workshop(HALL, code="K7M2QX", event=NewEvent({}))
        board.append_events(HALL, [OPENS], after=1)
        for number in range(9):
            board.put_member(HALL, make_member(number))
        board.put_ballots(HALL, FIRST, [make_ballot(number) for number in range(9)])
        board.append_events(HALL, [CLOSES], after=2)
        board.count_box(HALL, FIRST, after=3, make=to_log())
        board.append_events(HALL, [NewEvent({}, SECOND, "open")], after=4)
        board.put_ballots(HALL, SECOND, [make_ballot(number, "rieng-tu") for number in range(9)])
    return folder


def open_file(path: Path) -> SqlLog:
    return connect_log(sqlite_url(path))


def test_a_copy_has_everything_but_the_ballots_that_were_not_counted(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "sao.sqlite3"
    assert main(["backup", str(target)]) == 0
    assert b"rieng-tu" in (home / DATABASE).read_bytes()
    assert b"rieng-tu" not in target.read_bytes()
    with open_file(target) as log:
        board = log.open_board()
        assert (board.fetch_version(HALL), len(board.fetch_members(HALL))) == (5, 9)
        assert board.count_ballots(HALL, SECOND) == 0
        assert len(list(log.fetch_statements())) == 10
    with open_file(home / DATABASE) as log:
        assert log.open_board().count_ballots(HALL, SECOND) == 9, "the hall itself goes on"


def test_a_copy_that_lacks_a_word_of_a_hall_is_an_older_one(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing in the log has changed since it was made, only on the board."""
    target = tmp_path / "sao.sqlite3"
    assert main(["backup", str(target)]) == 0
    with open_file(home / DATABASE) as log:
        log.open_board().put_word(HALL, 1, "gần dân")
    assert main(["restore", str(target)]) == 1
    assert say("faults.store-stale") in capsys.readouterr().err
    assert main(["restore", str(target), "--older"]) == 0
    with open_file(home / DATABASE) as log:
        board = log.open_board()
        assert (board.fetch_version(HALL), board.fetch_words(HALL, 1)) == (5, [])
        board.put_ballots(HALL, SECOND, [make_ballot(1)])


def test_a_member_who_was_erased_is_not_brought_back_by_an_older_copy(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "sao.sqlite3"
    assert main(["backup", str(target)]) == 0
    with open_file(home / DATABASE) as log:
        assert log.open_board().erase_member(HALL, name_of(4)) == 2
    assert main(["restore", str(target), "--older"]) == 0
    with open_file(home / DATABASE) as log:
        board = log.open_board()
        assert name_of(4) not in [one.member for one in board.fetch_members(HALL)]
        assert list(log.fetch_statements(actor=name_of(4))) == []
        with pytest.raises(ErasedActorError):
            board.put_member(HALL, make_member(4))


def test_an_export_leaves_out_what_was_answered_in_halls(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.csv"
    assert main(["responses", "--out", str(out)]) == 0
    assert capsys.readouterr().out == say("cli.exported", count=1, path=out) + "\n"
    assert "workshop" not in out.read_text(encoding="utf-8-sig")


def test_retention_ends_for_a_hall_as_for_the_log(home: Path, tmp_path: Path) -> None:
    clock = FixedClock(SystemClock().now())
    with open_keeper(Settings.from_environment()) as log:
        for days, there in ((RETENTION_DAYS - 1, 1), (2, 0)):
            clock.advance(timedelta(days=days))
            Housekeeping(
                log, clock, file=None, copies=home, minimum=5, last_day=tmp_path / f"{days}.txt", end_idle=lambda: None
            )()
            assert len(log.open_board().fetch_workshops()) == there
        assert list(log.fetch_statements()) == []


def test_a_database_that_has_lost_a_table_of_the_board_is_damaged(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        connection.execute("DROP TABLE workshop_ballot")
    assert main(["backup", str(tmp_path / "sao.sqlite3")]) == 1
    assert say("faults.store-damaged") in capsys.readouterr().err
