"""Workshops as the board looks back at them."""

from collections import Counter
from datetime import date

from neuguong.board import TrainerBoard
from neuguong.store.board import NewEvent
from neuguong.workshop.commands import AskAgain, AskItem, AskNext, AskPoll, Close, Count, End
from neuguong.workshop.held import HeldSessions

from tests.samples import make_pack
from tests.workshop.halls import Hall


def vote(hall: Hall, *, right: int, wrong: int) -> None:
    for n, token in enumerate(hall.join(right + wrong)):
        assert hall.answer(token, hall.right() if n < right else hall.wrong())["kind"] == "received"


def test_what_was_said_of_first_rounds_is_looked_back_at_once_the_workshop_has_ended() -> None:
    hall = Hall()
    held = HeldSessions(hall.other_workshops)
    hall.do(AskNext())
    vote(hall, right=7, wrong=3)
    hall.do(Close(), Count(), AskAgain())
    vote(hall, right=10, wrong=0)
    hall.do(AskItem("mot-multiple"))
    vote(hall, right=8, wrong=0)  # too few to be told
    hall.do(AskPoll("Bàn gì trước?", ("Lịch trực", "Tiếp dân")))
    assert held() == []
    hall.do(End())
    (session,) = held()
    assert (session.label, session.day, session.code) == ("23/11/2026 · Buổi thử", date(2026, 11, 23), hall.code)
    assert session.asked == {"mot-single": True, "mot-multiple": True}
    assert set(session.totals) == {("mot-single", 1)}
    assert Counter({one.response: one.n for one in session.totals["mot-single", 1]}).most_common(1) == [("b", 7)]
    assert sum(one.n for one in session.totals["mot-single", 1]) == 10
    assert held()[0] is session


def test_neither_a_rehearsal_nor_counts_of_cards_nor_what_cannot_be_read_are_looked_back_at() -> None:
    hall = Hall(rehearsal=True)
    hall.do(AskNext())
    vote(hall, right=10, wrong=0)
    hall.do(End())
    assert HeldSessions(hall.other_workshops)() == []

    hall = Hall()
    hall.do(AskNext(), Close())
    hall.session.count_by_hand({"0": 20}, hall.session.state.version)
    hall.do(End())
    hall.board.begin_workshop("hong", code="K7M2QX", event=NewEvent({"kind": "khac"}))
    hall.board.append_events("hong", [NewEvent({"kind": "khac"})], after=1, ends=True)
    (session,) = HeldSessions(hall.other_workshops)()
    assert session.totals == {}


def test_a_long_title_is_cut() -> None:
    hall = Hall(title="Sinh hoạt " * 20)
    hall.do(AskNext(), End())
    (session,) = HeldSessions(hall.other_workshops)()
    assert session.label.endswith("Sinh hoạt…")
    assert len(session.label) < 100


def test_the_board_offers_it() -> None:
    hall = Hall()
    hall.do(AskNext())
    vote(hall, right=9, wrong=1)
    hall.do(End())
    board = TrainerBoard(make_pack(), hall.log, clock=hall.clock, sessions=HeldSessions(hall.other_workshops))
    board.handle({"kind": "choose", "period": "all", "session": hall.workshop_id, "unit": None, "topic": "chu-de"})
    view = board.view()
    assert (view["answers"], view["rows"][0]["n"], view["parts"][0]["title"]) == (10, 10, "Phần 1")
