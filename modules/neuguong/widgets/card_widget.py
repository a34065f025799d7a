"""A card as an anywidget: the question card, the trainer's board. Its state flows one way: the browser may send
messages, never set a trait."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..conversation import Conversation

WIDGETS_FOLDER = Path(__file__).parent
CARD_FOLDER = WIDGETS_FOLDER / "card"

logger = logging.getLogger(__name__)


class CardWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """Hosts a conversation in a kernel: every message of the browser goes to it, its replies are sent back.

    `name` is the folder of the card's script and style: <name>/<name>.js and .css. `static_url`, where given, is where
    a server offers them: the page then loads them once, cached, instead of over the kernel's connection.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    text = traitlets.Dict().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    _anywidget_id = traitlets.Unicode(f"{__name__}.CardWidget").tag(sync=True)
    layout = traitlets.Any()  # a card is styled by its style sheet: no widget of its own for that

    def __init__(
        self,
        conversation: Conversation,
        *,
        text: Mapping[str, str],
        static_url: str | None = None,
        name: str = "card",
    ) -> None:
        self._conversation = conversation
        super().__init__(
            view=conversation.view(), content=conversation.content(), text=dict(text), **_assets(static_url, name)
        )
        self.on_msg(self._on_message)

    def add_traits(self, **traits: traitlets.TraitType[Any, Any]) -> None:
        """Only those the class lacks: anywidget adds some to each card, and Python makes a new class for them."""
        if missing := {name: trait for name, trait in traits.items() if not self.has_trait(name)}:
            super().add_traits(**missing)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def set_state(self, sync_data: Mapping[str, object]) -> None:
        """Refuse: whatever a browser says about this widget's traits is forged or stale."""
        logger.warning("a browser tried to set %s; refused", ", ".join(sorted(map(str, sync_data)))[:200])

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        replies = self._conversation.handle(content)
        with self.hold_sync():  # one message, so that numbers never stand beside the questions of before
            self.content = self._conversation.content()
            self.view = self._conversation.view()
        for reply in replies:
            self.send(reply)


def _assets(static_url: str | None, name: str) -> dict[str, str]:
    if static_url:
        return {"_esm": f"{static_url}{name}.js", "_css": ""}
    folder = WIDGETS_FOLDER / name
    return {
        "_esm": (folder / f"{name}.js").read_text(encoding="utf-8"),
        "_css": (folder / f"{name}.css").read_text(encoding="utf-8"),
    }
