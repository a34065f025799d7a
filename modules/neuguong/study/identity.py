"""From the random token in a learner's browser to what the log may hold. Knows no names."""

import hashlib
import hmac


def hash_token(token: str, *, secret: bytes) -> str:
    """Keyed hash (HMAC-SHA256, hex) of a learner's token: the log cannot be searched for a token without the key."""
    return hmac.digest(secret, b"actor\0" + token.encode(), hashlib.sha256).hex()
