"""The log of these settings. Knows nothing of content."""

from pathlib import Path

from ..errors import StoreOlderError
from ..home.secret import load_secret
from ..store import SqlLog, connect_log, sqlite_url
from ..store.engine import parse_address, sqlite_path
from .settings import Settings


def open_log(settings: Settings) -> SqlLog:
    """The log of these settings. The SQLite log in `home`, where it does not exist yet or was made by an older version
    of the kit, is set up first: a lone notebook works."""
    if settings.database is None and settings.only_file is None and not settings.database_path.exists():
        prepare_log(settings)
    key = load_secret(settings.home)
    try:
        return connect_log(log_address(settings), key=key, only_file=settings.only_file)
    except StoreOlderError:
        if settings.database is not None:
            raise
    prepare_log(settings)
    return connect_log(log_address(settings), key=key, only_file=settings.only_file)


def open_keeper(settings: Settings) -> SqlLog:
    """The log for the one process that looks after it."""
    return connect_log(log_address(settings), key=load_secret(settings.home), keeper=True)


def prepare_log(settings: Settings) -> None:
    """Create the log or bring it to the newest schema; StoreError if it is newer than this version of the kit."""
    from ..store.migrations import migrate  # alembic: for the start of a server, not for every kernel

    migrate(log_address(settings))


def log_address(settings: Settings) -> str:
    """The database that was named, else the SQLite file in `home`."""
    return settings.database or sqlite_url(settings.database_path)


def log_file(settings: Settings) -> Path | None:
    """The SQLite file of the log; None for PostgreSQL."""
    return sqlite_path(parse_address(log_address(settings)))
