"""How wrong codes are answered, so that codes cannot be found by trying. Knows no code."""

import asyncio
import logging
from collections import deque
from time import monotonic

from .replies import TooFastError

logger = logging.getLogger(__name__)

WINDOW_S = 60.0
FREE = 20
"""Wrong codes a minute, of the whole server, that are answered at once: a hall mistypes."""
STEP_S, MOST_S = 0.1, 5.0
MOST_WAITING = 256


class Patience:
    """Each wrong code beyond those a hall mistypes is answered a little later than the one before, whoever sends it:
    a hall is one address, and a token costs nothing. A right code is never made to wait. Only while as many wrong ones
    wait for their answer as may, strangers are told to come again: so at most 51 codes are tried a second (256 in 5 s),
    and of sixty million a workshop's is found in three hours of it with a chance of one in a hundred. Whoever is in
    already is not asked here.
    """

    def __init__(self, *, step_s: float = STEP_S, most_s: float = MOST_S, most_waiting: int = MOST_WAITING) -> None:
        self._step_s, self._most_s, self._most_waiting = step_s, most_s, most_waiting
        self._wrong: deque[float] = deque(maxlen=FREE + int(most_s / step_s) + 1)
        self._waiting = 0

    def check(self) -> None:
        """TooFastError while no stranger's code is looked at."""
        if self._waiting >= self._most_waiting:
            logger.warning("somebody tries codes: %d wrong ones are waiting", self._waiting)
            raise TooFastError("too many wrong codes are waiting for their answer")

    async def wait(self) -> None:
        """Before a wrong code is told to be wrong."""
        now = monotonic()
        while self._wrong and self._wrong[0] < now - WINDOW_S:
            self._wrong.popleft()
        self._wrong.append(now)
        delay = min(self._most_s, max(0, len(self._wrong) - FREE) * self._step_s)
        self._waiting += 1
        try:
            await asyncio.sleep(delay)
        finally:
            self._waiting -= 1
