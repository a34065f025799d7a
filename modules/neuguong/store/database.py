"""Connections to the log's database: one for each call, none kept over a fork, one process as its keeper.

Knows the table that carries the write lock, and nothing else of what is stored.
"""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, select

from ..errors import StoreClosedError, StoreError, StoreGoneError
from .engine import choose_journal, for_writing, make_engine, open_sqlite, sqlite_path
from .faults import GONE, store_errors
from .revision import check_schema, require_file
from .schema import log_mark

_ROOM = 64 * 1024
"""Bytes that one answer takes in the write-ahead file, at the most."""
_abandoned: list[sqlite3.Connection] = []
"""Connections a fork inherited: never used, and never closed, for closing would act on the parent's files."""


class Database:
    """The database of a response log. Safe in threads and after fork.

    `path` is that of the SQLite file, None for PostgreSQL. The `keeper` is the one long-lived process (the server)
    that may checkpoint.
    """

    def __init__(self, address: URL, *, keeper: bool, busy_timeout_ms: int, only_file: str | None = None) -> None:
        """`only_file`: the one that may lie at the path (`describe_file`); None is any."""
        self.path = sqlite_path(address)
        self._address = address
        self._is_keeper = keeper
        self._busy_timeout_ms = busy_timeout_ms
        self._engine_in_use: Engine | None = None
        self._anchor: sqlite3.Connection | None = None
        self._pid = os.getpid()
        self._file = only_file
        self._mark = (0, 0)
        self._closed = False

    def open(self) -> None:
        """Check the schema; as keeper of a SQLite file also set its journal and hold the anchor.

        The anchor is an idle connection: as long as there is one, no kernel's close is the last, and so none of them
        checkpoints (several processes checkpointing is what SQLite before 3.51.3 may lose data by).
        """
        if self._file is None:
            require_file(self._address)
            with store_errors():
                self._file = describe_file(self.path)
        self._require_same_file()
        with self.read() as connection:
            check_schema(connection)
        if self._is_keeper and self.path is not None:
            with store_errors():
                choose_journal(self.path, busy_timeout_ms=self._busy_timeout_ms)
                self._anchor = open_sqlite(self.path, keeper=True, busy_timeout_ms=self._busy_timeout_ms)
                self._anchor.execute("SELECT value FROM log_mark").fetchall()
            with contextlib.suppress(StoreError):
                self.checkpoint()  # what a server that was killed left there is in order of arrival

    def close(self) -> None:
        """Release what is held; StoreError for whoever asks afterwards. May be called twice.

        The keeper empties the write-ahead file before, for another process may still hold the log open.
        """
        self._leave_parent()
        if self._anchor is not None and not self._closed:
            with contextlib.suppress(StoreError):
                self.checkpoint()
        self._closed = True
        if self._engine_in_use is not None:
            self._engine_in_use.dispose()
            self._engine_in_use = None
        if self._anchor is not None:
            self._anchor.close()
            self._anchor = None

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        with store_errors(), self._engine().connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start and is on disk when the block ends.

        StoreGoneError, and nothing written, if the file is no longer the one that was opened: what would be written is
        in no file anybody looks for, or beside what others write. The same if its mark has gone back: then an older
        copy was written over it.
        """
        self._require_same_file()
        with store_errors(), self._engine().connect() as plain, for_writing(plain) as connection, connection.begin():
            query = select(log_mark.c.value, log_mark.c.board)
            value, board = connection.execute(query.with_for_update() if self.path is None else query).one()
            if value < self._mark[0] or board < self._mark[1]:
                raise StoreGoneError(GONE)
            self._mark = value, board
            yield connection
            self._require_same_file()

    def checkpoint(self) -> bool:
        """See `SqlLog.checkpoint`."""
        self.require_keeper()
        if self.path is None:
            return True
        with (
            store_errors(),
            contextlib.closing(open_sqlite(self.path, keeper=True, busy_timeout_ms=200)) as connection,
        ):
            blocked, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not blocked

    def try_room(self) -> None:
        """StoreFullError unless some pages can be written beside the file."""
        if self.path is None:
            return
        with store_errors():
            handle, name = tempfile.mkstemp(prefix=".thu-ghi-", dir=self.path.parent)
            try:
                os.write(handle, bytes(_ROOM))
            finally:
                os.close(handle)
                Path(name).unlink()

    def _require_same_file(self) -> None:
        try:
            is_same = describe_file(self.path) == self._file
        except FileNotFoundError:
            is_same = False
        if not is_same:
            raise StoreGoneError(GONE)

    def require_keeper(self) -> None:
        """StoreError for anybody but the keeper."""
        self._engine()
        if not self._is_keeper:
            raise StoreError("only the keeper of the response log may do this; connect with keeper=True")

    def _engine(self) -> Engine:
        if self._closed:
            raise StoreClosedError("the response log is closed")
        self._leave_parent()
        if self._engine_in_use is None:
            self._engine_in_use = make_engine(
                self._address, keeper=self._is_keeper, busy_timeout_ms=self._busy_timeout_ms
            )
        return self._engine_in_use

    def _leave_parent(self) -> None:
        """After a fork: drop the parent's connections unclosed, and its office as keeper.

        The engine itself stays, with the queries it has compiled, unless it was made for a keeper.
        """
        if self._pid == os.getpid():
            return
        self._pid = os.getpid()
        if self._engine_in_use is not None:
            self._engine_in_use.dispose(close=False)
            if self._is_keeper:
                self._engine_in_use = None
        self._is_keeper = False
        if self._anchor is not None:
            _abandoned.append(self._anchor)
            self._anchor = None


def describe_file(path: Path | None) -> str | None:
    """Which file lies at a path, whatever its name; None without one (PostgreSQL). FileNotFoundError."""
    if path is None:
        return None
    found = path.stat()
    return f"{found.st_dev}-{found.st_ino}"
