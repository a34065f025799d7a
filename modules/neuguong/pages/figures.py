"""The trainer's dashboards over the log: what a group knows, what a lesson changed, how questions work."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from IPython.display import display

from ..app import Settings, open_course
from ..clock import LOCAL_ZONE
from ..dashboards.dashboard import Dashboard, Source
from ..disclosure import publish_new
from ..errors import NeuGuongError
from ..log_lines import escape_logs
from ..study import Course
from ..text import load_words, say
from ..widgets import CardWidget
from ..workshop.workshops import Workshops
from .failed import FailedPage

if TYPE_CHECKING:
    from ..dashboards.effect import HallItem

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

    return _open("items", source, settings)


def open_group(settings: Settings | None = None) -> FiguresPage | FailedPage:
    """Open the results of groups."""
    from ..app.group_results import open_group_source

    chosen = settings or Settings.from_environment()
    return _open("group", lambda course, _minimum: open_group_source(chosen, course), chosen)


def open_effect(settings: Settings | None = None) -> FiguresPage | FailedPage:
    """Open what lessons and talks in halls have changed."""
    from ..app import open_workshops
    from ..dashboards.effect import EffectSource

    chosen = settings or Settings.from_environment()

    def source(course: Course, minimum: int) -> Source:
        workshops = open_workshops(chosen)
        return EffectSource(course.pack, course.log, course.clock, minimum, partial(find_hall_items, workshops))

    return _open("effect", source, chosen, of_published=False)


def find_hall_items(workshops: Workshops) -> list["HallItem"]:
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
    try:
        course = open_course(settings)
        source = make(course, settings.group_minimum)
        mark = f"{course.pack.revision}:{settings.group_minimum}"
        find_news = partial(_publish, course, settings.group_minimum) if of_published else None
        dashboard = Dashboard(
            source, course.log, course.clock, name=name, mark=mark, find_news=find_news, revision=course.pack.revision
        )
        return FiguresPage(dashboard, settings.static_url)
    except NeuGuongError as error:
        logger.error("dashboard: %s", error)
        return FailedPage(say(f"errors.{error.code}"))


def _publish(course: Course, minimum: int) -> int:
    return publish_new(course.log, now=course.clock.now(), minimum=minimum)
