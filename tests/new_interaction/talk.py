"""Plays the server to the kit in PYTHONPATH: a line of JSON in, a line out. Run by `test_new_interaction.py`.

{"check": folder} → problems · {"open": folder} → view and words · {"handle": message} → replies and view ·
{"board": people} → the trainer's board, the key opened, once so many people more have answered like the last one
"""

import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from neuguong.authoring import check_pack
from neuguong.bank import load_pack
from neuguong.board import TrainerBoard
from neuguong.study import LearnerSession
from neuguong.text import load_words

from tests.samples import make_course


class Talk:
    """What has been opened and answered so far."""

    def check(self, folder: str) -> object:
        return [str(problem) for problem in check_pack(Path(folder))[1]]

    def open(self, folder: str) -> object:
        self.course = replace(make_course(), pack=load_pack(Path(folder)))
        self.session = LearnerSession(self.course, "an-toan")
        return {"view": self.session.view(), "words": load_words()["card"]}

    def handle(self, message: object) -> object:
        return {"replies": self.session.handle(message), "view": self.session.view()}

    def board(self, people: int) -> object:
        (answer,) = self.course.log.fetch_statements(apart=True)
        clock: Any = self.course.clock
        for item in ("mot", "hai", answer.item_id):  # who answers three questions in six minutes is a person
            for who in range(people):
                other = replace(answer, attempt_id=str(uuid4()), actor=f"{who:032x}", stored=None, item_id=item)
                self.course.log.append_statement(other, sensitive=False)
            clock.advance(timedelta(minutes=3))
        board: Any = TrainerBoard(self.course.pack, self.course.log, clock=self.course.clock, units=())
        board.handle({"kind": "show_key", "item": answer.item_id, "shown": True})
        return {"content": board.content(), "view": board.view()}


talk = Talk()
for line in sys.stdin:
    ((what, value),) = json.loads(line).items()
    print(json.dumps(getattr(talk, what)(value), ensure_ascii=True), flush=True)
