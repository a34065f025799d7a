"""Where a page that comes back asks to be: whether it is there already, and the way there if that still makes sense.

Knows nothing of logs, nor of who the learner is.
"""

from collections.abc import Callable

from ..items import Item
from .messages import AttemptPlace, Hello
from .path import OnScreen, Path


def is_on_screen(path: Path, hello: Hello) -> bool:
    """Whether the page has come back to what is shown: then a greeting changes nothing there."""
    on_screen, current = path.on_screen, path.progress.current
    if path.screen != "contents" and current and hello.part not in (None, current.part.identifier):
        return False
    if on_screen is None or hello.screen not in (None, "item"):
        return hello.screen == path.screen
    return hello.attempt is not None and hello.attempt.attempt_id == on_screen.attempt_id


def open_place(path: Path, hello: Hello, *, recall: Callable[[Item], OnScreen | None], has_contents: bool) -> None:
    """Show what the page asks for: the very item where its learner was in the part, if that still makes sense.

    `recall` finds an answer of before this page; `has_contents`: the lesson has parts to choose from."""
    progress = path.progress
    if hello.part in [one.part.identifier for one in progress.paths]:
        progress.open_part(hello.part)
    if hello.screen == "summary":
        path.open_summary()
    elif hello.screen == "contents" and has_contents:
        _keep_open(path, hello.attempt)
        path.open_contents()
    elif not _resume(path, hello.attempt, recall) and not path.asks_open_item:
        path.open_current()


def _keep_open(path: Path, place: AttemptPlace | None) -> None:
    """Have the item asked as it was before, when its turn comes."""
    item = path.progress.items().get(place.item) if place else None
    if place is not None and item is not None and not path.progress.is_answered(item):
        path.keep_attempt(item, place.attempt_id)


def _resume(path: Path, place: AttemptPlace | None, recall: Callable[[Item], OnScreen | None]) -> bool:
    """Show again what was on screen before a reload; False where that makes no sense any more, or where another part is
    asked for."""
    progress = path.progress
    steps = progress.steps(progress.current) if progress.current else []
    item = next((step for step in steps if place is not None and step.identifier == place.item), None)
    if place is None or item is None:
        _keep_open(path, place)
        return False
    result = progress.results.get(item.identifier)
    if not progress.is_open(item) and result is not None and result.attempt_id != place.attempt_id:
        if place.again:
            path.show(item, attempt_id=place.attempt_id, again=True)
        return place.again
    path.show(item, attempt_id=place.attempt_id)
    if result is not None and result.attempt_id == place.attempt_id:
        told = recall(item)
        if told is None or told.feedback is None:
            return False
        path.tell(told.presentation, told.feedback)
    return True
