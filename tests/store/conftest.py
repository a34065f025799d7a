"""Logs to test: in memory, in a SQLite file, and in PostgreSQL where `python -m tests` has found or brought it."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from neuguong.clock import FixedClock
from neuguong.store import MemoryLog, ResponseLog, SqlLog, connect_log, sqlite_url
from neuguong.store.migrations import migrate

from tests.postgres import VARIABLE

NOW = datetime(2026, 3, 6, 8, 9, 10, 123456, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@contextmanager
def new_database(base: str, template: str = "template1") -> Iterator[str]:
    """The address of a copy of a database of the test server; dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    admin = sa.create_engine(sa.make_url(base).set(drivername="postgresql+psycopg"), poolclass=sa.pool.NullPool)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield sa.make_url(base).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """A set-up database to copy; no test works in it."""
    base = os.environ.get(VARIABLE)
    if not base:
        pytest.skip(f"{VARIABLE} is not set")
    with new_database(base) as address:
        migrate(address)
        yield address


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    """A set-up database of its own in the test server."""
    with new_database(os.environ[VARIABLE], sa.make_url(postgres_template).database or "") as address:
        yield address


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
