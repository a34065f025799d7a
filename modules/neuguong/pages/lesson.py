"""A lesson page: one learner's session shown on one card."""

import logging

from IPython.display import display

from ..app import Settings, open_course
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..study import LearnerSession
from ..text import load_words, say
from ..widgets import CardWidget
from .failed import FailedPage

logger = logging.getLogger(__name__)


class LessonPage:
    """What a lesson's notebook shows. Opened with `open_lesson`."""

    def __init__(self, session: LearnerSession, static_url: str | None) -> None:
        self._session = session
        self._static_url = static_url

    def show_scenarios(self) -> None:
        """Show the card with the lesson's situations and, at the end of each part, the summary by requirement."""
        display(CardWidget(self._session, text=load_words()["card"], static_url=self._static_url))


def open_lesson(slug: str, settings: Settings | None = None) -> LessonPage | FailedPage:
    """Open the lesson of that slug for one visitor. What goes wrong is logged, and told without details."""
    escape_logs()
    settings = settings or Settings.from_environment()
    try:
        return LessonPage(LearnerSession(open_course(settings), slug), settings.static_url)
    except NeuGuongError as error:
        logger.error("%s: %s", slug, error)
        return FailedPage(say(f"errors.{error.code}"))
