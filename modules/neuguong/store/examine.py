"""What a database file is before anything is done with it: ours, damaged, of a newer kit, or another program's.

Knows nothing of what is done then. Files are opened for reading alone.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import StoreDamagedError, StoreError, StoreForeignError, StoreNewerError
from .faults import DAMAGED, store_errors
from .schema import REVISIONS, metadata


class Examined(NamedTuple):
    """A sound file of ours: its revision, the values of its mark (of the log, of the workshop board), and how many
    answers of known learners there are."""

    revision: str
    mark: tuple[int, int]
    answers: int

    def lacks(self, other: "Examined") -> bool:
        """Whether the other has changes that are not here."""
        return self.mark[0] < other.mark[0] or self.mark[1] < other.mark[1]


def examine_file(path: Path, *, thoroughly: bool = False) -> Examined | None:
    """What a sound log holds; None for a file that is empty or not there.

    StoreForeignError, StoreNewerError, or StoreDamagedError: a damaged page, a table or a column that is missing, no
    revision. `thoroughly` also compares every index with its table.
    """
    while True:
        seen = _look(path)
        if seen[0] == 0:
            return None
        try:
            return _examine(path, "integrity_check" if thoroughly else "quick_check")
        except StoreError:
            if _look(path) == seen:
                raise  # else somebody was writing, and what was read fitted together by half


def _examine(path: Path, check: str) -> Examined | None:
    with store_errors(), _reading(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        _require_ours(connection, tables)
        if connection.execute(f"PRAGMA {check}(1)").fetchall() != [("ok",)]:
            raise StoreDamagedError(DAMAGED)
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if revision == REVISIONS[-1]:
            _require_columns(connection, tables)
        board = "board" if "workshop" in tables else "0"
        mark = connection.execute(f"SELECT value, {board} FROM log_mark").fetchone()
        if mark is None:
            raise StoreDamagedError("the response log has lost its mark; restore the last backup")
        (answers,) = connection.execute("SELECT COUNT(*) FROM statement").fetchone()
        return Examined(revision, mark, answers)


def _require_ours(connection: sqlite3.Connection, tables: set[str]) -> None:
    ours = {"statement", "log_mark"} <= tables
    versions = connection.execute("SELECT * FROM alembic_version").fetchall() if "alembic_version" in tables else []
    if not ours and not any(row[0] in REVISIONS for row in versions):
        raise StoreForeignError("the file is a database of another program; nothing was written to it")
    if not ours or not versions:
        raise StoreDamagedError("the response log has lost its schema or a table; restore the last backup")
    if versions[0][0] not in REVISIONS:
        raise StoreNewerError(
            f"the response log has schema {versions[0][0]!r}, made by a newer version of the kit (this one knows "
            f"{REVISIONS[-1]!r}); upgrade the kit, or restore the backup made before the upgrade"
        )


def _require_columns(connection: sqlite3.Connection, tables: set[str]) -> None:
    for table in metadata.sorted_tables:
        found = {row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")}
        if table.name not in tables or not {column.name for column in table.columns} <= found:
            raise StoreDamagedError(f"the response log lacks columns of {table.name}; restore the last backup")


def _look(path: Path) -> tuple[int, int, bool]:
    """Size (0 if there is no file), time of change, and whether a journal lies beside it."""
    if not path.exists():
        return 0, 0, False
    has_journal = any(path.with_name(path.name + kind).exists() for kind in ("-wal", "-journal"))
    return path.stat().st_size, path.stat().st_mtime_ns, has_journal


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Without a journal beside it the file is all there is, and is read so that no file is made beside it either."""
    how = "mode=ro" if _look(path)[2] else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=15)
    with contextlib.closing(connection):
        yield connection
