"""Group commit: the votes that came within a few milliseconds are written together. Knows no vote."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from ...errors import NeuGuongError
from .contract import Answering, Json
from .replies import Reply, TooFastError, refuse, reply_with
from .worker import Urgency, Worker

logger = logging.getLogger(__name__)

COLLECT_S = 0.004
"""How long the first vote waits for others: less than writing one takes."""
MOST_TOGETHER, MOST_WAITING = 500, 10_000
_Waiting = tuple[Answering, "asyncio.Future[Reply]"]


class GroupCommit:
    """Use from the event loop. While one group is being written, the next one collects."""

    def __init__(self, worker: Worker, cast: Callable[[Sequence[Answering]], Sequence[Json]]) -> None:
        self._worker, self._cast = worker, cast
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, answer: Answering) -> Reply:
        """ "received" once the vote is on disk, or why it is not."""
        if len(self._waiting) >= MOST_WAITING:
            return refuse(TooFastError("too many votes are waiting"), attempt_id=answer.attempt_id)
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((answer, future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await asyncio.shield(future)  # a phone that has gone takes no vote along

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(COLLECT_S)
                group, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._write(group)
        finally:
            self._writing = None

    async def _write(self, group: Sequence[_Waiting]) -> None:
        try:
            told = await self._worker.do(Urgency.VOTE, lambda: self._cast([answer for answer, _ in group]))
            replies = [reply_with(one) for one in told]
        except Exception as error:
            if not isinstance(error, NeuGuongError):
                logger.exception("votes could not be cast")
                if len(group) > 1:  # what is wrong with one of them must not cost the others theirs
                    for one in group:
                        await self._write([one])
                    return
            replies = [refuse(error, attempt_id=answer.attempt_id) for answer, _ in group]
        for (_, future), reply in zip(group, replies, strict=True):
            if not future.done():
                future.set_result(reply)
