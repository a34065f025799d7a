"""Retention: how long answers and workshops are kept when nobody says otherwise.

Knows nothing of how a log deletes; asks any `ResponseLog` and any `WorkshopBoard` to do it.
"""

from datetime import timedelta

from ..clock import Clock
from .board import WorkshopBoard
from .log import ResponseLog

RETENTION_DAYS = 730
"""Two years: two yearly rounds of study can be compared, nothing older is kept."""


def purge_expired(log: ResponseLog, board: WorkshopBoard, *, clock: Clock, keep_days: int = RETENTION_DAYS) -> int:
    """Delete answers stored, and workshops begun, more than `keep_days` days ago (≥ 1, ValueError otherwise), and the
    ballots of abandoned ones. Returns how many answers went."""
    if keep_days < 1:
        raise ValueError(f"keep_days: found {keep_days}; allowed: 1 or more")
    before = clock.now() - timedelta(days=keep_days)
    board.purge_workshops(before)
    return log.purge_statements(before)
