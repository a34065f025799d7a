"""A hall in memory for tests: workshops over the fakes, phones that answer, and a trainer."""

import uuid
from random import Random
from typing import Any

from neuguong.clock import FixedClock
from neuguong.items import Pack
from neuguong.scoring import correct_response, parse_response, response_as_tokens, scorer_of
from neuguong.store import MemoryLog
from neuguong.store.memory_board import MemoryBoard
from neuguong.workshop import commands as orders
from neuguong.workshop.messages import Answer, Begin
from neuguong.workshop.session import WorkshopSession
from neuguong.workshop.workshops import Workshops

from tests.samples import NOON, SECRET, make_pack

ITEMS = ["mot-single", "mot-multiple", "mot-ranking", "mot-bestworst", "mot-rating", "mot-matching", "mot-hottext"]


class Hall:
    """One workshop that has begun. `session` is the trainer's process, `other()` another over the same board."""

    def __init__(self, pack: Pack | None = None, *, items: list[str] | None = None, **begin: Any) -> None:
        self.clock = FixedClock(NOON)
        self.log = MemoryLog(clock=self.clock)
        self.board = MemoryBoard(self.log, clock=self.clock)
        self.pack = pack or make_pack()
        self.workshops = self.open_workshops()
        usual = {"title": "Buổi thử", "items": ITEMS if items is None else items}
        message = Begin(**{"kind": "begin", **usual, **begin})
        self.workshop_id = self.workshops.begin(message)
        self.session = self.workshops.session(self.workshop_id)

    def open_workshops(self) -> Workshops:
        return Workshops(
            self.pack, self.board, log=self.log, clock=self.clock, secret=SECRET, app_version="thu", chance=Random(1)
        )

    @property
    def other_workshops(self) -> Workshops:
        """As another process has them."""
        return self.open_workshops()

    def other(self) -> WorkshopSession:
        return self.open_workshops().session(self.workshop_id)

    @property
    def code(self) -> str:
        return self.session.state.code

    def do(self, *commands: orders.Command) -> None:
        for command in commands:
            self.session.act(command)

    def join(self, n: int, unit: str | None = None) -> list[str]:
        tokens = [phone(i) for i in range(n)]
        for token in tokens:
            self.session.welcome(token, unit)
        return tokens

    def answer(self, token: str, response: object, *, session: WorkshopSession | None = None, **values: Any) -> Any:
        """What the phone is told of a response in tokens, to the open round unless told otherwise."""
        return (session or self.session).cast([self.make_answer(token, response, **values)])[0]

    def make_answer(self, token: str, response: object, **values: Any) -> Answer:
        turn = self.session.state.turn
        assert turn is not None
        usual = {
            "code": self.code, "token": token, "turn": turn.number, "round": turn.round.number,
            "attempt_id": str(uuid.uuid4()), "response": response,
        }  # fmt: skip
        return Answer(**(usual | values))

    def right(self) -> object:
        """The key of the item that is asked, in tokens."""
        return self.in_tokens(None)

    def wrong(self, which: int = 0) -> object:
        return self.in_tokens(which)

    def in_tokens(self, which: int | None) -> object:
        turn = self.session.state.turn
        asking = self.session.showing.find(turn.item if turn else None)
        assert asking is not None
        item = asking.item
        wrong = scorer_of(item).wrong_examples(item)
        response = correct_response(item) if which is None else parse_response(item, wrong[which])
        return response_as_tokens(asking.shown, response)


def phone(number: int) -> str:
    return f"{number:032x}"
