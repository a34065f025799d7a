"""Databases for tests, in the PostgreSQL server that `python -m tests` has found or brought.

Knows nothing of their rows. A folder's conftest takes the fixtures it wants from here.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from neuguong.store.migrations import migrate

from tests.postgres import VARIABLE


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
