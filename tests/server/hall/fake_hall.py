"""A workshop that works, in memory: the product's own machine and messages, no board, no rule of what may be said."""

import threading
from collections.abc import Sequence
from typing import Any

from neuguong.clock import SystemClock
from neuguong.errors import NeuGuongError
from neuguong.items import Pack, Presentation, present_item
from neuguong.scoring import parse_tokens, response_as_tokens, score_response
from neuguong.study.feedback import build_feedback, describe_requirement
from neuguong.workshop.commands import Close, Command, NotNowError
from neuguong.workshop.events import Began, Counted
from neuguong.workshop.messages import Answer
from neuguong.workshop.plan import HallUnit, Plan
from neuguong.workshop.state import State, Turn, apply, begin, decide

from tests.samples import SECRET, make_pack

CODE = "H7K53M"
LETTERS = "ABCDEFGHIJ"
PLAN = Plan("Sinh hoạt chuyên đề", tuple(f"mot-{one}" for one in ("single", "multiple", "ranking")))
Box = tuple[int, int]


class FakeHall:
    """Both sides of it: what phones need, and `do` for the trainer. `casts` and `arrivals` tell how many votes
    and newcomers each write held."""

    def __init__(self, plan: Plan = PLAN, *, pack: Pack | None = None) -> None:
        self.pack = pack or make_pack()
        self.plan = plan
        self.lock = threading.Lock()
        self.clock = SystemClock()
        self.state: State = begin(Began(CODE, plan, self.pack.revision), at=self.clock.now())
        self.members: dict[str, str | None] = {}
        self.ballots: dict[Box, dict[str, Any]] = {}
        self.words: list[dict[str, Any]] = []
        self.casts: list[int] = []
        self.arrivals: list[int] = []
        self.looks_at_mine = 0
        self.fault: Exception | None = None
        self.sensitive = False

    # --- the trainer

    def do(self, command: Command) -> None:
        with self.lock:
            for event in decide(self.state, command, now=self.clock.now()):
                done = self._count() if event == "count" else event
                self.state = apply(self.state, done, at=self.clock.now())

    def _count(self) -> Counted:
        turn = self.state.turn
        assert turn is not None
        box = self.ballots.get((turn.number, turn.round.number), {})
        return Counted(len(box), self._distribution(turn, list(box.values())))

    def _distribution(self, turn: Turn, votes: list[Any]) -> dict[str, Any]:
        rows = [
            {**{k: choice[k] for k in ("letter", "text")}, "counts": [sum(vote == choice["token"] or
             (isinstance(vote, list) and choice["token"] in vote) for vote in votes)], "right": []}
            for choice in (self._options(turn) if turn.activity == "poll" else self._item(turn)["choices"])
        ] if turn.activity != "words" else []  # fmt: skip
        return {
            "round": turn.round.number, "n": len(votes), "columns": ["chọn"], "rows": rows, "approximate": False,
        }  # fmt: skip

    # --- phones

    def refresh(self) -> int:
        if self.fault is not None:
            raise self.fault
        return self.state.version

    def close_if_due(self) -> bool:
        try:
            self.do(Close(if_due=True))
        except NotNowError:
            return False
        return True

    def welcome_all(self, joining: Sequence[tuple[str, str | None]]) -> list[dict[str, Any]]:
        self.arrivals.append(len(joining))
        return [self._welcome(token, unit) for token, unit in joining]

    def _welcome(self, token: str, unit: str | None) -> dict[str, Any]:
        if unit is not None and unit not in [one.name for one in self.plan.units]:
            unit = None
        self.members[token] = unit or self.members.get(token)
        units = [one.name for one in self.plan.units]
        choices = {"units": units, "names": self.plan.names, "groups": self.plan.groups}
        return {"kind": "welcome", **choices, "state": self.phone_state(), "mine": self._mine(token)}

    def mine(self, token: str) -> dict[str, Any]:
        self.looks_at_mine += 1
        return self._mine(token)

    def _mine(self, token: str) -> dict[str, Any]:
        turn = self.state.on_screen
        box = {} if turn is None else self.ballots.get((turn.number, turn.round.number), {})
        vote = box.get(token)
        feedback = None
        if vote is not None and turn is not None and turn.stage == "explained":
            shown = self._shown(turn)
            response = parse_tokens(shown, vote)
            feedback = build_feedback(self.pack, shown, response, score_response(shown.item, response))
        unit = self.members.get(token)
        return {"version": self.state.version, "unit": unit, "group": None, "response": vote, "feedback": feedback}

    def cast(self, answers: Sequence[Answer]) -> list[dict[str, Any]]:
        if self.fault is not None:
            raise self.fault
        with self.lock:
            self.casts.append(len(answers))
            return [self._cast(answer) for answer in answers]

    def _cast(self, answer: Answer) -> dict[str, Any]:
        refused = {"kind": "refused", "attempt_id": answer.attempt_id, "again_ms": None}
        turn = self.state.turn
        if not self.state.is_open or turn is None or (answer.turn, answer.round) != (turn.number, turn.round.number):
            why = "Câu trả lời đến sau khi đóng nên không được tính."
            return {**refused, "code": "workshop-closed", "message": why}
        vote = answer.response
        if turn.activity == "words":
            self.words.append({"number": len(self.words) + 1, "text": str(vote), "is_shown": False})
            return self._received(answer)
        try:
            if turn.activity == "item":
                parse_tokens(self._shown(turn), vote)
            elif vote not in [one["token"] for one in self._options(turn)]:
                raise NeuGuongError("no option")
        except NeuGuongError:
            return {**refused, "code": "invalid-response", "message": "Câu trả lời chưa đúng dạng."}
        self.ballots.setdefault((turn.number, turn.round.number), {})[answer.token] = vote
        return self._received(answer)

    def _received(self, answer: Answer) -> dict[str, Any]:
        return {"kind": "received", "attempt_id": answer.attempt_id, "turn": answer.turn, "round": answer.round}

    def leave(self, token: str, *, erase: bool) -> dict[str, Any]:
        self.members.pop(token, None)
        return {"kind": "left", "erased": sum(box.pop(token, None) is not None for box in self.ballots.values())}

    def phone_state(self) -> dict[str, Any]:
        turn = self.state.on_screen
        state: dict[str, Any] = {
            "version": self.state.version, "title": self.plan.title, "rehearsal": self.plan.rehearsal,
            "stage": "lobby", "paused": self.state.paused, "looking_back": self.state.looking_at is not None,
            "turn": 0, "round": 0, "activity": None, "left_s": None, "scenario": None, "item": None, "question": "",
            "options": [], "results": [], "transition": None, "key": None, "words": [],
        }  # fmt: skip
        if turn is not None:
            state |= self._turn_told(turn)
        if self.state.ended_at is not None:
            state["stage"] = "ended"
        return state

    def _turn_told(self, turn: Turn) -> dict[str, Any]:
        told: dict[str, Any] = {
            "stage": turn.stage, "turn": turn.number, "round": turn.round.number, "activity": turn.activity,
            "question": turn.question, "options": self._options(turn), "words": self.words,
        }  # fmt: skip
        if turn.round.closes_at is not None and turn.stage == "open":
            left = (turn.round.closes_at - self.clock.now()).total_seconds()
            told["left_s"] = max(0, round(self.state.left_s if self.state.left_s is not None else left))
        if turn.stage in ("shown", "explained"):
            told["results"] = [one.result for one in turn.rounds]
        if turn.item is not None:
            scenario = next(s for s in self.pack.scenarios.values() if any(i.identifier == turn.item for i in s.items))
            told["scenario"] = {"title": scenario.title, "stimulus": scenario.stimulus, "sensitive": self.sensitive}
            told["item"] = self._item(turn)
            if turn.stage == "explained":
                told["key"] = self._key(turn)
        return told

    def _shown(self, turn: Turn) -> Presentation:
        items = {item.identifier: item for one in self.pack.scenarios.values() for item in one.items}
        return present_item(items[turn.item or ""], seed="hall", secret=SECRET)

    def _item(self, turn: Turn) -> dict[str, Any]:
        public: dict[str, Any] = dict(self._shown(turn).public())
        lettered = [{**one, "letter": LETTERS[n]} for n, one in enumerate(public["choices"])]
        return {**public, "choices": lettered}

    def _options(self, turn: Turn) -> list[dict[str, str]]:
        return [{"token": str(n), "letter": LETTERS[n], "text": one} for n, one in enumerate(turn.options)]

    def _key(self, turn: Turn) -> dict[str, Any]:
        shown = self._shown(turn)
        right = response_as_tokens(shown, shown.item.interaction.correct_response(shown.item))  # type: ignore[attr-defined]
        choices = [
            {**one, "key": "Cần chọn" if one["token"] == right else None, "feedback": f"Giải thích {one['letter']}",
             "cites": []}
            for one in self._item(turn)["choices"]
        ]  # fmt: skip
        requirements = {name: describe_requirement(self.pack, name) for name in shown.item.requirements}
        rationale = shown.item.rationale
        return {"rationale": rationale, "choices": choices, "requirements": requirements, "legal_note": None}


class FakeHalls:
    """One workshop that can be joined, and others by name. `finds` counts how often a code was looked for."""

    def __init__(self, hall: FakeHall) -> None:
        self.hall = hall
        self.finds = 0

    def find(self, code: str) -> str | None:
        self.finds += 1
        return "hall" if "".join(filter(str.isalnum, code)).upper() == CODE else None

    def open(self, workshop_id: str) -> FakeHall:
        return self.hall


def make_plan(**values: Any) -> Plan:
    return Plan("Sinh hoạt chuyên đề", PLAN.items, **values)


UNITS = (HallUnit("Chi bộ Một"), HallUnit("Chi bộ Hai", 20))
