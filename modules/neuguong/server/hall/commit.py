"""Group commit: the messages that came within a few milliseconds are written together. Knows no message."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from ...errors import NeuGuongError
from .replies import TooFastError
from .worker import Urgency, Worker

logger = logging.getLogger(__name__)

COLLECT_S = 0.004
"""How long the first message waits for others: less than writing one takes."""
MOST_TOGETHER, MOST_WAITING = 500, 10_000
M = TypeVar("M")
R = TypeVar("R")


class GroupCommit(Generic[M, R]):
    """Use from the event loop. While one group is being written, the next one collects.

    `write` gives a reply for each message, in order, once all of them are on disk.
    """

    def __init__(self, worker: Worker, urgency: Urgency, write: Callable[[Sequence[M]], Sequence[R]]) -> None:
        self._worker, self._urgency, self._write_group = worker, urgency, write
        self._waiting: list[tuple[M, asyncio.Future[R]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, message: M) -> R:
        """What is replied once it is on disk; whatever `write` raises, or TooFastError if too many wait."""
        if len(self._waiting) >= MOST_WAITING:
            raise TooFastError("too many messages are waiting")
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((message, future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await asyncio.shield(future)  # a phone that has gone takes no message along

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(COLLECT_S)
                group, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._write(group)
        finally:
            self._writing = None

    async def _write(self, group: Sequence[tuple[M, "asyncio.Future[R]"]]) -> None:
        try:
            replies = await self._worker.do(self._urgency, lambda: self._write_group([one for one, _ in group]))
        except Exception as error:
            if len(group) > 1 and not isinstance(error, NeuGuongError):
                logger.exception("messages could not be written together")
                for one in group:  # what is wrong with one of them must not cost the others theirs
                    await self._write([one])
                return
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # whoever waited may have gone
            return
        for (_, future), reply in zip(group, replies, strict=True):
            if not future.done():
                future.set_result(reply)
