"""What every workshop board does, whatever keeps it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

import pytest
from neuguong.clock import FixedClock
from neuguong.errors import StoreError
from neuguong.store import (
    ErasedActorError,
    MemoryBoard,
    MemoryLog,
    Occasion,
    ResponseLog,
    SqlLog,
)
from neuguong.store.board import (
    ABANDONED_DAYS,
    Ballot,
    Box,
    BoxClosedError,
    CodeTakenError,
    NewEvent,
    StaleBoardError,
    ToLog,
    WorkshopBoard,
    WorkshopRow,
)
from statements import exactly

from tests.halls import CLOSES, FIRST, HALL, OPENS, SECOND, make_ballot, make_member, name_of, to_log

ROUND = Occasion("workshop", HALL, 1)
BEGAN = NewEvent({"kind": "began", "title": "Sinh hoạt chuyên đề", "items": ["a", "b"]})


class Hall(NamedTuple):
    board: WorkshopBoard
    log: ResponseLog
    clock: FixedClock


@pytest.fixture
def empty(log: ResponseLog, clock: FixedClock) -> Hall:
    """A board and the log its boxes are counted into, of every kind."""
    if isinstance(log, SqlLog):
        return Hall(log.open_board(), log, clock)
    assert isinstance(log, MemoryLog)
    return Hall(MemoryBoard(log, clock=clock), log, clock)


@pytest.fixture
def hall(empty: Hall) -> Iterator[Hall]:
    """A workshop with nine members and an open box."""
    empty.board.begin_workshop(HALL, code="K7M2QX", event=BEGAN)
    empty.board.append_events(HALL, [OPENS], after=1)
    for number in range(9):
        empty.board.put_member(HALL, make_member(number))
    return empty


def vote(hall: Hall, numbers: range, response: object = "bao-cao", box: Box = FIRST) -> None:
    assert not hall.board.put_ballots(HALL, box, [make_ballot(number, response) for number in numbers])


def close_and_count(hall: Hall, *, sensitive: bool = False) -> int:
    hall.board.append_events(HALL, [CLOSES], after=2)
    return hall.board.count_box(HALL, FIRST, after=3, make=to_log(sensitive=sensitive)).number


def test_a_workshop_begins_with_its_first_event(empty: Hall) -> None:
    empty.board.begin_workshop(HALL, code="K7M2QX", event=BEGAN)
    (event,) = empty.board.fetch_events(HALL)
    assert (event.number, event.at, event.data) == (1, empty.clock.now(), BEGAN.data)
    (row,) = empty.board.fetch_workshops()
    assert row == WorkshopRow(HALL, "K7M2QX", "2026-03-06", False, 1)
    assert empty.board.fetch_version(HALL) == 1


def test_of_a_workshop_nobody_began_nothing_is_there(empty: Hall) -> None:
    assert empty.board.fetch_version("none") == 0
    assert empty.board.fetch_events("none") == []
    assert empty.board.fetch_members("none") == []
    assert empty.board.fetch_ballots("none", FIRST) == []
    assert empty.board.count_ballots("none", FIRST) == 0
    assert empty.board.fetch_words("none", 1) == []
    empty.board.remove_member("none", name_of(1))
    with pytest.raises(StaleBoardError):
        empty.board.append_events("none", [OPENS], after=0)
    with pytest.raises(BoxClosedError):
        empty.board.put_ballots("none", FIRST, [make_ballot(1)])
    with pytest.raises(StoreError):
        empty.board.put_member("none", make_member(1))
    with pytest.raises(StoreError):
        empty.board.put_word("none", 1, "trung thực")


def test_the_newest_workshop_comes_first(empty: Hall) -> None:
    for number in range(3):
        empty.board.begin_workshop(f"hall-{number}", code=f"CODE{number}", event=BEGAN)
        empty.clock.advance(timedelta(hours=1))
    assert [row.workshop_id for row in empty.board.fetch_workshops()] == ["hall-2", "hall-1", "hall-0"]


def test_a_code_is_free_again_once_its_workshop_has_ended(empty: Hall) -> None:
    empty.board.begin_workshop(HALL, code="K7M2QX", event=BEGAN)
    with pytest.raises(CodeTakenError):
        empty.board.begin_workshop("hall-2", code="K7M2QX", event=BEGAN)
    empty.board.append_events(HALL, [NewEvent({"kind": "ended"})], after=1, ends=True)
    empty.board.begin_workshop("hall-2", code="K7M2QX", event=BEGAN)
    assert {row.workshop_id: row.is_ended for row in empty.board.fetch_workshops()} == {HALL: True, "hall-2": False}


def test_a_workshop_begins_once(empty: Hall) -> None:
    empty.board.begin_workshop(HALL, code="K7M2QX", event=BEGAN)
    with pytest.raises(StaleBoardError):
        empty.board.begin_workshop(HALL, code="OTHER2", event=BEGAN)


def test_events_are_numbered_without_a_gap_and_of_two_pages_one_is_quicker(hall: Hall) -> None:
    written = hall.board.append_events(HALL, [CLOSES, NewEvent({"kind": "paused"})], after=2)
    assert [(event.number, event.data["kind"]) for event in written] == [(3, "closed"), (4, "paused")]
    with pytest.raises(StaleBoardError):
        hall.board.append_events(HALL, [NewEvent({"kind": "late"})], after=2)
    assert [event.number for event in hall.board.fetch_events(HALL)] == [1, 2, 3, 4]
    assert [event.number for event in hall.board.fetch_events(HALL, after=3)] == [4]
    assert hall.board.fetch_version(HALL) == 4


def test_events_that_do_something_impossible_to_a_box_are_written_none_of_them(hall: Hall) -> None:
    with pytest.raises(BoxClosedError):
        hall.board.append_events(HALL, [CLOSES, NewEvent({"kind": "closed"}, SECOND, "close")], after=2)
    assert hall.board.fetch_version(HALL) == 2
    vote(hall, range(1))


def test_an_event_is_read_back_as_it_was_written(hall: Hall) -> None:
    data = {"kind": "asked", "question": "Ai “nêu gương”?", "options": ["có", "không"], "left": 1.5, "none": None}
    hall.board.append_events(HALL, [NewEvent(data)], after=2)
    assert hall.board.fetch_events(HALL, after=2)[0].data == data


def test_a_member_who_comes_twice_is_one_and_may_change_unit_but_not_group(hall: Hall) -> None:
    assert hall.board.put_member(HALL, make_member(1, "Chi bộ 2", group=3)).group == 3
    changed = hall.board.put_member(HALL, make_member(1, "Chi bộ 3", group=4))
    assert (changed.unit, changed.group) == ("Chi bộ 3", 3)
    assert hall.board.put_member(HALL, make_member(1, None)).unit is None
    members = hall.board.fetch_members(HALL)
    assert [member.member for member in members] == sorted(name_of(number) for number in range(9))
    assert {member.member: member.group for member in members}[name_of(1)] == 3


def test_many_come_in_at_once_but_nobody_who_was_erased(hall: Hall) -> None:
    hall.board.put_member(HALL, make_member(1, "Chi bộ 2", group=3))
    hall.log.erase_actor(name_of(700))
    many = [make_member(number, "Chi bộ 4", group=1) for number in range(1, 1001)]
    held = hall.board.put_members(HALL, many)
    assert len(held) == 999
    assert name_of(700) not in held
    assert held[name_of(1)] == make_member(1, "Chi bộ 4", group=3)
    assert held.items() <= {one.member: one for one in hall.board.fetch_members(HALL)}.items()
    assert len(hall.board.fetch_members(HALL)) == 1000


def test_a_ballot_takes_the_place_of_the_one_before(hall: Hall) -> None:
    vote(hall, range(9), "bao-cao")
    vote(hall, range(4), "im-lang")
    vote(hall, range(4), "im-lang")
    ballots = hall.board.fetch_ballots(HALL, FIRST)
    assert Counter(ballot.response for ballot in ballots) == {'"bao-cao"': 5, '"im-lang"': 4}
    assert [ballot.member for ballot in ballots] == sorted(name_of(number) for number in range(9))
    assert hall.board.count_ballots(HALL, FIRST) == 9
    assert make_ballot(2, "im-lang") in ballots


def test_of_two_ballots_of_one_member_put_at_once_the_later_stands(hall: Hall) -> None:
    hall.board.put_ballots(HALL, FIRST, [make_ballot(1, "bao-cao"), make_ballot(1, "im-lang")])
    assert [ballot.response for ballot in hall.board.fetch_ballots(HALL, FIRST)] == ['"im-lang"']


def test_ballots_of_nobody_in_the_hall_are_not_put_and_named(hall: Hall) -> None:
    refused = hall.board.put_ballots(HALL, FIRST, [make_ballot(1), make_ballot(77)])
    assert refused == {name_of(77)}
    assert hall.board.fetch_ballots(HALL, FIRST) == [make_ballot(1)]


@pytest.mark.parametrize("box", [SECOND, Box(2, 1)])
def test_a_box_that_was_never_opened_takes_nothing(hall: Hall, box: Box) -> None:
    with pytest.raises(BoxClosedError):
        hall.board.put_ballots(HALL, box, [make_ballot(1)])
    with pytest.raises(BoxClosedError):
        hall.board.count_box(HALL, box, after=2, make=to_log())


def test_a_closed_box_takes_nothing_until_it_is_opened_again(hall: Hall) -> None:
    vote(hall, range(3))
    hall.board.append_events(HALL, [CLOSES], after=2)
    with pytest.raises(BoxClosedError):
        hall.board.put_ballots(HALL, FIRST, [make_ballot(4)])
    hall.board.append_events(HALL, [NewEvent({"kind": "reopened"}, FIRST, "open")], after=3)
    vote(hall, range(3, 5))
    assert hall.board.count_ballots(HALL, FIRST) == 5


def test_counting_moves_the_ballots_to_the_log_and_writes_the_event(hall: Hall) -> None:
    vote(hall, range(9))
    mark = hall.log.fetch_mark()
    assert close_and_count(hall) == 4
    assert hall.board.fetch_events(HALL, after=3)[0].data == {"kind": "counted", "n": 9}
    assert hall.board.fetch_ballots(HALL, FIRST) == []
    assert hall.board.count_ballots(HALL, FIRST) == 0
    rows = list(hall.log.fetch_statements(occasion=ROUND))
    assert [row.actor for row in rows] == sorted(name_of(number) for number in range(9))
    assert {(row.unit, row.attempt_number, row.stored) for row in rows} == {("Chi bộ 1", 1, hall.clock.now())}
    assert hall.log.fetch_mark() != mark


def test_a_counted_box_is_neither_counted_opened_closed_nor_voted_in_again(hall: Hall) -> None:
    vote(hall, range(9))
    close_and_count(hall)
    with pytest.raises(BoxClosedError):
        hall.board.count_box(HALL, FIRST, after=4, make=to_log())
    with pytest.raises(BoxClosedError):
        hall.board.put_ballots(HALL, FIRST, [make_ballot(1)])
    for effect in (OPENS, CLOSES):
        with pytest.raises(BoxClosedError):
            hall.board.append_events(HALL, [effect], after=4)
    assert len(list(hall.log.fetch_statements())) == 9


def test_an_open_box_is_not_counted(hall: Hall) -> None:
    vote(hall, range(2))
    with pytest.raises(BoxClosedError):
        hall.board.count_box(HALL, FIRST, after=2, make=to_log())
    assert hall.board.count_ballots(HALL, FIRST) == 2


def test_of_two_pages_that_count_at_once_one_does(hall: Hall) -> None:
    vote(hall, range(2))
    hall.board.append_events(HALL, [CLOSES], after=2)
    hall.board.append_events(HALL, [NewEvent({"kind": "paused"})], after=3)
    with pytest.raises(StaleBoardError):
        hall.board.count_box(HALL, FIRST, after=3, make=to_log())
    assert hall.board.count_ballots(HALL, FIRST) == 2


def test_a_count_that_fails_leaves_the_box_full_and_the_log_as_it_was(hall: Hall) -> None:
    vote(hall, range(2))
    hall.board.append_events(HALL, [CLOSES], after=2)

    def fail(_: Sequence[Ballot]) -> ToLog:
        raise LookupError("no such item")

    with pytest.raises(LookupError):
        hall.board.count_box(HALL, FIRST, after=3, make=fail)
    assert hall.board.count_ballots(HALL, FIRST) == 2
    assert hall.board.fetch_version(HALL) == 3
    assert list(hall.log.fetch_statements(apart=True)) == []


def test_no_phones_choice_of_an_attempt_id_spoils_a_count(hall: Hall) -> None:
    one = make_ballot(1)
    hall.board.put_ballots(HALL, FIRST, [Ballot(name_of(number), one.response, one.attempt_id) for number in range(9)])
    hall.board.append_events(HALL, [CLOSES], after=2)
    same = to_log(attempt_id=one.attempt_id)
    hall.board.count_box(HALL, FIRST, after=3, make=same)
    assert len({row.attempt_id for row in hall.log.fetch_statements()}) == 9


def test_counting_is_bound_to_no_rate(hall: Hall) -> None:
    """A trainer who goes through forty questions in a minute loses nobody's answer."""
    hall.board.append_events(HALL, [CLOSES], after=2)
    for turn in range(2, 42):
        version = hall.board.fetch_version(HALL)
        box = Box(turn, 1)
        hall.board.append_events(HALL, [NewEvent({}, box, "open")], after=version)
        hall.board.put_ballots(HALL, box, [make_ballot(1)])
        hall.board.append_events(HALL, [NewEvent({}, box, "close")], after=version + 1)
        hall.board.count_box(HALL, box, after=version + 2, make=to_log(item_id=f"tn-{turn}"))
    assert len(list(hall.log.fetch_statements(actor=name_of(1)))) == 40


def test_the_answers_of_a_box_are_in_nothing_else_that_is_told(hall: Hall) -> None:
    """What may be said of them the event says, once; groups of a unit would be subtracted from it."""
    vote(hall, range(9))
    close_and_count(hall)
    assert hall.log.fetch_waiting(ROUND) == []


def test_a_counted_sensitive_box_leaves_no_member_no_unit_and_says_nothing_more(hall: Hall) -> None:
    vote(hall, range(9))
    close_and_count(hall, sensitive=True)
    assert list(hall.log.fetch_statements()) == []
    rows = list(hall.log.fetch_statements(apart=True))
    assert {(row.actor, row.unit, row.occasion, row.duration_ms) for row in rows} == {(None, None, ROUND, None)}
    assert len(rows) == 9
    assert sum(one.n for one in hall.log.fetch_released(ROUND, exactly())) == 0


def test_a_sensitive_box_of_fewer_than_a_group_does_not_say_which_hall_it_was(hall: Hall) -> None:
    vote(hall, range(4))
    close_and_count(hall, sensitive=True)
    assert {row.occasion for row in hall.log.fetch_statements(apart=True)} == {Occasion("workshop")}


def test_whoever_is_removed_takes_their_uncounted_ballots_along(hall: Hall) -> None:
    vote(hall, range(9))
    hall.board.remove_member(HALL, name_of(4))
    assert name_of(4) not in [member.member for member in hall.board.fetch_members(HALL)]
    assert hall.board.count_ballots(HALL, FIRST) == 8
    assert hall.board.put_ballots(HALL, FIRST, [make_ballot(4)]) == {name_of(4)}
    hall.board.put_member(HALL, make_member(4))
    vote(hall, range(4, 5))


def test_erasing_takes_membership_ballots_and_linked_answers_and_lets_nobody_back(hall: Hall) -> None:
    vote(hall, range(9))
    close_and_count(hall)
    hall.board.append_events(HALL, [NewEvent({}, SECOND, "open")], after=4)
    vote(hall, range(9), box=SECOND)
    assert hall.board.erase_member(HALL, name_of(4)) == 2
    assert len(hall.board.fetch_members(HALL)) == 8
    assert hall.board.count_ballots(HALL, SECOND) == 8
    assert name_of(4) not in [row.actor for row in hall.log.fetch_statements()]
    with pytest.raises(ErasedActorError):
        hall.board.put_member(HALL, make_member(4))
    assert hall.board.put_ballots(HALL, SECOND, [make_ballot(4)]) == {name_of(4)}
    assert hall.board.fetch_events(HALL, after=3)[0].data == {"kind": "counted", "n": 9}, "what was said stays"


def test_whoever_the_log_was_told_to_erase_is_not_counted_either(hall: Hall) -> None:
    vote(hall, range(9))
    hall.log.erase_actor(name_of(4))
    close_and_count(hall)
    assert hall.board.fetch_events(HALL, after=3)[0].data == {"kind": "counted", "n": 8}
    assert len(list(hall.log.fetch_statements())) == 8


def test_words_belong_to_their_turn_and_are_shown_when_the_trainer_says_so(hall: Hall) -> None:
    first, second = (hall.board.put_word(HALL, 1, text) for text in ("trung thực", "gần dân"))
    other = hall.board.put_word(HALL, 2, "kiểm tra")
    assert [word.number for word in (first, second, other)] == [1, 2, 3]
    hall.board.show_word(HALL, second.number, shown=True)
    assert [(word.text, word.is_shown) for word in hall.board.fetch_words(HALL, 1)] == [
        ("trung thực", False),
        ("gần dân", True),
    ]
    hall.board.show_word(HALL, second.number, shown=False)
    assert not any(word.is_shown for word in hall.board.fetch_words(HALL, 1))
    assert [word.text for word in hall.board.fetch_words(HALL, 2)] == ["kiểm tra"]


def test_two_workshops_know_nothing_of_each_other(hall: Hall) -> None:
    hall.board.begin_workshop("hall-2", code="OTHER2", event=BEGAN)
    hall.board.append_events("hall-2", [OPENS], after=1)
    assert hall.board.fetch_members("hall-2") == []
    assert hall.board.put_ballots("hall-2", FIRST, [make_ballot(1)]) == {name_of(1)}
    hall.board.put_member("hall-2", make_member(1))
    hall.board.put_ballots("hall-2", FIRST, [make_ballot(1)])
    assert hall.board.count_ballots(HALL, FIRST) == 0
    hall.board.remove_member("hall-2", name_of(1))
    assert len(hall.board.fetch_members(HALL)) == 9


def test_retention_takes_a_workshop_with_all_that_lies_on_the_board(hall: Hall) -> None:
    vote(hall, range(9))
    hall.board.put_word(HALL, 1, "gần dân")
    began = hall.clock.now()
    hall.clock.advance(timedelta(days=1))
    hall.board.begin_workshop("hall-2", code="OTHER2", event=BEGAN)
    assert hall.board.purge_workshops(began) == 0
    assert hall.board.purge_workshops(began + timedelta(hours=1)) == 1
    assert [row.workshop_id for row in hall.board.fetch_workshops()] == ["hall-2"]
    assert hall.board.fetch_events(HALL) == []
    assert hall.board.fetch_members(HALL) == []
    assert hall.board.count_ballots(HALL, FIRST) == 0
    assert hall.board.fetch_words(HALL, 1) == []
    hall.board.begin_workshop(HALL, code="K7M2QX", event=BEGAN)


def test_ballots_nobody_counts_are_forgotten_a_week_after_the_last_event(hall: Hall) -> None:
    vote(hall, range(9))
    began = hall.clock.now()
    hall.clock.advance(timedelta(days=ABANDONED_DAYS))
    hall.board.purge_workshops(began)
    assert hall.board.count_ballots(HALL, FIRST) == 9
    hall.clock.advance(timedelta(seconds=1))
    hall.board.purge_workshops(began)
    assert hall.board.count_ballots(HALL, FIRST) == 0
    assert len(hall.board.fetch_members(HALL)) == 9
