"""How what became of a message is told to the card. Knows nothing of what follows from it."""

from datetime import date

from ..errors import NeuGuongError, StoreError
from ..scoring import response_as_tokens
from ..text import say
from . import messages
from .answering import CERTAIN, Answered

RETRY_AFTER_MS = 3000
"""How long the card waits before it sends an answer again that could not be stored."""


def tell_stored(
    message: messages.Submit, answered: Answered, day: date, *, sensitive: bool, secret: bytes
) -> messages.Stored:
    """`day`: when it was given, in Vietnam. The browser keeps what was answered where the log knows nobody by whom it
    could be read again; to a sensitive topic it does not, but for the way through a branching case."""
    item = answered.shown.item
    local: messages.LocalRow = {
        "item": item.identifier,
        "version": item.version,
        "score": answered.outcome.score,
        "max_score": answered.outcome.max_score,
        "day": day.isoformat(),
        "sure": message.confidence == CERTAIN,
    }
    if not item.stands_alone or not (sensitive or answered.is_linked):
        response = response_as_tokens(answered.shown, answered.response)
        local |= {"attempt_id": message.attempt_id, "response": response, "proof": answered.prove(secret)}
    return {"kind": "stored", "attempt_id": message.attempt_id, "linked": answered.is_linked, "local": local}


def tell_not_stored(message: messages.Submit, error: StoreError) -> messages.NotStored:
    return {
        "kind": "not_stored",
        "attempt_id": message.attempt_id,
        "message": say(f"errors.{error.code}"),
        "retry_after_ms": RETRY_AFTER_MS,
    }


def refuse(error: NeuGuongError, raw: object) -> messages.Refused:
    attempt_id = raw.get("attempt_id") if isinstance(raw, dict) else None
    return {
        "kind": "refused",
        "attempt_id": attempt_id if isinstance(attempt_id, str) and len(attempt_id) <= 64 else None,
        "message": say(f"errors.{error.code}"),
    }
