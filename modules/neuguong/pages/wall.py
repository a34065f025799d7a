"""The wall of a hall: what is projected while a workshop goes on."""

import logging

from IPython.display import display

from .. import app
from ..app import Settings
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..text import load_words, say
from ..widgets import CardWidget
from ..workshop.wall import Wall
from .failed import FailedPage

logger = logging.getLogger(__name__)


class WallPage:
    """What the notebook of the wall shows. Opened with `open_wall`."""

    def __init__(self, wall: Wall, static_url: str | None) -> None:
        self._wall = wall
        self._static_url = static_url

    def show(self) -> None:
        """Show the wall: how to come in, one question at a time, what came of it."""
        display(CardWidget(self._wall, name="wall", text=load_words()["wall"], static_url=self._static_url))


def open_wall(settings: Settings | None = None) -> WallPage | FailedPage:
    """Open the wall over the board of these settings. What goes wrong is logged, and told without details."""
    escape_logs()
    settings = settings or Settings.from_environment()
    try:
        return WallPage(app.open_wall(settings), settings.static_url)
    except NeuGuongError as error:
        logger.error("wall: %s", error)
        return FailedPage(say(f"errors.{error.code}"))
