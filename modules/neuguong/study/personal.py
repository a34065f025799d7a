"""A learner's own data: see it, take it along, delete it. Knows no name: whoever holds the token is the learner."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from ..store import ResponseLog
from .identity import hash_token


@dataclass(frozen=True)
class PersonalData:
    """What the log holds under a token. Answers to sensitive topics are not among it: nothing links them to anyone."""

    log: ResponseLog
    secret: bytes
    erase_in_halls: Callable[[str], int]
    """Delete what hangs on a phone's token in every workshop; how many answers went."""

    def fetch(self, token: str) -> list[dict[str, object]]:
        """One JSON-ready object per answer, oldest first; the keyed hash itself is left out."""
        found = self.log.fetch_statements(actor=hash_token(token, secret=self.secret))
        rows = []
        for statement in found:
            row = {name: value for name, value in asdict(statement).items() if name != "actor"}
            row |= {"timestamp": statement.timestamp.isoformat(), "presented_order": list(statement.presented_order)}
            row["stored"] = statement.stored.isoformat() if statement.stored else None
            rows.append(row)
        return rows

    def erase(self, token: str) -> int:
        """Delete every answer under the token; returns how many there were."""
        return self.log.erase_actor(hash_token(token, secret=self.secret))
