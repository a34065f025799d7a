"""Who gets a kernel when there are not enough: limits, and a line of those who wait. Knows no kernel.

Visitors and addresses are kept in memory, as long as their pages are open.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv6Address, IPv6Network, ip_address
from time import monotonic

from ..errors import AdmissionError


@dataclass(frozen=True)
class Limits:
    """How many kernels, and for how long. Seconds; `cap` counts kernels, the waiting ones in the pool included.

    `kept_back`: kernels that pages which can do without one leave to those that cannot. `most_hosted`: pages without a
    kernel. `grace_s`: how long a page that has gone keeps its kernel, or its place in the line, although others wait;
    its kernel only if it had sat there for `settled_s`.
    """

    cap: int
    pool: int = 1
    starting: int = 4
    kept_back: int = 4
    per_visitor: int = 4
    most_hosted: int = 5000
    hosted_per_visitor: int = 24
    grace_s: float = 10.0
    settled_s: float = 2.0
    detached_s: float = 90.0
    idle_s: float = 1800.0
    look_every_s: float = 1.0
    start_timeout_s: float = 60.0
    refill_after_failure_s: float = 15.0


@dataclass(frozen=True)
class Client:
    """Who asks: a browser by its signed cookie (by its address if it keeps none), and the network address, of IPv6 the
    network's part: one machine has as many as it likes of the rest.

    `address` is None for this machine itself, which also stands for everybody behind a proxy on it: not rationed.
    """

    visitor: str
    address: str | None

    @classmethod
    def of(cls, visitor: str | None, address: str) -> "Client":
        network = address
        with suppress(ValueError):
            known = ip_address(address)
            if known.is_loopback:
                return cls(visitor or address, None)
            if isinstance(known, IPv6Address) and not known.is_link_local:
                network = str(IPv6Network((known, 64), strict=False))
        return cls(visitor or address, network)


class Ration:
    """How often somebody may do something: a bucket each, from which only what is admitted is taken."""

    def __init__(self, burst: float, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._buckets: dict[str, tuple[float, float]] = {}

    def admits(self, name: str) -> bool:
        now = monotonic()
        if len(self._buckets) > 10_000:
            self._buckets.clear()
        level, at = self._buckets.get(name, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._per_second)
        is_admitted = level >= 1
        self._buckets[name] = (level - is_admitted, now)
        return is_admitted


class Arrivals:
    """The rations of arrivals: a browser's own, and its network's, which holds many browsers."""

    def __init__(self) -> None:
        self._visitors = Ration(burst=60, per_second=2)
        self._addresses = Ration(burst=600, per_second=20)

    def check(self, client: Client) -> None:
        """AdmissionError if this is one arrival too many."""
        if not self._visitors.admits(client.visitor):
            raise AdmissionError("too many arrivals of one visitor")
        if client.address is not None and not self._addresses.admits(client.address):
            raise AdmissionError("too many arrivals from one address")


class Inquiries:
    """The rations of questions about one's own data. By the network they come from, which may be a hall's, and by the
    token asked about, if there is one: that costs a reading of the log."""

    def __init__(self) -> None:
        self._tokens = Ration(burst=20, per_second=0.2)
        self._addresses = Ration(burst=300, per_second=10)

    def admits(self, token: str | None, client: Client) -> bool:
        is_admitted = client.address is None or self._addresses.admits(client.address)
        return is_admitted and (token is None or self._tokens.admits(token))


@dataclass(eq=False)
class Arrival:
    """A tab on its way to a kernel, and the pages that wait for it: two, where the tab has come back by another line.

    `place` is the place in the line last told, 0 outside it. `goes_first`: the tab's kernel has just died, or others
    hold more than their share.
    """

    client: Client
    goes_first: bool = False
    pages: list[Callable[[int], None]] = field(default_factory=list)
    turn: asyncio.Future[None] | None = None
    place: int = 0

    def tell(self, place: int) -> None:
        self.place = place
        for page in self.pages:
            page(place)

    def give_up_if_left(self) -> None:
        """Leave the line, where one stands in it, unless the tab has come back."""
        if not self.pages and self.turn is not None:
            self.turn.cancel()


class WaitingLine:
    """First come, first served; everybody is told their place (from 1) whenever it changes."""

    def __init__(self) -> None:
        self._arrivals: deque[Arrival] = deque()

    def __len__(self) -> int:
        return len(self._arrivals)

    def join(self, arrival: Arrival) -> asyncio.Future[None]:
        """Stand at the end, or in front where one goes first; the future is done when one is let in."""
        arrival.turn = asyncio.get_running_loop().create_future()
        if arrival.goes_first:
            self._arrivals.appendleft(arrival)
        else:
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
