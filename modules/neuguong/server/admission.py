"""Who gets a kernel when there are not enough: limits, and a line of those who wait. Knows no kernel.

Visitors and addresses are kept in memory, as long as their pages are open.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from time import monotonic

from ..errors import AdmissionError

ADDRESS_SHARE = 0.75
"""Of all kernels, how many one network address may hold: a hall behind one router still fits, nobody takes all."""


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

    @property
    def per_address(self) -> int:
        return max(self.per_visitor, int(ADDRESS_SHARE * self.cap))


@dataclass(frozen=True)
class Client:
    """Who asks: a browser by its signed cookie (by its address if it keeps none), and the network address.

    `address` is None for this machine itself, which also stands for everybody behind a proxy on it: not rationed.
    """

    visitor: str
    address: str | None

    @classmethod
    def of(cls, visitor: str | None, address: str) -> "Client":
        with suppress(ValueError):
            if ip_address(address).is_loopback:
                return cls(visitor or address, None)
        return cls(visitor or address, address)


def check_limits(client: Client, others: Iterable[Client], limits: Limits) -> None:
    """AdmissionError if with those who hold a kernel or are on the way to one, this would be one too many."""
    known = list(others)
    held = sum(other.visitor == client.visitor for other in known)
    if held >= limits.per_visitor:
        raise AdmissionError(f"one visitor holds or waits for {held} kernels")
    held = sum(client.address is not None and other.address == client.address for other in known)
    if held >= limits.per_address:
        raise AdmissionError(f"one address holds or waits for {held} kernels")


class ArrivalLimit:
    """How often one network address may ask for a kernel: a bucket per address."""

    def __init__(self, burst: float, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._buckets: dict[str, tuple[float, float]] = {}

    def admits(self, address: str) -> bool:
        now = monotonic()
        if len(self._buckets) > 10_000:
            self._buckets.clear()
        level, at = self._buckets.get(address, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._per_second)
        self._buckets[address] = (max(0.0, level - 1), now)
        return level >= 1


@dataclass(eq=False)
class Arrival:
    """A tab on its way to a kernel, and the pages that wait for it: two, where the tab has come back by another line.

    `place` is the place in the line last told, 0 outside it.
    """

    client: Client
    pages: list[Callable[[int], None]] = field(default_factory=list)
    turn: asyncio.Future[None] | None = None
    place: int = 0

    def tell(self, place: int) -> None:
        self.place = place
        for page in self.pages:
            page(place)

    def give_up(self) -> None:
        """Leave the line, where one stands in it."""
        if self.turn is not None:
            self.turn.cancel()


class WaitingLine:
    """First come, first served; everybody is told their place (from 1) whenever it changes."""

    def __init__(self) -> None:
        self._arrivals: deque[Arrival] = deque()

    def __len__(self) -> int:
        return len(self._arrivals)

    def join(self, arrival: Arrival) -> asyncio.Future[None]:
        """Stand at the end; the future is done when one is let in."""
        arrival.turn = asyncio.get_running_loop().create_future()
        self._arrivals.append(arrival)
        return arrival.turn

    def leave(self, arrival: Arrival) -> None:
        arrival.turn, arrival.place = None, 0
        with suppress(ValueError):
            self._arrivals.remove(arrival)
        self.tell_places()

    def let_in_first(self) -> bool:
        """Let in whoever is first; False if that one has just given up."""
        arrival = self._arrivals.popleft()
        if arrival.turn is None or arrival.turn.done():
            return False
        arrival.turn.set_result(None)
        return True

    def tell_places(self) -> None:
        for place, arrival in enumerate(self._arrivals, start=1):
            if arrival.place != place:
                arrival.tell(place)
