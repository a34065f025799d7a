"""Retention: how long answers are kept when nobody says otherwise.

Knows nothing of how a log deletes; asks any `ResponseLog` to do it.
"""

from datetime import timedelta

from ..clock import Clock
from .log import ResponseLog

RETENTION_DAYS = 730
"""Two years: two yearly rounds of study can be compared, nothing older is kept."""


def purge_expired(log: ResponseLog, clock: Clock, *, keep_days: int = RETENTION_DAYS) -> int:
    """Delete what was stored more than `keep_days` days ago (≥ 1, ValueError otherwise). Returns how many rows went."""
    if keep_days < 1:
        raise ValueError(f"keep_days: found {keep_days}; allowed: 1 or more")
    return log.purge_statements(clock.now() - timedelta(days=keep_days))
