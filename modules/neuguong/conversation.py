"""What a card talks to, wherever it is hosted: in a notebook's kernel or in the server itself. Knows no card.

A card (`widgets`) draws what `view` and `content` give and sends what a person does; a conversation takes it in and
changes. A learner's session and the trainer's board are conversations; `widgets.CardWidget` hosts one in a kernel,
`server.hosting` one without.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

State = Mapping[str, Any]
"""A JSON object that a browser may see."""
Reply = Mapping[str, Any]
"""A JSON object said once to the card that sent a message; its "kind" names it."""


class Conversation(Protocol):
    """One person before one card. Not safe for threads: one call at a time. No method raises over what a browser sent.

    `view` and `content` are cheap and show nothing that was not released: no key before an answer is stored.
    """

    def view(self) -> State:
        """All that changes as the person goes on."""
        ...

    def content(self) -> State:
        """What seldom changes: a host sends it again only when it did."""
        ...

    def handle(self, raw: object) -> Sequence[Reply]:
        """Take one message of the browser, hostile or not; returns what to answer. `view` may have changed after it.

        May wait for the log's lock (seconds): a host calls it where that holds up nobody else.
        """
        ...
