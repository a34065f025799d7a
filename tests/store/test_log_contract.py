"""What every response log does, whatever it is kept in."""

import json
import random
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from neuguong.clock import FixedClock
from neuguong.errors import StoreError
from neuguong.store import (
    FIRST_ANSWERS_PER_MINUTE,
    STUDY,
    ErasedActorError,
    FirstAnswer,
    Group,
    ItemCount,
    MemoryBoard,
    MemoryLog,
    Occasion,
    ResponseLog,
    Statement,
    TooFastError,
    purge_expired,
    sql,
    unlinked,
)
from neuguong.store.apart import RECENT_DAYS
from neuguong.store.days import local_day, month_of, week_began, week_of
from statements import ANNA, BINH, CHI, HAPPENED, exactly, make_statement

MARCH_5 = datetime(2026, 3, 5, tzinfo=UTC)
NO_BOARD = MemoryBoard(MemoryLog())


def add(log: ResponseLog, **changes: Any) -> Statement:
    statement, is_new = log.append_statement(make_statement(**changes), sensitive=False)
    assert is_new
    return statement


def add_sensitive(log: ResponseLog, count: int, **changes: Any) -> None:
    for _ in range(count):
        assert log.append_statement(make_statement(**({"topic": "tu-dien-bien"} | changes)), sensitive=True).is_new


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"unit": None, "duration_ms": None, "confidence": None},
        {"context": "workshop", "context_id": "hall-7", "round": 2},
        {"context": "rehearsal", "context_id": "hall-7"},
        {"response": {"best": "a", "worst": "b"}, "interaction": "best_worst", "score": 0.0},
        {"response": ["ă", "=1+1", "\u0000", "\U0001f600", None, True, 1.5, 2**60]},
        {"score": 1 / 3, "chance": 1e-300, "duration_ms": 2**50},
        {"unit": "Đảng bộ xã O'Hà '; DROP TABLE statement; --", "presented_order": ()},
        {"timestamp": datetime(1970, 1, 1, tzinfo=UTC)},
    ],
    ids="-".join,
)
def test_a_statement_comes_back_as_it_went_in_and_with_the_time_it_was_stored(
    log: ResponseLog, clock: FixedClock, changes: dict[str, Any]
) -> None:
    statement = make_statement(**changes)
    assert log.append_statement(statement, sensitive=False) == (replace(statement, stored=clock.now()), True)
    assert list(log.fetch_statements(apart=True)) == [replace(statement, stored=clock.now())]


def test_the_same_attempt_is_stored_once_and_the_first_one_wins(log: ResponseLog) -> None:
    first = make_statement(1, response="a")
    assert log.append_statement(first, sensitive=False).is_new
    assert not log.append_statement(make_statement(1, response="b"), sensitive=False).is_new
    assert not log.append_statement(make_statement(1, response="c"), sensitive=True).is_new
    assert [row.response for row in log.fetch_statements(apart=True)] == ["a"]


def test_an_attempt_sent_again_is_told_what_the_log_holds_and_not_what_was_sent(log: ResponseLog) -> None:
    """Told 1, stored 0: whoever builds feedback from what was sent again tells another answer than the stored one."""
    sent = make_statement(1, response="a", score=0, presented_order=("a", "b"))
    first = log.append_statement(sent, sensitive=False)
    for sensitive in (False, True):
        again = make_statement(1, response="b", score=1, presented_order=("b", "a"))
        assert log.append_statement(again, sensitive=sensitive) == (first.statement, False)
    assert (first.statement.response, first.statement.score) == ("a", 0.0)
    assert list(log.fetch_statements(apart=True)) == [first.statement]


def test_an_answer_of_nobody_known_is_read_only_where_it_is_asked_for(log: ResponseLog) -> None:
    log.append_statement(make_statement(1), sensitive=True)
    log.append_statement(make_statement(2, actor=None), sensitive=False)
    assert list(log.fetch_statements()) == []
    assert len(list(log.fetch_statements(apart=True))) == 2


@pytest.mark.parametrize("sensitive", [False, True], ids=["refused", "sensitive"])
def test_an_attempt_of_nobody_known_counts_once_and_sending_it_again_never_shows_what_it_was(
    log: ResponseLog, sensitive: bool
) -> None:
    """Found: whoever sent an attempt again with each answer in turn was told which one the log held."""
    sent = {one: make_statement(1, actor=None, response=one, presented_order=("a", "b")) for one in "ab"}
    first = log.append_statement(sent["a"], sensitive=sensitive)
    assert (first.is_new, first.statement.response, first.statement.presented_order) == (True, "a", ("a", "b"))
    mark = log.fetch_mark()
    for one in "ab":
        for again in (False, True):
            told = log.append_statement(sent[one], sensitive=again)
            assert (told.is_new, told.statement.response, told.statement.actor) == (False, one, None)
    assert ([row.response for row in log.fetch_statements(apart=True)], log.fetch_mark()) == (["a"], mark)


def test_that_an_attempt_of_nobody_known_was_counted_is_remembered_for_a_week(
    log: ResponseLog, clock: FixedClock
) -> None:
    for days in (RECENT_DAYS, 1):
        assert log.append_statement(make_statement(1, actor=None), sensitive=False).is_new
        log.purge_statements(HAPPENED)
        assert not log.append_statement(make_statement(1, actor=None), sensitive=False).is_new
        clock.advance(timedelta(days=days))
        log.purge_statements(HAPPENED)
        if days == RECENT_DAYS:
            assert not log.append_statement(make_statement(1, actor=None), sensitive=False).is_new
            clock.advance(timedelta(days=1))
            log.purge_statements(HAPPENED)
    assert len(list(log.fetch_statements(apart=True))) == 2


def test_two_tabs_of_one_learner_cannot_both_give_a_first_answer(log: ResponseLog) -> None:
    for changes in ({}, {}, {"item_version": 2}, {"item_id": "tn-02"}, {"actor": BINH}):
        add(log, attempt_number=1, **changes)
    assert [row.attempt_number for row in log.fetch_statements(apart=True)] == [1, 2, 1, 1, 1]


def test_of_a_known_learner_the_log_alone_counts_the_attempts(log: ResponseLog) -> None:
    assert [add(log, attempt_number=passed).attempt_number for passed in (5, 1, 1)] == [1, 2, 3]
    assert [row.attempt_number for row in log.fetch_statements(apart=True)] == [1, 2, 3]


def test_without_an_actor_an_attempt_is_the_first_or_not_as_passed(log: ResponseLog) -> None:
    assert [add(log, actor=None, attempt_number=passed).attempt_number for passed in (1, 1, 2, 7)] == [1, 1, 2, 2]


def test_attempts_are_counted_inside_one_round_of_one_hall(log: ResponseLog) -> None:
    hall = {"context": "workshop", "context_id": "hall-1"}
    occasions: list[dict[str, Any]] = [
        {},
        {"context": "test", "context_id": "hall-1"},
        hall | {"round": 1},
        hall | {"round": 2},
        {"context": "workshop", "context_id": "hall-2", "round": 1},
        {"context": "rehearsal", "context_id": "hall-1", "round": 1},
        hall,
    ]
    for number in (1, 2):
        assert [add(log, **occasion).attempt_number for occasion in occasions] == [number] * len(occasions)


def test_two_rounds_of_a_hall_and_whoever_studies_alone_are_counted_apart(log: ResponseLog) -> None:
    """Found: ten voters in two rounds and one learner gave the board of those who study alone n = 21."""
    for round in (1, 2):
        for voter in range(10):
            add(
                log,
                context="workshop",
                context_id="hall-1",
                round=round,
                actor=f"{voter:032x}",
                response="ab"[round - 1],
            )
    add(log, response="c")
    add(log, context="rehearsal", context_id="hall-1", round=1, response="d", actor=BINH)
    first, second = (Occasion("workshop", "hall-1", round) for round in (1, 2))
    halls = [STUDY, first, second, Occasion("rehearsal", "hall-1", 1)]
    others = [Occasion("workshop"), Occasion("workshop", "hall-1"), Occasion("workshop", "hall-2", 1)]
    assert [len(log.fetch_waiting(one)) for one in (*halls, *others)] == [1, 10, 10, 1, 0, 0, 0]
    for one in halls:
        publish_all(log, "2026-W10", occasion=one)
    told_of = [[(one.response, one.n) for one in log.fetch_published(where)] for where in (*halls, *others)]
    assert told_of == [[("c", 1)], [("a", 10)], [("b", 10)], [("d", 1)], [], [], []]


def test_a_snapshot_of_a_sensitive_item_is_of_one_occasion(log: ResponseLog) -> None:
    hall = {"context": "workshop", "context_id": "hall-1"}
    for round, count in ((1, 6), (2, 5)):
        for _ in range(count):
            log.append_statement(make_statement(**hall, round=round), sensitive=True, group_size=6)
    add_sensitive(log, 4)
    first, second = (Occasion("workshop", "hall-1", round) for round in (1, 2))
    assert [[total.n for total in log.fetch_released(one, exactly())] for one in (STUDY, first, second)] == [
        [],
        [6],
        [5],
    ]
    add_sensitive(log, 1)
    log.append_statement(make_statement(**hall, round=1), sensitive=True, group_size=6)
    assert [[total.n for total in log.fetch_released(one, exactly())] for one in (STUDY, first, second)] == [
        [5],
        [6],
        [5],
    ]


def test_the_latest_answer_is_that_of_one_occasion(log: ResponseLog) -> None:
    alone = add(log)
    vote = add(log, context="workshop", context_id="hall-1", round=1, timestamp=HAPPENED + timedelta(hours=1))
    assert log.fetch_latest_by_item(ANNA) == {"tn-01-a": alone}
    assert log.fetch_latest_by_item(ANNA, Occasion("workshop", "hall-1", 1)) == {"tn-01-a": vote}
    assert log.fetch_latest_by_item(ANNA, Occasion("workshop", "hall-1", 2)) == {}


def test_an_answer_of_nobody_known_keeps_only_its_day_and_no_place_among_the_others(
    log: ResponseLog, clock: FixedClock
) -> None:
    """Found: "Không, chỉ học" still wrote a row with microseconds, between two rows whose times are exact."""
    clock.at = datetime(2026, 3, 6, 18, 9, 10, 123456, tzinfo=UTC)  # 7 March, 01:09 in Vietnam
    add(log, timestamp=clock.now())
    refused = [
        make_statement(number, actor=None, timestamp=clock.now(), response="cba"[number % 3])
        for number in range(10, 15)
    ]
    for one in refused:
        log.append_statement(one, sensitive=False)
    last = add(log, timestamp=clock.now())
    rows = list(log.fetch_statements(apart=True))
    assert [row.attempt_id for row in rows[1:2]] == [last.attempt_id]
    assert [row.response for row in rows[2:]] == ["a", "a", "b", "b", "c"]
    assert {row.attempt_id for row in rows}.isdisjoint(one.attempt_id for one in refused)
    assert len({row.attempt_id for row in rows}) == 7
    for row in rows[2:]:
        assert row.timestamp == row.stored == datetime(2026, 3, 6, 17, tzinfo=UTC)  # midnight in Vietnam
        assert (row.actor, row.duration_ms, row.unit) == (None, None, "Chi bộ 1")


def test_answers_of_nobody_known_go_by_days_when_retention_takes_them(log: ResponseLog, clock: FixedClock) -> None:
    for response in "aab":
        add(log, actor=None, response=response)
    clock.advance(timedelta(days=1))
    add(log, actor=None, response="b", unit="Chi bộ 2")
    assert log.purge_statements(clock.now()) == 3
    assert [(row.response, row.unit) for row in log.fetch_statements(apart=True)] == [("b", "Chi bộ 2")]


def test_an_erased_learner_is_refused_for_good_whatever_is_sent(log: ResponseLog) -> None:
    """Found: "Xóa hết" in one tab, an answer in another recreated the identity."""
    first = make_statement(1)
    log.append_statement(first, sensitive=False)
    assert not log.is_erased(ANNA)
    log.erase_actor(ANNA)
    assert (log.is_erased(ANNA), log.is_erased(BINH)) == (True, False)
    before = log.fetch_mark()
    for sensitive in (False, True):
        for statement in (first, make_statement(2)):
            with pytest.raises(ErasedActorError) as refusal:
                log.append_statement(statement, sensitive=sensitive)
            assert (refusal.value.code, ANNA in str(refusal.value)) == ("erased", False)
    assert (list(log.fetch_statements(apart=True)), log.fetch_mark()) == ([], before)
    add(log, actor=BINH), add(log, actor=None)


def test_a_learner_without_any_answer_can_be_erased_and_twice(log: ResponseLog) -> None:
    assert (log.erase_actor(ANNA), log.erase_actor(ANNA)) == (0, 0)
    with pytest.raises(ErasedActorError):
        add(log)


def test_retention_forgets_who_was_erased_as_it_forgets_answers(log: ResponseLog, clock: FixedClock) -> None:
    log.erase_actor(ANNA)
    clock.advance(timedelta(days=10))
    log.erase_actor(BINH), log.erase_actor(ANNA)
    assert log.purge_statements(clock.now()) == 0
    assert (log.is_erased(ANNA), log.is_erased(BINH)) == (False, True)


def test_an_attempt_stored_as_sensitive_is_not_stored_again_as_linked(log: ResponseLog) -> None:
    assert log.append_statement(make_statement(1), sensitive=True).is_new
    assert not log.append_statement(make_statement(1), sensitive=False).is_new
    assert not log.append_statement(make_statement(1), sensitive=True).is_new
    assert [row.actor for row in log.fetch_statements(apart=True)] == [None]


def test_a_sensitive_answer_is_only_counted_whatever_its_caller_passes(log: ResponseLog, clock: FixedClock) -> None:
    statement = make_statement(1, topic="tu-dien-bien", attempt_number=9)
    taken = log.append_statement(statement, sensitive=True).statement
    assert taken == unlinked(replace(statement, stored=clock.now()))
    (kept,) = log.fetch_statements(apart=True)
    assert kept == replace(
        taken,
        attempt_id=kept.attempt_id,
        timestamp=datetime(2026, 2, 28, 17, tzinfo=UTC),  # midnight of 1 March in Vietnam
        stored=datetime(2026, 2, 28, 17, tzinfo=UTC),
        presented_order=(),
        confidence=None,
        content_revision="-",
        app_version="-",
    )
    assert kept.attempt_id != statement.attempt_id
    assert list(log.fetch_statements(actor=ANNA)) == []
    assert log.fetch_latest_by_item(ANNA) == {}
    assert log.fetch_waiting(STUDY) == []


def test_what_is_said_of_sensitive_items_is_of_first_answers_on_one_occasion(log: ResponseLog) -> None:
    add(log, response="a"), add(log, response="a", actor=None)
    add_sensitive(log, 2, response="b"), add_sensitive(log, 1, response="a", score=0)
    add_sensitive(log, 1, response="a", attempt_number=2)
    add_sensitive(log, 1, context="test", context_id="dot-1")
    (told_of,) = log.fetch_released(STUDY, exactly(3))
    assert told_of.counts == (ItemCount("tn-01-a", 1, "b", 2), ItemCount("tn-01-a", 1, "a", 1))


def test_a_hall_of_five_keeps_its_unit_on_a_sensitive_topic_and_one_of_four_does_not(log: ResponseLog) -> None:
    hall = {"context": "workshop", "context_id": "hall-1", "round": 1}
    log.append_statement(make_statement(1, **hall), sensitive=True, group_size=5)
    log.append_statement(make_statement(2, **hall), sensitive=True, group_size=4)
    assert sorted(str(row.unit) for row in log.fetch_statements(apart=True)) == ["Chi bộ 1", "None"]
    assert len(list(log.fetch_statements(unit="Chi bộ 1", apart=True))) == 1


def test_linked_answers_come_in_order_of_arrival_and_those_of_nobody_in_order_of_what_they_say(
    log: ResponseLog,
) -> None:
    for number in (3, 1, 2):
        log.append_statement(make_statement(number), sensitive=False)
    for number, response in enumerate("dabcad"):
        log.append_statement(make_statement(10 + number, response=response), sensitive=True)
    rows = list(log.fetch_statements(apart=True))
    assert [row.attempt_id for row in rows[:3]] == [make_statement(number).attempt_id for number in (3, 1, 2)]
    assert "".join(row.response for row in rows[3:]) == "aabcdd"
    assert list(log.fetch_statements(apart=True)) == rows


def test_the_longest_answer_of_the_longest_unit_in_the_longest_hall_fits_the_keys_of_the_totals(
    log: ResponseLog,
) -> None:
    """PostgreSQL takes keys of 2,704 bytes, and does not count on their being compressed."""
    noise = random.Random(1)
    wide = "".join(chr(noise.randrange(0x20000, 0x2A000)) for _ in range(100))
    name = "".join(noise.choices(string.ascii_letters, k=100))
    response = "".join(noise.choices(string.ascii_letters, k=1998))
    for sensitive in (False, True):
        log.append_statement(
            make_statement(
                unit=wide, context="workshop", context_id=name, round=2**31 - 1, item_id=name[::-1], response=response
            ),
            sensitive=sensitive,
            group_size=5,
        )
    hall = Occasion("workshop", name, 2**31 - 1)
    publish_all(log, "2026-W10", unit=wide, occasion=hall)
    assert [one.n for one in log.fetch_published(hall, unit=wide)] == [1]


FILTERS: list[dict[str, Any]] = [
    {},
    {"since": HAPPENED},
    {"until": HAPPENED},
    {"since": MARCH_5 + timedelta(days=1)},
    {"since": MARCH_5 + timedelta(days=1, hours=1), "until": MARCH_5 + timedelta(days=3)},
    {"until": MARCH_5 + timedelta(days=1, hours=1)},
    {"unit": "Chi bộ 2"},
    {"topic": "tu-dien-bien"},
    {"actor": BINH, "unit": "Chi bộ 2"},
]


@pytest.mark.parametrize("wanted", FILTERS, ids="-".join)
def test_filters_choose_the_same_statements_as_reading_them_all(log: ResponseLog, wanted: dict[str, Any]) -> None:
    for n in range(6):
        moment, who = HAPPENED + timedelta(days=n - 2), (ANNA, BINH)[n % 2]
        add(log, timestamp=moment, actor=who, unit=f"Chi bộ {n % 3}")
    add_sensitive(log, 2)
    everything = list(log.fetch_statements(apart=True))

    def fits(row: Statement) -> bool:
        return (
            row.timestamp >= wanted.get("since", row.timestamp)
            and row.timestamp < wanted.get("until", row.timestamp + timedelta(1))
            and all(getattr(row, name) == wanted[name] for name in ("unit", "topic", "actor") if name in wanted)
        )

    assert list(log.fetch_statements(**wanted, apart=True)) == [row for row in everything if fits(row)]


def test_naive_moments_are_refused(log: ResponseLog) -> None:
    with pytest.raises(ValueError, match="naive"):
        list(log.fetch_statements(since=datetime(2026, 3, 5)))
    with pytest.raises(ValueError, match="naive"):
        log.purge_statements(datetime(2026, 3, 5))


def test_an_iterator_left_half_read_holds_nothing(log: ResponseLog) -> None:
    add(log), add(log)
    rows = log.fetch_statements(apart=True)
    next(rows)
    add(log)
    log.close()


def test_the_latest_answer_to_an_item_is_the_last_that_happened(log: ResponseLog) -> None:
    newer = add(log, timestamp=HAPPENED + timedelta(hours=1), response="moi")
    add(log, timestamp=HAPPENED, response="cu-den-sau")
    add(log, item_id="tn-02", response="mot")
    second = add(log, item_id="tn-02", response="hai")
    add(log, actor=BINH, timestamp=HAPPENED + timedelta(hours=2))
    latest = log.fetch_latest_by_item(ANNA)
    assert {item: row.attempt_id for item, row in latest.items()} == {
        "tn-01-a": newer.attempt_id,
        "tn-02": second.attempt_id,
    }


CHANGES: list[Callable[[ResponseLog], object]] = [
    lambda log: add(log),
    lambda log: add_sensitive(log, 1),
    lambda log: log.erase_actor(ANNA),
    lambda log: log.purge_statements(datetime(2027, 1, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize("change", CHANGES, ids=["append", "append sensitive", "erase", "purge"])
def test_the_mark_moves_with_every_change(log: ResponseLog, change: Callable[[ResponseLog], object]) -> None:
    add(log)
    before = log.fetch_mark()
    change(log)
    assert log.fetch_mark() != before


def test_the_mark_stands_still_when_nothing_changes(log: ResponseLog) -> None:
    log.append_statement(make_statement(1), sensitive=False)
    before = log.fetch_mark()
    log.append_statement(make_statement(1), sensitive=False)
    log.erase_actor(BINH)
    log.fetch_published(STUDY)
    assert log.fetch_mark() == before


def test_erasing_a_learner_deletes_their_rows_and_lets_none_of_them_wait(log: ResponseLog) -> None:
    add(log, response="a"), add(log, response="b")
    kept = add(log, response="a", actor=BINH)
    add_sensitive(log, 1)
    assert log.erase_actor(ANNA) == 2
    assert log.erase_actor(ANNA) == 0
    assert [row.attempt_id for row in log.fetch_statements(apart=True) if row.topic == "trach-nhiem"] == [
        kept.attempt_id
    ]
    assert [one.attempt_id for one in log.fetch_waiting(STUDY)] == [kept.attempt_id]
    assert len(list(log.fetch_statements(apart=True))) == 2


def test_nothing_is_released_of_a_sensitive_item_below_the_group_minimum(log: ResponseLog) -> None:
    add_sensitive(log, 4)
    add_sensitive(log, 5, item_id="td-02", attempt_number=2)
    assert log.fetch_released(STUDY, exactly()) == []
    add_sensitive(log, 1)
    assert [(total.item_id, total.n) for total in log.fetch_released(STUDY, exactly())] == [("tn-01-a", 5)]


def test_a_snapshot_stands_still_until_a_whole_group_of_new_answers_has_come(log: ResponseLog) -> None:
    add_sensitive(log, 5, response="a")
    first = log.fetch_released(STUDY, exactly())
    add_sensitive(log, 4, response="b", score=0)
    assert log.fetch_released(STUDY, exactly()) == first
    add_sensitive(log, 1, response="b", score=0)
    (renewed,) = log.fetch_released(STUDY, exactly())
    assert (renewed.n, renewed.counts) == (
        10,
        (ItemCount("tn-01-a", 1, "a", 5), ItemCount("tn-01-a", 1, "b", 5)),
    )


def test_a_group_of_which_most_was_deleted_is_no_group(log: ResponseLog, clock: FixedClock) -> None:
    add_sensitive(log, 3)
    clock.advance(timedelta(days=31))
    add_sensitive(log, 1)
    assert log.purge_statements(clock.now()) == 3
    add_sensitive(log, 1)
    assert log.fetch_released(STUDY, exactly()) == []  # five came, two are left


def test_versions_of_a_sensitive_item_are_released_apart(log: ResponseLog) -> None:
    add_sensitive(log, 4)
    add_sensitive(log, 4, item_version=2)
    assert log.fetch_released(STUDY, exactly()) == []
    assert [total.item_version for total in log.fetch_released(STUDY, exactly(4))] == [1, 2]


def test_deleting_an_old_sensitive_answer_changes_no_snapshot_by_itself(log: ResponseLog, clock: FixedClock) -> None:
    """Otherwise the difference of two looks would be the deleted answer."""
    add_sensitive(log, 1, response="a")
    clock.advance(timedelta(days=31))
    add_sensitive(log, 6, response="b")
    first = log.fetch_released(STUDY, exactly())
    assert log.purge_statements(clock.now()) == 1
    add_sensitive(log, 4, response="b")
    assert log.fetch_released(STUDY, exactly()) == first
    add_sensitive(log, 1, response="b")
    assert [(total.n, total.counts[0].n) for total in log.fetch_released(STUDY, exactly())] == [(12, 11)]


def test_what_was_said_is_of_each_answer_once_also_after_older_ones_were_deleted(
    log: ResponseLog, clock: FixedClock
) -> None:
    """Answers of two months lie in two heaps; what was taken of them is remembered as one."""
    add_sensitive(log, 5, response="a")
    log.fetch_released(STUDY, exactly())
    clock.advance(timedelta(days=31))
    add_sensitive(log, 4, response="a")
    assert log.purge_statements(clock.now()) == 5
    assert [one.n for one in log.fetch_released(STUDY, exactly())] == [5]
    add_sensitive(log, 1, response="b")
    for _ in range(2):
        (said,) = log.fetch_released(STUDY, exactly())
        assert said.counts == (ItemCount("tn-01-a", 1, "a", 9), ItemCount("tn-01-a", 1, "b", 1))


def test_purging_deletes_what_was_stored_before_and_keeps_the_rest(log: ResponseLog, clock: FixedClock) -> None:
    add(log, response="old"), add_sensitive(log, 6)
    log.fetch_released(STUDY, exactly())
    clock.advance(timedelta(days=730))
    add(log, response="new", actor=BINH), add_sensitive(log, 1, item_id="td-09")
    assert purge_expired(log, NO_BOARD, clock=clock) == 0  # exactly two years old
    clock.advance(timedelta(microseconds=1))
    assert purge_expired(log, NO_BOARD, clock=clock) == 1
    assert len(log.fetch_released(STUDY, exactly())) == 1
    clock.advance(timedelta(days=25))
    assert purge_expired(log, NO_BOARD, clock=clock) == 0
    clock.advance(timedelta(days=1))  # sensitive answers go by whole months: it is two years after 1 April
    assert purge_expired(log, NO_BOARD, clock=clock) == 6
    assert [row.response for row in log.fetch_statements(topic="trach-nhiem")] == ["new"]
    assert [one.actor for one in log.fetch_waiting(STUDY)] == [BINH]
    assert log.fetch_released(STUDY, exactly()) == []
    assert len(list(log.fetch_statements(apart=True))) == 2


def publish_all(
    log: ResponseLog, week: str, *, is_dated: bool = True, unit: str | None = "Chi bộ 1", occasion: Occasion = STUDY
) -> None:
    waiting = frozenset(one.attempt_id for one in log.fetch_waiting(occasion))
    log.publish(occasion, [Group(waiting, unit, week, is_dated)])


def told(log: ResponseLog, **scope: Any) -> list[tuple[Any, int]]:
    return [(one.response, one.n) for one in log.fetch_published(STUDY, **scope)]


def test_a_first_answer_of_a_known_learner_waits_until_it_is_published_once(
    log: ResponseLog, clock: FixedClock
) -> None:
    first = add(log, response="a")
    clock.advance(timedelta(minutes=9))
    add(log, item_id="tn-02"), add(log), add(log, actor=None)
    waiting = log.fetch_waiting(STUDY)
    assert next((one.attempt_id, one.item_id) for one in waiting) == (first.attempt_id, "tn-01-a")
    assert [(one.given, one.until - one.since) for one in waiting] == [(2, timedelta(minutes=9))] * 2
    group = Group(frozenset({first.attempt_id}), "Chi bộ 1", "2026-W10", True)
    log.publish(STUDY, [group, group])
    assert [one.item_id for one in log.fetch_waiting(STUDY)] == ["tn-02"]
    log.publish(STUDY, [], dropped=[waiting[1].attempt_id])
    assert log.fetch_waiting(STUDY) == []
    scopes: list[dict[str, Any]] = [
        {}, {"period": "2026-W10"}, {"period": "2026-03"}, {"unit": "Chi bộ 1"},
        {"unit": "Chi bộ 1", "period": "2026-03"},
    ]  # fmt: skip
    assert [told(log, **scope) for scope in scopes] == [[("a", 1)]] * 5
    for scope in ({"period": "2026-W11"}, {"period": "2026-04"}, {"unit": "Chi bộ 2"}):
        assert told(log, **scope) == []


def test_a_group_without_a_week_is_in_all_time_only(log: ResponseLog) -> None:
    add(log, response="a")
    publish_all(log, "2026-W10", is_dated=False, unit=None)
    assert told(log) == [("a", 1)]
    for scope in ({"period": "2026-W10"}, {"period": "2026-03"}, {"unit": "Chi bộ 1"}):
        assert told(log, **scope) == []


def test_a_group_of_which_somebody_was_erased_meanwhile_is_not_published_and_one_published_stays(
    log: ResponseLog,
) -> None:
    add(log, response="a"), add(log, response="a", actor=BINH)
    group = Group(frozenset(one.attempt_id for one in log.fetch_waiting(STUDY)), None, "2026-W10", True)
    log.erase_actor(BINH)
    log.publish(STUDY, [group])
    assert (told(log), len(log.fetch_waiting(STUDY))) == ([], 1)
    publish_all(log, "2026-W10")
    log.erase_actor(ANNA)
    assert (told(log), log.fetch_waiting(STUDY)) == ([("a", 1)], [])


def test_retention_takes_what_was_published_by_whole_weeks_from_every_period(
    log: ResponseLog, clock: FixedClock
) -> None:
    """NOW is Friday of week 10."""
    add(log, response="a"), publish_all(log, "2026-W09")
    add(log, response="b", actor=BINH), publish_all(log, "2026-W09", is_dated=False)
    add(log, response="c", actor=CHI), publish_all(log, "2026-W10")
    assert told(log) == [("a", 1), ("b", 1), ("c", 1)]
    log.purge_statements(clock.now() - timedelta(days=5))
    assert told(log) == [("a", 1), ("b", 1), ("c", 1)], "week 9 is not over before"
    log.purge_statements(clock.now() - timedelta(days=4))
    assert (told(log), told(log, unit="Chi bộ 1")) == ([("c", 1)], [("c", 1)])
    assert (told(log, period="2026-02"), told(log, period="2026-03")) == ([], [("c", 1)])


def test_more_first_answers_than_a_person_gives_in_a_minute_are_refused_and_taken_later(
    log: ResponseLog, clock: FixedClock
) -> None:
    """Found: one page forged 84 first answers in ten seconds."""
    for number in range(FIRST_ANSWERS_PER_MINUTE):
        add(log, item_id=f"i{number}")
    with pytest.raises(TooFastError):
        add(log, item_id="one-more")
    assert add(log, item_id="i0").attempt_number == 2, "no first answer"
    assert add(log, item_id="one-more", actor=BINH).actor == BINH
    clock.advance(timedelta(seconds=61))
    assert add(log, item_id="one-more").attempt_number == 1


def test_retention_needs_at_least_a_day(log: ResponseLog, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        purge_expired(log, NO_BOARD, clock=clock, keep_days=0)


def test_a_closed_log_says_so_and_may_be_closed_again(log: ResponseLog) -> None:
    log.close()
    log.close()
    for use in (
        log.fetch_mark,
        lambda: add(log),
        lambda: log.fetch_published(STUDY),
        lambda: list(log.fetch_statements(apart=True)),
    ):
        with pytest.raises(StoreError, match="closed"):
            use()


@pytest.mark.parametrize("seed", range(6))
def test_what_a_database_tells_always_equals_what_the_fake_counts_anew(
    log: ResponseLog, clock: FixedClock, seed: int
) -> None:
    """The fake counts anew each time; whatever is done to both logs, both give the same answers."""
    chance = random.Random(seed)
    fake = MemoryLog(clock=clock)
    actors = [f"{n:032x}" for n in range(8)]
    halls = [Occasion("workshop", "hall-1", 1), Occasion("workshop", "hall-1", 2), Occasion("rehearsal", "hall-1", 1)]
    occasions = [STUDY, *halls, Occasion("test", "dot-1"), Occasion("workshop")]

    for _ in range(60):
        occasion = chance.choice([STUDY, STUDY, *halls])
        statement = make_statement(
            chance.randrange(1000),
            timestamp=clock.now() - timedelta(hours=chance.randrange(2000)),
            context=occasion.context,
            context_id=occasion.context_id,
            round=occasion.round,
            item_id=f"i{chance.randrange(2)}",
            response=chance.choice("ab"),
            score=chance.choice([0, 0.5, 1]),
            attempt_number=chance.choice([1, 1, 1, 2]),
            actor=chance.choice([*actors, None, None, None]),
            unit=chance.choice(["Chi bộ 1", "Chi bộ 2", None]),
        )
        who, days, size = chance.choice(actors), chance.randrange(40), chance.choice([0, 5])
        is_sensitive, moment = chance.random() < 0.4, clock.now() - timedelta(days=days)
        kind = chance.choice(["append"] * 20 + ["erase", "purge", "release", "publish", "publish", "wait"])
        found = fake.fetch_waiting(occasion)
        some = [one.attempt_id for one in found if one.item_id == "i0" and chance.random() < 0.6]
        week = week_of(local_day(clock.now() - timedelta(days=days)))
        group = Group(frozenset(some), chance.choice(["Chi bộ 1", None]), week, chance.random() < 0.7)
        left = {one.attempt_id for one in found if chance.random() < 0.1}
        results: list[object] = []
        for each in (log, fake):
            try:
                if kind == "append":
                    results.append(each.append_statement(statement, sensitive=is_sensitive, group_size=size))
                elif kind == "erase":
                    results.append(each.erase_actor(who))
                elif kind == "purge":
                    results.append(each.purge_statements(moment))
                elif kind == "release":
                    results.append([each.fetch_released(one, exactly(3)) for one in occasions])
                elif kind == "publish":
                    each.publish(occasion, [group], dropped=left)
                    results.append([each.fetch_waiting(one) for one in occasions])
            except ErasedActorError as error:
                results.append(error.code)
        assert results[:1] == results[1:]
        clock.advance(timedelta(days=days) if kind == "wait" else timedelta(minutes=7))
    assert list(log.fetch_statements(apart=True)) == list(fake.fetch_statements(apart=True))
    today = clock.now().date()
    weeks = [week_of(today - timedelta(days=n)) for n in range(0, 120, 7)]
    for occasion in occasions:
        for unit in (None, "Chi bộ 1"):
            for period in ("", *weeks, *map(month_of, weeks)):
                published = fake.fetch_published(occasion, unit=unit, period=period)
                assert log.fetch_published(occasion, unit=unit, period=period) == published
        assert log.count_published(occasion) == sum(one.n for one in fake.fetch_published(occasion))
        began = week_began(today - timedelta(days=7))
        assert set(log.count_waiting(occasion, week_began=began)) == set(fake.count_waiting(occasion, week_began=began))
        waiting = fake.fetch_waiting(occasion)
        for items in (["tn-01"], [], {one.item_id for one in waiting}):
            some = [one for one in waiting if one.item_id in items]
            assert log.fetch_waiting(occasion, items=items) == fake.fetch_waiting(occasion, items=items) == some
        assert log.fetch_latest_by_item(actors[0], occasion) == fake.fetch_latest_by_item(actors[0], occasion)


def test_what_statistics_are_made_of_is_first_answers_that_wait_no_longer(log: ResponseLog) -> None:
    told = [add(log, actor=who, item_id="item-1", duration_ms=ms) for who, ms in ((ANNA, 1500), (BINH, None))]
    add(log, actor=ANNA, item_id="item-1")  # a second answer
    add(log, actor=CHI, item_id="item-1")  # waits
    add(log, actor=ANNA, item_id="item-1", context="workshop", context_id="hall-7", round=1)
    add_sensitive(log, 3)
    assert [row for page in log.fetch_first_answers(STUDY) for row in page] == []
    log.publish(STUDY, [Group(frozenset(one.attempt_id for one in told), None, "2026-W10", True)])
    found = [FirstAnswer(*row) for page in log.fetch_first_answers(STUDY) for row in page]
    assert [(row.actor, row.item_id, row.item_version, row.duration_ms) for row in found] == [
        (ANNA, "item-1", told[0].item_version, 1500),
        (BINH, "item-1", told[1].item_version, None),
    ]
    assert [json.loads(row.response_json) for row in found] == [one.response for one in told]


def test_what_statistics_are_made_of_is_that_of_one_moment_whatever_is_published_while_it_is_read(
    log: ResponseLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "_PAGE_ROWS", 2)
    given = [add(log, actor=f"{n:064x}", item_id="item-1") for n in range(7)]
    groups = [Group(frozenset({one.attempt_id}), None, "2026-W10", True) for one in given]
    log.publish(STUDY, [*groups[:2], groups[4]])
    pages = log.fetch_first_answers(STUDY)
    first = next(pages)
    log.publish(STUDY, groups[3:])
    add(log, actor="f" * 64, item_id="item-1")
    assert [row[0] for page in (first, *pages) for row in page] == [given[n].actor for n in (0, 1, 4)]
    assert sum(map(len, log.fetch_first_answers(STUDY))) == 6


def test_figures_are_kept_as_they_were_told_whoever_is_erased(log: ResponseLog) -> None:
    assert log.fetch_figures("items") is None
    add(log, actor=ANNA)
    assert log.keep_figures("items", mark="9", body="[1]", over=None)
    assert log.keep_figures("others", mark="1", body="[2]", over=None)
    log.erase_actor(ANNA)
    assert log.fetch_figures("items") == ("9", "[1]")
    assert log.keep_figures("items", mark="18", body="[3]", over="9")
    assert (log.fetch_figures("items"), log.fetch_figures("others")) == (("18", "[3]"), ("1", "[2]"))


def test_of_two_who_make_figures_at_once_one_keeps_them(log: ResponseLog) -> None:
    assert log.keep_figures("items", mark="9", body="[1]", over=None)
    assert not log.keep_figures("items", mark="9", body="[2]", over=None)
    assert not log.keep_figures("items", mark="18", body="[3]", over="another")
    assert log.fetch_figures("items") == ("9", "[1]")
