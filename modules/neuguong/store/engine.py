"""Opening a database: SQLite's journal, locks and file modes, PostgreSQL's pool and time-outs.

Knows nothing of tables or statements.
"""

import logging
import os
import sqlite3
import sys
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

from ..errors import StoreError

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for another one."""

logger = logging.getLogger(__name__)
_NETWORK_FILE_SYSTEMS = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "davfs", "vboxsf", "ncpfs", "lustre"),
    *("fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs", "fuse.vmhgfs-fuse"),
}
_WRITE_OPTION = "neuguong_write"


def sqlite_url(path: Path) -> str:
    """The address of a database file, for `connect_log` and `migrate`."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string(hide_password=False)


def parse_address(url: str) -> URL:
    """A SQLite file or a PostgreSQL database; StoreError (which does not repeat the address) for anything else."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("the log's address is none; allowed: sqlite:///path or postgresql://host/name") from None
    backend = address.get_backend_name()
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and address.database and address.database != ":memory:":
        return address
    raise StoreError(f"the log's address names {backend!r} without a file; allowed: sqlite:///path, postgresql://…")


def sqlite_path(address: URL) -> Path | None:
    """The database file of a SQLite address, None for PostgreSQL."""
    return Path(address.database or "").absolute() if address.get_backend_name() == "sqlite" else None


def make_engine(address: URL, *, keeper: bool, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """An engine that holds no connection between uses; only the keeper of a PostgreSQL log has a pool of five.

    Transactions on `for_writing` connections start with BEGIN IMMEDIATE in SQLite: a deferred one that turns into
    a writer later fails at once, whatever the time-out.
    """
    path = sqlite_path(address)
    if path is None:
        options = f"-c lock_timeout={busy_timeout_ms} -c synchronous_commit=on -c timezone=UTC"
        arguments = {"options": options, "connect_timeout": 10, "application_name": "neuguong"}
        if keeper:
            return create_engine(
                address,
                connect_args=arguments,
                hide_parameters=True,
                poolclass=QueuePool,
                pool_size=2,
                max_overflow=3,
                pool_timeout=busy_timeout_ms / 1000,
                pool_pre_ping=True,
                pool_recycle=300,
            )
        return create_engine(address, connect_args=arguments, hide_parameters=True, poolclass=NullPool)

    def open_connection() -> sqlite3.Connection:
        return open_sqlite(path, keeper=keeper, busy_timeout_ms=busy_timeout_ms)

    engine = create_engine("sqlite://", creator=open_connection, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def for_writing(connection: Connection) -> Connection:
    """The same connection, whose next transaction takes SQLite's write lock from the start."""
    return connection.execution_options(**{_WRITE_OPTION: True})


def _begin(connection: Connection) -> None:
    is_write = connection.get_execution_options().get(_WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def open_sqlite(path: Path, *, keeper: bool, busy_timeout_ms: int) -> sqlite3.Connection:
    """Open an existing file (never create one), in autocommit. Only the keeper checkpoints of its own accord.

    secure_delete overwrites what was erased; temporary tables stay in memory.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=busy_timeout_ms / 1000,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA wal_autocheckpoint={1000 if keeper else 0}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def create_private_file(path: Path) -> None:
    """Make an empty file only its owner may read (0600), and its folder (0700) if there is none. Keeps what exists."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def choose_journal(path: Path, *, busy_timeout_ms: int) -> str:
    """Switch the file to its journal and return it: "wal", or "delete" with a warning where WAL cannot work.

    The switch does not queue for the lock as a transaction does, so it is tried again until the time-out.
    """
    is_network = is_network_folder(path.parent)
    wanted = "delete" if is_network else "wal"
    deadline = time.monotonic() + busy_timeout_ms / 1000
    connection = open_sqlite(path, keeper=False, busy_timeout_ms=busy_timeout_ms)
    try:
        while True:
            try:
                journal = str(connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0])
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    finally:
        connection.close()
    if journal != "wal":
        reason = "it lies on a network file system" if is_network else "SQLite refused WAL"
        logger.warning("response log: journal mode %s, because %s; slower, use a local disk", journal, reason)
    return journal


def is_network_folder(folder: Path, mounts: str | None = None) -> bool:
    """Whether a folder lies on a network file system, where WAL loses data.

    `mounts` is text in the form of /proc/mounts, read from there by default; systems without it answer False,
    except for Windows paths that begin with two backslashes.
    """
    if sys.platform == "win32":
        return str(folder).startswith("\\\\")
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    real, best, kind = folder.resolve(), -1, ""
    for line in mounts.splitlines():
        _, point, file_system, *_ = line.split(" ")
        place = Path(point.replace("\\040", " "))
        if real.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), file_system
    return kind in _NETWORK_FILE_SYSTEMS
