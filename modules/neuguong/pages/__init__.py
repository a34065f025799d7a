"""One module per kind of page: joins the kit to widgets for a notebook. Knows nothing of HTTP."""

from .lesson import LessonPage, open_lesson

__all__ = ["LessonPage", "open_lesson"]
