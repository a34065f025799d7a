"""Under which names the server is served. Another name in a request's Host is another site's, whose page may have had
its own name lead here (DNS rebinding) in order to read our pages as its own. Knows no handler.
"""

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic

import psutil

LOOK_AGAIN_S = 1.0
"""How long this machine's addresses are believed to stay as they are, when one is asked for that is not among them."""


class ServedNames:
    """This machine's own names and addresses, and those `given`. Ports do not matter: a proxy in front has its own.

    An address that comes up while pages are served, as of a hotspot, is known within `LOOK_AGAIN_S`.
    """

    def __init__(
        self,
        given: Iterable[str] = (),
        *,
        read: Callable[[], set[str]] | None = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        own = socket.gethostname().casefold()
        label = own.partition(".")[0]
        self._names = {"localhost", own, label, f"{label}.local", *map(_name_of, given)} - {"", ".local"}
        self._read, self._now = read or own_addresses, now
        self._addresses: set[str] = set()
        self._looked_at = now() - LOOK_AGAIN_S

    def admits(self, host: str) -> bool:
        """Whether a request with this Host is meant for us."""
        name = _name_of(host)
        if name in self._names:
            return True
        try:
            address = _plain(ip_address(name))
        except ValueError:
            return False
        return address.is_loopback or self._is_own(str(address))

    def _is_own(self, address: str) -> bool:
        if address not in self._addresses and (now := self._now()) - self._looked_at >= LOOK_AGAIN_S:
            self._looked_at, self._addresses = now, self._read()
        return address in self._addresses


def own_addresses() -> set[str]:
    """Every address this machine has now: a laptop gets another one in another network."""
    found: set[str] = set()
    for entry in (one for entries in psutil.net_if_addrs().values() for one in entries):
        with suppress(ValueError):  # a network card's own number
            found.add(str(_plain(ip_address(entry.address.partition("%")[0]))))
    return found


def _name_of(host: str) -> str:
    """The name in a Host header: without port, brackets and final dot."""
    host = host.strip().casefold()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return (host.partition(":")[0] if host.count(":") == 1 else host).removesuffix(".")


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return getattr(address, "ipv4_mapped", None) or address
