"""Kernels for visitors: started, kept per browser tab, taken back, and rationed when a hall arrives at once.

Knows the kernel protocol, not the web: a `Seat` is a running kernel whose notebook has been executed; the channel of a
page sits on it, and may leave and come back. Knows nothing of what the notebooks teach.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import Any

from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from nbformat import NotebookNode

from ..errors import AdmissionError
from .execution import execute_notebook

log = logging.getLogger(__name__)

CONTROL_PROTOCOL = "1.0.0"
"""Version of the widgets' control protocol, by which a page asks for the state of all widgets."""
Listener = Callable[[str, dict[str, Any]], None]
"""Called with the type and content of each comm message of the kernel."""


class Gone(Enum):
    """Why a page loses its kernel."""

    ENDED = "the kernel has ended: ask for another at once"
    RESTING = "nobody used it for long: ask for another when somebody does"
    REPLACED = "another page of the same tab id, a duplicated tab, sits on it now: ask under a new id"


@dataclass(eq=False)
class Seat:
    """A running kernel that has executed a page's notebook.

    `promised` until it lies in the pool or a page sits on it: such a seat is never ended to make room.
    """

    slug: str
    kernel_id: str
    client: Any
    outputs: list[dict[str, Any]]
    tab: str | None = None
    visitor: str | None = None
    listener: Listener | None = None
    on_gone: Callable[[Gone], None] | None = None
    touched_at: float = field(default_factory=monotonic)
    pump: asyncio.Task[None] | None = None
    promised: bool = True
    closed: bool = False

    @property
    def attached(self) -> bool:
        return self.listener is not None

    def touch(self) -> None:
        self.touched_at = monotonic()

    def send(self, message_type: str, content: dict[str, Any]) -> None:
        """Pass a comm message of the browser on to the kernel."""
        self.touch()
        metadata = {"version": CONTROL_PROTOCOL} if message_type == "comm_open" else {}
        self.client.session.send(self.client.shell_channel.socket, message_type, content, metadata=metadata)


@dataclass(frozen=True)
class Limits:
    """How many kernels, and for how long. Seconds; `cap` counts kernels, the waiting ones in the pool included."""

    cap: int
    pool: int = 1
    starting: int = 4
    per_visitor: int = 4
    detached_s: float = 90.0
    idle_s: float = 1800.0
    look_every_s: float = 1.0
    start_timeout_s: float = 60.0
    refill_after_failure_s: float = 15.0


@dataclass(eq=False)
class _Arrival:
    """A tab on its way to a kernel, and the pages that wait for it: two, where the tab has come back by another line.

    `place` is the place in the queue last told, 0 outside it.
    """

    visitor: str
    pages: list[Callable[[int], None]] = field(default_factory=list)
    turn: asyncio.Future[None] | None = None
    place: int = 0

    def tell(self, place: int) -> None:
        self.place = place
        for page in self.pages:
            page(place)


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
        self._queue: deque[_Arrival] = deque()
        self._arriving: dict[tuple[str, str], tuple[_Arrival, asyncio.Task[Seat]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def live(self) -> int:
        """Kernels running or being started, those for the pool included."""
        return len(self._seats) + self._pending + self._filling.total()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def begin(self) -> None:
        """Start to look after the kernels and fill the pool."""
        self._spawn(self._look_after())
        self._fill_pool()

    async def acquire(self, slug: str, *, tab: str, visitor: str, tell: Callable[[int], None]) -> Seat:
        """The tab's own kernel if it still runs, else a ready one, else a new one; waits for a place beyond the cap.

        `tell` is called with the place in the queue (from 1) whenever it changes. AdmissionError if this visitor
        holds too many kernels; any other error means that the kernel could not be started.
        """
        known = next((seat for seat in self._seats if seat.tab == tab and seat.slug == slug), None)
        if known is not None and await self._is_alive(known):
            known.touch()
            return known
        if (tab, slug) not in self._arriving:
            self._limit_visitor(visitor)
            fresh = _Arrival(visitor)
            self._arriving[tab, slug] = fresh, self._spawn(self._arrive(slug, tab, fresh))
        arrival, task = self._arriving[tab, slug]
        arrival.pages.append(tell)
        if arrival.place:
            tell(arrival.place)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            # The page has gone. A kernel that is being started is kept for its return; a place in the queue is not,
            # unless the tab has already come back.
            arrival.pages.remove(tell)
            if not arrival.pages:
                if arrival.turn is not None:
                    arrival.turn.cancel()
                task.add_done_callback(lambda _: self._let_go(arrival, task))
            raise

    async def _arrive(self, slug: str, tab: str, arrival: _Arrival) -> Seat:
        try:
            seat = await self._take_or_start(slug, arrival)
        finally:
            del self._arriving[tab, slug]
        seat.tab, seat.visitor = tab, arrival.visitor
        seat.touch()
        self._fill_pool()
        return seat

    def _let_go(self, arrival: _Arrival, arrived: asyncio.Task[Seat]) -> None:
        """Unless a page waits for it again, the kernel that has arrived may make room for others."""
        if not arrival.pages and not arrived.cancelled() and arrived.exception() is None:
            arrived.result().promised = False
            self._settle()

    def attach(self, seat: Seat, listener: Listener, on_gone: Callable[[Gone], None]) -> None:
        """Hand the kernel's comm messages to `listener`. A channel that was there before is told it is gone."""
        if seat.on_gone is not None:
            seat.on_gone(Gone.REPLACED)
        seat.listener, seat.on_gone = listener, on_gone
        seat.promised = False
        seat.touch()

    def detach(self, seat: Seat, listener: Listener) -> None:
        """The channel has gone; the kernel waits a while for the tab to come back."""
        if seat.listener == listener:  # bound methods are equal, never identical
            seat.listener = seat.on_gone = None
            seat.touch()
            self._settle()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(self._end(seat) for seat in list(self._seats)), return_exceptions=True)

    # --- admission

    def _limit_visitor(self, visitor: str) -> None:
        held = sorted((seat for seat in self._seats if seat.visitor == visitor), key=lambda seat: seat.touched_at)
        arriving = sum(arrival.visitor == visitor for arrival, _ in self._arriving.values())
        if len(held) + arriving < self._limits.per_visitor:
            return
        for seat in held:
            if not seat.attached and not seat.promised:
                self._forget(seat)
                self._spawn(self._end(seat))
                return
        raise AdmissionError(f"one visitor holds {len(held)} kernels and waits for {arriving}")

    async def _take_or_start(self, slug: str, arrival: _Arrival) -> Seat:
        while True:
            ready = self._ready[slug]
            while ready:
                if await self._is_alive(ready[-1]) and ready:  # while we looked, somebody may have taken it
                    seat = ready.pop()
                    seat.promised = True
                    return seat
            if self._has_room() and not self._queue:
                return await self._start(slug)
            await self._wait_for_turn(arrival)
            if self._ready[slug]:
                continue
            return await self._start(slug)

    def _has_room(self) -> bool:
        return self.live < self._limits.cap

    async def _wait_for_turn(self, arrival: _Arrival) -> None:
        arrival.turn = asyncio.get_running_loop().create_future()
        self._queue.append(arrival)
        self._settle()
        try:
            await arrival.turn
        finally:
            arrival.turn, arrival.place = None, 0
            with suppress(ValueError):
                self._queue.remove(arrival)
            self._tell_places()

    def _settle(self) -> None:
        """Make room for those who wait, and let in those for whom there is room."""
        self._make_room()
        self._admit()

    def _admit(self) -> None:
        """Let in whoever is first, as long as there is room. The place is reserved until the kernel is started."""
        while self._queue and self._has_room():
            arrival = self._queue.popleft()
            if arrival.turn is not None and not arrival.turn.done():
                self._pending += 1
                arrival.turn.set_result(None)
                asyncio.get_running_loop().call_soon(self._release_reservation)
        self._tell_places()

    def _release_reservation(self) -> None:
        self._pending -= 1

    def _tell_places(self) -> None:
        for place, arrival in enumerate(self._queue, start=1):
            if arrival.place != place:
                arrival.tell(place)

    def _make_room(self) -> None:
        """End the kernels nobody sits at any more, longest unused first: unwanted pool kernels, then left tabs."""
        wanted = len(self._queue) - (self._limits.cap - self.live) if self._queue else 0
        empty = [seat for seat in self._seats if not seat.attached and not seat.promised]
        empty.sort(key=lambda seat: (seat.tab is not None, seat.touched_at))
        for seat in empty[: max(0, wanted)]:
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
            outputs = await execute_notebook(self._notebooks[slug], client)
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

    async def _pump(self, seat: Seat) -> None:
        """Pass the kernel's comm messages on to whoever is attached."""
        try:
            while True:
                message = await seat.client.get_iopub_msg(timeout=None)
                if message["msg_type"].startswith("comm_") and seat.listener is not None:
                    seat.listener(message["msg_type"], message["content"])
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
            await self._end(seat)
        return alive

    # --- looking after

    def _fill_pool(self) -> None:
        for slug in self._pooled:
            while (
                len(self._ready[slug]) + self._filling[slug] < self._limits.pool
                and self._has_room()
                and not self._queue
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
        for seat in list(self._seats):
            unused = now - seat.touched_at
            pooled = seat in self._ready[seat.slug]
            if not await self._is_alive(seat) or pooled:
                continue
            if unused > (self._limits.idle_s if seat.attached else self._limits.detached_s):
                await self._end(seat, resting=True)
        self._settle()
        if not self._queue:
            self._fill_pool()

    def _spawn(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        assert isinstance(task, asyncio.Task)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
