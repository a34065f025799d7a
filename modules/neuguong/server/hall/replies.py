"""What a phone is answered: text that is made once however many hear it, and its HTTP status. Knows no workshop."""

import json
from dataclasses import dataclass
from typing import Any

from ...errors import NeuGuongError, StoreError
from ...text import say
from .contract import Json

AGAIN_MS = 2000
STATUS = {"message": 400, "workshop-unknown-code": 404, "workshop-too-fast": 429, "workshop-full": 503}
REFUSED_STATUS = 409
"""Of a refusal that is the workshop's own: too late, not an answer to this question."""


class NoMessageError(NeuGuongError):
    """What came is none of a phone's messages."""

    code = "message"


class UnknownCodeError(NeuGuongError):
    """No workshop has this code."""

    code = "workshop-unknown-code"


class TooFastError(NeuGuongError):
    """This participant says more than anybody can mean."""

    code = "workshop-too-fast"


class FullError(NeuGuongError):
    """More participants than this server takes into one workshop."""

    code = "workshop-full"


class NotInError(NeuGuongError):
    """This server has not let the participant in since it started: they join again."""

    code = "workshop-not-in"


class ErasedMemberError(NeuGuongError):
    """Whoever had everything deleted does not come in again under the same token."""

    code = "erased"


@dataclass(frozen=True, slots=True)
class Reply:
    """JSON text, and the status that says the same."""

    text: str
    status: int = 200


def pack(value: object) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def reply_with(content: Json) -> Reply:
    """A reply as the workshop gave it."""
    return Reply(pack(content), _status(content["code"]) if content["kind"] == "refused" else 200)


def refuse(error: Exception, *, attempt_id: str | None = None) -> Reply:
    """What is told instead of an error: Vietnamese by its code, and when to try again if that may help."""
    code = error.code if isinstance(error, NeuGuongError) else "unexpected"
    may_help = isinstance(error, (StoreError, TooFastError, FullError)) or not isinstance(error, NeuGuongError)
    told: dict[str, Any] = {
        "kind": "refused",
        "attempt_id": attempt_id,
        "code": code,
        "message": say(f"errors.{code}"),
        "again_ms": AGAIN_MS if may_help else None,
    }
    return Reply(pack(told), _status(code))


def _status(code: str) -> int:
    if code == "unexpected" or code.startswith("store"):
        return 503
    return STATUS.get(code, REFUSED_STATUS)
