"""The control room of a hall: where a trainer prepares a workshop, leads it and takes its report."""

import logging

from IPython.display import display

from ..app import Settings, open_control_room
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..text import load_words, say
from ..widgets import CardWidget
from ..workshop.room import ControlRoom
from .failed import FailedPage

logger = logging.getLogger(__name__)


class RoomPage:
    """What the notebook of the control room shows. Opened with `open_room`."""

    def __init__(self, room: ControlRoom, static_url: str | None) -> None:
        self._room = room
        self._static_url = static_url

    def show(self) -> None:
        """Show the room: begin or go on with a workshop, one next step, everything else in reach."""
        display(CardWidget(self._room, name="room", text=load_words()["room"], static_url=self._static_url))


def open_room(settings: Settings | None = None) -> RoomPage | FailedPage:
    """Open the control room over the board of these settings. What goes wrong is logged, and told without details."""
    escape_logs()
    settings = settings or Settings.from_environment()
    try:
        return RoomPage(open_control_room(settings), settings.static_url)
    except NeuGuongError as error:
        logger.error("room: %s", error)
        return FailedPage(say(f"errors.{error.code}"))
