"""One workshop over its board: commands become events, boxes are counted, people come in, vote and go.

Knows nothing of HTTP or screens beyond the shapes of `views`. What it holds in memory can be lost at any time: the
board has all that counts. One object for each workshop and process; every method blocks, and may be called from any
thread.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import RLock
from typing import Any, Literal

from ..clock import Clock
from ..disclosure.rounds import FirstRound, Result
from ..errors import InvalidResponseError, NeuGuongError
from ..store import ErasedActorError, ResponseLog
from ..store.board import Box, Member, StaleBoardError, ToLog, Word, WorkshopBoard
from . import commands
from . import state as machine
from .boxes import with_box
from .casting import Ballots
from .checks import check_command
from .commands import Command, Count
from .counting import Hall, count_item, count_poll, count_words
from .events import Ended, Event, event_from_json
from .membership import hash_member
from .messages import Answer, Left, Received, Refused, Welcome
from .parallel import mark_parallel
from .phone_view import build_mine, build_phone_state
from .showing import Showing
from .state import State, Turn, decide
from .views import Mine, PhoneState


class WorkshopGoneError(NeuGuongError):
    """The board knows no such workshop."""

    code = "workshop-gone"


class WorkshopSession:
    """See `Workshops.session`."""

    def __init__(
        self, hall: Hall, showing: Showing, state: State, *, board: WorkshopBoard, log: ResponseLog, clock: Clock
    ) -> None:
        self.hall, self.showing = hall, showing
        self._state, self._board, self._log, self._clock = state, board, log, clock
        self.moved_at = self.led_at = state.began_at
        """When something happened last; and when a trainer did something last."""
        self._lock = RLock()
        self._members: dict[str, Member] = {}
        self._are_members_read = False
        self._ballots = Ballots(hall, showing, board, log)

    @property
    def workshop_id(self) -> str:
        return self.hall.workshop_id

    @property
    def state(self) -> State:
        """As of the last `refresh`."""
        return self._state

    # --- what happens

    def refresh(self) -> int:
        """Take in what happened meanwhile, in whatever process; the number of the last event. Costs one row."""
        if self._board.fetch_version(self.workshop_id) != self._state.version:
            with self._lock:
                for event in self._board.fetch_events(self.workshop_id, after=self._state.version):
                    self._apply(event_from_json(event.data), event.at)
        return self._state.version

    def act(self, command: Command, version: int | None = None) -> None:
        """Do what a control page asks for that was looking at `version` (None: whatever is now).

        StaleCommandError if something else came first: of two pages that are pressed at once, one makes the step.
        NotNowError and its kind where it does not fit.
        """
        with self._lock:
            self._require(version)
            check_command(self._state, self.showing, command)
            steps = decide(self._state, command, now=self._clock.now())
            self._write(mark_parallel(self._state, self.showing, steps))

    def count_by_hand(self, counts: dict[str, int], version: int) -> None:
        """Counts of paper cards, by token, take the place of what phones sent in the closed round on screen; the
        phones' answers go to the log all the same. NotNowError where cards make no sense."""
        with self._lock:
            self._require(version)
            told = self._ballots.read_by_hand(self._state, counts)
            steps = decide(self._state, Count(), now=self._clock.now())
            self._write(steps, told=told)

    def close_if_due(self) -> bool:
        """Close the open round if its time has run out; whether that was done here."""
        turn = self._state.turn
        if turn is None or turn.round.closes_at is None or turn.round.closes_at > self._clock.now():
            return False
        try:
            self.act(commands.Close(if_due=True))
        except (commands.NotNowError, commands.StaleCommandError):
            return False
        return True

    def _require(self, version: int | None) -> None:
        self.refresh()
        if version is not None and version != self._state.version:
            raise commands.StaleCommandError(f"made at {version}, now {self._state.version}")

    def _write(self, steps: Sequence[Event | Literal["count"]], *, told: Result | None = None) -> None:
        waiting: list[Event] = []
        for step in steps:
            if step == "count":
                self._append(waiting)
                waiting = []
                self._count(told)
            else:
                waiting.append(step)
        self._append(waiting)

    def _append(self, events: Sequence[Event]) -> None:
        if not events:
            return
        ends = any(isinstance(event, Ended) for event in events)
        new = [with_box(self._state, event) for event in events]
        try:
            written = self._board.append_events(self.workshop_id, new, after=self._state.version, ends=ends)
        except StaleBoardError as error:
            raise commands.StaleCommandError(str(error)) from None
        for event, row in zip(events, written, strict=True):
            self._apply(event, row.at)

    def _count(self, told: Result | None) -> None:
        """Count the closed round of the last turn into the log."""
        turn = self._state.turn
        assert turn is not None
        box, make = Box(turn.number, turn.round.number), self._maker(turn, told)
        try:
            row = self._board.count_box(self.workshop_id, box, after=self._state.version, make=make)
        except StaleBoardError as error:
            raise commands.StaleCommandError(str(error)) from None
        self._apply(event_from_json(row.data), row.at)

    def _maker(self, turn: Turn, told: Result | None) -> Any:
        """What turns the ballots into rows; all that board and log are asked for is asked here."""
        if turn.activity == "words":
            n = len(self._board.fetch_words(self.workshop_id, turn.number))
            return lambda ballots: count_words(n)
        asking = self.showing.find(turn.item)
        if turn.activity == "poll" or asking is None:
            return lambda ballots: count_poll(self.hall, ballots, told=told)
        units = {one.member: one.unit for one in self._board.fetch_members(self.workshop_id)}
        first, before = None, turn.rounds[0]
        if turn.round.number > 1 and before.result is not None and not before.by_hand:
            first = FirstRound(before.result, self._ballots.fetch_counted(turn, before))
        closed_at = turn.round.closed_at or self._clock.now()

        def make(ballots: Sequence[Any]) -> ToLog:
            return count_item(
                self.hall, asking, ballots, round=turn.round.number, closed_at=closed_at, first=first, units=units,
                told=told,
            )  # fmt: skip

        return make

    def _apply(self, event: Event, at: datetime) -> None:
        self._state, self.moved_at = machine.apply(self._state, event, at=at), at
        was_left = isinstance(event, Ended) and event.left
        self.led_at = self._state.began_at if was_left else at
        self._ballots.follow(self._state)

    # --- who is here

    def welcome(self, token: str, unit: str | None = None) -> Welcome:
        """Let somebody in, or in again; the same twice is the same once. A unit that is none of this workshop's is
        none; None leaves it as it was. ErasedActorError for whoever was erased."""
        welcome = self.welcome_all([(token, unit)])[0]
        if welcome is None:
            raise ErasedActorError("a member who was erased does not come in again")
        return welcome

    def welcome_all(self, joining: Sequence[tuple[str, str | None]]) -> list[Welcome | None]:
        """Let many in, each a token and a unit, in one transaction: a hall comes in at once. None in the place of
        whoever was erased."""
        self.refresh()
        members = self._put_members(joining)
        state = self.phone_state()
        return [
            {
                "kind": "welcome", "units": list(self._unit_names), "names": self.hall.plan.names,
                "groups": self.hall.plan.groups, "state": state, "mine": self._mine(member),
            }
            if member is not None
            else None
            for member in members
        ]  # fmt: skip

    def mine(self, token: str) -> Mine:
        """What one phone is told of itself."""
        member = self._find_member(self.hash(token))
        return self._mine(member or Member(self.hash(token)))

    def leave(self, token: str, *, erase: bool = False) -> Left:
        """Go out; with `erase` everything that is linked to this membership goes too."""
        member = self.hash(token)
        with self._lock:
            self._members.pop(member, None)
            self._ballots.forget(member)
            if erase:
                return {"kind": "left", "erased": self._board.erase_member(self.workshop_id, member)}
            self._board.remove_member(self.workshop_id, member)
        return {"kind": "left", "erased": 0}

    def hash(self, token: str) -> str:
        return hash_member(token, workshop_id=self.workshop_id, secret=self.showing.secret)

    def fetch_members(self) -> list[Member]:
        """Who is in, as the board has it now."""
        return self._board.fetch_members(self.workshop_id)

    def count_answered(self) -> int:
        """How many have answered in the last round."""
        turn = self._state.turn
        if turn is None:
            return 0
        if turn.round.n is not None:
            return turn.round.n
        if turn.activity == "words":
            return len(self._board.fetch_words(self.workshop_id, turn.number))
        return self._board.count_ballots(self.workshop_id, Box(turn.number, turn.round.number))

    @property
    def _unit_names(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.hall.plan.units)

    def _put_members(self, joining: Sequence[tuple[str, str | None]]) -> list[Member | None]:
        """What the board then holds of each; nothing is written for who is in already and changes nothing."""
        names = [self.hash(token) for token, _ in joining]
        with self._lock:
            new: dict[str, Member] = {}
            for name, (_, asked) in zip(names, joining, strict=True):
                unit = asked if asked in self._unit_names else None
                held = new.get(name) or self._find_member(name)
                if held is None:
                    new[name] = Member(name, unit, self._next_group(new.values()))
                elif unit not in (None, held.unit):
                    new[name] = Member(name, unit, held.group)
            if new:
                self._members.update(self._board.put_members(self.workshop_id, list(new.values())))
            return [self._members.get(name) for name in names]

    def _find_member(self, name: str) -> Member | None:
        """As this process knows it, for members come in and go through one process; read whole at its first need."""
        if not self._are_members_read:
            with self._lock:
                found = {one.member: one for one in self._board.fetch_members(self.workshop_id)}
                self._members, self._are_members_read = found | self._members, True
        return self._members.get(name)

    def _next_group(self, coming: Iterable[Member]) -> int | None:
        """The smallest group, the first among equals; `coming` are on their way in."""
        groups = self.hall.plan.groups
        if not groups:
            return None
        sizes = Counter(member.group for member in (*self._members.values(), *coming))
        return min(range(1, groups + 1), key=lambda group: (sizes[group], group))

    # --- what phones say and see

    def cast(self, answers: Sequence[Answer]) -> list[Received | Refused]:
        """Put votes in, all in one transaction: for each, in order, received once it is on disk, or refused in words.
        Sent again under the same attempt id it is the same vote, even after the close. StoreError: none was taken."""
        self.refresh()
        members = {answer.token: self._find_member(self.hash(answer.token)) for answer in answers}
        replies = self._ballots.cast(self._state, answers, members)
        if replies is None:  # closed meanwhile, by another process
            self.refresh()
            replies = self._ballots.cast(self._state, answers, members)
        assert replies is not None
        return replies

    def phone_state(self) -> PhoneState:
        """What every phone is told, as of the last `refresh`; words let through as of now."""
        words = self.fetch_words(shown_only=True)
        return build_phone_state(self._state, self.showing, words, now=self._clock.now())

    def fetch_words(self, *, shown_only: bool = False) -> list[Word]:
        """The words of the word wall on screen; none where there is none."""
        on_screen = self._state.on_screen
        if on_screen is None or on_screen.activity != "words":
            return []
        found = self._board.fetch_words(self.workshop_id, on_screen.number)
        return [word for word in found if word.is_shown or not shown_only]

    def show_word(self, number: int, *, shown: bool) -> None:
        """Let a word onto the wall, or take it off."""
        self._board.show_word(self.workshop_id, number, shown=shown)

    def _mine(self, member: Member) -> Mine:
        try:
            return build_mine(self._state, self.showing, member, self._ballots)
        except InvalidResponseError:  # the item was changed meanwhile: nothing to be told of an answer to the old one
            return build_mine(self._state, self.showing, member, None)
