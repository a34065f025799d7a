"""A workshop over its board: votes, counting, two control pages, restarts."""

import gc
from datetime import timedelta

import pytest
from neuguong.store import Occasion
from neuguong.store.board import Member, NewEvent
from neuguong.workshop.casting import NoCardsError
from neuguong.workshop.commands import (  # fmt: skip  # fmt: skip
    AskAgain,
    AskNext,
    AskPoll,
    AskWords,
    Close,
    Count,
    End,
    Explain,
    NotNowError,
    Pause,
    Reopen,
    Resume,
    Show,
    StaleCommandError,
)
from neuguong.workshop.membership import hash_member
from neuguong.workshop.messages import Begin
from neuguong.workshop.workshops import KEPT

from tests.samples import SECRET, make_pack
from tests.workshop.halls import Hall, phone


def test_a_vote_is_received_counted_once_and_logged_with_workshop_and_round() -> None:
    hall = Hall(units="Chi bộ Một\t20")
    tokens = hall.join(9, "Chi bộ Một")
    hall.do(AskNext())
    for token in tokens:
        assert hall.answer(token, hall.wrong())["kind"] == "received"
        assert hall.answer(token, hall.right())["kind"] == "received"
    hall.do(Close(), Count())
    rows = list(hall.log.fetch_statements(occasion=Occasion("workshop", hall.workshop_id, 1)))
    assert len(rows) == len({row.actor for row in rows}) == 9
    assert {(row.response, row.unit, row.score) for row in rows} == {("b", "Chi bộ Một", 1.0)}
    assert hall.session.state.turn.round.result["counts"] == {'"b"': 9}  # type: ignore[union-attr,index]


def test_a_rehearsal_is_logged_as_one() -> None:
    hall = Hall(rehearsal=True)
    hall.join(1)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    hall.do(End())
    assert [row.context for row in hall.log.fetch_statements()] == ["rehearsal"]


def test_of_fewer_than_nine_nothing_is_said() -> None:
    hall = Hall()
    hall.do(AskNext())
    for token in hall.join(8):
        hall.answer(token, hall.right())
    hall.do(Close(), Count(), Show())
    assert [list(one) for one in hall.session.phone_state()["results"]] == [["round", "why"]]


def test_a_second_round_is_told_of_the_people_of_the_first() -> None:
    """Ten voted, four right. In the second round six of the wrong are right, one of the right is wrong, one does not
    vote, and three newcomers vote wrong: of the ten, 3 stayed right, 1 fell, 5 rose, 1 stayed wrong."""
    hall = Hall()
    tokens = hall.join(10)
    hall.do(AskNext())
    for n, token in enumerate(tokens):
        hall.answer(token, hall.right() if n < 4 else hall.wrong())
    hall.do(Close(), Count(), AskAgain())
    for n, token in enumerate(tokens[:9]):
        hall.answer(token, hall.wrong() if n == 0 else hall.right())
    for n in range(100, 103):
        hall.session.welcome(phone(n))
        hall.answer(phone(n), hall.wrong())
    hall.do(Close(), Count(), Show())
    assert hall.session.phone_state()["transition"] is None, "beside the bars it would tell which of them is right"
    hall.do(Explain())
    state = hall.session.phone_state()
    assert [one["n"] for one in state["results"]] == [10, 10]  # type: ignore[typeddict-item]
    assert state["transition"] == {"n": 10, "right_right": 3, "right_wrong": 1, "wrong_right": 5, "wrong_wrong": 1}
    assert len(list(hall.log.fetch_statements())) == 10 + 12


def test_whoever_was_erased_between_the_rounds_is_no_difference_of_them() -> None:
    """Who was erased counts as before: the sums of the rounds stay of the same twelve."""
    hall = Hall()
    tokens = hall.join(12)
    hall.do(AskNext())
    for token in tokens:
        hall.answer(token, hall.right())
    hall.do(Close(), Count())
    assert hall.session.leave(tokens[0], erase=True) == {"kind": "left", "erased": 1}
    hall.do(AskAgain())
    for token in tokens[1:]:
        hall.answer(token, hall.right())
    hall.do(Close(), Count(), Show())
    assert [one["n"] for one in hall.session.phone_state()["results"]] == [12, 12]  # type: ignore[typeddict-item]


def test_two_control_pages_pressed_at_once_make_one_step() -> None:
    hall = Hall()
    other = hall.other()
    seen = hall.session.state.version
    hall.session.act(AskNext(), seen)
    with pytest.raises(StaleCommandError):
        other.act(AskNext(), seen)
    assert other.state == hall.session.state
    assert len(other.state.turns) == 1


def test_a_process_that_comes_later_has_the_same_state() -> None:
    hall = Hall(seconds=30)
    hall.join(3)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    hall.do(Pause(), Resume(), Close(), Reopen(), Close(), Count(), AskAgain())
    assert hall.other().state == hall.session.state


def test_a_phone_that_comes_back_finds_its_answer() -> None:
    hall = Hall()
    hall.join(2)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    again = hall.other()
    assert again.welcome(phone(0))["mine"]["response"] == hall.right()
    assert again.mine(phone(1))["response"] is None
    hall.do(Close(), Count(), Show(), Explain())
    late = hall.other()
    assert late.mine(phone(0))["feedback"]["level"] == "full"  # type: ignore[index]


def test_a_vote_sent_again_after_the_close_is_still_received() -> None:
    hall = Hall()
    hall.join(2)
    hall.do(AskNext())
    sent = hall.make_answer(phone(0), hall.right())
    hall.session.cast([sent])
    hall.do(Close())
    assert hall.session.cast([sent])[0]["kind"] == "received"
    late = hall.answer(phone(1), hall.right())
    assert (late["kind"], late["code"]) == ("refused", "workshop-closed")


def test_a_vote_that_comes_when_another_process_has_closed_is_refused() -> None:
    hall = Hall()
    hall.join(1)
    hall.do(AskNext())
    server = hall.other()
    hall.do(Close())
    assert hall.answer(phone(0), hall.right(), session=server)["code"] == "workshop-closed"


def test_what_is_not_asked_is_refused_in_words() -> None:
    hall = Hall()
    hall.join(1)
    hall.do(AskNext())
    assert hall.answer(phone(0), hall.right(), turn=2)["code"] == "workshop-other-turn"
    assert hall.answer(phone(9), hall.right())["code"] == "workshop-not-in"
    assert hall.answer(phone(0), {"lạ": 1})["code"] == "invalid-response"
    hall.do(Pause())
    paused = hall.answer(phone(0), hall.right())
    assert (paused["code"], paused["again_ms"]) == ("workshop-paused", 3000)


def test_a_round_is_closed_when_its_time_is_up() -> None:
    hall = Hall(seconds=30)
    hall.do(AskNext())
    assert hall.session.phone_state()["left_s"] == 30
    assert not hall.session.close_if_due()
    hall.clock.advance(timedelta(seconds=30))
    assert hall.session.close_if_due()
    assert hall.session.phone_state()["stage"] == "closed"


def test_a_poll_is_told_from_nine_on_and_never_logged() -> None:
    hall = Hall()
    tokens = hall.join(9)
    hall.do(AskPoll("Việc nào trước?", ("Lịch trực", "Tiếp dân")))
    for n, token in enumerate(tokens):
        assert hall.answer(token, str(n % 2))["kind"] == "received"
    assert hall.answer(tokens[0], "2")["code"] == "invalid-response"
    hall.do(Close(), Count(), Show())
    shown = hall.session.phone_state()["results"][0]
    assert [row["counts"] for row in shown["rows"]] == [[5], [4]]  # type: ignore[typeddict-item]
    assert list(hall.log.fetch_statements()) == []


def test_words_are_nobodys_shown_only_when_let_through_and_three_of_one_person() -> None:
    hall = Hall()
    hall.join(1)
    hall.do(AskNext(), AskWords("Một việc nên làm ngay?"))
    assert [hall.answer(phone(0), f" ý  {n} ")["kind"] for n in range(3)] == ["received"] * 3
    assert hall.answer(phone(0), "nữa")["code"] == "workshop-words-enough"
    assert hall.session.phone_state()["words"] == []
    hall.board.show_word(hall.workshop_id, 2, shown=True)
    assert [one["text"] for one in hall.session.phone_state()["words"]] == ["ý 1"]
    assert hall.session.count_answered() == 3


def test_a_word_is_what_can_be_seen_of_it_and_nothing_seen_is_none() -> None:
    hall = Hall()
    hall.join(1)
    hall.do(AskNext(), AskWords("Một việc nên làm ngay?"))
    for nothing in ("\u3164", "\u2800", "\ufe0f", " \u200b", "…"):
        assert hall.answer(phone(0), nothing)["code"] == "workshop-word"
    assert hall.answer(phone(0), "ti\u1ebfp" + "\u0301" * 9 + "\ufe0f dân 100%")["kind"] == "received"
    assert [one.text for one in hall.session.fetch_words()] == ["ti\u1ebf\u1e55\u0301 dân 100%"]


def test_a_sensitive_topic_takes_no_words_and_no_second_round() -> None:
    hall = Hall(make_pack(sensitive=True))
    with pytest.raises(NotNowError):
        hall.do(AskWords("Ý kiến?"))
    hall.do(AskNext(), Close(), Count())
    with pytest.raises(NotNowError):
        hall.do(AskAgain())


def test_of_a_sensitive_item_nobody_is_known_once_it_is_counted() -> None:
    hall = Hall(make_pack(sensitive=True))
    tokens = hall.join(20)
    hall.do(AskNext())
    for token in tokens:
        hall.answer(token, hall.right())
    assert hall.session.mine(tokens[0])["response"] == hall.right()
    hall.do(Close(), Count(), Show(), Explain())
    assert hall.session.mine(tokens[0])["response"] is None
    assert list(hall.log.fetch_statements()) == []
    shown = hall.session.phone_state()["results"][0]
    assert shown["approximate"]  # type: ignore[typeddict-item]
    assert hall.session.phone_state()["key"] is not None


def test_a_sensitive_vote_sent_again_once_it_is_counted_is_still_received() -> None:
    hall = Hall(make_pack(sensitive=True))
    hall.join(1)
    hall.do(AskNext())
    sent = hall.make_answer(phone(0), hall.right())
    hall.session.cast([sent])
    hall.do(Close(), Count())
    assert hall.session.cast([sent])[0]["kind"] == "received"


def test_of_a_sensitive_item_nothing_is_said_under_twenty() -> None:
    hall = Hall(make_pack(sensitive=True))
    hall.do(AskNext())
    for token in hall.join(19):
        hall.answer(token, hall.right())
    hall.do(Close(), Count(), Show())
    assert "why" in hall.session.phone_state()["results"][0]


def test_paper_cards_take_the_place_of_phones_and_phones_are_logged_all_the_same() -> None:
    hall = Hall()
    hall.join(2)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    hall.do(Close())
    hall.session.count_by_hand({"0": 3, "1": 30}, hall.session.state.version)
    counted = hall.session.state.turn.round  # type: ignore[union-attr]
    assert (counted.n, counted.by_hand) == (33, True)
    assert len(list(hall.log.fetch_statements())) == 1


def test_whoever_is_left_behind_is_counted() -> None:
    hall = Hall()
    hall.join(1)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    hall.do(AskNext())
    assert len(list(hall.log.fetch_statements())) == 1
    assert [turn.stage for turn in hall.session.state.turns] == ["counted", "open"]


def test_groups_are_of_one_size() -> None:
    hall = Hall(groups=4)
    hall.join(10)
    sizes = [member.group for member in hall.session.fetch_members()]
    assert sorted(sizes.count(group) for group in (1, 2, 3, 4)) == [2, 2, 3, 3]


def test_the_code_finds_the_workshop_however_it_is_typed() -> None:
    hall = Hall()
    typed = f" {hall.code[:3].lower()}-{hall.code[3:].lower()} "
    assert hall.workshops.find(typed) == hall.workshop_id
    assert hall.workshops.find("000000") is None


def test_a_hall_comes_in_at_once_and_whoever_was_erased_stays_out() -> None:
    hall = Hall(units="Chi bộ Một", groups=3)
    hall.session.welcome(phone(0))
    hall.session.leave(phone(0), erase=True)
    welcomes = hall.session.welcome_all([(phone(n % 7), "Chi bộ Một" if n > 3 else "lạ") for n in range(9)])
    assert [one is None for one in welcomes] == [n in (0, 7) for n in range(9)]
    members = hall.session.fetch_members()
    assert sorted(member.unit or "" for member in members) == ["", "", *["Chi bộ Một"] * 4]
    assert {member.group for member in members} == {1, 2, 3}


def test_a_workshop_that_was_left_is_counted_and_ended_after_twelve_hours() -> None:
    hall = Hall()
    hall.do(AskNext())
    for token in hall.join(9):
        assert hall.answer(token, hall.right())["kind"] == "received"
    hall.clock.advance(timedelta(hours=11))
    hall.workshops.end_idle()
    assert hall.session.state.ended_at is None
    hall.clock.advance(timedelta(hours=1))
    hall.workshops.end_idle()
    assert hall.session.state.ended_at is not None
    assert hall.session.state.turns[0].round.n == 9


def test_whoever_was_in_no_workshop_writes_nothing_by_asking_to_be_erased() -> None:
    hall = Hall()
    hall.join(1)
    before = hall.log.fetch_mark()
    assert hall.workshops.erase("f" * 32) == 0
    assert hall.log.fetch_mark() == before
    assert not hall.log.is_erased(hall.session.hash("f" * 32))
    assert hall.workshops.erase(phone(0)) == 0
    assert hall.log.is_erased(hall.session.hash(phone(0)))


def test_whoever_has_gone_out_is_still_erased_with_what_was_counted() -> None:
    hall = Hall()
    hall.join(2)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    hall.do(Close(), Count())
    hall.session.leave(phone(0))
    assert hall.workshops.erase(phone(0)) == 1


def test_a_workshop_that_cannot_be_read_keeps_no_other_from_being_ended() -> None:
    hall = Hall()
    hall.board.begin_workshop("broken", code="ZZZ999", event=NewEvent({"kind": "nonsense"}))
    hall.clock.advance(timedelta(hours=13))
    hall.workshops.end_idle()
    assert hall.session.refresh()
    assert hall.session.state.ended_at is not None


def test_a_workshop_that_cannot_be_read_keeps_nothing_of_the_phone_and_no_other_from_being_erased() -> None:
    hall = Hall()
    hall.clock.advance(timedelta(minutes=1))
    hall.board.begin_workshop("broken", code="ZZZ999", event=NewEvent({"kind": "nonsense"}))
    name = hash_member(phone(0), workshop_id="broken", secret=SECRET)
    hall.board.put_member("broken", Member(name))
    hall.join(1)
    hall.do(AskNext())
    hall.answer(phone(0), hall.right())
    assert hall.workshops.erase(phone(0)) == 1
    assert hall.session.fetch_members() == hall.board.fetch_members("broken") == []


def test_a_counted_vote_whose_news_was_lost_is_received_by_a_process_that_knows_only_the_log() -> None:
    hall = Hall()
    tokens = hall.join(6)
    hall.do(AskNext())
    sent = hall.make_answer(tokens[0], hall.right())
    for answer in (sent, *(hall.make_answer(token, hall.right()) for token in tokens[1:])):
        hall.session.cast([answer])
    hall.do(Close(), Count())
    assert hall.other().cast([sent])[0]["kind"] == "received"
    changed = hall.make_answer(tokens[0], hall.wrong())
    assert hall.other().cast([changed])[0]["code"] == "workshop-closed"  # type: ignore[typeddict-item]


def test_no_card_at_all_is_a_slip_and_counts_nothing() -> None:
    hall = Hall()
    hall.do(AskNext(), Close())
    for counts in ({}, {"0": 0, "1": 0}):
        with pytest.raises(NoCardsError):
            hall.session.count_by_hand(counts, hall.session.state.version)
    assert hall.session.state.turns[0].stage == "closed"


def test_a_server_of_months_keeps_the_last_workshops_in_memory_and_those_that_somebody_holds() -> None:
    hall = Hall()
    for _ in range(KEPT + 5):
        other = hall.workshops.begin(Begin(kind="begin", title="Buổi", items=["mot-single"]))
        hall.workshops.session(other).act(End())
    gc.collect()
    assert len(hall.workshops._sessions) == KEPT + 1
    assert hall.workshops.session(hall.workshop_id) is hall.session
