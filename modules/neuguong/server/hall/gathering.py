"""One workshop and the phones in it: who is in, what was last told, and news as soon as there is some.

Knows neither the web nor what a workshop does. Everything follows from the hall itself: nothing is lost with it.
"""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, Protocol

from ...errors import NeuGuongError
from .commit import GroupCommit
from .contract import Answering, Hall, Joining, Json, Kind, Leaving, Said
from .names import Names
from .replies import ErasedMemberError, FullError, NotInError, Reply, pack, refuse, reply_with
from .told import Place, Told
from .worker import Urgency, Worker

logger = logging.getLogger(__name__)

LOOK_EVERY_S, PULSE_EVERY_S = 0.1, 5.0
ALONE_S = 30.0
"""For how long after the last phone has gone news are still looked for."""
MOST_MEMBERS, MOST_TABS = 5000, 6


class Line(Protocol):
    """An open line to a phone."""

    def tell(self, text: str) -> None: ...

    def replace(self) -> None:
        """Another tab of the same phone took its place."""
        ...


@dataclass(slots=True)
class Member:
    """What a phone was last told of itself, and for which place that holds."""

    unit: str | None
    group: int | None
    place: Place
    response: Any = None
    feedback: Any = None


class Gathering:
    """Use from the event loop only."""

    def __init__(self, hall: Hall, *, look_every_s: float = LOOK_EVERY_S, pulse_every_s: float = PULSE_EVERY_S) -> None:
        self._hall, self._worker, self._names = hall, Worker("hall"), Names()
        self._votes = GroupCommit[Answering, Json](self._worker, Urgency.VOTE, hall.cast)
        self._arrivals = GroupCommit[tuple[str, str | None], Json | None](
            self._worker, Urgency.ARRIVAL, hall.welcome_all
        )
        self._look_every_s, self._pulse_every_s = look_every_s, pulse_every_s
        self._members: dict[str, Member] = {}
        self._lines: dict[str, list[Line]] = {}
        self._told: Told | None = None
        self._choices: Json = {}
        self._explained: dict[str, Any] = {}
        self._watching: asyncio.Task[None] | None = None
        self._touched_at = 0.0
        self._hearing = 0
        self._first_look = asyncio.Lock()

    def knows(self, token: str) -> bool:
        return token in self._members

    @property
    def is_over(self) -> bool:
        """Whether its code may by now be another workshop's."""
        return self._told is not None and self._told.state["stage"] == "ended"

    @property
    def is_left(self) -> bool:
        """Whether no phone is there, nor was one lately: what it holds, another reads again from the hall."""
        return self._watching is None and not self._lines and not self._hearing

    @property
    def names(self) -> Names | None:
        """Display names; None where there are none now: nobody is named beside a sensitive question."""
        hides = self._told is None or self._told.is_sensitive or not self._choices.get("names")
        return None if hides else self._names

    @property
    def phones(self) -> int:
        """Participants with a line."""
        return len(self._lines)

    async def hear(self, kind: Kind, said: Any, line: Line | None) -> Reply:
        """Take a message; `line` is where it came from, None for a single request."""
        self._hearing += 1
        try:
            await self._look_if_alone()
            match kind:
                case "join":
                    reply = await self._join(said)
                case "state":
                    reply = await self._look_again(said)
                case "answer":
                    return await self._answer(said, line)
                case "leave":
                    return await self._leave(said, line)
        except NeuGuongError as error:
            return refuse(error)
        except Exception as error:
            logger.exception("a phone could not be heard")
            return refuse(error)
        finally:
            self._hearing -= 1
        if line is not None and said.token in self._members:  # who left meanwhile has no seat
            self._sit(said.token, line)
        return reply

    def forget(self, token: str) -> None:
        """Everything of the participant was deleted elsewhere: nothing of them stays, and their phone is told."""
        self._drop(token, refuse(ErasedMemberError("deleted on another page")))

    def rise(self, token: str, line: Line) -> None:
        """The line was closed."""
        left = [one for one in self._lines.get(token, ()) if one is not line]
        if left:
            self._lines[token] = left
        else:
            self._lines.pop(token, None)

    def close(self) -> None:
        """Stop looking for news. Votes that are being written are."""
        if self._watching is not None:
            self._watching.cancel()
        self._worker.close()

    # --- messages

    async def _join(self, said: Joining) -> Reply:
        member = self._members.get(said.token)
        if member is not None and said.unit in (None, member.unit):
            self._call(said)
            return await self._welcome(said.token)
        if member is None and len(self._members) >= MOST_MEMBERS:
            raise FullError(f"{len(self._members)} participants")
        told = await self._arrivals.put((said.token, said.unit))
        if told is None:
            raise ErasedMemberError("a member who was erased does not come in again")
        self._choices = {name: told[name] for name in ("units", "names", "groups")}
        self._keep(said.token, told["mine"], self._now().place)
        self._call(said)
        return await self._welcome(said.token)

    def _call(self, said: Joining) -> None:
        if said.name is not None and self._choices.get("names") and not self.is_over:
            self._names.put(said.token, said.name)

    async def _look_again(self, said: Said) -> Reply:
        if said.token not in self._members:
            raise NotInError("a participant that this server has not let in")
        return await self._welcome(said.token)

    async def _answer(self, said: Answering, line: Line | None) -> Reply:
        try:
            told = await self._votes.put(said)
        except NeuGuongError as error:
            return refuse(error, attempt_id=said.attempt_id)
        except Exception as error:
            logger.exception("a vote could not be cast")
            return refuse(error, attempt_id=said.attempt_id)
        if told.get("code") == NotInError.code:  # removed elsewhere: the hall itself decides whether they come in again
            self._drop(said.token, refuse(NotInError("removed elsewhere")), but=line)
        reply = reply_with(told)
        member = self._members.get(said.token)
        place = self._now().place
        if reply.status == 200 and member is not None and place[:2] == (said.turn, said.round):
            member.place, member.response, member.feedback = place, said.response, None
        return reply

    async def _leave(self, said: Leaving, line: Line | None) -> Reply:
        reply = reply_with(
            await self._worker.do(Urgency.ARRIVAL, partial(self._hall.leave, said.token, erase=said.erase))
        )
        self._drop(said.token, reply, but=line)
        return reply

    def _drop(self, token: str, told: Reply, *, but: Line | None = None) -> None:
        """No participant any more, in whatever tab: a tab that is told nothing would come in again by itself."""
        self._members.pop(token, None)
        self._names.drop(token)
        for line in self._lines.pop(token, ()):
            if line is not but:
                line.tell(told.text)

    async def _welcome(self, token: str) -> Reply:
        mine = pack(await self._mine(token))
        choices = pack({"kind": "welcome", **self._choices})
        return Reply(f'{choices[:-1]},"state":{self._now().text(monotonic())},"mine":{mine}}}')

    def _sit(self, token: str, line: Line) -> None:
        lines = self._lines.setdefault(token, [])
        if line not in lines:
            lines.append(line)
        if len(lines) > MOST_TABS:
            lines.pop(0).replace()

    # --- what one phone is told of itself

    async def _mine(self, token: str) -> Json:
        """From what was told before where that is enough: a whole hall may ask at once."""
        told = self._now()
        member = self._members[token]
        if member.place != told.place:
            is_new = told.is_open and member.place[:2] < told.place[:2] and not member.place.looking_back
            known = self._explained.get(pack(member.response)) if member.place[:2] == told.place[:2] else None
            if is_new:
                self._keep(token, {"unit": member.unit, "group": member.group}, told.place)
            elif known is not None and told.place.explained:
                member.place, member.feedback = told.place, known
            else:
                mine = await self._worker.do(Urgency.ARRIVAL, partial(self._hall.mine, token))
                if token in self._members:  # they may have left meanwhile
                    self._keep(token, mine, told.place)
        member = self._members.get(token, member)
        return {
            "version": told.version, "unit": member.unit, "name": self._names.find(token), "group": member.group,
            "response": member.response, "feedback": member.feedback,
        }  # fmt: skip

    def _keep(self, token: str, mine: Json, place: Place) -> None:
        kept = Member(mine["unit"], mine["group"], place, mine.get("response"), mine.get("feedback"))
        self._members[token] = kept
        if place.explained and kept.feedback is not None:
            self._explained[pack(kept.response)] = kept.feedback

    # --- news

    async def _look_if_alone(self) -> None:
        """Begin to look for news, and look at once, unless that is going on."""
        self._touched_at = monotonic()
        is_alone = self._watching is None
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        if is_alone or self._told is None:
            async with self._first_look:
                if is_alone or self._told is None:
                    await self._look()

    def _now(self) -> Told:
        assert self._told is not None
        return self._told

    async def _watch(self) -> None:
        pulsed_at, failed = monotonic(), False
        try:
            while self._lines or self._hearing or monotonic() - self._touched_at < ALONE_S:
                await asyncio.sleep(self._look_every_s)
                try:
                    await self._look()
                    failed = False
                except Exception as error:
                    if not failed:  # once, not ten times a second
                        logger.warning("a workshop's board cannot be read", exc_info=error)
                    failed = True
                if self._told is not None and monotonic() - pulsed_at >= self._pulse_every_s:
                    pulsed_at = monotonic()
                    self._tell_all(pack({"kind": "pulse", "version": self._told.version}))
        finally:
            self._watching = None
            self._names.clear()  # whether a question is sensitive, or the end has come, is seen by nobody now

    async def _look(self) -> None:
        told, now = self._told, monotonic()
        if told is not None and told.is_due(now):
            await self._worker.do(Urgency.NEWS, self._hall.close_if_due)
        version = await self._worker.do(Urgency.NEWS, self._hall.refresh)
        if told is None or version != told.version or told.is_stale(now):
            state = await self._worker.do(Urgency.NEWS, self._hall.phone_state)
            await self._take(Told(state, at=monotonic()))

    async def _take(self, fresh: Told) -> None:
        before, self._told = self._told, fresh
        if self.is_over:
            self._names.clear()
        if before is not None and (before.state["words"], before.version) == (fresh.state["words"], fresh.version):
            return
        self._tell_all(f'{{"kind":"state","state":{fresh.text(fresh.at)}}}')
        if before is None or before.place != fresh.place:
            self._explained = {}
            if fresh.place.explained:
                for token in list(self._lines):
                    if token in self._members:  # they may leave while the others are told
                        self._tell(token, pack({"kind": "mine", "mine": await self._mine(token)}))

    def _tell_all(self, text: str) -> None:
        for token in list(self._lines):
            self._tell(token, text)

    def _tell(self, token: str, text: str) -> None:
        for line in list(self._lines.get(token, ())):
            line.tell(text)
