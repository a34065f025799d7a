"""The SQLite file: its modes and journal, what its bytes give away, and how its faults are told."""

import contextlib
import json
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from neuguong.clock import FixedClock
from neuguong.errors import StoreBusyError, StoreError, StoreFullError
from neuguong.store import STUDY, SqlLog, connect_log, sqlite_url
from neuguong.store import engine as engine_module
from neuguong.store.engine import is_network_folder, open_sqlite
from neuguong.store.migrations import migrate
from statements import ANNA, exactly, make_statement


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def all_bytes(database: Path) -> bytes:
    """The database with its write-ahead file."""
    return b"".join(path.read_bytes() for path in database.parent.iterdir() if not path.name.endswith("-shm"))


def unprivileged(action: Callable[[], None]) -> int:
    """Run an action in a child without root's rights; 0 if it raised nothing."""
    pid = os.fork()
    if pid == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            action()
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def reachable_by_all(folder: Path) -> None:
    """pytest's own folders are private to the user that runs it."""
    for parent in (folder, *folder.parents):
        if parent == Path("/tmp") or parent.stat().st_uid != os.geteuid() or parent == Path("/"):
            return
        parent.chmod(0o755)


def test_a_new_database_and_its_folder_are_private(tmp_path: Path) -> None:
    path = tmp_path / "kho" / "log.sqlite"
    migrate(sqlite_url(path))
    with connect_log(sqlite_url(path), keeper=True) as log:
        log.append_statement(make_statement(), sensitive=False)
        modes = {entry.name: entry.stat().st_mode & 0o777 for entry in path.parent.iterdir()}
    assert modes == {"log.sqlite": 0o600, "log.sqlite-wal": 0o600, "log.sqlite-shm": 0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_opening_never_creates_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not been set up"):
        connect_log(sqlite_url(tmp_path / "none.sqlite"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://user:secret@host/db"])
def test_an_address_of_another_kind_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(StoreError, match="allowed: ") as refusal:
        connect_log(url)
    assert "secret" not in str(refusal.value)


def test_every_connection_is_durable_and_only_the_keeper_checkpoints(database: Path) -> None:
    for keeper, pages in ((True, 1000), (False, 0)):
        with connect_log(sqlite_url(database), keeper=keeper) as log, log._database.read() as connection:
            pragmas = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "wal_autocheckpoint", "busy_timeout", "secure_delete")
            }
        assert pragmas == {
            "journal_mode": "wal",
            "synchronous": 2,
            "wal_autocheckpoint": pages,
            "busy_timeout": 15_000,
            "secure_delete": 1,
        }


def test_while_the_keeper_lives_no_other_close_checkpoints(sqlite_log: SqlLog, database: Path) -> None:
    before = database.read_bytes()
    with connect_log(sqlite_url(database)) as kernel:
        for number in range(20):
            kernel.append_statement(make_statement(number), sensitive=False)
    assert database.read_bytes() == before
    assert sqlite_log.checkpoint()
    assert database.read_bytes() != before
    assert database.with_name(f"{database.name}-wal").stat().st_size == 0


def test_a_checkpoint_gives_way_to_a_reader_and_says_so(sqlite_log: SqlLog, database: Path) -> None:
    with opened(database) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM log_mark").fetchall()
        sqlite_log.append_statement(make_statement(), sensitive=False)
        assert not sqlite_log.checkpoint()
        reader.execute("COMMIT")
    assert sqlite_log.checkpoint()


def test_only_the_keeper_may_checkpoint(database: Path) -> None:
    with connect_log(sqlite_url(database)) as log:
        for act in (log.checkpoint, log.forget_arrival_order):
            with pytest.raises(StoreError, match="only the keeper"):
                act()


def test_a_network_file_system_gets_a_delete_journal_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engine_module, "is_network_folder", lambda folder: True)
    url = sqlite_url(tmp_path / "log.sqlite")
    with caplog.at_level(logging.WARNING):
        migrate(url)
    assert "network file system" in caplog.text
    assert str(tmp_path) not in caplog.text
    with connect_log(url, keeper=True) as log:
        assert log.append_statement(make_statement(), sensitive=False).is_new
        with log._database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


def test_network_folders_are_told_by_the_innermost_mount() -> None:
    mounts = "/dev/a / ext4 rw 0 0\nsrv:/x /mnt/net nfs4 rw 0 0\n/dev/b /mnt/net/local\\040disk ext4 rw 0 0\n"
    assert not is_network_folder(Path("/var/lib"), mounts)
    assert is_network_folder(Path("/mnt/net/kho"), mounts)
    assert not is_network_folder(Path("/mnt/net/local disk/kho"), mounts)
    assert not is_network_folder(Path("/mnt/network"), mounts)


def test_a_sensitive_answer_has_no_linking_column_and_its_learner_is_nowhere_in_the_bytes(
    sqlite_log: SqlLog, database: Path
) -> None:
    secret_actor, secret_unit = "d00d" * 16, "Chi bộ thôn Nậm Điêng"
    statement = make_statement(actor=secret_actor, unit=secret_unit, context_id="phien-rieng", duration_ms=77_777)
    sqlite_log.append_statement(statement, sensitive=True)
    sqlite_log.append_statement(make_statement(actor=ANNA), sensitive=False)
    sqlite_log.fetch_released(STUDY, exactly())
    for _ in range(2):
        raw = all_bytes(database)
        for secret in (secret_actor, secret_unit, "phien-rieng", statement.attempt_id):
            assert secret.encode() not in raw
        assert ANNA.encode() in raw  # the search finds what is there
        assert b"2026-03-05 03:04" in raw
        assert sqlite_log.checkpoint()
    with opened(database) as connection:
        for table in ("apart_count", "recent_attempt", "released_total"):
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                connection.execute(f"SELECT rowid FROM {table}")
            for row in connection.execute(f"SELECT * FROM {table}"):
                assert not re.search(r"\d\d:\d\d|a1a1|d00d|Chi bộ", json.dumps(row[:5], ensure_ascii=False))


def test_an_answer_of_nobody_known_leaves_no_moment_and_no_attempt_id_in_the_bytes(
    sqlite_log: SqlLog, database: Path
) -> None:
    refused = make_statement(actor=None, duration_ms=77_777, unit=None)
    sqlite_log.append_statement(refused, sensitive=False)
    assert re.search(rb"2026-03-0[56]", all_bytes(database))
    assert not re.search(rb"2026-03-0[56] \d\d:", all_bytes(database))
    assert refused.attempt_id.encode() not in all_bytes(database)
    with opened(database) as connection:
        assert connection.execute("SELECT COUNT(*) FROM statement").fetchone() == (0,)
        assert connection.execute("SELECT COUNT(*) FROM sqlite_sequence").fetchone() == (0,), "no gap where it stood"


def test_a_heap_is_the_same_bytes_whoever_came_first(database: Path, clock: FixedClock) -> None:
    """A third and a half add up to different sums in another order; so no sum is kept."""
    answers = [make_statement(response="abc"[n % 3], score=(1 / 3, 0.5, 0.1)[n % 3], actor=None) for n in range(12)]
    seen = set()
    for number, order in enumerate((answers, answers[::-1])):
        copy = database.with_name(f"{number}.sqlite")
        shutil.copy(database, copy)
        with connect_log(sqlite_url(copy), clock=clock) as log:
            for answer in order:
                log.append_statement(answer, sensitive=True)
        with opened(copy) as connection:
            seen.add(str(connection.execute("SELECT * FROM apart_count").fetchall()))
    assert len(seen) == 1


def test_what_is_remembered_of_attempts_cannot_be_guessed_from_the_file(database: Path) -> None:
    """Without the key, which lies elsewhere, no attempt id leads to its hash."""
    hashes = set()
    for number, key in enumerate((b"one installation", b"another")):
        with connect_log(sqlite_url(database), key=key) as log:
            assert log.append_statement(make_statement(1, actor=None), sensitive=False).is_new
        with opened(database) as connection:
            hashes |= {row[0] for row in connection.execute("SELECT keyed_hash FROM recent_attempt")}
        assert len(hashes) == number + 1


def test_an_erased_learner_is_gone_from_the_bytes_after_the_next_checkpoint(sqlite_log: SqlLog, database: Path) -> None:
    for number in range(50):
        sqlite_log.append_statement(make_statement(number), sensitive=False)
    sqlite_log.checkpoint()
    assert ANNA.encode() in all_bytes(database)
    assert sqlite_log.erase_actor(ANNA) == 50
    sqlite_log.checkpoint()
    assert ANNA.encode() not in all_bytes(database)
    with opened(database) as connection:
        assert connection.execute("SELECT * FROM waiting_answer").fetchall() == [], "not even that somebody was there"


def test_a_locked_database_is_busy_for_a_writer_and_open_for_a_reader(database: Path) -> None:
    with connect_log(sqlite_url(database), busy_timeout_ms=20) as log, opened(database) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError) as refusal:
            log.append_statement(make_statement(1), sensitive=False)
        assert log.fetch_mark() == "0"
        other.execute("ROLLBACK")
        assert log.append_statement(make_statement(1), sensitive=False).is_new
    assert not re.search(r"sqlite|INSERT|BEGIN|/", str(refusal.value))


def test_a_reader_that_writes_later_cannot_be_caught_out_by_another_writer(database: Path) -> None:
    """A write begins with the lock, not with a read whose snapshot another writer makes stale."""
    seen: list[str] = []
    with connect_log(sqlite_url(database)) as log:
        sa.event.listen(log._database._engine(), "before_cursor_execute", lambda *call: seen.append(call[2]))
        log.append_statement(make_statement(), sensitive=False)
    assert seen[0] == "BEGIN IMMEDIATE"


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_a_read_only_file_or_folder_is_full_for_a_writer(database: Path, locked: str) -> None:
    reachable_by_all(database.parent)
    with opened(database) as connection:  # without WAL a read-only folder can be read at all
        connection.execute("PRAGMA journal_mode=DELETE")
    database.chmod(0o444 if locked == "file" else 0o666)
    database.parent.chmod(0o777 if locked == "file" else 0o555)

    def attempt() -> None:
        with connect_log(sqlite_url(database)) as log:
            assert log.fetch_mark() == "0"
            with pytest.raises(StoreFullError):
                log.append_statement(make_statement(), sensitive=False)

    try:
        assert unprivileged(attempt) == 0
    finally:
        database.parent.chmod(0o755)


def test_a_folder_that_may_not_be_written_refuses_a_new_database(tmp_path: Path) -> None:
    reachable_by_all(tmp_path)
    tmp_path.chmod(0o555)

    def attempt() -> None:
        with pytest.raises(StoreFullError):
            migrate(sqlite_url(tmp_path / "kho" / "log.sqlite"))

    try:
        assert unprivileged(attempt) == 0
    finally:
        tmp_path.chmod(0o755)


def fill(log: SqlLog) -> int:
    """Append until there is no more space; how many were acknowledged."""
    for number in range(100_000):
        try:
            log.append_statement(make_statement(number, response="x" * 1900), sensitive=False)
        except StoreFullError:
            return number
    raise AssertionError("never full")


def test_a_database_at_its_limit_is_full_and_keeps_what_was_acknowledged(database: Path) -> None:
    with connect_log(sqlite_url(database)) as log:
        sa.event.listen(log._database._engine(), "connect", lambda raw, _: raw.execute("PRAGMA max_page_count=60"))
        acknowledged = fill(log)
        assert 0 < len(list(log.fetch_statements(apart=True))) == acknowledged == int(log.fetch_mark())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount")
def test_a_full_disk_is_full_and_is_written_again_once_there_is_space(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=800k", "none", disk], capture_output=True).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        url = sqlite_url(disk / "log.sqlite")
        migrate(url)
        with connect_log(url, keeper=True) as log:
            acknowledged = fill(log)
            assert 0 < len(list(log.fetch_statements(apart=True))) == acknowledged
            subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
            assert log.append_statement(make_statement(10**6), sensitive=False).is_new
        with opened(disk / "log.sqlite") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be taken for one" * 100)
    for use in (connect_log, migrate):
        with pytest.raises(StoreError, match=r"damaged.*backup") as refusal:
            use(sqlite_url(path))
        assert not isinstance(refusal.value, StoreBusyError | StoreFullError)
        assert str(tmp_path) not in str(refusal.value)


def test_a_damaged_page_is_told_as_damage(database: Path) -> None:
    with connect_log(sqlite_url(database)) as log:
        for number in range(200):
            log.append_statement(make_statement(number), sensitive=False)
    raw = bytearray(database.read_bytes())
    raw[4096 * 3 :] = b"\xa5" * (len(raw) - 4096 * 3)
    database.write_bytes(raw)
    with pytest.raises(StoreError, match="damaged"), connect_log(sqlite_url(database)) as log:
        list(log.fetch_statements(apart=True))


def test_a_file_deleted_under_a_log_is_an_error_and_is_not_made_anew(database: Path) -> None:
    with connect_log(sqlite_url(database)) as log:
        database.unlink()
        with pytest.raises(StoreError):
            log.append_statement(make_statement(), sensitive=False)
    assert not database.exists()


def test_an_error_on_its_way_to_a_log_file_holds_no_answer_and_no_learner(database: Path) -> None:
    with connect_log(sqlite_url(database)) as log:
        with opened(database) as connection:
            connection.execute("DROP TABLE waiting_answer")
        with pytest.raises(StoreError) as failure:
            log.append_statement(make_statement(), sensitive=False)
    assert ANNA not in f"{failure.value} {failure.value.__cause__}"
    assert "bao-cao" not in f"{failure.value} {failure.value.__cause__}"


def test_the_mark_and_the_totals_are_found_without_reading_the_answers(sqlite_log: SqlLog) -> None:
    """SQLite's own plan: no query of the dashboard touches the table that grows."""
    queries: list[tuple[str, object]] = []
    sa.event.listen(sqlite_log._database._engine(), "before_cursor_execute", lambda *call: queries.append(call[2:4]))
    sqlite_log.fetch_mark()
    for unit, period in ((None, ""), ("Chi bộ 1", ""), (None, "2026-W10"), ("Chi bộ 1", "2026-03")):
        sqlite_log.fetch_published(STUDY, unit=unit, period=period)
    sqlite_log.fetch_released(STUDY, exactly())
    assert sqlite_log._database.path is not None
    with contextlib.closing(open_sqlite(sqlite_log._database.path, keeper=False, busy_timeout_ms=0)) as connection:
        for sql, parameters in list(queries):
            if sql.startswith("SELECT"):
                plan = str(connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall())
                assert not re.search(r"\b(unlinked_)?statement\b", plan)
                assert not re.search(r"SCAN (published_total|released_total)", plan), plan
