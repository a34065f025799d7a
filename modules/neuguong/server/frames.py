"""The frames of a page's websocket, as they are read. Every frame of a browser is hostile input.

Frames are JSON objects. To the browser:
    {"type": "queued", "place"}                  the page waits for a kernel; the first in line has place 1
    {"type": "ready", "widgets": [{"cell", "position", "id", "state"}]}   the whole state of every card
    {"type": "update", "id", "state"}            what changed of a card's state
    {"type": "custom", "id", "content"}          said once to a card
    {"type": "pong"}
From the browser: {"type": "say", "id", "content"}, what a card says, and {"type": "ping"}. Nothing else passes, so a
visitor can run no code and set no state.
"""

import json
import re
from typing import Any, NoReturn

MAX_FRAME = 64 * 1024
"""Bytes of the largest frame a browser may send: an answer is a few hundred."""
ID = re.compile(r"[0-9a-f-]{32,36}")
"""A tab's or a card's id."""


def parse_frame(message: str | bytes) -> dict[str, Any] | None:
    """The frame, if it is one a page of ours could have sent: all of it can be encoded, stored and sent on."""
    if not isinstance(message, str) or len(message) > MAX_FRAME:
        return None
    try:
        frame = json.loads(message, parse_constant=_refuse)
        json.dumps(frame, ensure_ascii=False, allow_nan=False).encode()  # fails at half a character, at 1e999
    except (ValueError, RecursionError):
        return None
    if not isinstance(frame, dict):
        return None
    if frame.get("type") == "ping":
        return frame
    known = frame.get("type") == "say" and isinstance(frame.get("content"), dict)
    return frame if known and isinstance(frame.get("id"), str) and ID.fullmatch(frame["id"]) else None


def _refuse(constant: str) -> NoReturn:
    """Python reads NaN and Infinity, no browser writes them."""
    raise ValueError(constant)
