"""The append-only response log and the workshop board: protocols, the fakes in memory and those in a database.

Knows nothing of scoring, lessons or screens. Setting up a database is in `store.migrations`, not imported from here.
"""

from ..groups import GROUP_FLOOR, GROUP_MINIMUM, check_group_minimum
from .engine import sqlite_url
from .log import (
    FIRST_ANSWERS_PER_MINUTE,
    ErasedActorError,
    FirstAnswer,
    FirstAnswerRow,
    Group,
    ItemCount,
    ReleasedTotal,
    ResponseLog,
    Saying,
    Stored,
    TooFastError,
    Waiting,
    WaitingCount,
)
from .memory import MemoryLog
from .memory_board import MemoryBoard
from .occasion import HALLS, STUDY, Context, Occasion
from .retention import RETENTION_DAYS, purge_expired
from .revision import require_current_schema
from .sql import SqlLog, connect_log
from .sql_board import SqlBoard
from .statement import (
    RESPONSE_BYTES_MAX,
    InvalidStatementError,
    Statement,
    amended,
    canonical_json,
    unlinked,
)

__all__ = [
    "FIRST_ANSWERS_PER_MINUTE",
    "GROUP_FLOOR",
    "GROUP_MINIMUM",
    "HALLS",
    "RESPONSE_BYTES_MAX",
    "RETENTION_DAYS",
    "STUDY",
    "Context",
    "ErasedActorError",
    "FirstAnswer",
    "FirstAnswerRow",
    "Group",
    "InvalidStatementError",
    "ItemCount",
    "MemoryBoard",
    "MemoryLog",
    "Occasion",
    "ReleasedTotal",
    "ResponseLog",
    "Saying",
    "SqlBoard",
    "SqlLog",
    "Statement",
    "Stored",
    "TooFastError",
    "Waiting",
    "WaitingCount",
    "amended",
    "canonical_json",
    "check_group_minimum",
    "connect_log",
    "purge_expired",
    "require_current_schema",
    "sqlite_url",
    "unlinked",
]
