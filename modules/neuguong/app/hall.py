"""The phones' side of workshops, joined to the workshops: which messages there are, and how they are documented.

Knows neither a handler nor a database.
"""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from .. import __version__
from ..server.hall.contract import Hall, Kind, Said
from ..server.hall.documents import Shape, Shapes, build_line_schema, build_openapi
from ..server.hall.service import HallService
from ..workshop import messages
from ..workshop.workshops import Workshops

_EXAMPLE_TOKEN = "0123456789abcdef0123456789abcdef"
_EXAMPLE_ATTEMPT = "6b1f5a0e-3f0c-4f44-9d0a-0d2f8f1b7c11"
_STATE: dict[str, Any] = {
    "version": 3, "title": "Sinh hoạt chuyên đề", "rehearsal": False, "stage": "open", "paused": False,
    "looking_back": False, "turn": 1, "round": 1, "activity": "poll", "left_s": 25, "scenario": None, "item": None,
    "question": "Việc nào nên bàn trước?",
    "options": [
        {"token": "0", "letter": "A", "text": "Lịch trực"}, {"token": "1", "letter": "B", "text": "Tiếp công dân"},
    ],
    "results": [], "transition": None, "key": None, "words": [],
}  # fmt: skip
_MINE = {"version": 3, "unit": "Chi bộ Một", "name": None, "group": None, "response": None, "feedback": None}
_WHO = {"code": "KMT7PX", "token": _EXAMPLE_TOKEN}
_WELCOME = {
    "kind": "welcome", "units": ["Chi bộ Một", "Chi bộ Hai"], "names": False, "groups": 0, "state": _STATE,
    "mine": _MINE,
}  # fmt: skip
_ANSWER = {**_WHO, "turn": 1, "round": 1, "attempt_id": _EXAMPLE_ATTEMPT, "response": "1"}
_RECEIVED = {"kind": "received", "attempt_id": _EXAMPLE_ATTEMPT, "turn": 1, "round": 1}

SHAPES = Shapes(
    kinds={
        "join": Shape(
            messages.Join,
            messages.Welcome,
            "Come in, or come back.",
            {**_WHO, "unit": "Chi bộ Một", "name": None},
            _WELCOME,
        ),
        "state": Shape(messages.Look, messages.Welcome, "Ask for the whole state.", _WHO, _WELCOME),
        "answer": Shape(
            messages.Answer, messages.Received, "Vote, or change a vote, in the open round.", _ANSWER, _RECEIVED
        ),
        "leave": Shape(
            messages.Leave, messages.Left, "Go out.", {**_WHO, "erase": True}, {"kind": "left", "erased": 1}
        ),
    },
    news=(messages.StateTold, messages.MineTold, messages.Pulse),
    refused=messages.Refused,
)


@cache
def _adapters() -> dict[Kind, TypeAdapter[Any]]:
    return {kind: TypeAdapter(shape.said) for kind, shape in SHAPES.kinds.items()}


def parse_said(kind: Kind, raw: object) -> Said:
    """A phone's message of that kind; ValueError (pydantic's ValidationError) for what is none."""
    return _adapters()[kind].validate_python(raw)  # type: ignore[no-any-return]


def build_documents() -> tuple[dict[str, Any], dict[str, Any]]:
    """The API's OpenAPI document, and the JSON schema of the line."""
    return build_openapi(SHAPES, version=__version__), build_line_schema(SHAPES)


class _Halls:
    """`Halls` over the workshops."""

    def __init__(self, workshops: Workshops) -> None:
        self.find = workshops.find
        self._workshops = workshops

    def open(self, workshop_id: str) -> Hall:
        return self._workshops.session(workshop_id)


def open_hall(workshops: Workshops) -> HallService:
    """All that the server needs for phones."""
    return HallService(_Halls(workshops), parse_said, lambda: _pack_documents()[0], lambda: _pack_documents()[1])


@cache
def _pack_documents() -> tuple[bytes, bytes]:
    openapi, line = (json.dumps(one, ensure_ascii=False).encode() for one in build_documents())
    return openapi, line
