"""Where every message of a phone arrives, by line or by request: is it one, who says it, in which workshop.

Knows neither the web nor what is done with a message.
"""

import logging
from collections.abc import Callable
from functools import partial

from ...errors import NeuGuongError
from ..admission import Ration
from .contract import Halls, Kind, Parse
from .gathering import Gathering, Line
from .guessing import Patience
from .names import Names
from .replies import NoMessageError, Reply, TooFastError, UnknownCodeError, refuse
from .worker import Urgency, Worker

logger = logging.getLogger(__name__)

AT_ONCE, PER_SECOND = 30, 1.0
"""Messages of one participant: more than a thumb sends. Never counted by address: a whole hall is one."""

MOST_SPELLINGS = 1000
"""Of the codes that were found."""


class Desk:
    """Use from the event loop only. `gather` makes the gathering of a workshop; tests want other times."""

    def __init__(
        self,
        halls: Halls,
        parse: Parse,
        *,
        patience: Patience | None = None,
        gather: Callable[..., Gathering] = Gathering,
    ) -> None:
        self._halls, self._parse, self._gather = halls, parse, gather
        self._patience = patience or Patience()
        self._worker = Worker("halls")
        self._rations = Ration(burst=AT_ONCE, per_second=PER_SECOND)
        self._workshops: dict[str, str] = {}
        self._gatherings: dict[str, Gathering] = {}

    @property
    def phones(self) -> int:
        """Participants with a line, in all workshops."""
        return sum(one.phones for one in self._gatherings.values())

    async def hear(self, kind: Kind, raw: object, line: Line | None = None) -> tuple[Reply, Gathering | None, str]:
        """Take a message as it came; the reply, and where its participant is now."""
        try:
            said = self._parse(kind, raw)
        except (ValueError, RecursionError):
            return refuse(NoMessageError(f"not a message to {kind}")), None, ""
        attempt_id = getattr(said, "attempt_id", None)
        if not self._rations.admits(said.token):
            return refuse(TooFastError("too many messages of one participant"), attempt_id=attempt_id), None, ""
        try:
            gathering = await self._find(said.code, said.token)
        except NeuGuongError as error:
            return refuse(error, attempt_id=attempt_id), None, ""
        return await gathering.hear(kind, said, line), gathering, said.token

    async def find_names(self, code: str) -> Names | None:
        """The display names of the workshop with this code, however its phones typed it; None where there are none:
        nobody has come in, or they are off. StoreError."""
        if not self._gatherings:
            return None
        known = self._gatherings.get(self._workshops.get(_spell(code), ""))
        if known is None or known.is_over:
            known = self._gatherings.get(await self._look_up(code) or "")
        return None if known is None else known.names

    def forget(self, token: str) -> None:
        """Everything of this participant was deleted, in every workshop."""
        for gathering in self._gatherings.values():
            gathering.forget(token)

    def close(self) -> None:
        for gathering in self._gatherings.values():
            gathering.close()
        self._worker.close()

    async def _find(self, code: str, token: str) -> Gathering:
        known = self._gatherings.get(self._workshops.get(_spell(code), ""))
        if known is not None and known.knows(token):
            return known
        self._patience.check()
        if known is not None and not known.is_over:
            return known
        workshop = await self._look_up(code)
        if workshop is None:
            await self._patience.wait()
            raise UnknownCodeError("no workshop has this code")
        if workshop not in self._gatherings:
            hall = await self._worker.do(Urgency.ARRIVAL, partial(self._halls.open, workshop))
            self._clear_away(but=workshop)
            self._gatherings.setdefault(workshop, self._gather(hall))
        return self._gatherings[workshop]

    def _clear_away(self, *, but: str) -> None:
        """Workshops that nobody watches, before another comes: a server runs for months, and each has a thread."""
        for name in [one for one, gathering in self._gatherings.items() if gathering.is_left and one != but]:
            self._gatherings.pop(name).close()

    async def _look_up(self, code: str) -> str | None:
        workshop = await self._worker.do(Urgency.ARRIVAL, partial(self._halls.find, code))
        if workshop is not None:
            if len(self._workshops) >= MOST_SPELLINGS:
                self._workshops.clear()
            self._workshops[_spell(code)] = workshop
        return workshop


def _spell(code: str) -> str:
    return code.strip().upper()
