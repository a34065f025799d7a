"""The trainer's gate: a pass phrase to be read aloud, and patience with those who mistype it. Knows no web."""

import hmac
import re
from collections import deque
from time import monotonic

TRIES, WINDOW_S = 10, 60.0
"""Wrong phrases one address may send, and within how many seconds."""


class Gate:
    """Opens for whoever knows the phrase.

    Addresses are kept in memory, for a minute. Counted one by one, so that no phone in a hall locks the trainer out:
    the phrase is too long to be guessed from many of them.
    """

    def __init__(self, passphrase: str) -> None:
        self._right = normalise_passphrase(passphrase).encode()
        self._failures: dict[str, deque[float]] = {}

    def open(self, attempt: str, *, address: str) -> bool | None:
        """Whether the pass phrase is right; None when this address sent too many wrong ones in the last minute."""
        now = monotonic()
        for known, failures in list(self._failures.items()):
            while failures and failures[0] < now - WINDOW_S:
                failures.popleft()
            if not failures:
                del self._failures[known]
        if len(self._failures.get(address, ())) >= TRIES:
            return None
        right = hmac.compare_digest(normalise_passphrase(attempt).encode(), self._right)
        if not right:
            self._failures.setdefault(address, deque()).append(now)
        return right


def normalise_passphrase(text: str) -> str:
    """Case, spaces and hyphens do not matter: people copy it from a projector."""
    return "-".join(re.split(r"[\s-]+", text.strip().lower()))
