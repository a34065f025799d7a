"""Kernels for visitors: started, kept per browser tab, taken back when nobody needs them any more.

Knows the kernel protocol, not the web nor what the notebooks teach.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from nbformat import NotebookNode

from ..errors import AdmissionError
from .admission import Arrival, Client, Limits, WaitingLine, check_limit
from .execution import CellError, execute_notebook
from .seats import Gone, Listener, Seat

log = logging.getLogger(__name__)


LOST_S = 60.0
"""For how long a tab whose kernel died goes before those who wait."""


class KernelHouse:
    """All kernels of the server. Use from the event loop only."""

    def __init__(
        self,
        manager: AsyncMultiKernelManager,
        notebooks: Mapping[str, NotebookNode],
        *,
        environment: Mapping[str, str],
        limits: Limits,
        pooled: tuple[str, ...] = (),
    ) -> None:
        self._manager = manager
        self._notebooks = notebooks
        self._environment = dict(environment)
        self._limits = limits
        self._pooled = pooled
        self._seats: set[Seat] = set()
        self._ready: dict[str, list[Seat]] = {slug: [] for slug in notebooks}
        self._starting = asyncio.Semaphore(limits.starting)
        self._pending = 0
        self._filling: Counter[str] = Counter()
        self._no_filling_before: dict[str, float] = {}
        self._line = WaitingLine()
        self._arriving: dict[tuple[str, str], tuple[Arrival, asyncio.Task[Seat]]] = {}
        self._lost_at: dict[tuple[str, str], float] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def live(self) -> int:
        """Kernels running or being started, those for the pool included."""
        return len(self._seats) + self._pending + self._filling.total()

    @property
    def waiting(self) -> int:
        return len(self._line)

    def begin(self) -> None:
        """Start to look after the kernels and fill the pool."""
        self._spawn(self._look_after())
        self._fill_pool()

    def knows(self, slug: str, tab: str) -> bool:
        """Whether the tab has a kernel or is on its way to one: its return costs nothing."""
        return (tab, slug) in self._arriving or any(seat.tab == tab and seat.slug == slug for seat in self._seats)

    async def acquire(self, slug: str, *, tab: str, client: Client, tell: Callable[[int], None]) -> Seat:
        """The tab's own kernel if it still runs, else a ready one, else a new one; waits for a place beyond the cap.

        `tell` is called with the place in the line (from 1) whenever it changes. AdmissionError if this client
        holds too many kernels; any other error means that the kernel could not be started.
        """
        known = next((seat for seat in self._seats if seat.tab == tab and seat.slug == slug), None)
        if known is not None and await self._is_alive(known):
            known.touch()
            return known
        if (tab, slug) not in self._arriving:
            self._limit(client)
            fresh = Arrival(client, lost=self._lost_at.pop((tab, slug), None) is not None)
            self._arriving[tab, slug] = fresh, self._spawn(self._arrive(slug, tab, fresh))
        arrival, task = self._arriving[tab, slug]
        arrival.pages.append(tell)
        if arrival.place:
            tell(arrival.place)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            # The page has gone. A kernel that is being started is kept for its return, and so, a while, is a place in
            # the line: a phone's screen goes dark.
            arrival.pages.remove(tell)
            if not arrival.pages:
                asyncio.get_running_loop().call_later(self._limits.grace_s, arrival.give_up_if_left)
                task.add_done_callback(lambda _: self._let_go(arrival, task))
            raise

    async def _arrive(self, slug: str, tab: str, arrival: Arrival) -> Seat:
        try:
            seat = await self._take_or_start(slug, arrival)
        finally:
            del self._arriving[tab, slug]
        seat.tab, seat.holder = tab, arrival.client
        seat.touch()
        self._fill_pool()
        return seat

    def _let_go(self, arrival: Arrival, arrived: asyncio.Task[Seat]) -> None:
        """Unless a page waits for it again, the kernel that has arrived may make room for others."""
        if not arrival.pages and not arrived.cancelled() and arrived.exception() is None:
            arrived.result().promised = False
            self._settle()

    def attach(self, seat: Seat, listener: Listener, on_gone: Callable[[Gone], None]) -> None:
        """Hand the kernel's comm messages to `listener`."""
        seat.take(listener, on_gone)

    def detach(self, seat: Seat, listener: Listener) -> None:
        """The channel has gone; the kernel waits a while for the tab to come back."""
        now = monotonic()
        if seat.leave(listener):
            if now - seat.taken_at >= self._limits.settled_s:
                seat.kept_until = now + self._limits.grace_s
            self._settle()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(self._end(seat) for seat in list(self._seats)), return_exceptions=True)

    # --- admission

    def _limit(self, client: Client) -> None:
        """A client at its limit gives up a page it has left, or is refused."""
        holders = [seat for seat in self._seats if seat.holder is not None]
        known = [seat.holder for seat in holders if seat.holder] + [one.client for one, _ in self._arriving.values()]
        try:
            check_limit(client, known, self._limits)
        except AdmissionError:
            left = [seat for seat in holders if seat.is_free and seat.holder and seat.holder.visitor == client.visitor]
            if not left:
                raise
            self._give_up(min(left, key=lambda seat: seat.touched_at))

    async def _take_or_start(self, slug: str, arrival: Arrival) -> Seat:
        while True:
            ready = self._ready[slug]
            while ready:
                if await self._is_alive(ready[-1]) and ready:  # while we looked, somebody may have taken it
                    seat = ready.pop()
                    seat.promised = True
                    return seat
            if self._has_room() and not self._line:
                return await self._start(slug)
            await self._wait_for_turn(arrival)
            if self._ready[slug]:
                continue
            return await self._start(slug)

    def _has_room(self) -> bool:
        return self.live < self._limits.cap

    async def _wait_for_turn(self, arrival: Arrival) -> None:
        turn = self._line.join(arrival)
        self._settle()
        try:
            await turn
        finally:
            self._line.leave(arrival)

    def _settle(self) -> None:
        """Make room for those who wait, and let in those for whom there is room."""
        self._make_room()
        self._admit()

    def _admit(self) -> None:
        """Let in whoever is first, as long as there is room. The place is reserved until the kernel is started."""
        while self._line and self._has_room():
            if self._line.let_in_first():
                self._pending += 1
                asyncio.get_running_loop().call_soon(self._release_reservation)
        self._line.tell_places()

    def _release_reservation(self) -> None:
        self._pending -= 1

    def _make_room(self) -> None:
        """End the kernels nobody sits at any more, longest unused first: unwanted pool kernels, then left tabs."""
        wanted = len(self._line) - (self._limits.cap - self.live) if self._line else 0
        now = monotonic()
        free = sorted(
            (seat for seat in self._seats if seat.is_free and seat.kept_until <= now),
            key=lambda seat: (seat.tab is not None, seat.touched_at),
        )
        for seat in free[: max(0, wanted)]:
            self._give_up(seat)

    def _give_up(self, seat: Seat) -> None:
        """End a kernel nobody sits at; from now on it takes no place."""
        self._forget(seat)
        self._spawn(self._end(seat))

    # --- starting and ending

    async def _start(self, slug: str) -> Seat:
        self._pending += 1
        try:
            return await self._start_in_turn(slug)
        finally:
            self._pending -= 1

    async def _start_in_turn(self, slug: str) -> Seat:
        async with self._starting:
            return await asyncio.wait_for(self._start_now(slug), self._limits.start_timeout_s)

    async def _start_now(self, slug: str) -> Seat:
        kernel_id = await self._manager.start_kernel(kernel_name="python3", env=dict(self._environment))
        client: Any = None
        try:
            client = self._manager.get_kernel(kernel_id).client()
            client.start_channels(shell=True, iopub=True, stdin=False, hb=False, control=False)
            outputs = await self._execute(slug, kernel_id, client)
        except BaseException:
            if client is not None:
                client.stop_channels()
            with suppress(Exception):
                await self._manager.shutdown_kernel(kernel_id, now=True)
            raise
        seat = Seat(slug, kernel_id, client, outputs)
        seat.pump = self._spawn(self._pump(seat))
        self._seats.add(seat)
        return seat

    async def _execute(self, slug: str, kernel_id: str, client: Any) -> list[dict[str, Any]]:
        """Run the page's notebook; a kernel that dies over it will never say so itself."""
        executing = asyncio.ensure_future(execute_notebook(self._notebooks[slug], client))
        try:
            while not (await asyncio.wait([executing], timeout=self._limits.look_every_s))[0]:
                if not await self._manager.is_alive(kernel_id):
                    raise CellError("the kernel ended while the notebook ran")
            return executing.result()
        finally:
            executing.cancel()

    async def _pump(self, seat: Seat) -> None:
        """Pass the kernel's comm messages on to whoever is attached."""
        try:
            while True:
                message = await seat.client.get_iopub_msg(timeout=None)
                seat.hear(message["msg_type"], message["content"])
        except Exception:
            log.exception("what a kernel of %s says cannot be read any more", seat.slug)
            self._spawn(self._end(seat))

    def _forget(self, seat: Seat) -> None:
        self._seats.discard(seat)
        with suppress(ValueError):
            self._ready[seat.slug].remove(seat)

    async def _end(self, seat: Seat, *, resting: bool = False) -> None:
        """End a kernel; whoever is attached is told whether it was for resting too long."""
        if seat.closed:
            return
        seat.closed = True
        self._forget(seat)
        if seat.on_gone is not None:
            seat.on_gone(Gone.RESTING if resting else Gone.ENDED)
            seat.listener = seat.on_gone = None
        if seat.pump is not None:
            seat.pump.cancel()
        seat.client.stop_channels()
        with suppress(Exception):
            await self._manager.shutdown_kernel(seat.kernel_id, now=True)
        self._settle()

    async def _is_alive(self, seat: Seat) -> bool:
        if seat.closed:
            self._forget(seat)
            return False
        try:
            alive: bool = await self._manager.is_alive(seat.kernel_id)
        except KeyError:
            alive = False
        if not alive:
            if seat.tab is not None:
                self._lost_at[seat.tab, seat.slug] = monotonic()
            await self._end(seat)
        return alive

    # --- looking after

    def _fill_pool(self) -> None:
        for slug in self._pooled:
            while (
                len(self._ready[slug]) + self._filling[slug] < self._limits.pool
                and self._has_room()
                and not self._line
                and monotonic() >= self._no_filling_before.get(slug, 0.0)
            ):
                self._filling[slug] += 1
                self._spawn(self._add_to_pool(slug))

    async def _add_to_pool(self, slug: str) -> None:
        try:
            seat = await self._start_in_turn(slug)
            seat.promised = False
            self._ready[slug].append(seat)
        except Exception:
            self._no_filling_before[slug] = monotonic() + self._limits.refill_after_failure_s
            log.exception("a kernel for the pool of %s did not start", slug)
        finally:
            self._filling[slug] -= 1
            self._settle()

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(self._limits.look_every_s)
            try:
                await self._look_round()
            except Exception:
                log.exception("looking after the kernels")  # and again at the next turn: nobody else would

    async def _look_round(self) -> None:
        """End the dead and those left alone too long, let in whom there is room for, fill the pool."""
        now = monotonic()
        self._lost_at = {tab: at for tab, at in self._lost_at.items() if now - at < LOST_S}
        for seat in list(self._seats):
            unused = now - seat.touched_at
            pooled = seat in self._ready[seat.slug]
            if not await self._is_alive(seat) or pooled:
                continue
            if unused > (self._limits.idle_s if seat.attached else self._limits.detached_s):
                await self._end(seat, resting=True)
        self._settle()
        if not self._line:
            self._fill_pool()

    def _spawn(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        assert isinstance(task, asyncio.Task)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
