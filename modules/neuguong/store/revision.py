"""The revision of a database's schema, and whether this version of the kit may work with it.

Knows nothing of how a revision is made (alembic is not imported here), so that a kernel can ask cheaply.
"""

from sqlalchemy import URL, Connection, inspect, text

from ..errors import StoreError, StoreNewerError, StoreOlderError
from .engine import BUSY_TIMEOUT_MS, make_engine, parse_address, sqlite_path
from .faults import store_errors
from .schema import REVISIONS

_NOT_SET_UP = "the response log has not been set up here; run the migration first"


def require_current_schema(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Return if the log at `url` has the schema this version works with; StoreError says what to do if not."""
    address = parse_address(url)
    require_file(address)
    engine = make_engine(address, keeper=False, busy_timeout_ms=busy_timeout_ms)
    with store_errors(), engine.connect() as connection:
        check_schema(connection)


def find_revision(connection: Connection) -> str | None:
    """The revision a database is at; None for one that was never set up."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_schema(connection: Connection) -> None:
    """StoreError unless the database is at the newest revision this version knows."""
    revision = find_revision(connection)
    if revision is None:
        raise StoreError(_NOT_SET_UP)
    if revision not in REVISIONS:
        raise StoreNewerError(
            f"the response log has schema {revision!r}, made by a newer version of the kit (this one knows "
            f"{REVISIONS[-1]!r}); upgrade the kit, or restore the backup made before the upgrade"
        )
    if revision != REVISIONS[-1]:
        raise StoreOlderError(
            f"the response log has the older schema {revision!r}; run the migration to {REVISIONS[-1]!r}"
        )


def require_file(address: URL) -> None:
    """StoreError if a SQLite address names no file, which opening it would not create."""
    path = sqlite_path(address)
    with store_errors():
        if path is not None and not path.exists():
            raise StoreError(_NOT_SET_UP)
