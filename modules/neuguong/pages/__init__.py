"""One module per kind of page: joins the kit to widgets for a notebook. Knows nothing of HTTP.

A page's module is read when it is first asked for: a lesson's kernel carries nothing of the trainer's board.
"""

from typing import TYPE_CHECKING

from .lesson import LessonPage, open_lesson

if TYPE_CHECKING:
    from .trainer import BoardPage, open_board

__all__ = ["BoardPage", "LessonPage", "open_board", "open_lesson"]


def __getattr__(name: str) -> object:
    if name in ("BoardPage", "open_board"):
        from . import trainer

        return getattr(trainer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
