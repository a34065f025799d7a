"""What the keeper of the log does in quiet moments, and what it tells the operator. Knows nothing of serving."""

import logging
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from ..clock import Clock
from ..disclosure import publish_past
from ..errors import StoreBusyError, StoreClosedError, StoreError
from ..store import SqlLog, purge_expired
from ..store.backup import back_up_daily
from ..text import say

LEAP_MAX = timedelta(days=60)
"""How far ahead of the last day it was seen at the clock may be: further, and it may be wrong by years."""
BLOCKED_TURNS = 60
"""Turns in a row, of some seconds each, in which the write-ahead file could not be emptied, before it is told."""

logger = logging.getLogger(__name__)


class Housekeeping:
    """Called every few seconds: empty the write-ahead file and see whether answers can be stored; once an hour end
    workshops that were left; once a day publish what past days left, make a copy and end retention.

    `trouble` is the code of what keeps answers from being stored, None if nothing does. The operator is told once when
    it comes and once when it goes, however many answers are waiting: what fails here fails in every kernel.
    """

    def __init__(
        self, log: SqlLog, clock: Clock, *, file: Path | None, copies: Path, minimum: int, last_day: Path,
        end_idle: Callable[[], None],
    ) -> None:  # fmt: skip
        """`minimum` people at least are behind what is published; `last_day` is a file of the day it was last done;
        `end_idle` ends workshops that were left."""
        self._log, self._clock, self._file, self._copies = log, clock, file, copies
        self._minimum, self._last_day = minimum, last_day
        self._end_idle = end_idle
        self._blocked = 0
        self._idle_hour: datetime | None = None
        self._done_on: date | None = None
        self.trouble: str | None = None

    def __call__(self) -> None:
        try:
            self._log.try_writing()
            self._tell_blocked(self._log.checkpoint())
            self._tell(None)
            self._once_an_hour()
            self._once_a_day()
        except StoreClosedError:
            return  # the server ends, and this turn was late: nothing is lost by that
        except StoreBusyError as error:
            self._tell(error)
        except StoreError as error:
            logger.info("housekeeping: %s", error)  # the operator is told below, once and in Vietnamese
            self._tell(error)

    def _once_an_hour(self) -> None:
        hour = self._clock.now().replace(minute=0, second=0, microsecond=0)
        if self._idle_hour != hour:
            self._idle_hour = hour
            self._end_idle()

    def _once_a_day(self) -> None:
        today = self._clock.now().date()
        if self._done_on == today:
            return
        self._done_on = today
        publish_past(self._log, now=self._clock.now(), minimum=self._minimum)
        if self._file is not None:
            try:
                back_up_daily(self._file, self._copies, today)
            except (StoreError, OSError) as error:
                print(say("cli.copy_failed", why=error), file=sys.stderr, flush=True)
        if self._may_delete(today):
            purge_expired(self._log, self._log.open_board(), clock=self._clock)
        self._log.forget_arrival_order()

    def _may_delete(self, today: date) -> bool:
        """Whether the clock goes on from the day it was last seen at. If it has leapt ahead, nothing is deleted until
        the operator has looked at it and removed the file."""
        try:
            last = date.fromisoformat(self._last_day.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            last = today
        if today - last > LEAP_MAX:
            told = say("cli.clock_ahead", today=f"{today:%d/%m/%Y}", last=f"{last:%d/%m/%Y}", path=self._last_day)
            print(told, file=sys.stderr, flush=True)
            return False
        self._last_day.write_text(today.isoformat(), encoding="ascii")
        return True

    def _tell_blocked(self, is_empty: bool) -> None:
        self._blocked = 0 if is_empty else self._blocked + 1
        if self._blocked == BLOCKED_TURNS:
            print(say("cli.journal_blocked"), file=sys.stderr, flush=True)

    def _tell(self, error: StoreError | None) -> None:
        code = None if error is None else error.code
        if code == self.trouble:
            return
        self.trouble = code
        line = say("cli.storage_again") if code is None else say("cli.storage_trouble", why=say(f"faults.{code}"))
        print(line, file=sys.stderr, flush=True)
