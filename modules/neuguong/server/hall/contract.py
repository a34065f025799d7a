"""What the phones' side needs of a workshop, whoever keeps it. Knows no event, no board and no item."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

Kind = Literal["join", "state", "answer", "leave"]
"""What a phone may say: the last step of an address, or "kind" on the line."""
Json = Mapping[str, Any]


class Said(Protocol):
    """A message of a phone, found well-formed. `code` as typed; `token` is the participant."""

    @property
    def code(self) -> str: ...
    @property
    def token(self) -> str: ...


class Joining(Said, Protocol):
    @property
    def unit(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...


class Answering(Said, Protocol):
    @property
    def turn(self) -> int: ...
    @property
    def round(self) -> int: ...
    @property
    def attempt_id(self) -> str: ...
    @property
    def response(self) -> Any: ...


class Leaving(Said, Protocol):
    @property
    def erase(self) -> bool: ...


Parse = Callable[[Kind, object], Said]
"""The message of that kind; ValueError for what is none."""


class Hall(Protocol):
    """One workshop, as its phones need it. Every method blocks and may raise StoreError or another NeuGuongError, whose
    code says to the phone why not. Called from one thread, one call at a time. Replies are JSON objects with "kind".
    """

    def refresh(self) -> int:
        """Take in what happened meanwhile; the number of the last event. Asked ten times a second: costs one row."""
        ...

    def phone_state(self) -> Json:
        """What every phone is told, as of the last `refresh`; words of a word wall as of now."""
        ...

    def welcome_all(self, joining: Sequence[tuple[str, str | None]]) -> Sequence[Json | None]:
        """Let many in, or in again, each a token and a unit, in one transaction; the same twice is the same once. Their
        "state" and "mine" are of now; None in the place of whoever was erased."""
        ...

    def mine(self, token: str) -> Json:
        """What one phone is told of itself."""
        ...

    def cast(self, answers: Sequence[Any]) -> Sequence[Json]:
        """Put votes in, all in one transaction; for each, in order, "received" once it is on disk, or "refused"."""
        ...

    def leave(self, token: str, *, erase: bool) -> Json: ...

    def close_if_due(self) -> bool:
        """Close the open round if its time has run out; whether anything was closed."""
        ...


class Halls(Protocol):
    """The workshops that can be joined. May be called from any thread."""

    def find(self, code: str) -> str | None:
        """The workshop that has this code, however it was typed. One that has ended is found as long as it may be
        looked at."""
        ...

    def open(self, workshop_id: str) -> Hall: ...
