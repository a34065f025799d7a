"""The trainer's gate: a pass phrase to be read aloud, patience with those who mistype it, a key that opens once, and
for how long who came through may stay. Knows no web."""

import hmac
import re
import secrets
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from time import monotonic

from ..home.passphrase import load_epoch, load_passphrase, renew_epoch

TRIES, WINDOW_S = 10, 60.0
"""Wrong phrases one address may send, and within how many seconds."""
ONCE_S = 300.0
"""How long a key that opens once may wait to be used: a slow office PC starts its browser."""


class Gate:
    """Opens for whoever knows the phrase that is kept in `home` now: it may be changed while pages are served.

    Addresses are kept in memory, for a minute. Counted one by one, so that no phone in a hall locks the trainer out:
    the phrase is too long to be guessed from many of them.
    """

    def __init__(self, home: Path, secret: bytes, *, now: Callable[[], float] = monotonic) -> None:
        self._home, self._secret, self._now = home, secret, now
        self._failures: dict[str, deque[float]] = {}
        self._once: dict[bytes, tuple[float, str]] = {}

    def open(self, attempt: str, *, address: str) -> bool | None:
        """Whether the pass phrase is right; None when this address sent too many wrong ones in the last minute."""
        now = self._now()
        for known, failures in list(self._failures.items()):
            while failures and failures[0] < now - WINDOW_S:
                failures.popleft()
            if not failures:
                del self._failures[known]
        if len(self._failures.get(address, ())) >= TRIES:
            return None
        kept = normalise_passphrase(load_passphrase(self._home))
        right = hmac.compare_digest(_encode(normalise_passphrase(attempt)), _encode(kept))
        if not right:
            self._failures.setdefault(address, deque()).append(now)
        return right

    def make_once(self) -> str:
        """A key that opens one time within `ONCE_S`, for a browser on this machine. Only what it hashes to is kept."""
        key = secrets.token_urlsafe(32)
        self._once[sha256(key.encode()).digest()] = self._now() + ONCE_S, self.make_pass()
        return key

    def open_once(self, key: str, *, address: str) -> bool:
        """Whether such a key opens for whoever comes from `address`. After that it never does again; nor after the
        phrase has changed or all were sent out. From another machine it opens nothing, and is not used up."""
        if not _is_here(address):
            return False
        until, made_for = self._once.pop(sha256(_encode(key)).digest(), (0.0, ""))
        return self._now() < until and hmac.compare_digest(made_for, self.make_pass())

    def make_pass(self) -> str:
        """What whoever came through the gate shows from then on; worth nothing after the phrase has changed or all
        were sent out. Keyed: it tells nothing of the phrase."""
        kept = normalise_passphrase(load_passphrase(self._home)), load_epoch(self._home)
        return hmac.new(self._secret, _encode("\0".join(("trainer", *kept))), "sha256").hexdigest()

    def admits(self, shown: bytes) -> bool:
        """Whether this is a pass that is still worth something."""
        return hmac.compare_digest(shown, self.make_pass().encode())

    def send_all_out(self) -> None:
        """Every pass made before is worth nothing."""
        renew_epoch(self._home)


def normalise_passphrase(text: str) -> str:
    """Case, spaces and hyphens do not matter: people copy it from a projector."""
    return "-".join(re.split(r"[\s-]+", text.strip().lower()))


def _is_here(address: str) -> bool:
    """Whether it is this machine's own, by which nobody else can come."""
    try:
        found = ip_address(address.removeprefix("::ffff:"))
    except ValueError:
        return False
    return found.is_loopback


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
