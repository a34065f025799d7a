"""The append-only response log: statements, the protocol, the fake in memory and the one in a database.

Knows nothing of scoring, lessons or screens. Setting up a database is in `store.migrations`, not imported from here.
"""

from .engine import sqlite_url
from .log import ItemTotal, ReleasedTotal, ResponseLog
from .memory import MemoryLog
from .retention import RETENTION_DAYS, purge_expired
from .revision import require_current_schema
from .sql import SqlLog, connect_log
from .statement import (
    GROUP_FLOOR,
    GROUP_MINIMUM,
    RESPONSE_BYTES_MAX,
    Context,
    InvalidStatementError,
    Statement,
    canonical_json,
    unlinked,
)

__all__ = [
    "GROUP_FLOOR",
    "GROUP_MINIMUM",
    "RESPONSE_BYTES_MAX",
    "RETENTION_DAYS",
    "Context",
    "InvalidStatementError",
    "ItemTotal",
    "MemoryLog",
    "ReleasedTotal",
    "ResponseLog",
    "SqlLog",
    "Statement",
    "canonical_json",
    "connect_log",
    "purge_expired",
    "require_current_schema",
    "sqlite_url",
    "unlinked",
]
