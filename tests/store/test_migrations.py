"""Setting up and upgrading a database, and refusing one from the future."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from neuguong.errors import StoreError
from neuguong.store import connect_log, require_current_schema, sqlite_url
from neuguong.store.engine import make_engine, parse_address
from neuguong.store.migrations import migrate, script_directory
from neuguong.store.schema import REVISIONS, metadata
from statements import make_statement


def execute(url: str, *statements: str) -> None:
    with make_engine(parse_address(url), keeper=False).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def test_the_newest_revision_is_the_one_the_code_works_with() -> None:
    assert script_directory().get_heads() == [REVISIONS[-1]]
    assert [step.revision for step in script_directory().walk_revisions()] == list(reversed(REVISIONS))


def test_a_migrated_database_has_exactly_the_tables_the_code_describes(url: str) -> None:
    with make_engine(parse_address(url), keeper=False).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_keeps_every_answer(url: str) -> None:
    with connect_log(url) as log:
        log.append_statement(make_statement(), sensitive=False)
        rows = list(log.fetch_statements())
        migrate(url)
        assert list(log.fetch_statements()) == rows
        assert log.fetch_mark() == "1"


def test_a_database_that_was_never_set_up_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.touch()
    for ask in (connect_log, require_current_schema):
        with pytest.raises(StoreError, match="run the migration first"):
            ask(sqlite_url(path))


def test_a_newer_schema_is_refused_by_everybody_and_left_as_it_is(url: str) -> None:
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    for ask in (connect_log, require_current_schema, migrate):
        with pytest.raises(StoreError, match=r"made by a newer version of the kit.*upgrade the kit"):
            ask(url)


def test_an_older_schema_is_refused_by_a_kernel(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuguong.store.revision.REVISIONS", ("0001", "0002"))
    with pytest.raises(StoreError, match="older schema '0001'; run the migration"):
        require_current_schema(url)


def test_a_current_schema_is_accepted(url: str) -> None:
    require_current_schema(url)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "log.sqlite")
    (tmp_path / "log.sqlite").touch()
    execute(url, "CREATE TABLE log_mark (id INTEGER)")
    with pytest.raises(StoreError):
        migrate(url)
    with make_engine(parse_address(url), keeper=False).connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["log_mark"]


def test_the_store_imports_neither_alembic_nor_widgets_nor_pandas() -> None:
    code = "import sys, neuguong.store; print([m for m in sys.modules if m in sys.argv[1:]])"
    banned = ["alembic", "ipywidgets", "tornado", "pandas", "IPython", "anywidget"]
    done = subprocess.run([sys.executable, "-c", code, *banned], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_forgetting_the_order_of_arrival_keeps_every_sensitive_answer(url: str) -> None:
    """PostgreSQL's ctid is the place of a row, its xmin the transaction that wrote it."""
    with connect_log(url, keeper=True) as log:
        for number in range(9):
            log.append_statement(make_statement(number), sensitive=True)
        before = list(log.fetch_statements())
        log.forget_arrival_order()
        assert list(log.fetch_statements()) == before
        if url.startswith("postgresql"):
            with log._database.read() as connection:
                places = connection.execute(sa.text("SELECT concealed_id, xmin FROM unlinked_statement ORDER BY ctid"))
                ids, writers = zip(*places.all(), strict=True)
            assert list(ids) == sorted(ids)
            assert len(set(writers)) == 1
