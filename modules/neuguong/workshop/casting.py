"""Votes on their way from phones to the board, and what is still known of whose they were.

Knows nothing of the wire. Of a sensitive item it forgets whose answers they were as soon as the round is counted.
"""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from threading import RLock
from typing import Any

from ..disclosure.published import list_responses
from ..disclosure.rounds import Result
from ..errors import InvalidResponseError
from ..scoring import parse_tokens
from ..store import ResponseLog, canonical_json
from ..store.board import Ballot, Box, BoxClosedError, Member, WorkshopBoard
from ..text import say
from ..text.typed import clean_typed
from .commands import NotNowError
from .counting import Hall, canonical_response, tell_by_hand
from .messages import Answer, Received, Refused
from .showing import Showing
from .state import Round, State, Turn

PAUSED_AGAIN_MS = 3000
WORDS_PER_MEMBER = 3
WORD_MAX = 60
FORGOTTEN = ""
"""In the place of an attempt id: the log keeps none of a phone's own."""

logger = logging.getLogger(__name__)


class NoCardsError(NotNowError):
    """Cards were counted, and there was none."""

    code = "workshop-no-cards"


class Ballots:
    """The ballots of one workshop as one process knows them. Safe for threads."""

    def __init__(self, hall: Hall, showing: Showing, board: WorkshopBoard, log: ResponseLog) -> None:
        self._hall, self._showing, self._board, self._log = hall, showing, board, log
        self._lock = RLock()
        self._given: dict[Box, dict[str, Ballot]] = {}
        """Whose ballot is what, of boxes that were looked into; never of a sensitive one that is counted."""
        self._words: dict[int, Counter[str]] = defaultdict(Counter)
        self._taken: set[str] = set()
        """Attempts that were taken of whom is forgotten: words, and ballots of counted boxes."""

    # --- votes

    def cast(
        self, state: State, answers: Sequence[Answer], members: Mapping[str, Member | None]
    ) -> list[Received | Refused] | None:
        """A reply for each answer; None if the box was closed since `state`, and nothing was put."""
        replies: list[Received | Refused | None] = [None] * len(answers)
        ballots: dict[int, Ballot] = {}
        for n, answer in enumerate(answers):
            member = members[answer.token]
            if member is None:
                replies[n] = refuse(answer, "workshop-not-in")
            elif self._has(answer, member, state):
                replies[n] = receive(answer)
            elif (why := _why_not(state, answer)) is not None:
                replies[n] = refuse(answer, why, again_ms=PAUSED_AGAIN_MS if why == "workshop-paused" else None)
            elif state.turn is not None and state.turn.activity == "words":
                replies[n] = self._put_word(state.turn, answer, member)
            else:
                try:
                    ballots[n] = self._read(state, answer, member)
                except InvalidResponseError as error:
                    logger.info("refused: %s", error)
                    replies[n] = refuse(answer, error.code)
        if ballots and state.turn is not None:
            box = Box(state.turn.number, state.turn.round.number)
            strangers = self._put(box, ballots)
            if strangers is None:
                return None
            for n, ballot in ballots.items():
                away = ballot.member in strangers
                replies[n] = refuse(answers[n], "workshop-not-in") if away else receive(answers[n])
        return [reply for reply in replies if reply is not None]

    def _put(self, box: Box, ballots: Mapping[int, Ballot]) -> frozenset[str] | None:
        """Put them in, of one member's the last; returns whose were not put. None: the box was closed."""
        last = {ballot.member: ballot for _, ballot in sorted(ballots.items())}
        with self._lock:
            try:
                strangers = self._board.put_ballots(self._hall.workshop_id, box, list(last.values()))
            except BoxClosedError:
                return None
            known = self._given.setdefault(box, {})
            known.update({name: ballot for name, ballot in last.items() if name not in strangers})
            return strangers

    def _has(self, answer: Answer, member: Member, state: State) -> bool:
        """Whether this very vote was taken before: its news was lost on the way."""
        if not 1 <= answer.turn <= len(state.turns):
            return False
        turn = state.turns[answer.turn - 1]
        if answer.attempt_id in self._taken:
            return True
        if turn.activity == "words" or answer.round > len(turn.rounds):
            return False
        held = self.find(turn, turn.rounds[answer.round - 1], member.member)
        if held is None or held.attempt_id != FORGOTTEN:
            return held is not None and held.attempt_id == answer.attempt_id
        try:  # what was counted is what is sent: whether in this attempt nobody knows, nor does it matter
            return self._spell(turn, answer.response) == held.response
        except InvalidResponseError:
            return False

    def _read(self, state: State, answer: Answer, member: Member) -> Ballot:
        """InvalidResponseError for what is no answer to what is asked."""
        turn = state.turn
        assert turn is not None
        return Ballot(member.member, self._spell(turn, answer.response), answer.attempt_id)

    def _spell(self, turn: Turn, response: Any) -> str:
        """A response in tokens as ballots write it; InvalidResponseError for what is none."""
        if turn.activity == "poll":
            if response not in [str(n) for n in range(len(turn.options))]:
                raise InvalidResponseError("poll", response, "the token of an option")
            return canonical_json(response)
        asking = self._showing.find(turn.item)
        if asking is None:
            raise InvalidResponseError(str(turn.item), response, "nothing: the item is gone")
        return canonical_response(parse_tokens(asking.shown, response))

    def _put_word(self, turn: Turn, answer: Answer, member: Member) -> Received | Refused:
        """A word is written down for nobody; how many somebody gave is known in memory alone."""
        if not isinstance(answer.response, str) or not (text := clean_word(answer.response)):
            return refuse(answer, "workshop-word")
        with self._lock:
            if self._words[turn.number][member.member] >= WORDS_PER_MEMBER:
                return refuse(answer, "workshop-words-enough")
            self._board.put_word(self._hall.workshop_id, turn.number, text)
            self._words[turn.number][member.member] += 1
            self._taken.add(answer.attempt_id)
        return receive(answer)

    # --- what is known of them

    def follow(self, state: State) -> None:
        """Forget what is nobody's any more: the owners of counted sensitive answers, of polls, of words."""
        with self._lock:
            for box in list(self._given):
                turn = state.turns[box.turn - 1]
                asking = self._showing.find(turn.item)
                if turn.rounds[box.round - 1].is_counted and (asking is None or asking.sensitive):
                    self._taken.update(ballot.attempt_id for ballot in self._given.pop(box).values())
            current = state.turn
            if current is not None and current.activity != "words":
                self._words.clear()

    def forget(self, member: str) -> None:
        with self._lock:
            for box in self._given.values():
                box.pop(member, None)

    def find(self, turn: Turn, round: Round, member: str) -> Ballot | None:
        """What the member voted, as far as anybody may still know."""
        return self._load(turn, round).get(member)

    def fetch_counted(self, turn: Turn, round: Round) -> dict[str, str]:
        """The responses to an ordinary item, counted in a round, by member, as the log has them now."""
        asking, closed = self._showing.find(turn.item), round.closed_at
        if asking is None or asking.sensitive or closed is None:
            return {}
        rows = self._log.fetch_statements(since=closed, occasion=self._hall.occasion(round.number))
        return {
            row.actor: canonical_json(row.response)
            for row in rows
            if row.actor is not None and (row.item_id, row.item_version) == (turn.item, asking.item.version)
        }

    def _load(self, turn: Turn, round: Round) -> dict[str, Ballot]:
        box = Box(turn.number, round.number)
        with self._lock:
            if box in self._given or turn.activity == "words":
                return self._given.get(box, {})
            if not round.is_counted:
                found = self._board.fetch_ballots(self._hall.workshop_id, box)
                self._given[box] = {ballot.member: ballot for ballot in found}
            else:
                asking = self._showing.find(turn.item)
                if asking is None or asking.sensitive:
                    return {}
                told = self.fetch_counted(turn, round)
                self._given[box] = {member: Ballot(member, text, FORGOTTEN) for member, text in told.items()}
            return self._given[box]

    def read_by_hand(self, state: State, counts: Mapping[str, int]) -> Result:
        """What is said of a closed round, of paper cards by token; NotNowError where cards make no sense."""
        names = name_cards(state, self._showing)
        if not names:
            raise NotNowError("cards name one choice, of a poll or of an ordinary item")
        if not set(counts) <= set(names):
            raise NotNowError(f"found {sorted(set(counts) - set(names))[:3]}; allowed: {sorted(names)}")
        if not any(n > 0 for n in counts.values()):
            raise NoCardsError("no card at all: a slip, and a count is final")
        return tell_by_hand({names[token]: n for token, n in counts.items()})


def name_cards(state: State, showing: Showing) -> dict[str, str]:
    """Token → response (canonical JSON) of what raised cards can say now; nothing where one card is no answer, or
    where raised hands would tell who thinks what of a sensitive topic."""
    turn = state.turn
    if turn is None or turn.stage != "closed":
        return {}
    if turn.activity == "poll":
        return {str(n): canonical_json(str(n)) for n in range(len(turn.options))}
    asking = showing.find(turn.item)
    if asking is None or asking.sensitive or not list_responses(asking.item):
        return {}
    return {str(n): canonical_json(choice) for n, choice in enumerate(asking.shown.order)}


def _why_not(state: State, answer: Answer) -> str | None:
    """The code of why an answer cannot be taken now; None if it can."""
    turn = state.turn
    if state.ended_at is not None:
        return "workshop-ended"
    if turn is None or (answer.turn, answer.round) != (turn.number, turn.round.number):
        is_past = turn is not None and (answer.turn, answer.round) < (turn.number, turn.round.number)
        return "workshop-closed" if is_past else "workshop-other-turn"
    if turn.stage != "open":
        return "workshop-closed"
    return "workshop-paused" if state.paused else None


def clean_word(text: str) -> str:
    """A short word or two in one line; "" where there is nothing to read, or too much."""
    seen = clean_typed(text)
    return seen if len(seen) <= WORD_MAX else ""


def receive(answer: Answer) -> Received:
    return {"kind": "received", "attempt_id": answer.attempt_id, "turn": answer.turn, "round": answer.round}


def refuse(answer: Answer, code: str, *, again_ms: int | None = None) -> Refused:
    return {
        "kind": "refused", "attempt_id": answer.attempt_id, "code": code, "message": say(f"errors.{code}"),
        "again_ms": again_ms,
    }  # fmt: skip


def response_of(ballot: Ballot) -> Any:
    return json.loads(ballot.response)
