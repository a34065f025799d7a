"""How an item is shown once: a shuffled order, and tokens in place of identifiers.

The browser sees only positions ("0", "1", …) of a shuffled list: neither the identifiers nor the authored order,
which may follow the key, ever leave Python. The order follows from a seed under the server's secret, and from nothing
else: a process that takes over from a dead one shows it again, and a wall and its phones, which share a seed, agree.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from ..errors import InvalidResponseError
from .item import Item

MARKER = re.compile(r"\[([a-z][a-z0-9-]*)\]")
"""Where a choice stands in a passage."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """One showing of one item. `order` lists the choice identifiers as shown; `seed` is what it follows from."""

    item: Item
    seed: str
    order: tuple[str, ...]

    def public(self) -> dict[str, object]:
        """What the browser may know before the answer: texts and tokens, no identifier, key or feedback."""
        item = self.item
        shown: dict[str, object] = {
            "id": item.identifier,
            "version": item.version,
            "kind": item.interaction.kind,
            "prompt": item.prompt,
            "choices": [{"token": str(n), "text": item.choice(c).text} for n, c in enumerate(self.order)],
            **item.interaction.public(),
        }
        if item.contrast is not None:
            shown["change"] = item.contrast.change
        if targets := item.interaction.targets:
            shown["targets"] = [{"token": str(n), "text": target.text} for n, target in enumerate(targets)]
        if item.interaction.passage is not None:
            shown["passage"] = self._segments(item.interaction.passage)
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


def spell_passage(item: Item) -> str | None:
    """The passage with each of its choices in brackets where it stands; None where there is no passage."""
    passage = item.interaction.passage
    return None if passage is None else MARKER.sub(lambda found: f"[{item.choice(found[1]).text}]", passage)


def present_item(item: Item, *, seed: str, secret: bytes) -> Presentation:
    """Order the choices: by HMAC-SHA256 of seed, item and choice; those of a passage in the order of its text."""
    if item.interaction.passage is not None:
        return Presentation(item, seed, tuple(MARKER.findall(item.interaction.passage)))

    def rank(choice_id: str) -> bytes:
        message = f"{seed}\0{item.identifier}\0{choice_id}".encode()
        return hmac.digest(secret, message, hashlib.sha256)

    return Presentation(item, seed, tuple(sorted(item.choice_ids, key=rank)))


def present_as(item: Item, order: tuple[str, ...]) -> Presentation:
    """The item as it was shown once, from the order that was stored; InvalidResponseError if it is none of the item."""
    if sorted(order) != sorted(item.choice_ids):
        raise InvalidResponseError(item.identifier, order, "every choice of the item once")
    return Presentation(item, "", order)
