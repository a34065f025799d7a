"""The trainer's dashboards over the log: what a group knows, what a lesson changed, how questions work."""

import logging
from collections.abc import Callable

from IPython.display import display

from ..app import Settings, open_course
from ..dashboards.dashboard import Dashboard, Source
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..study import Course
from ..text import load_words, say
from ..widgets import CardWidget
from .failed import FailedPage

logger = logging.getLogger(__name__)


class FiguresPage:
    """What a dashboard's notebook shows."""

    def __init__(self, dashboard: Dashboard, static_url: str | None) -> None:
        self._dashboard = dashboard
        self._static_url = static_url

    def show(self) -> None:
        """Show the dashboard; it works its numbers out while the page says how far it is."""
        text = load_words()["figures"]
        display(CardWidget(self._dashboard, name="figures", text=text, static_url=self._static_url))


def open_items(settings: Settings | None = None) -> FiguresPage | FailedPage:
    """Open the analysis of questions."""
    from ..dashboards.items import ItemsSource

    def source(course: Course, minimum: int) -> Source:
        return ItemsSource(course.pack, course.log, course.clock, minimum)

    return _open(source, settings)


def open_group(settings: Settings | None = None) -> FiguresPage | FailedPage:
    """Open the results of groups."""
    from ..dashboards.group import GroupSource

    chosen = settings or Settings.from_environment()

    def source(course: Course, minimum: int) -> Source:
        return GroupSource(
            course.pack, course.log, course.clock, minimum, course.units, chosen.teach_below, chosen.explain_from
        )

    return _open(source, chosen)


def _open(make: Callable[[Course, int], Source], settings: Settings | None) -> FiguresPage | FailedPage:
    """What goes wrong is logged, and told without details."""
    escape_logs()
    settings = settings or Settings.from_environment()
    try:
        course = open_course(settings)
        source = make(course, settings.group_minimum)
        return FiguresPage(Dashboard(source, course.log, course.clock), settings.static_url)
    except NeuGuongError as error:
        logger.error("dashboard: %s", error)
        return FailedPage(say(f"errors.{error.code}"))
