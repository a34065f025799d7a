"""The trainer's page: one board for whoever leads a hall or looks after units."""

import logging

from IPython.display import display

from .. import app
from ..app import Settings
from ..board import TrainerBoard
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..text import load_words, say
from ..widgets import CardWidget
from .failed import FailedPage

logger = logging.getLogger(__name__)


class BoardPage:
    """What the trainer's notebook shows. Opened with `open_board`."""

    def __init__(self, board: TrainerBoard, static_url: str | None) -> None:
        self._board = board
        self._static_url = static_url

    def show(self) -> None:
        """Show the board: how many answered, results by requirement and of every item, totals as files."""
        display(CardWidget(self._board, name="board", text=load_words()["board"], static_url=self._static_url))


def open_board(settings: Settings | None = None) -> BoardPage | FailedPage:
    """Open the board over the log of these settings. What goes wrong is logged, and told without details."""
    escape_logs()
    settings = settings or Settings.from_environment()
    try:
        return BoardPage(app.open_board(settings), settings.static_url)
    except NeuGuongError as error:
        logger.error("board: %s", error)
        return FailedPage(say(f"errors.{error.code}"))
