"""Setting up and upgrading the database of the log, with Alembic, from Python: no alembic.ini, no env.py.

Knows nothing of statements. Imported by the command line and the server's start, never by a kernel; alembic only where
there is something to do: most starts find the newest schema.

A new revision is a file in `versions` and its name at the end of `schema.REVISIONS`.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from ...errors import StoreError, StoreFullError
from ..engine import choose_journal, create_private_file, for_writing, make_engine, parse_address, sqlite_path
from ..examine import examine_file
from ..faults import FULL, store_errors
from ..revision import check_schema, find_revision
from ..schema import REVISIONS, metadata

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

_ADVISORY_LOCK = 0x6E657567
"""PostgreSQL's name for "somebody migrates this log"."""


def migrate(url: str, *, busy_timeout_ms: int = 60_000) -> None:
    """Bring the log at `url` to the newest schema; create it (file 0600, new folder 0700) if there is none.

    Several processes may call this at once: all revisions run in one transaction under the write lock, the others wait
    and then find nothing to do. StoreError, and nothing changed, if the file is not ours, damaged, or newer than this
    version of the kit.
    """
    address = parse_address(url)
    path = sqlite_path(address)
    engine = make_engine(address, keeper=False, busy_timeout_ms=busy_timeout_ms)
    with store_errors():
        if path is not None:
            if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
                raise StoreFullError(FULL)
            examine_file(path)
            create_private_file(path)
        with engine.connect() as plain, for_writing(plain) as connection, connection.begin():
            if path is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
            _upgrade(connection)
        if path is not None:
            choose_journal(path, busy_timeout_ms=busy_timeout_ms)


def script_directory() -> "ScriptDirectory":
    """The revisions that come with the package."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(Path(__file__).parent))


def _upgrade(connection: Connection) -> None:
    revision = find_revision(connection)
    if revision is not None and revision not in REVISIONS:
        check_schema(connection)
    if revision == REVISIONS[-1]:
        return
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    script = script_directory()

    def steps(current: str | tuple[str, ...], _: "MigrationContext") -> list[object]:
        return list(script._upgrade_revs("head", current))  # type: ignore[arg-type]

    with EnvironmentContext(Config(), script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        with environment.begin_transaction():
            environment.run_migrations()
    if find_revision(connection) != REVISIONS[-1]:
        raise StoreError("the migration did not reach the newest schema; nothing was changed")
