"""Faults of a database, told in the kit's own errors.

Knows nothing of statements. The messages hold no path, no SQL and no value; the cause is chained for the English log.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ..errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError

BUSY = "another process holds the response log; nothing was stored, try again"
FULL = "no space left for the response log, or it may not be written; nothing was stored"
DAMAGED = "the response log is damaged; stop the server and restore the last backup"
GONE = "the response log's file was deleted or replaced while in use; nothing was stored, stop and start again"
FAILED = "the response log could not be read or written"

_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
_SQLITE_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_POSTGRES_BUSY = {"55P03", "40001", "40P01", "57014", "53300"}
_POSTGRES_FULL = {"53100", "25006", "42501"}
_OS_FULL = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT}


def to_store_error(error: BaseException) -> StoreError:
    """The kit's error for a driver's: busy, full or read-only, damaged, or anything else."""
    if isinstance(error, PoolTimeoutError):
        return StoreBusyError(BUSY)
    if isinstance(error, OSError):
        return StoreFullError(FULL) if error.errno in _OS_FULL else StoreError(FAILED)
    original = getattr(error, "orig", None) or error
    sqlite_code = getattr(original, "sqlite_errorcode", None)
    if sqlite_code is not None:
        return _from_sqlite(sqlite_code & 0xFF)
    state = getattr(original, "sqlstate", None)
    if state in _POSTGRES_BUSY:
        return StoreBusyError(BUSY)
    return StoreFullError(FULL) if state in _POSTGRES_FULL else StoreError(FAILED)


def _from_sqlite(code: int) -> StoreError:
    if code in _SQLITE_BUSY:
        return StoreBusyError(BUSY)
    if code in _SQLITE_FULL:
        return StoreFullError(FULL)
    return StoreDamagedError(DAMAGED) if code in _SQLITE_DAMAGED else StoreError(FAILED)


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn every driver's error raised inside into a StoreError."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error, OSError) as error:
        raise to_store_error(error) from error
