"""Setting up and upgrading a database, and refusing one from the future."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from neuguong.errors import StoreError
from neuguong.store import STUDY, Occasion, connect_log, require_current_schema, sqlite_url
from neuguong.store.engine import make_engine, parse_address
from neuguong.store.migrations import migrate, script_directory
from neuguong.store.schema import REVISIONS, metadata
from statements import ANNA, exactly, make_statement

from tests.databases import new_database
from tests.postgres import VARIABLE

OLD_ROWS = Path(__file__).with_name("r0001.sql")


def execute(url: str, *statements: str) -> None:
    with make_engine(parse_address(url), keeper=False).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of schema 0001 with the rows of `r0001.sql`."""
    if request.param == "sqlite":
        (tmp_path / "log.sqlite").touch()
        yield fill_as_0001(sqlite_url(tmp_path / "log.sqlite"))
    elif base := os.environ.get(VARIABLE):
        with new_database(base) as url:
            yield fill_as_0001(url)
    else:
        pytest.skip(f"{VARIABLE} is not set")


def upgrade_to(url: str, revision: str) -> None:
    script = script_directory()
    with (
        make_engine(parse_address(url), keeper=False).connect() as connection,
        connection.begin(),
        EnvironmentContext(
            Config(), script, fn=lambda current, _: script._upgrade_revs(revision, current), destination_rev=revision
        ) as environment,
    ):
        environment.configure(connection=connection, target_metadata=metadata)
        environment.run_migrations()


def fill_as_0001(url: str) -> str:
    """Set up schema 0001 in an empty database and write the rows."""
    upgrade_to(url, "0001")
    with make_engine(parse_address(url), keeper=False).connect() as connection, connection.begin():
        for line in OLD_ROWS.read_text("utf-8").splitlines():
            if not line.startswith("--"):
                connection.exec_driver_sql(line)
        if url.startswith("postgresql"):
            connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('statement', 'id'), 1000)")
    return url


def test_the_newest_revision_is_the_one_the_code_works_with() -> None:
    assert script_directory().get_heads() == [REVISIONS[-1]]
    assert [step.revision for step in script_directory().walk_revisions()] == list(reversed(REVISIONS))


def test_a_migrated_database_has_exactly_the_tables_the_code_describes(url: str) -> None:
    with make_engine(parse_address(url), keeper=False).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_keeps_every_answer(url: str) -> None:
    with connect_log(url) as log:
        log.append_statement(make_statement(), sensitive=False)
        rows = list(log.fetch_statements(apart=True))
        migrate(url)
        assert list(log.fetch_statements(apart=True)) == rows
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


def test_an_older_schema_is_refused_by_a_kernel(old_url: str) -> None:
    for ask in (connect_log, require_current_schema):
        with pytest.raises(StoreError, match="older schema '0001'; run the migration"):
            ask(old_url)


def test_answers_of_an_older_file_are_numbered_by_occasion(old_url: str) -> None:
    """`r0001.sql`: Anna answered an item three times alone and in both rounds of a hall, as nine others did; Bình
    answered it alone, and so did two people nobody knows, one of them again."""
    migrate(old_url)
    first, second = Occasion("workshop", "hall-1", 1), Occasion("workshop", "hall-1", 2)
    with connect_log(old_url) as log:

        def waiting() -> list[dict[str, int]]:
            return [dict(Counter(one.item_id for one in log.fetch_waiting(where))) for where in (STUDY, first, second)]

        assert waiting() == [{"tn-01-a": 2, "tn-02": 1}, {"tn-01-a": 10}, {"tn-01-a": 10}]
        numbers = [(row.context, row.round, row.attempt_number) for row in log.fetch_statements(actor=ANNA)]
        assert numbers == [
            ("study", None, 1),
            ("study", None, 2),
            ("workshop", 1, 1),
            ("workshop", 2, 1),
            ("study", None, 3),
        ]
        again = make_statement(context="workshop", context_id="hall-1", round=2)
        assert log.append_statement(again, sensitive=False).statement.attempt_number == 2, "Anna's second vote"
        assert log.erase_actor(ANNA) == 6
        assert waiting() == [{"tn-01-a": 1, "tn-02": 1}, {"tn-01-a": 9}, {"tn-01-a": 9}]
        assert log.fetch_mark() == "42", "40 answers, one more, one erasure"


def test_answers_of_nobody_known_lose_their_exact_times_and_their_place_when_an_older_file_is_upgraded(
    old_url: str,
) -> None:
    migrate(old_url)
    with connect_log(old_url) as log:
        rows = [row for row in log.fetch_statements(apart=True) if row.actor is None and row.topic == "trach-nhiem"]
        said = sorted((row.attempt_number, row.response) for row in rows)
        assert said == [(1, "bao-cao"), (1, "im-lang"), (2, "bao-cao")]
        assert [(row.timestamp, row.stored, row.duration_ms) for row in rows] == [
            (datetime(2026, 3, 5, 17, tzinfo=UTC), datetime(2026, 3, 5, 17, tzinfo=UTC), None)
        ] * 3
        assert sorted(row.attempt_number for row in rows) == [1, 1, 2]
        assert len(list(log.fetch_statements(apart=True))) == 40


def test_a_snapshot_of_one_occasion_stays_as_it_was_shown_and_one_that_mixed_them_waits(old_url: str) -> None:
    migrate(old_url)
    hall = Occasion("workshop", "hall-1", 1)
    with connect_log(old_url) as log:

        def released() -> list[list[tuple[str, int]]]:
            return [[(one.item_id, one.n) for one in log.fetch_released(where, exactly())] for where in (STUDY, hall)]

        def add(item: str, count: int) -> None:
            for _ in range(count):
                log.append_statement(make_statement(topic="tu-dien-bien", item_id=item), sensitive=True)

        assert released() == [[("td-1", 5)], []]
        add("td-1", 3), add("td-2", 1)
        assert released() == [[("td-1", 5)], []]
        add("td-1", 1), add("td-2", 1)
        assert released() == [[("td-1", 10), ("td-2", 5)], []]


def test_what_was_said_of_sensitive_items_is_not_said_again_after_an_upgrade_from_0003(old_url: str) -> None:
    upgrade_to(old_url, "0003")
    with make_engine(parse_address(old_url), keeper=False).connect() as connection:
        key = "item_id, item_version, response, released"
        found = connection.execute(sa.text(f"SELECT {key} FROM unlinked_total WHERE released > 0")).all()
        said = connection.execute(sa.text("SELECT item_id, item_version, counts FROM released_total")).all()
    assert sum(row.released for row in found) == 5
    migrate(old_url)
    with make_engine(parse_address(old_url), keeper=False).connect() as connection:
        after = connection.execute(sa.text("SELECT * FROM released_total")).all()
    assert [(row.item_id, row.item_version, row.counts) for row in after] == [tuple(row) for row in said]
    taken = [(row.item_id, row.item_version, *one) for row in after for one in json.loads(row.taken)]
    assert taken == sorted((item, version, json.loads(response), n) for item, version, response, n in found)


def test_every_first_answer_of_a_known_learner_in_an_older_file_waits_to_be_published(old_url: str) -> None:
    migrate(old_url)
    with connect_log(old_url) as log:
        assert [(one.actor[:2], one.item_id) for one in log.fetch_waiting(STUDY)] == [
            ("a1", "tn-01-a"), ("b2", "tn-01-a"), ("b2", "tn-02"),
        ]  # fmt: skip
        assert len(log.fetch_waiting(Occasion("workshop", "hall-1", 2))) == 10
        assert log.fetch_published(STUDY) == []


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


def test_forgetting_the_order_of_arrival_keeps_every_answer_of_nobody_known(url: str) -> None:
    """PostgreSQL's xmin is the transaction that wrote a row; all are then written by one, and older versions gone."""
    with connect_log(url, keeper=True) as log:
        for number in range(9):
            log.append_statement(make_statement(number, actor=None), sensitive=number % 2 == 0)
        before = list(log.fetch_statements(apart=True))
        log.forget_arrival_order()
        assert list(log.fetch_statements(apart=True)) == before
        if url.startswith("postgresql"):
            with log._database.read() as connection:
                places = connection.execute(sa.text("SELECT ctid, xmin FROM apart_count")).all()
            assert sorted(str(place) for place, _ in places) == ["(0,1)", "(0,2)"]
            assert len({writer for _, writer in places}) == 1
