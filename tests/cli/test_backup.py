"""Copies of the log, putting one back, and a server that finds its log or its secret spoilt: through the command."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from neuguong.app import Settings, open_log
from neuguong.app.log import open_keeper, prepare_log
from neuguong.cli import main
from neuguong.cli.housekeeping import Housekeeping
from neuguong.clock import FixedClock, SystemClock
from neuguong.errors import StoreGoneError
from neuguong.store import STUDY, SqlLog, connect_log, sqlite_url
from neuguong.store.backup import DAILY_COPIES
from neuguong.store.database import describe_file
from neuguong.text import say

from tests.test_readme import an_answer

ANNA, BINH = 1, 2
DATABASE = "neuguong.sqlite3"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("NEUGUONG_HOME", str(folder))
    monkeypatch.delenv("NEUGUONG_DATABASE", raising=False)
    prepare_log(Settings.from_environment())
    return folder


@pytest.fixture
def log(home: Path) -> Iterator[SqlLog]:
    """The log of a server that runs; what it takes lies in the write-ahead file."""
    with open_keeper(Settings.from_environment()) as keeper:
        yield keeper


def actors(path: Path) -> list[int]:
    with connect_log(sqlite_url(path)) as log:
        return [int(str(row.actor), 16) for row in log.fetch_statements()]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(sql)


def test_a_backup_while_serving_holds_every_answer_and_a_plain_copy_of_the_file_does_not(
    home: Path, log: SqlLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.append_statement(an_answer(ANNA), sensitive=False)
    plain, target = tmp_path / "chep-tay.sqlite3", tmp_path / "sao.sqlite3"
    plain.write_bytes((home / DATABASE).read_bytes())
    assert main(["backup", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    assert (actors(plain), actors(target)) == ([], [ANNA])
    assert target.stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir()} - {f"{plain.name}-shm", f"{plain.name}-wal"} == {
        "home",
        plain.name,
        target.name,
    }


def test_a_backup_never_overwrites_a_file_and_leaves_none_behind_where_it_fails(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "sao.sqlite3"
    target.write_text("của người khác", encoding="utf-8")
    assert main(["backup", str(target)]) == 1
    assert target.read_text(encoding="utf-8") == "của người khác"
    assert main(["backup", str(tmp_path / "khong-co" / "sao.sqlite3")]) in (0, 1)
    raw = bytearray((home / DATABASE).read_bytes())
    raw[4096 * 2 :] = b"\xa5" * (len(raw) - 4096 * 2)
    (home / DATABASE).write_bytes(raw)
    assert main(["backup", str(tmp_path / "hong.sqlite3")]) == 1
    assert say("faults.store-damaged") in capsys.readouterr().err
    assert not (tmp_path / "hong.sqlite3").exists()
    assert not list(tmp_path.glob(".*.tmp"))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_of_postgresql_the_command_says_which_program_does_it(
    command: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "sao"), "--database", "postgresql://nobody@localhost/none"]) == 2
    assert "pg_" in capsys.readouterr().err


def backed_up(home: Path, tmp_path: Path) -> Path:
    """A copy that ends with Anna; the log goes on with Bình."""
    settings, target = Settings.from_environment(), tmp_path / "sao.sqlite3"
    for who in (ANNA, BINH):
        with open_keeper(settings) as log:
            log.append_statement(an_answer(who), sensitive=False)
        if who == ANNA:
            assert main(["backup", str(target)]) == 0
    return target


def test_an_older_copy_is_put_back_only_when_told_so_and_what_was_there_is_kept(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backed_up(home, tmp_path)
    before = files(home)
    assert main(["restore", str(copy)]) == 1
    assert say("faults.store-stale") in capsys.readouterr().err
    assert files(home) == before
    assert main(["restore", str(copy), "--older"]) == 0
    assert actors(home / DATABASE) == [ANNA]
    (aside,) = home.glob(f"{DATABASE}.truoc-khoi-phuc-????????")
    assert str(aside) in capsys.readouterr().out
    assert actors(aside) == [ANNA, BINH]


def test_whoever_had_everything_deleted_is_not_brought_back_by_an_older_copy(home: Path, tmp_path: Path) -> None:
    copy = backed_up(home, tmp_path)
    with open_keeper(Settings.from_environment()) as log:
        log.erase_actor(f"{ANNA:064x}")
    assert main(["restore", str(copy), "--older"]) == 0
    assert actors(home / DATABASE) == []
    with open_log(Settings.from_environment()) as log:
        assert log.is_erased(f"{ANNA:064x}")


def test_a_log_in_use_is_not_replaced(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = backed_up(home, tmp_path)
    with open_keeper(Settings.from_environment()):
        assert main(["restore", str(copy), "--older"]) == 1
    assert say("faults.store-busy") in capsys.readouterr().err
    assert actors(home / DATABASE) == [ANNA, BINH]


def test_a_damaged_log_is_replaced_by_the_copy_and_kept(home: Path, tmp_path: Path) -> None:
    copy = backed_up(home, tmp_path)
    spoil(home / DATABASE)
    spoilt = (home / DATABASE).read_bytes()
    assert main(["restore", str(copy)]) == 0
    assert actors(home / DATABASE) == [ANNA]
    (aside,) = home.glob(f"{DATABASE}.truoc-khoi-phuc-????????")
    assert aside.read_bytes() == spoilt


def test_the_log_is_kept_also_where_a_file_cannot_have_two_names(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backed_up(home, tmp_path)

    def refuse(*_: object) -> None:
        raise OSError("no hard links here, as on a USB stick")

    monkeypatch.setattr("os.link", refuse)
    assert main(["restore", str(copy), "--older"]) == 0
    (aside,) = home.glob(f"{DATABASE}.truoc-khoi-phuc-????????")
    assert (actors(home / DATABASE), actors(aside)) == ([ANNA], [ANNA, BINH])


def test_another_programs_database_is_not_replaced(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backed_up(home, tmp_path)
    make_foreign(home / DATABASE)
    before = files(home)
    assert main(["restore", str(copy), "--older"]) == 1
    assert say("faults.store-foreign") in capsys.readouterr().err
    assert files(home) == before


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 * 2 :] = b"\xa5" * (len(raw) - 4096 * 2)
    path.write_bytes(raw)


def make_foreign(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE moz_places (id INTEGER); INSERT INTO moz_places VALUES (1)")


def make_another_alembic(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('ae1027a6acf')")


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "a damaged page": (spoil, "store-damaged"),
    "no database": (lambda path: path.write_bytes(b"not a database, but long enough " * 200), "store-damaged"),
    "a missing column": (lambda path: change(path, "ALTER TABLE published_total DROP COLUMN n"), "store-damaged"),
    "a missing table": (lambda path: change(path, "DROP TABLE apart_count"), "store-damaged"),
    "no schema": (lambda path: change(path, "DROP TABLE alembic_version"), "store-damaged"),
    "an empty schema": (lambda path: change(path, "DELETE FROM alembic_version"), "store-damaged"),
    "no mark": (lambda path: change(path, "DELETE FROM log_mark"), "store-damaged"),
    "a newer schema": (lambda path: change(path, "UPDATE alembic_version SET version_num = '9999'"), "store-newer"),
    "another program's": (make_foreign, "store-foreign"),
    "another program's with alembic": (make_another_alembic, "store-foreign"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_server_does_not_start_on_a_spoilt_log_and_touches_nothing(
    how: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act, code = SPOILT[how]
    act(home / DATABASE)
    before = files(home)
    assert main(["serve", "--no-browser", "--port", "0"]) == 1
    assert f"neuguong serve: {say(f'faults.{code}')}\n" in capsys.readouterr().err
    assert files(home) == before


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_copy_is_not_put_back(
    how: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backed_up(home, tmp_path)
    act, code = SPOILT[how]
    act(copy)
    before = files(home)
    assert main(["restore", str(copy), "--older"]) == 1
    assert say(f"faults.{code}") in capsys.readouterr().err
    assert files(home) == before


@pytest.mark.parametrize("left", [b"", b"short"])
def test_a_server_does_not_start_with_a_secret_that_a_full_disk_cut_short(
    left: bytes, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found: "ready", and then no page worked."""
    (home / "secret.key").write_bytes(left)
    before = files(home)
    assert main(["serve", "--no-browser", "--port", "0"]) == 1
    assert say("faults.secret") in capsys.readouterr().err
    assert files(home) == before


def test_every_day_has_its_copy_and_the_oldest_go(home: Path, log: SqlLog) -> None:
    clock = FixedClock(datetime(2026, 3, 5, 3, tzinfo=UTC))
    copies = home / "sao-luu"
    keep_house = Housekeeping(
        log, clock, file=home / DATABASE, copies=copies, minimum=5, last_day=home / "last-day.txt",
        end_idle=lambda: None,
    )  # fmt: skip
    for _ in range(DAILY_COPIES + 3):
        log.append_statement(an_answer(ANNA), sensitive=False)
        keep_house(), keep_house()
        clock.advance(timedelta(days=1))
    days = [date(2026, 3, 8) + timedelta(days=n) for n in range(DAILY_COPIES)]
    assert sorted(path.name for path in copies.iterdir()) == [f"neuguong-{day}.sqlite3" for day in days]
    assert len(actors(copies / "neuguong-2026-03-08.sqlite3")) == 4


def watch(log: SqlLog, clock: FixedClock, home: Path) -> Housekeeping:
    """Housekeeping without copies."""
    return Housekeeping(
        log, clock, file=None, copies=home, minimum=5, last_day=home / "last-day.txt", end_idle=lambda: None
    )


def test_a_clock_that_leaps_years_ahead_deletes_nothing_until_the_operator_has_looked(
    home: Path, log: SqlLog, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found: a machine whose battery was empty came up in another year, and retention took every answer."""
    clock = FixedClock(SystemClock().now())
    log.append_statement(an_answer(ANNA), sensitive=False)
    keep_house = watch(log, clock, home)
    keep_house()
    for _ in range(2):
        clock.advance(timedelta(days=3 * 365))
        keep_house()
        assert actors(home / DATABASE) == [ANNA]
    assert capsys.readouterr().err.count(f"{clock.now():%d/%m/%Y}") == 1
    (home / "last-day.txt").unlink()
    clock.advance(timedelta(days=1))
    keep_house()
    assert actors(home / DATABASE) == []


def test_a_write_ahead_file_that_another_program_keeps_from_being_emptied_is_told_once(
    home: Path, log: SqlLog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neuguong.cli.housekeeping.BLOCKED_TURNS", 2)
    keep_house = watch(log, FixedClock(datetime(2026, 3, 5, 3, tzinfo=UTC)), home)
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM log_mark").fetchall()
        log.append_statement(an_answer(ANNA), sensitive=False)
        for turn in range(4):
            keep_house()
            assert capsys.readouterr().err.count(say("cli.journal_blocked")) == (turn == 1)
        assert keep_house.trouble is None
    keep_house()
    assert (home / f"{DATABASE}-wal").stat().st_size == 0


def test_an_older_copy_written_over_the_log_in_use_is_noticed(home: Path, tmp_path: Path, log: SqlLog) -> None:
    """The file is the same one, so that only what is in it can tell."""
    log.append_statement(an_answer(ANNA), sensitive=False)
    assert main(["backup", str(tmp_path / "older.sqlite3")]) == 0
    log.append_statement(an_answer(BINH), sensitive=False)
    keep_house = watch(log, FixedClock(datetime(2026, 3, 5, 3, tzinfo=UTC)), home)
    keep_house()
    with (home / DATABASE).open("r+b") as file:
        file.truncate(0)
        file.write((tmp_path / "older.sqlite3").read_bytes())
    keep_house()
    assert keep_house.trouble == "store-gone"
    with pytest.raises(StoreGoneError):
        log.append_statement(an_answer(ANNA), sensitive=False)


def test_a_kernel_that_starts_after_the_log_was_replaced_does_not_take_the_other_file(
    home: Path, tmp_path: Path, log: SqlLog
) -> None:
    """Found: without forks a kernel opens the log itself, whatever lies there by then."""
    bound = replace(Settings.from_environment(), only_file=describe_file(home / DATABASE))
    assert Settings.from_environment(bound.to_environment()) == bound
    open_log(bound).close()
    assert main(["backup", str(tmp_path / "other.sqlite3")]) == 0
    (tmp_path / "other.sqlite3").replace(home / DATABASE)
    with pytest.raises(StoreGoneError):
        open_log(bound)


def test_what_past_days_left_is_published_before_anybody_looks(home: Path, log: SqlLog) -> None:
    clock = FixedClock(SystemClock().now())
    keep_house = watch(log, clock, home)
    for who in range(9):
        for number in range(3):
            log.append_statement(replace(an_answer(who), item_id=f"i{number}"), sensitive=False)
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as connection:
        connection.execute("UPDATE statement SET stored = datetime(stored, '-10 minutes') WHERE item_id = 'i0'")
    keep_house()
    assert log.fetch_published(STUDY) == []
    clock.advance(timedelta(days=1))
    keep_house()
    assert [one.n for one in log.fetch_published(STUDY)] == [9, 9, 9]


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_log_that_is_deleted_or_replaced_is_noticed_before_anything_is_acknowledged_and_told_once(
    how: str, home: Path, tmp_path: Path, log: SqlLog, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found: answers went into a file that nobody would find again, and were acknowledged."""
    keep_house = watch(log, FixedClock(datetime(2026, 3, 5, 3, tzinfo=UTC)), home)
    keep_house()
    assert (keep_house.trouble, capsys.readouterr().err) == (None, "")
    other = tmp_path / "other.sqlite3"
    assert main(["backup", str(other)]) == 0
    (home / DATABASE).rename(tmp_path / "moved")
    if how == "replaced":
        other.rename(home / DATABASE)
    with pytest.raises(StoreGoneError):
        log.append_statement(an_answer(ANNA), sensitive=False)
    capsys.readouterr()
    for _ in range(3):
        keep_house()
    assert keep_house.trouble == "store-gone"
    told = say("cli.storage_trouble", why=say("faults.store-gone"))
    assert capsys.readouterr().err.count(told) == 1
    if how == "deleted":
        (tmp_path / "moved").rename(home / DATABASE)
        keep_house(), keep_house()
        assert keep_house.trouble is None
        assert capsys.readouterr().err.count(say("cli.storage_again")) == 1
