"""The trainer's three pages, joined: for their kernels, not for the server. Knows nothing of widgets."""

from ..board import TrainerBoard
from ..home.units import load_units
from ..workshop.held import HeldSessions
from ..workshop.room import ControlRoom
from ..workshop.wall import Address, Wall
from .settings import Settings
from .units import list_units
from .workshops import open_workshops


def open_control_room(settings: Settings, *, address: Address = str) -> ControlRoom:
    """One trainer's control room."""
    return ControlRoom(open_workshops(settings), home=settings.home, units=list_units(settings), address=address)


def open_board(settings: Settings) -> TrainerBoard:
    """One trainer's board: what people study alone, and the sessions of the hall that have ended."""
    workshops = open_workshops(settings)
    return TrainerBoard(
        workshops.pack, workshops.log, clock=workshops.clock,
        units=load_units(settings.home, settings.units_file).names, sessions=HeldSessions(workshops),
        group_minimum=settings.group_minimum,
    )  # fmt: skip


def open_wall(settings: Settings, *, address: Address = str) -> Wall:
    """One wall."""
    return Wall(open_workshops(settings), address=address)
