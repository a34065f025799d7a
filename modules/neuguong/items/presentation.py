"""How an item is shown once: a shuffled order, and tokens in place of identifiers.

The browser sees only positions ("0", "1", …) of a shuffled list: neither the identifiers nor the authored order,
which may follow the key, ever leave Python. The order is derived from the attempt id under the server's secret, so
that a kernel that takes over from a dead one shows the same order again.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InvalidResponseError
from .interaction import SCALE_POINTS, BestWorst, Hottext, Matching, MultipleResponse, Ranking, Rating, SingleChoice
from .item import Item

MARKER = re.compile(r"\[([a-z][a-z0-9-]*)\]")
"""Where a choice stands in a hottext passage."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """One showing of one item. `order` lists the choice identifiers as shown."""

    item: Item
    attempt_id: str
    order: tuple[str, ...]

    def public(self) -> dict[str, object]:
        """What the browser may know before the answer: texts and tokens, no identifier, key or feedback."""
        item = self.item
        shown: dict[str, object] = {
            "id": item.identifier,
            "version": item.version,
            "attempt_id": self.attempt_id,
            "kind": item.interaction.kind.value,
            "prompt": item.prompt,
            "choices": [{"token": str(n), "text": item.choice(c).text} for n, c in enumerate(self.order)],
        }
        match item.interaction:
            case Matching(targets=targets):
                shown["targets"] = [{"token": str(n), "text": target.text} for n, target in enumerate(targets)]
            case Rating():
                shown["scale"] = list(SCALE_POINTS)
            case Hottext(passage=passage):
                shown["passage"] = self._segments(passage)
        return shown

    def _segments(self, passage: str) -> list[dict[str, str]]:
        segments: list[dict[str, str]] = []
        for n, part in enumerate(MARKER.split(passage)):
            if n % 2:
                segments.append({"token": self.token_of(part)})
            elif part:
                segments.append({"text": part})
        return segments

    def token_of(self, choice_id: str) -> str:
        """The token under which a choice is shown."""
        return str(self.order.index(choice_id))

    def response_from_tokens(self, raw: object) -> object:
        """Turn a browser's tokens into identifiers; InvalidResponseError for anything that is not such a value.

        Only the shape is checked here; whether the response is complete is for `scoring.parse_response`.
        """
        match self.item.interaction:
            case SingleChoice():
                return self._choice(raw)
            case MultipleResponse() | Hottext() | Ranking():
                if not isinstance(raw, list):
                    raise InvalidResponseError(self.item.identifier, raw, "a list of tokens")
                return [self._choice(token) for token in raw]
            case BestWorst():
                return {str(role): self._choice(token) for role, token in self._mapping(raw).items()}
            case Rating():
                return {self._choice(token): point for token, point in self._mapping(raw).items()}
            case Matching(targets=targets):
                by_token = {str(n): target.identifier for n, target in enumerate(targets)}
                return {
                    self._choice(token): self._lookup(by_token, target) for token, target in self._mapping(raw).items()
                }

    def _choice(self, token: object) -> str:
        return self._lookup({str(n): choice for n, choice in enumerate(self.order)}, token)

    def _lookup(self, known: Mapping[str, str], token: object) -> str:
        if not isinstance(token, str) or token not in known:
            raise InvalidResponseError(self.item.identifier, token, f"one of the tokens {sorted(known)}")
        return known[token]

    def _mapping(self, raw: object) -> Mapping[object, object]:
        if not isinstance(raw, dict):
            raise InvalidResponseError(self.item.identifier, raw, "an object")
        return raw


def present_item(item: Item, *, attempt_id: str, secret: bytes) -> Presentation:
    """Order the choices for one attempt: by HMAC-SHA256 of attempt and choice, hottext in the order of its text."""
    if isinstance(item.interaction, Hottext):
        return Presentation(item, attempt_id, tuple(MARKER.findall(item.interaction.passage)))

    def rank(choice_id: str) -> bytes:
        message = f"{attempt_id}\0{item.identifier}\0{choice_id}".encode()
        return hmac.digest(secret, message, hashlib.sha256)

    return Presentation(item, attempt_id, tuple(sorted(item.choice_ids, key=rank)))
