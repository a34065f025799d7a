"""Logs to test: in memory, in a SQLite file, and in PostgreSQL where `python -m tests` has found or brought it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from neuguong.clock import FixedClock
from neuguong.store import MemoryLog, ResponseLog, SqlLog, connect_log, sqlite_url
from neuguong.store.migrations import migrate

from tests.databases import postgres_template as postgres_template
from tests.databases import postgres_url as postgres_url

NOW = datetime(2026, 3, 6, 8, 9, 10, 123456, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set-up SQLite file to copy, for setting one up takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "log.sqlite"
    migrate(sqlite_url(path))
    return path


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Path:
    """A set-up SQLite file whose name needs quoting."""
    path = tmp_path / "kho" / "nhật ký %20?#.sqlite"
    path.parent.mkdir()
    shutil.copy(empty_database, path)
    return path


@pytest.fixture
def sqlite_log(database: Path, clock: FixedClock) -> Iterator[SqlLog]:
    with connect_log(sqlite_url(database), keeper=True, clock=clock) as log:
        yield log


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a set-up database of either kind."""
    if request.param == "sqlite":
        return sqlite_url(request.getfixturevalue("database"))
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def log(request: pytest.FixtureRequest, clock: FixedClock) -> Iterator[ResponseLog]:
    """Every kind of log, empty."""
    if request.param == "memory":
        made: ResponseLog = MemoryLog(clock=clock)
    elif request.param == "sqlite":
        made = request.getfixturevalue("sqlite_log")
    else:
        made = connect_log(request.getfixturevalue("postgres_url"), keeper=True, clock=clock)
    yield made
    made.close()
