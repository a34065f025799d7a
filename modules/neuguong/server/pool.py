"""Kernels that are ready before anybody asks. Knows no visitor."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from time import monotonic

from .admission import Limits
from .kernels import Kernels, KernelSeat
from .seats import Gone, Seat

logger = logging.getLogger(__name__)


class Pool:
    """A few ready kernels for each of some pages. `may_start` says for a page whether one more kernel may be started,
    `changed` is called when a kernel has come or could not be started."""

    def __init__(
        self,
        kernels: Kernels,
        slugs: tuple[str, ...],
        limits: Limits,
        *,
        may_start: Callable[[str], bool],
        changed: Callable[[], None],
    ) -> None:
        self._kernels, self._limits = kernels, limits
        self._may_start, self._changed = may_start, changed
        self._ready: dict[str, list[KernelSeat]] = {slug: [] for slug in slugs}
        self._filling: Counter[str] = Counter()
        self._not_before: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def seats(self) -> list[KernelSeat]:
        """The ready kernels."""
        return [seat for ready in self._ready.values() for seat in ready]

    def __len__(self) -> int:
        """Kernels ready or on their way to be."""
        return len(self.seats) + self._filling.total()

    def has(self, slug: str) -> bool:
        return bool(self._ready.get(slug))

    async def take(self, slug: str) -> KernelSeat | None:
        """A ready kernel for the page, from now on promised; None if there is none. The dead are cleared away."""
        ready = self._ready.get(slug, [])
        while ready:
            seat = ready[-1]
            alive = await self._kernels.is_alive(seat)
            if seat not in ready:  # while we looked, somebody has taken it
                continue
            ready.remove(seat)
            if alive:
                seat.promised = True
                return seat
            await self._kernels.end(seat, Gone.ENDED)
        return None

    def forget(self, seat: Seat) -> None:
        """The kernel is nobody's any more."""
        for ready in self._ready.values():
            if seat in ready:
                ready.remove(seat)

    def fill(self) -> None:
        """Start what is missing, as far as there is room; after a failure only some time later."""
        for slug, ready in self._ready.items():
            while (
                len(ready) + self._filling[slug] < self._limits.pool
                and monotonic() >= self._not_before.get(slug, 0.0)
                and self._may_start(slug)
            ):
                self._filling[slug] += 1
                task = asyncio.ensure_future(self._add(slug))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def clear_dead(self) -> None:
        for seat in self.seats:
            if not await self._kernels.is_alive(seat):
                self.forget(seat)
                await self._kernels.end(seat, Gone.ENDED)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(self._kernels.end(seat, Gone.ENDED) for seat in self.seats), return_exceptions=True)

    async def _add(self, slug: str) -> None:
        try:
            seat = await self._kernels.start(slug, on_broken=self._drop)
            seat.promised = False
            self._ready[slug].append(seat)
        except Exception:
            self._not_before[slug] = monotonic() + self._limits.refill_after_failure_s
            logger.exception("a kernel for the pool of %s did not start", slug)
        finally:
            self._filling[slug] -= 1
            self._changed()

    def _drop(self, seat: KernelSeat) -> None:
        self.forget(seat)
        task = asyncio.ensure_future(self._kernels.end(seat, Gone.ENDED))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
