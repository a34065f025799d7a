"""The trainer's dashboards over the log: what a group knows, what a lesson changed, how questions work."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from IPython.display import display

from .. import __version__
from ..app import Settings, open_course
from ..clock import LOCAL_ZONE
from ..dashboards.dashboard import Dashboard, Source
from ..dashboards.kept import KeptPage, LateSource
from ..disclosure import publish_new
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..study import Course
from ..text import load_words, say
from ..widgets import CardWidget
from .failed import FailedPage

if TYPE_CHECKING:
    from ..dashboards.effect import HallItem
    from ..workshop.workshops import Workshops

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

    def make(course: Course, minimum: int) -> Source:
        from ..dashboards.items import ItemsSource  # numpy

        return ItemsSource(course.pack, course.log, course.clock, minimum)

    return _open("items", make, settings)


def open_group(settings: Settings | None = None) -> FiguresPage | FailedPage:
    """Open the results of groups."""
    chosen = settings or Settings.from_environment()

    def make(course: Course, _minimum: int) -> Source:
        from ..app.group_results import open_group_source

        return open_group_source(chosen, course)

    return _open("group", make, chosen)


def open_effect(settings: Settings | None = None) -> FiguresPage | FailedPage:
    """Open what lessons and talks in halls have changed."""
    chosen = settings or Settings.from_environment()

    def make(course: Course, minimum: int) -> Source:
        from ..app import open_workshops
        from ..dashboards.effect import EffectSource  # numpy

        workshops = open_workshops(chosen)
        return EffectSource(course.pack, course.log, course.clock, minimum, partial(find_hall_items, workshops))

    return _open("effect", make, chosen, of_published=False)


def find_hall_items(workshops: "Workshops") -> list["HallItem"]:
    """Every question with two published rounds of workshops that are over, the newest workshop first."""
    from ..dashboards.effect import HallItem
    from ..workshop.talks import find_talks

    ended = [row for row in workshops.list_rows() if row.is_ended]
    return [
        HallItem(
            day=f"{session.state.began_at.astimezone(LOCAL_ZONE):%d/%m/%Y}",
            prompt=one.asking.item.question,
            requirement=one.asking.item.requirements[0],
            talk=one.talk,
            parallel=one.parallel.item.question if one.parallel else None,
        )
        for session in workshops.open_readable(ended)
        for one in find_talks(session)
    ]


def _open(
    name: str, make: Callable[[Course, int], Source], settings: Settings | None, *, of_published: bool = True
) -> FiguresPage | FailedPage:
    """What goes wrong is logged, and told without details. `of_published`: nothing but what is published is told."""
    escape_logs()
    settings = settings or Settings.from_environment()
    minimum = settings.group_minimum
    try:
        course = open_course(settings)
        kept = KeptPage(course.log, name, f"{__version__}:{course.pack.revision}:{minimum}")
        find_news = partial(_publish, course, minimum) if of_published else None
        source = LateSource(lambda: make(course, minimum))
        dashboard = Dashboard(
            source, course.log, course.clock, kept=kept, find_news=find_news, revision=course.pack.revision
        )
        return FiguresPage(dashboard, settings.static_url)
    except NeuGuongError as error:
        logger.error("dashboard: %s", error)
        return FailedPage(say(f"errors.{error.code}"))


def _publish(course: Course, minimum: int) -> int:
    return publish_new(course.log, now=course.clock.now(), minimum=minimum)
