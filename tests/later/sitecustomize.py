"""Moves the kit's clock: `NEUGUONG_TEST_LATER_DAYS` days ahead of the machine's.

Python imports a module of this name by itself when it starts, kernels included.
"""

import os
from datetime import UTC, datetime, timedelta

from neuguong.clock import SystemClock

AHEAD = timedelta(days=int(os.environ.get("NEUGUONG_TEST_LATER_DAYS", "0")))


def _now(self: SystemClock) -> datetime:
    return datetime.now(UTC) + AHEAD


SystemClock.now = _now  # type: ignore[method-assign]
