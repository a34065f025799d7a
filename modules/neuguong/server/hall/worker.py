"""A thread for what may block: one thing after another, the most urgent first. Knows nothing of what it does."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from queue import PriorityQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class Urgency(IntEnum):
    """A vote waits for nobody's arrival."""

    VOTE = 0
    NEWS = 1
    ARRIVAL = 2
    END = 3


_Job = tuple[Urgency, int, Callable[[], Any] | None, "asyncio.Future[Any] | None"]


class Worker:
    """Use from one event loop. The thread starts with the first thing to do and ends with `close` or the process."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = itertools.count()
        self._thread: Thread | None = None

    async def do(self, urgency: Urgency, work: Callable[[], T]) -> T:
        """What `work` returns or raises. It is done even if nobody waits any more."""
        if self._thread is None:
            self._thread = Thread(target=self._run, args=(asyncio.get_running_loop(),), name=self._name, daemon=True)
            self._thread.start()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put((urgency, next(self._numbers), work, future))
        return await future

    def close(self) -> None:
        """End after what is waiting."""
        self._jobs.put((Urgency.END, next(self._numbers), None, None))

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            _, _, work, future = self._jobs.get()
            if work is None or future is None:
                return
            value: Any = None
            fault: BaseException | None = None
            try:
                value = work()
            except BaseException as error:  # it is raised where it is waited for
                fault = error
            with suppress(RuntimeError):  # the loop was closed
                loop.call_soon_threadsafe(_settle, future, value, fault)


def _settle(future: "asyncio.Future[Any]", value: Any, fault: BaseException | None) -> None:
    if future.done():
        return
    if fault is None:
        future.set_result(value)
    else:
        future.set_exception(fault)
