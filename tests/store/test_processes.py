"""Many processes on one log: nothing is lost, nothing doubled, no connection crosses a fork."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from neuguong.errors import StoreError
from neuguong.store import STUDY, SqlLog, connect_log, sqlite_url
from neuguong.store.board import NewEvent
from neuguong.store.migrations import migrate
from statements import ANNA, exactly, make_statement

from tests.halls import FIRST, HALL, OPENS, make_member, to_log

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).with_name("writer.py")


def start_writers(url: str, *ranges: tuple[int, int], learners: str = "seven") -> subprocess.Popen[str]:
    """A process for each (first, count); they are of one family, for importing the store takes longer than writing."""
    words = [f"{first}:{count}" for first, count in ranges]
    return subprocess.Popen([sys.executable, WRITER, url, learners, *words], stdout=subprocess.PIPE, text=True)


def in_child(action: object) -> int:
    """Run an action in a forked child; 0 if it raised nothing."""
    pid = os.fork()
    if pid == 0:
        try:
            action()  # type: ignore[operator]
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_ten_processes_writing_at_once_lose_nothing_and_double_nothing(url: str) -> None:
    """Ten ranges of 50 that overlap by 25 each: 500 sent, 275 different."""
    writers = start_writers(url, *((25 * n, 50) for n in range(10)))
    acknowledged: Counter[int] = Counter()
    new: Counter[int] = Counter()
    output, _ = writers.communicate(timeout=120)
    assert writers.returncode == 0
    for line in output.splitlines():
        number, is_new = map(int, line.split())
        acknowledged[number] += 1
        new[number] += is_new
    assert acknowledged.total() == 500
    assert new == Counter(range(275))
    with connect_log(url) as log:
        linked = [row for row in log.fetch_statements() if row.actor is not None]
        sent = [make_statement(number).attempt_id for number in range(275) if number % 5]
        assert sorted(row.attempt_id for row in linked) == sorted(sent)
        assert len(list(log.fetch_statements(apart=True))) == 275
        assert len(linked) == 220  # 275 less every fifth
        numbers: dict[str | None, list[int]] = {}
        for row in linked:
            numbers.setdefault(row.actor, []).append(row.attempt_number)
        # Of each of the seven learners one answer is the first, one the second …, whichever process wrote it.
        assert all(counted == list(range(1, len(counted) + 1)) for counted in numbers.values())
        assert len(log.fetch_waiting(STUDY)) == 7
        assert log.fetch_mark() == "275"
        assert [total.n for total in log.fetch_released(STUDY, exactly())] == [55]


def test_an_erasure_between_writing_processes_leaves_no_row_after_it(url: str) -> None:
    """Four processes write answers of one learner while another erases them: each is told so, and none gets through."""
    writers = start_writers(url, *((1000 * n, 500) for n in range(4)), learners="one")
    assert writers.stdout is not None
    begun: set[int] = set()
    while len(begun) < 4:
        begun.add(int(writers.stdout.readline().split()[0]) // 1000)
    with connect_log(url) as log:
        assert log.erase_actor(ANNA) >= 4
        assert list(log.fetch_statements(actor=ANNA)) == []
        output, _ = writers.communicate(timeout=180)
        assert output.splitlines().count("erased") == 4
        assert writers.returncode == 0
        assert list(log.fetch_statements(apart=True)) == []
        assert log.fetch_waiting(STUDY) == []


def test_threads_of_one_process_may_use_one_log(url: str) -> None:
    """As a server does that keeps the log's waiting off its event loop."""
    with connect_log(url, keeper=True) as log, ThreadPoolExecutor(4) as pool:

        def write(number: int) -> bool:
            log.fetch_latest_by_item(ANNA)
            return log.append_statement(make_statement(number % 60), sensitive=False).is_new

        assert Counter(pool.map(write, range(120))) == {True: 60, False: 60}
        assert sorted(row.attempt_number for row in log.fetch_statements(apart=True)) == list(range(1, 61))
        assert len(log.fetch_waiting(STUDY)) == 1


@pytest.mark.parametrize("has_keeper", [True, False], ids=["with keeper", "without"])
def test_a_writer_killed_midway_keeps_every_acknowledged_answer(database: Path, has_keeper: bool) -> None:
    url = sqlite_url(database)
    keeper = connect_log(url, keeper=True) if has_keeper else None
    writer = start_writers(url, (0, 100_000))
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(40)]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate(timeout=180)
    acknowledged = [int(line.split()[0]) for line in (*lines, *rest.splitlines()) if line.count(" ") == 1]
    if keeper is not None:
        keeper.close()
    with connect_log(url) as log:
        stored = {row.attempt_id for row in log.fetch_statements(apart=True)}
        apart = sum(row.actor is None for row in log.fetch_statements(apart=True))
        assert {make_statement(number).attempt_id for number in acknowledged if number % 5} <= stored
        assert sum(number % 5 == 0 for number in acknowledged) <= apart
        assert len(stored) <= len(acknowledged) + 2
        assert int(log.fetch_mark()) == len(stored)
        assert log.append_statement(make_statement(10**6), sensitive=False).is_new
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_processes_that_set_up_at_once_all_succeed(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "neu" / "log.sqlite")
    code = (
        "import sys; from neuguong.store.migrations import migrate; input(); migrate(sys.argv[1]); migrate(sys.argv[1])"
    )
    migrators = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, url], stdin=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for migrator in migrators:
        migrator.communicate("\n", timeout=180)
    assert [migrator.returncode for migrator in migrators] == [0] * 4
    with connect_log(url) as log:
        assert log.append_statement(make_statement(), sensitive=False).is_new


def test_processes_that_fork_and_set_up_at_the_same_instant_all_succeed(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "log.sqlite")
    read, write = os.pipe()
    children = []
    for _ in range(6):
        pid = os.fork()
        if pid == 0:
            try:
                os.close(write)
                os.read(read, 1)
                migrate(url)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error} <- {error.__cause__}\n")
                os._exit(1)
            os._exit(0)
        children.append(pid)
    os.close(write)
    os.close(read)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 6


def test_a_forked_child_uses_its_own_connection_and_leaves_the_parents_alone(url: str) -> None:
    with connect_log(url, keeper=True) as log:
        log.append_statement(make_statement(1), sensitive=False)
        inherited = log._database._engine()

        def child() -> None:
            assert log.append_statement(make_statement(2), sensitive=False).is_new
            assert log._database._engine() is not inherited
            assert log._database._anchor is None
            with pytest.raises(StoreError, match="only the keeper"):
                log.checkpoint()
            log.close()

        assert in_child(child) == 0
        assert log.append_statement(make_statement(3), sensitive=False).is_new
        assert len(list(log.fetch_statements(apart=True))) == 3
        assert log.checkpoint()


def test_a_child_that_closes_at_once_does_not_take_the_parents_write_ahead_file(
    sqlite_log: SqlLog, database: Path
) -> None:
    sqlite_log.append_statement(make_statement(1), sensitive=False)
    assert in_child(sqlite_log.close) == 0
    assert database.with_name(f"{database.name}-wal").stat().st_size > 0
    assert len(list(sqlite_log.fetch_statements(apart=True))) == 1


COUNTING = (
    "INSERT INTO statement",
    "DELETE FROM workshop_ballot",
    "INSERT INTO workshop_event",
    "UPDATE log_mark SET board",
)


@pytest.mark.parametrize("start", [*COUNTING, "COUNTED"])
def test_a_count_killed_midway_is_whole_or_never_was(url: str, start: str) -> None:
    """50 ballots: all in the log with the event, or all in the box still, and counted by whoever comes next."""
    with connect_log(url) as log:
        board = log.open_board()
        board.begin_workshop(HALL, code="K7M2QX", event=NewEvent({}))
        board.append_events(HALL, [OPENS], after=1)
        for number in range(50):
            board.put_member(HALL, make_member(number))
    command = [sys.executable, Path(__file__).with_name("counter.py"), url, start]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as counter:
        assert counter.stdout is not None
        assert counter.stdout.readline() == "here\n"
        counter.send_signal(signal.SIGKILL)
    with connect_log(url) as log:
        board = log.open_board()
        if start != "COUNTED":
            assert board.fetch_version(HALL) == 3
            assert board.count_ballots(HALL, FIRST) == 50
            assert list(log.fetch_statements()) == []
            board.count_box(HALL, FIRST, after=3, make=to_log())
        assert board.fetch_events(HALL, after=3)[0].data == {"kind": "counted", "n": 50}
        assert board.count_ballots(HALL, FIRST) == 0
        assert len(list(log.fetch_statements())) == 50
