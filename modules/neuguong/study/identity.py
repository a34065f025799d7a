"""Who sits before a page, and what of that the log may hold. Knows no names."""

import hashlib
import hmac
from dataclasses import dataclass


def hash_token(token: str, *, secret: bytes) -> str:
    """Keyed hash (HMAC-SHA256, hex) of a learner's token: the log cannot be searched for a token without the key."""
    return hmac.digest(secret, b"actor\0" + token.encode(), hashlib.sha256).hex()


@dataclass(frozen=True, slots=True)
class Learner:
    """What a page has said of its learner: a random token, whether it may be remembered (None: not asked), a unit."""

    token: str | None = None
    consent: bool | None = None
    unit: str | None = None

    def actor(self, secret: bytes) -> str | None:
        """What the log knows the learner as; None before consent, and for good without it."""
        return hash_token(self.token, secret=secret) if self.token is not None and self.consent else None
