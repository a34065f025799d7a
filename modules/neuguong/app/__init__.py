"""The composition root: joins content, log, clock and secret for whoever opens a page. Nothing happens at import.

Knows nothing of widgets, notebooks or HTTP. A room is read when one of its names is first asked for: who reads content
alone waits for no database.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .content import open_pack
    from .course import open_course, preload
    from .dashboards import open_board, open_control_room, open_wall
    from .log import open_log, prepare_log
    from .settings import Settings
    from .workshops import open_workshops

__all__ = [
    "Settings",
    "open_board",
    "open_control_room",
    "open_course",
    "open_log",
    "open_pack",
    "open_wall",
    "open_workshops",
    "preload",
    "prepare_log",
]

_ROOMS = {
    "Settings": "settings",
    "open_board": "dashboards",
    "open_control_room": "dashboards",
    "open_course": "course",
    "open_log": "log",
    "open_pack": "content",
    "open_wall": "dashboards",
    "open_workshops": "workshops",
    "preload": "course",
    "prepare_log": "log",
}


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return getattr(import_module(f".{_ROOMS[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
