"""The trainer's gate: a pass phrase to be read aloud, and patience with those who mistype it. Knows no web."""

import hmac
import re
import secrets
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


def make_passphrase() -> str:
    """Five words and a number, to be read aloud: 44 bits."""
    return "-".join(secrets.choice(_WORDS) for _ in range(5)) + f"-{secrets.randbelow(1000):03d}"


_WORDS = """
an ao ba bay ben bia binh bo bong bua ca cam canh cau cay chai chanh che chim cho chua co com con cua da dao
dau den di dong du dua ga gao gio go ha hai hat hoa hoang hong hue ke keo khe khoai kim la lam lan lang lau le
lien lua ly mai mang mat may me mia minh mo mua muoi na nam nang nau nem ngo ngon nha nho nhung non nong nui
oc oi ong pha pho que qua ra rau reo rong rung sao sen sim soi song suoi tam tan tay te thao thu thom tim toi
tra tre trung truc tu tung vai van vang ve vuon xa xanh xe xuan xoai yen
""".split()  # noqa: SIM905 - a list that people read
