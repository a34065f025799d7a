"""How phones reach this machine now: its addresses, the one told to them, and whether a phone has come in.

Of phones it keeps nothing, only at which of our own addresses one has been. Knows no page.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from ..home.join_address import load_join_address, store_join_address
from .networks import Network, Reachable, rank_networks, read_networks

logger = logging.getLogger(__name__)

LOOK_AGAIN_S = 2.0
"""How long this machine's addresses are believed to stay as they are: a hotspot goes off and on."""
DEFAULT_PORT = 80


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be told to phones: whether it is the one told, and whether a phone has come in there."""

    reachable: Reachable
    chosen: bool
    arrived: bool


class Reach:
    """Asks the system for its addresses again whenever what it knows is older than `LOOK_AGAIN_S`.

    `is_open`: whether other machines are served at all. `port` is 0 until it is known.
    """

    def __init__(
        self,
        home: Path,
        *,
        is_open: bool,
        read: Callable[[], Iterable[Network]] = read_networks,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self.is_open, self.port = is_open, 0
        self._home, self._read, self._now = home, read, now
        self._wanted = load_join_address(home)
        self._arrived: set[str] = set()
        self._found: list[Reachable] = []
        self._looked_at: float | None = None

    def find_addresses(self) -> list[Address]:
        """What phones may be told, best first. Exactly one is chosen: that of the trainer as long as this machine has
        it, else the best; none where phones can be nowhere."""
        found = self._look() if self.is_open else []
        best = next((one.address for one in found if one.kind.has_phones), None)
        chosen = self._wanted if self._wanted in {one.address for one in found} else best
        return [Address(one, one.address == chosen, one.address in self._arrived) for one in found]

    def find_url(self, path: str) -> str | None:
        """Where phones find a page of ours (its address begins with a slash); None if they cannot."""
        chosen = next((one.reachable.address for one in self.find_addresses() if one.chosen), None)
        if chosen is None or not self.port:
            return None
        return f"http://{chosen}{'' if self.port == DEFAULT_PORT else f':{self.port}'}{path}"

    def choose(self, address: str | None) -> bool:
        """Tell phones this one from now on, also after the next start; None: the best again. False if this machine
        does not have it."""
        if address is not None and address not in {one.address for one in self._look()}:
            return False
        self._wanted = address
        try:
            store_join_address(self._home, address)
        except OSError as error:  # it holds until this process ends
            logger.error("the address for phones is not kept: %s", error.strerror)
        return True

    def note(self, peer: str, own: str) -> None:
        """A request from `peer` was answered at our address `own`."""
        peer, own = _plain(peer), _plain(own)
        if own in self._arrived:
            return
        known = {one.address for one in self._look()}
        if own in known and peer not in known:  # this machine's own browser is no phone
            self._arrived.add(own)

    def _look(self) -> list[Reachable]:
        now = self._now()
        if self._looked_at is None or now - self._looked_at >= LOOK_AGAIN_S:
            self._looked_at, self._found = now, rank_networks(self._read())
            self._arrived &= {one.address for one in self._found}  # who was there before it went has to come again
        return self._found


def _plain(address: str) -> str:
    """An IPv4 address that was written as an IPv6 one, and an address without its zone."""
    return address.partition("%")[0].removeprefix("::ffff:")
