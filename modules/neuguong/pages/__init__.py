"""One module per kind of page: joins the kit to widgets for a notebook. Knows nothing of HTTP.

A page's module is read when it is first asked for: a lesson's kernel carries nothing of the trainer's pages.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .lesson import LessonPage, open_lesson

if TYPE_CHECKING:
    from .figures import FiguresPage, open_effect, open_group, open_items
    from .room import RoomPage, open_room
    from .trainer import BoardPage, open_board
    from .wall import WallPage, open_wall

__all__ = [
    "BoardPage",
    "FiguresPage",
    "LessonPage",
    "RoomPage",
    "WallPage",
    "open_board",
    "open_effect",
    "open_group",
    "open_items",
    "open_lesson",
    "open_room",
    "open_wall",
]

_ROOMS = {
    "BoardPage": "trainer",
    "open_board": "trainer",
    "FiguresPage": "figures",
    "open_effect": "figures",
    "open_group": "figures",
    "open_items": "figures",
    "RoomPage": "room",
    "open_room": "room",
    "WallPage": "wall",
    "open_wall": "wall",
}


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return getattr(import_module(f".{_ROOMS[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
