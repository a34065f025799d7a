"""Who sits where: a kernel for each page while there are some, a conversation in the server beyond that, a line for
pages that need a kernel. Knows neither the kernel protocol, nor the web, nor what the notebooks teach.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from time import monotonic
from typing import Any

from ..errors import AdmissionError
from .admission import Arrival, Arrivals, Client, Limits, Ration, WaitingLine
from .hosting import Host
from .kernels import Kernels, KernelSeat
from .pool import Pool
from .seats import Gone, Listener, Seat

logger = logging.getLogger(__name__)

LOST_S = 60.0
"""For how long a tab whose kernel died goes before those who wait."""
ANSWERS_AT_ONCE, ANSWERS_PER_MINUTE = 30, 30
"""More than anybody reads, let alone answers."""

Place = tuple[str, str, str]
"""Whose tab it is, the tab's id and the page it shows: an id that somebody else learns opens nothing."""


class House:
    """All seats of the server. Use from the event loop only."""

    def __init__(
        self, kernels: Kernels, *, limits: Limits, pooled: tuple[str, ...] = (), hosts: Mapping[str, Host] | None = None
    ) -> None:
        """`pooled` pages have kernels ready before anybody asks; `hosts` says which can do without a kernel."""
        self._kernels = kernels
        self._limits = limits
        self._hosts = dict(hosts or {})
        self._arrivals = Arrivals()
        self._answers = Ration(burst=ANSWERS_AT_ONCE, per_second=ANSWERS_PER_MINUTE / 60)
        self._seats: dict[Place, Seat] = {}
        self._pool = Pool(kernels, pooled, limits, may_start=self._may_start_unasked, changed=self._settle)
        self._pending = 0
        self._line = WaitingLine()
        self._arriving: dict[Place, tuple[Arrival, asyncio.Task[Seat]]] = {}
        self._lost_at: dict[Place, float] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def live(self) -> int:
        """Kernels running or being started, those for the pool included."""
        return len(self._kernel_seats()) + len(self._pool) + self._pending

    @property
    def hosted(self) -> int:
        """Pages that do without a kernel."""
        return len(self._seats) - len(self._kernel_seats())

    @property
    def waiting(self) -> int:
        return len(self._line)

    def begin(self) -> None:
        """Start to look after the seats and fill the pool."""
        self._spawn(self._look_after())
        self._pool.fill()

    def admits_answer(self, client: Client) -> bool:
        """Whether a visitor may answer now, in whichever of their pages, reloaded or not.

        The log limits the first answers of a known learner; who answers as nobody it could limit only by a trace
        beside the answer (`store.log` says what that would tell). So it is limited here, in memory, by the cookie:
        fresh cookies, a server started again and a second server get round it.
        """
        return self._answers.admits(client.visitor)

    async def acquire(self, slug: str, *, tab: str, client: Client, tell: Callable[[int], None]) -> Seat:
        """The tab's own seat if there still is one; a kernel if one is near; a conversation in the server if the page
        can do without; else a kernel after a wait, whose place in the line (from 1) `tell` is called with.

        AdmissionError if this client asks for too much; any other error means that the page could not be opened.
        """
        place = (client.visitor, tab, slug)
        if (known := await self._find(place)) is not None:
            return known
        if slug not in self._hosts:
            return await self._acquire_kernel(place, client, tell)
        if place not in self._arriving and not self._is_kernel_near(slug, client):
            return self._host(place, client)
        try:
            return await self._acquire_kernel(place, client, tell)
        except AdmissionError as error:
            logger.info("%s is hosted without a kernel: %s", slug, error)
        except Exception:
            logger.exception("%s is hosted without a kernel, for none could be started", slug)
        return self._seats.get(place) or self._host(place, client)

    async def _find(self, place: Place) -> Seat | None:
        known = self._seats.get(place)
        if known is None or not await self._is_usable(known):
            return None
        known.touch()
        return known

    async def _acquire_kernel(self, place: Place, client: Client, tell: Callable[[int], None]) -> Seat:
        if place not in self._arriving:
            self._arrivals.check(client)
            self._limit(client, self._kernel_seats(), self._limits.per_visitor - self._count_arriving(client))
            fresh = Arrival(client, goes_first=self._lost_at.pop(place, None) is not None)
            self._arriving[place] = fresh, self._spawn(self._arrive(place, fresh))
        arrival, task = self._arriving[place]
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

    async def _arrive(self, place: Place, arrival: Arrival) -> Seat:
        try:
            seat = await self._take_or_start(place[2], arrival)
        finally:
            del self._arriving[place]
        return self._give(place, seat, arrival.client)

    def _give(self, place: Place, seat: Seat, client: Client) -> Seat:
        seat.tab, seat.holder = place[1], client
        seat.touch()
        self._seats[place] = seat
        self._pool.fill()
        return seat

    def _let_go(self, arrival: Arrival, arrived: asyncio.Task[Seat]) -> None:
        """Unless a page waits for it again, the kernel that has arrived may make room for others."""
        if not arrival.pages and not arrived.cancelled() and arrived.exception() is None:
            arrived.result().promised = False
            self._settle()

    def attach(self, seat: Seat, listener: Listener, on_gone: Callable[[Gone], None]) -> None:
        """Hand the seat's frames to `listener`."""
        seat.take(listener, on_gone)

    def detach(self, seat: Seat, listener: Listener) -> None:
        """The page has gone; the seat waits a while for the tab to come back."""
        now = monotonic()
        if seat.leave(listener):
            if now - seat.taken_at >= self._limits.settled_s:
                seat.kept_until = now + self._limits.grace_s
            self._settle()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._pool.close()
        await asyncio.gather(*(self._end(seat, Gone.ENDED) for seat in list(self._seats.values())))
        await self._kernels.close()

    # --- without a kernel

    def _host(self, place: Place, client: Client) -> Seat:
        hosted = [seat for seat in self._seats.values() if not isinstance(seat, KernelSeat)]
        self._limit(client, hosted, self._limits.hosted_per_visitor)
        if len(hosted) >= self._limits.most_hosted:
            if (spare := _spare_for(client, hosted)) is None:
                raise AdmissionError(f"{len(hosted)} pages are open")
            self._give_up(spare, Gone.RESTING)
        return self._give(place, self._hosts[place[2]].seat(), client)

    def _is_kernel_near(self, slug: str, client: Client) -> bool:
        """Whether this page, which can do without, gets a kernel: it waits for nobody and takes none from the pages
        that cannot."""
        mine = len(_held_by(client, self._kernel_seats())) + self._count_arriving(client)
        if mine >= self._limits.per_visitor:
            return False
        if self._line or len(self._arriving) >= self._limits.starting:
            return False
        not_begun = max(0, len(self._arriving) - self._pending)
        return self._pool.has(slug) or self._has_room(slug, beside=not_begun)

    # --- admission

    def _kernel_seats(self) -> list[KernelSeat]:
        return [seat for seat in self._seats.values() if isinstance(seat, KernelSeat)]

    def _count_arriving(self, client: Client) -> int:
        """Kernels on their way to this visitor."""
        return sum(arrival.client.visitor == client.visitor for arrival, _ in self._arriving.values())

    def _limit(self, client: Client, seats: Iterable[Seat], most: int) -> None:
        """A visitor who holds so many of these seats gives up a page that was left, or is refused: AdmissionError."""
        mine = _held_by(client, seats)
        if len(mine) < most:
            return
        left = [seat for seat in mine if seat.is_free]
        if not left:
            raise AdmissionError(f"one visitor holds {len(mine)} seats")
        self._give_up(min(left, key=lambda seat: seat.touched_at))

    async def _take_or_start(self, slug: str, arrival: Arrival) -> KernelSeat:
        while True:
            if (ready := await self._pool.take(slug)) is not None:
                return ready
            if self._has_room(slug) and not self._line:
                return await self._start(slug)
            if slug in self._hosts:
                raise AdmissionError("no kernel is near any more")
            await self._wait_for_turn(arrival)
            if not self._pool.has(slug):
                return await self._start(slug)

    def _may_start_unasked(self, slug: str) -> bool:
        return self._has_room(slug) and not self._line

    def _has_room(self, slug: str | None = None, *, beside: int = 0) -> bool:
        """Whether one more kernel may be started, `beside` some that will be. A page that can do without one leaves
        some to those that cannot."""
        kept_back = min(self._limits.kept_back, self._limits.cap // 2) if slug in self._hosts else 0
        return self.live + beside < self._limits.cap - kept_back

    async def _wait_for_turn(self, arrival: Arrival) -> None:
        spare = self._find_spare(arrival.client)
        arrival.goes_first |= spare is not None
        turn = self._line.join(arrival)
        self._settle()
        if spare is not None and not spare.closed and not turn.done():
            self._give_up(spare)
            self._settle()
        try:
            await turn
        finally:
            self._line.leave(arrival)

    def _find_spare(self, client: Client) -> Seat | None:
        """Whose kernel goes to a page that cannot do without one: a page's that can, which is then hosted in the
        server; else one of the address that holds the most."""
        taken = [seat for seat in self._kernel_seats() if not seat.promised]
        lessons = [seat for seat in taken if seat.slug in self._hosts]
        if lessons:
            return min(lessons, key=_by_use)
        coming = sum(one.goes_first and one.client.address == client.address for one, _ in self._arriving.values())
        return _spare_for(client, taken, coming=coming)

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
            (seat for seat in [*self._pool.seats, *self._kernel_seats()] if seat.is_free and seat.kept_until <= now),
            key=lambda seat: (seat.tab is not None, seat.touched_at),
        )
        for seat in free[: max(0, wanted)]:
            self._give_up(seat)

    def _give_up(self, seat: Seat, why: Gone = Gone.ENDED) -> None:
        """End a seat that others need; from now on it takes no place."""
        self._forget(seat)
        self._spawn(self._end(seat, why))

    # --- starting and ending

    async def _start(self, slug: str) -> KernelSeat:
        self._pending += 1
        try:
            return await self._kernels.start(slug, on_broken=self._give_up)
        finally:
            self._pending -= 1

    def _forget(self, seat: Seat) -> None:
        if (place := _place_of(seat)) is not None and self._seats.get(place) is seat:
            del self._seats[place]
        self._pool.forget(seat)

    async def _end(self, seat: Seat, why: Gone) -> None:
        self._forget(seat)
        if isinstance(seat, KernelSeat):
            await self._kernels.end(seat, why)
        else:
            seat.dismiss(why)
        self._settle()

    async def _is_usable(self, seat: Seat) -> bool:
        """Whether a page can sit here. A seat that has died is cleared away."""
        usable = await self._kernels.is_alive(seat) if isinstance(seat, KernelSeat) else not seat.closed
        if not usable:
            if (place := _place_of(seat)) is not None and not seat.closed:
                self._lost_at[place] = monotonic()
            await self._end(seat, Gone.ENDED)
        return usable

    # --- looking after

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(self._limits.look_every_s)
            try:
                await self._look_round()
            except Exception:
                logger.exception("looking after the seats")  # and again at the next turn: nobody else would

    async def _look_round(self) -> None:
        """End the dead and those left alone too long, let in whom there is room for, fill the pool."""
        now = monotonic()
        self._lost_at = {place: at for place, at in self._lost_at.items() if now - at < LOST_S}
        await self._pool.clear_dead()
        for seat in list(self._seats.values()):
            if not await self._is_usable(seat):
                continue
            if isinstance(seat, KernelSeat) and seat.is_mute(now):
                await self._end(seat, Gone.ENDED)
            elif now - seat.touched_at > self._patience(seat):
                await self._end(seat, Gone.RESTING)
        self._settle()
        self._pool.fill()

    def _patience(self, seat: Seat) -> float:
        """Seconds a seat may go unused."""
        return self._limits.idle_s if seat.attached else self._limits.detached_s

    def _spawn(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        assert isinstance(task, asyncio.Task)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _held_by(client: Client, seats: Iterable[Seat]) -> list[Seat]:
    return [seat for seat in seats if seat.holder is not None and seat.holder.visitor == client.visitor]


def _place_of(seat: Seat) -> Place | None:
    """None where the seat is nobody's yet."""
    return None if seat.tab is None or seat.holder is None else (seat.holder.visitor, seat.tab, seat.slug)


def _spare_for(client: Client, seats: Iterable[Seat], *, coming: int = 0) -> Seat | None:
    """The seat that who would go without takes, so that addresses share what there is: the longest unused one of the
    address that holds the most, if that is at least two more than the client's own, `coming` ones included. A hall
    behind one router gives something up only to somebody from elsewhere."""
    by_address: dict[str | None, list[Seat]] = {}
    for seat in seats:
        if seat.holder is not None:
            by_address.setdefault(seat.holder.address, []).append(seat)
    most = max(by_address.values(), key=len, default=[])
    if len(most) - len(by_address.get(client.address, ())) - coming < 2:
        return None
    return min(most, key=_by_use)


def _by_use(seat: Seat) -> tuple[bool, float]:
    """Those that were left come first, then the longest unused."""
    return seat.attached, seat.touched_at
