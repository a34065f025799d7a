"""The wall: the workshop that goes on, projected. A `Conversation`; knows nothing of widgets.

It leads nothing: what it shows follows from the board alone, whoever commands.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from ..conversation import Reply
from ..errors import NeuGuongError, StoreError
from ..text import say
from .room_view import build_wall
from .session import WorkshopSession
from .views import WallScreen
from .workshops import Workshops

Address = Callable[[], str]
"""Where phones come in, as a person types it; "" where that is not known here."""

NEWEST = 5
"""How many workshops are looked at: a trainer leads one of the last."""

logger = logging.getLogger(__name__)


class Wall:
    """One for each page; not safe for threads."""

    def __init__(self, workshops: Workshops, *, address: Address = str) -> None:
        self._workshops, self._address = workshops, address
        self._view: WallScreen = {"wall": None, "alarm": ""}
        self._look()

    def view(self) -> WallScreen:
        """No result before it is shown, no key before it is released."""
        return self._view

    def content(self) -> dict[str, Any]:
        return {}

    def handle(self, raw: object) -> Sequence[Reply]:
        """Whatever comes, look again: a wall takes no orders."""
        self._look()
        return []

    def _look(self) -> None:
        try:
            self._view = self._read()
        except StoreError as error:
            logger.error("wall: %s", error)
            self._view = {**self._view, "alarm": say("workshop.not_read")}
        except NeuGuongError as error:
            logger.error("wall: %s", error)

    def _read(self) -> WallScreen:
        session = self._find_session()
        if session is None:
            return {"wall": None, "alarm": ""}
        wall = build_wall(
            session.state, session.showing, session.fetch_words(shown_only=True), now=self._workshops.clock.now(),
            joined=len(session.fetch_members()), answered=session.count_answered(), address=self._address(),
        )  # fmt: skip
        return {"wall": wall, "alarm": ""}

    def _find_session(self) -> WorkshopSession | None:
        """The workshop that was led last, of the newest few: its end is told before an older one that was left open is
        shown again."""
        sessions = self._workshops.open_readable(self._workshops.list_rows()[:NEWEST])
        return max(sessions, key=lambda session: session.led_at, default=None)
