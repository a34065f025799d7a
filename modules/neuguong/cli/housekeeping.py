"""What the keeper of the log does in quiet moments, and what it tells the operator. Knows nothing of serving."""

import logging
import sys
from datetime import date
from pathlib import Path

from ..clock import Clock
from ..errors import StoreBusyError, StoreError
from ..store import SqlLog, purge_expired
from ..store.backup import back_up_daily
from ..text import say

logger = logging.getLogger(__name__)


class Housekeeping:
    """Called every few seconds: empty the write-ahead file and see whether answers can be stored; once a day end
    retention and make a copy.

    `trouble` is the code of what keeps answers from being stored, None if nothing does. The operator is told once when
    it comes and once when it goes, however many answers are waiting: what fails here fails in every kernel.
    """

    def __init__(self, log: SqlLog, clock: Clock, *, file: Path | None, copies: Path) -> None:
        self._log, self._clock, self._file, self._copies = log, clock, file, copies
        self._done_on: date | None = None
        self.trouble: str | None = None

    def __call__(self) -> None:
        try:
            self._log.try_writing()
            self._log.checkpoint()
            self._tell(None)
            self._once_a_day()
        except StoreBusyError as error:
            self._tell(error)
        except StoreError as error:
            logger.warning("housekeeping: %s", error)
            self._tell(error)

    def _once_a_day(self) -> None:
        today = self._clock.now().date()
        if self._done_on == today:
            return
        self._done_on = today
        if self._file is not None:
            try:
                back_up_daily(self._file, self._copies, today)
            except (StoreError, OSError) as error:
                print(say("cli.copy_failed", why=error), file=sys.stderr, flush=True)
        purge_expired(self._log, self._clock)
        self._log.forget_arrival_order()

    def _tell(self, error: StoreError | None) -> None:
        code = None if error is None else error.code
        if code == self.trouble:
            return
        self.trouble = code
        line = say("cli.storage_again") if code is None else say("cli.storage_trouble", why=say(f"faults.{code}"))
        print(line, file=sys.stderr, flush=True)
