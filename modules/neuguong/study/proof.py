"""The proof that this server has stored an answer, for a browser that alone remembers it. Knows no learner and no log.

Without it, whoever forged a row would be explained what they never answered; with it, an answer that is stored for
nobody is explained again without being sent, and counted, once more.
"""

import hashlib
import hmac
import json
from typing import Any

from ..items import Presentation
from ..scoring import response_as_tokens

_BYTES = 16


def prove_answer(shown: Presentation, response: Any, *, attempt_id: str, secret: bytes) -> str:
    """Keyed hash (HMAC-SHA256, shortened, hex) of the item, its version, the attempt and the response in tokens."""
    item = shown.item
    given = json.dumps(response_as_tokens(shown, response), sort_keys=True)
    told = "\0".join(("answer", item.identifier, str(item.version), attempt_id, given))
    return hmac.digest(secret, told.encode(), hashlib.sha256)[:_BYTES].hex()


def is_proven(proof: str, shown: Presentation, response: Any, *, attempt_id: str, secret: bytes) -> bool:
    expected = prove_answer(shown, response, attempt_id=attempt_id, secret=secret)
    return hmac.compare_digest(proof.encode(), expected.encode())
