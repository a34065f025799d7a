"""Which box of ballots an event opens or closes. Pure; knows no board that keeps them."""

from ..store.board import Box, NewEvent
from .events import Asked, AskedAgain, Began, Closed, Event, Reopened, event_to_json
from .state import State


def with_box(state: State, event: Event) -> NewEvent:
    """The event as the board writes it, with what it does to a box. ValueError for the first one, which has none."""
    data = event_to_json(event)
    match event:
        case Began():
            raise ValueError("a workshop begins once")
        case Asked():
            return NewEvent(data, Box(len(state.turns) + 1, 1), "open")
        case AskedAgain() if state.turn is not None:
            return NewEvent(data, Box(state.turn.number, len(state.turn.rounds) + 1), "open")
        case Reopened() if state.turn is not None:
            return NewEvent(data, Box(state.turn.number, state.turn.round.number), "open")
        case Closed() if state.turn is not None:
            return NewEvent(data, Box(state.turn.number, state.turn.round.number), "close")
    return NewEvent(data)
