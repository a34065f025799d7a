"""The proof that a decision in a branching case was stored, for a browser that alone remembers it. Knows no learner.

Without it, whoever forged a row would be told a case's debrief before deciding anything.
"""

import hashlib
import hmac

from ..items import Item

_BYTES = 16


def prove_decision(item: Item, *, attempt_id: str, token: str, secret: bytes) -> str:
    """Keyed hash (HMAC-SHA256, shortened, hex) of the item, its version, the attempt and the choice's token."""
    told = "\0".join(("decision", item.identifier, str(item.version), attempt_id, token))
    return hmac.digest(secret, told.encode(), hashlib.sha256)[:_BYTES].hex()


def is_proven(proof: str | None, item: Item, *, attempt_id: str, token: str, secret: bytes) -> bool:
    expected = prove_decision(item, attempt_id=attempt_id, token=token, secret=secret)
    return hmac.compare_digest((proof or "").encode(), expected.encode())
