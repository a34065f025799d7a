"""A learner's own data: see it, take it along, delete it. Knows no name: whoever holds the token is the learner."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Annotated

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from ..errors import UnknownItemError
from ..items import Pack
from ..store import ResponseLog, Statement
from .answering import read_proven
from .identity import hash_token
from .messages import LocalResult, fitting
from .telling import ToldAnswer, ToldItem, spell_response, tell_answer, tell_item

_ROWS = TypeAdapter[list[LocalResult]](Annotated[list[LocalResult], fitting(LocalResult)])


class MyAnswer(TypedDict):
    """An answer as the log holds it, JSON-ready and without the keyed hash; and the same in words."""

    row: dict[str, object]
    told: ToldAnswer


@dataclass(frozen=True)
class MyHalls:
    """What hangs on a phone's token in every workshop: see it; delete it, and say how many answers went."""

    fetch: Callable[[str], Iterable[Statement]]
    erase: Callable[[str], int]


@dataclass(frozen=True)
class PersonalData:
    """What the log holds under a token. Answers to sensitive topics are not among it: nothing links them to anyone."""

    pack: Pack
    log: ResponseLog
    secret: bytes
    halls: MyHalls

    def fetch(self, token: str) -> list[MyAnswer]:
        """Every answer under the token, oldest first."""
        return self._tell(self.log.fetch_statements(actor=hash_token(token, secret=self.secret)))

    def erase(self, token: str) -> int:
        """Delete every answer under the token; returns how many there were."""
        return self.log.erase_actor(hash_token(token, secret=self.secret))

    def fetch_in_halls(self, token: str) -> list[MyAnswer]:
        """The same as `fetch` for the token of a phone in workshops: what is counted already."""
        return self._tell(self.halls.fetch(token))

    def erase_in_halls(self, token: str) -> int:
        """The same as `erase` for the token of a phone in workshops."""
        return self.halls.erase(token)

    def name_items(self, identifiers: Collection[str]) -> dict[str, ToldItem]:
        """What these items ask, for what only a browser remembers. Nobody's token is needed for that."""
        named = {identifier: tell_item(self.pack, identifier) for identifier in identifiers}
        return {identifier: told for identifier, told in named.items() if told is not None}

    def tell_chosen(self, rows: Sequence[object]) -> dict[str, list[str]]:
        """Attempt id → what was chosen, in words, of what only a browser remembers and can prove (`LocalRow`s); nothing
        of a sensitive topic. Nobody's token is needed for that, and nothing is stored."""
        found: dict[str, list[str]] = {}
        for one in _ROWS.validate_python(rows):
            with suppress(UnknownItemError):
                scenario, item = self.pack.get_item(one.item)
                answered = read_proven(item, one, secret=self.secret)
                if answered and not self.pack.is_sensitive(scenario):
                    found[answered.attempt_id] = spell_response(item, answered.response)
        return found

    def _tell(self, statements: Iterable[Statement]) -> list[MyAnswer]:
        return [{"row": _row(one), "told": tell_answer(self.pack, one)} for one in statements]


def _row(statement: Statement) -> dict[str, object]:
    row = {name: value for name, value in asdict(statement).items() if name != "actor"}
    row |= {"timestamp": statement.timestamp.isoformat(), "presented_order": list(statement.presented_order)}
    row["stored"] = statement.stored.isoformat() if statement.stored else None
    return row
