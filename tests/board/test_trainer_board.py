"""A trainer's board, driven by the messages a browser would send, over a log in memory."""

import csv
import io
import json
import uuid
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.board import TrainerBoard, trainer_board, wire
from neuguong.board.picture import Picture
from neuguong.clock import FixedClock
from neuguong.errors import StoreBusyError, StoreFullError
from neuguong.items import Pack, Topic
from neuguong.scoring import build_examples
from neuguong.store import STUDY, MemoryLog, Occasion, Statement
from neuguong.text import say
from openpyxl import load_workbook
from pydantic import TypeAdapter, ValidationError

from tests.samples import NOON, make_pack

VIEW, CONTENT, REPLY = TypeAdapter(wire.View), TypeAdapter(wire.Content), TypeAdapter(wire.Reply)
UNITS = ("Chi bộ Một", "Chi bộ Hai")
TOPIC, SENSITIVE = "chu-de", "nhay-cam"
ITEM = "hai-1"
RATING_KEY = {"a": 4, "b": 1, "c": 2, "d": 3, "e": 1}


def make_two_topics() -> Pack:
    """The hand-made pack with its second scenario moved to a sensitive topic."""
    pack = make_pack()
    return replace(
        pack,
        topics=pack.topics | {SENSITIVE: Topic(SENSITIVE, "Nhạy cảm", True)},
        scenarios=pack.scenarios | {"hai": replace(pack.scenarios["hai"], topic=SENSITIVE)},
    )


class Hall:
    """A log, a clock and a board over them."""

    def __init__(self, pack: Pack | None = None, **options: Any) -> None:
        self.clock = FixedClock(NOON)
        self.log = MemoryLog(clock=self.clock)
        self.known: set[int] = set()
        self.pack = pack or make_pack()
        self.board = TrainerBoard(self.pack, self.log, clock=self.clock, units=UNITS, **options)

    def answer(
        self,
        who: int | None,
        response: Any = "a",
        *,
        item: str = ITEM,
        unit: str | None = None,
        occasion: Occasion = STUDY,
    ) -> None:
        """As somebody who is known to be a person: they rehearsed ten minutes before."""
        if who is not None and who not in self.known:
            self.known.add(who)
            self.clock.advance(-timedelta(minutes=10))
            for name in ("mot-single", "mot-rating"):
                self.answer(who, item=name, occasion=Occasion("rehearsal", "thu", 1))
            self.clock.advance(timedelta(minutes=10))
        scenario, asked = self.pack.get_item(item)
        self.log.append_statement(
            Statement(
                attempt_id=str(uuid.uuid4()), timestamp=self.clock.now(),
                context=occasion.context, context_id=occasion.context_id, round=occasion.round,
                topic=scenario.topic, scenario_id=scenario.identifier, item_id=item, item_version=1,
                content_revision="0123456789ab", interaction=asked.interaction.kind, response=response,
                presented_order=asked.choice_ids, score=float(response == "a"), max_score=1.0, chance=0.2,
                attempt_number=1, app_version="thu", actor=None if who is None else f"{who:032x}", unit=unit,
            ),
            sensitive=self.pack.is_sensitive(scenario),
        )  # fmt: skip

    def show_key(self, name: str = ITEM, *, shown: bool = True) -> dict[str, Any]:
        assert self.board.handle({"kind": "show_key", "item": name, "shown": shown}) == []
        return self.item(name)

    def choose(self, period: str = "all", unit: str | None = None, topic: str = TOPIC) -> dict[str, Any]:
        assert self.board.handle({"kind": "choose", "period": period, "unit": unit, "topic": topic}) == []
        return self.view()

    def refresh(self) -> dict[str, Any]:
        assert self.board.handle({"kind": "refresh"}) == []
        return self.view()

    def view(self) -> dict[str, Any]:
        """As the browser gets it, and exactly what the contract says."""
        VIEW.validate_python(self.board.view())
        CONTENT.validate_python(self.board.content())
        return dict(self.board.view())

    def item(self, name: str = ITEM) -> dict[str, Any]:
        items: Any = self.board.view()["items"]
        return next(one for one in items if one["id"] == name)

    def file(self, format: str) -> bytes:
        (reply,) = self.board.handle({"kind": "export", "format": format})
        REPLY.validate_python(reply)
        assert reply["kind"] == "file"
        assert str(reply["name"]).endswith(f".{format}")
        return b64decode(str(reply["data"]))


def test_an_empty_log_says_that_nothing_is_shown_and_not_that_nobody_answered() -> None:
    view = Hall().view()
    assert (view["state"], view["people"], view["answers"]) == ("few", None, None)
    assert {item["state"] for item in view["items"]} == {"few"}
    assert "đủ 9 người" in view["note"]


def test_two_rounds_of_a_hall_are_in_no_number_of_the_board_of_those_who_study_alone() -> None:
    """Found: ten voters in two rounds and one learner gave n = 21."""
    hall = Hall()
    for round in (1, 2):
        for who in range(10):
            hall.answer(who, occasion=Occasion("workshop", "phong-1", round))
    for who in range(20, 29):
        hall.answer(who)
    view = hall.refresh()
    assert (view["people"], view["answers"], hall.item()["n"]) == (9, 9, 9)


def test_nine_people_are_shown_with_counts_and_scores_and_on_asking_the_key() -> None:
    hall = Hall()
    for who, response in enumerate("aaaaabbbc"):
        hall.answer(who, response)
    view, item = hall.refresh(), hall.item()
    assert (view["state"], view["people"], view["answers"]) == ("shown", 9, 9)
    assert (item["n"], item["shares"], item["key"]) == (9, False, None)
    assert [choice["bars"] for choice in item["choices"]] == [[{"label": None, "count": n}] for n in (5, 3, 1, 0, 0)]
    key = hall.show_key()["key"]
    assert key["points"] == {"full": 5, "score": 5.0, "max": 9.0, "percent": None}
    assert [(choice["key"], choice["right"]) for choice in key["choices"]] == [("Đáp án", 5)] + [(None, None)] * 4
    # (5 − 9·1/5) / (9 − 9·1/5) = 3.2/7.2
    assert [(row["id"], row["n"], row["percent"], row["few"]) for row in view["rows"]] == [("A2", 9, 44, True)]
    assert (view["rows"][0]["items"], view["rows"][0]["of"]) == (1, 8)


def test_the_content_holds_stimulus_prompt_and_choices_of_every_item() -> None:
    content: Any = Hall().board.content()
    assert content["scenarios"][0]["stimulus"] == "Chuyện thứ nhất."
    by_id = {item["id"]: item for scenario in content["scenarios"] for item in scenario["items"]}
    assert len(by_id) == 8
    assert by_id["mot-single"]["choices"] == [f"Cách làm {choice}" for choice in "abcde"]
    assert by_id["mot-hottext"]["passage"].startswith("Đầu. [Cách làm a]")


def test_no_key_and_no_explanation_is_sent_before_it_is_asked_for_and_then_only_that_one() -> None:
    hall = Hall()
    for who in range(30):
        for item in hall.board.content()["scenarios"][0]["items"]:
            hall.answer(who, build_examples(hall.pack.get_item(item["id"])[1]).right, item=item["id"])
    hall.refresh()

    def sent() -> str:
        return json.dumps([hall.board.view(), hall.board.content()], ensure_ascii=False)

    telling = ("bí mật", "Đáp án", "nên đánh dấu", "đúng", "points", "full", "right")
    assert [word for word in telling if word in sent()] == []
    hall.show_key("mot-single")
    assert [item["id"] for item in hall.view()["items"] if item["key"]] == ["mot-single"]
    assert sent().count("bí mật") == 6, "five choices and the reason"
    hall.show_key("mot-single", shown=False)
    assert "bí mật" not in sent()


def test_the_key_of_every_interaction_is_told_in_words_with_how_many_did_the_same() -> None:
    hall = Hall()
    for who in range(9):
        for item in hall.board.content()["scenarios"][0]["items"]:
            examples = build_examples(hall.pack.get_item(item["id"])[1])
            hall.answer(who, examples.right if who else examples.wrong[0], item=item["id"])

    def told(name: str, place: int) -> tuple[str | None, int | None]:
        choice = hall.show_key(name)["key"]["choices"][place]
        return choice["key"], choice["right"]

    assert told("mot-single", 1) == ("Đáp án", 8)
    assert told("mot-ranking", 0)[0] == "Đáp án: Vị trí 3"
    assert told("mot-bestworst", 2) == ("Đáp án: Phù hợp nhất", 8)
    assert told("mot-bestworst", 1) == (None, None)
    assert told("mot-rating", 0)[0] == "Đáp án: Rất phù hợp"
    assert told("mot-matching", 1)[0] == "Đáp án: Loại Y"
    assert told("mot-hottext", 0) == (None, None)
    assert [bar["label"] for bar in hall.item("mot-matching")["choices"][1]["bars"]] == ["Loại X", "Loại Y"]
    bars = {
        name: [(bar["label"], bar["count"]) for bar in hall.item(f"mot-{name}")["choices"][0]["bars"]]
        for name in ("single", "bestworst", "rating")
    }
    assert bars == {
        "single": [(None, 1)],
        "bestworst": [("Phù hợp nhất", 1), ("Kém phù hợp nhất", 8)],
        "rating": [("Rất không phù hợp", 0), ("Không phù hợp", 0), ("Phù hợp", 1), ("Rất phù hợp", 8)],
    }
    assert [choice["bars"] for choice in hall.item("mot-ranking")["choices"]] == [[]] * 5, "a right place tells the key"
    heads, *rows = load_workbook(io.BytesIO(hall.file("xlsx")))["Theo câu hỏi"].iter_rows(values_only=True)
    named = [dict(zip(heads, row, strict=True)) for row in rows]
    assert {row["Cách đếm"] for row in named if row["Mã câu hỏi"] == "mot-ranking"} == {"Xếp đúng vị trí"}


def test_the_key_of_an_item_of_which_no_count_may_be_shown_can_still_be_read() -> None:
    hall = Hall()
    key = hall.show_key()["key"]
    assert (key["rationale"], key["points"]) == ("Lý do bí mật.", None)
    assert [choice["right"] for choice in key["choices"]] == [None] * 5


def test_an_answer_that_is_in_no_number_yet_reads_no_number_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    hall, read = Hall(), list[str]()
    for who in range(9):
        hall.answer(who)
    before = hall.refresh()
    assert before["answers"] == 9
    monkeypatch.setattr(trainer_board, "read_picture", lambda *_, **_k: read.append("read") or Picture())
    hall.answer(9)
    assert (hall.refresh(), read) == (before, [])
    for who in range(10, 18):
        hall.answer(who)
    hall.refresh()
    assert read == ["read"]


def test_open_keys_stay_open_over_a_period_and_close_with_their_topic() -> None:
    hall = Hall(make_two_topics())
    hall.show_key("mot-single")
    hall.choose("week")
    assert hall.item("mot-single")["key"] is not None
    hall.choose(topic=SENSITIVE)
    hall.choose()
    assert hall.item("mot-single")["key"] is None


@pytest.mark.parametrize(("n", "shares", "percent"), [(29, False, None), (30, True, 70)])
def test_from_thirty_answers_on_a_share_is_said_and_a_requirement_is_judged(
    n: int, shares: bool, percent: int | None
) -> None:
    hall = Hall()
    for who in range(n):
        hall.answer(who, "a" if who < 21 else "b")
    view = hall.refresh()
    assert (hall.item()["shares"], view["rows"][0]["few"]) == (shares, not shares)
    assert hall.show_key()["key"]["points"]["percent"] == percent


def test_of_eight_people_nothing_is_sent_not_even_that_they_answered() -> None:
    hall = Hall()
    before = hall.view()
    for who in range(8):
        hall.answer(who, "e")
    assert hall.refresh() == before


def test_answers_without_consent_are_in_no_number() -> None:
    hall = Hall()
    for _ in range(40):
        hall.answer(None)
    assert hall.refresh()["answers"] is None
    for who in range(9):
        hall.answer(who)
    assert hall.refresh()["answers"] == 9


def test_an_item_of_fewer_than_nine_answers_is_not_shown_and_not_in_the_scores() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who)
    for who in range(8):
        hall.answer(who, "b", item="mot-single")
    view = hall.refresh()
    few = {"id": "mot-single", "state": "few", "n": None, "shares": False, "choices": [], "key": None}
    assert hall.item("mot-single") == few
    assert (view["rows"][0]["n"], view["rows"][0]["items"]) == (9, 1)


def test_a_unit_is_shown_from_nine_people_on_and_the_others_are_in_no_number_until_the_week_is_over() -> None:
    hall = Hall()
    for who in range(27):
        hall.answer(who, unit=UNITS[0] if who < 9 else UNITS[1] if who < 22 else "Chi bộ Ba")
    assert [hall.choose(unit=unit)["people"] for unit in (*UNITS, None)] == [9, 13, 22]
    hall.clock.advance(timedelta(days=7))
    assert [hall.choose(unit=unit)["people"] for unit in (*UNITS, None)] == [9, 13, 22]
    for who in range(30, 34):
        hall.answer(who)
    hall.clock.advance(timedelta(days=7))
    assert [hall.choose(unit=unit)["people"] for unit in (*UNITS, None)] == [9, 13, 31], (
        "five of one week, four of next"
    )
    assert [hall.choose(period)["people"] for period in ("week", "last-week")] == [None, None]


def test_small_units_are_shown_together_when_the_week_is_over() -> None:
    hall = Hall()
    for who in range(12):
        hall.answer(who, unit=UNITS[who % 2])
    assert hall.choose("week")["people"] is None
    hall.clock.advance(timedelta(days=7))
    assert [hall.choose("last-week", unit)["people"] for unit in (None, *UNITS)] == [12, None, None]


def test_answers_to_all_items_are_counted_and_people_once() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who, unit=UNITS[0])
        hall.answer(who, "b", item="mot-single", unit=UNITS[0])
    for unit in (None, UNITS[0]):
        view = hall.choose(unit=unit)
        assert (view["answers"], view["people"]) == (18, 9)


def test_a_units_answers_are_its_own_and_of_the_rest_not_even_that_there_are_none_is_told() -> None:
    hall = Hall()
    for who in range(20):
        hall.answer(who, item=ITEM if who < 10 else "mot-single", unit=UNITS[0] if who < 10 else None)
    for who in range(3):
        hall.answer(who, ["a"], item="mot-multiple", unit=UNITS[0])

    def states() -> list[str]:
        return [hall.item(name)["state"] for name in (ITEM, "mot-single", "mot-multiple", "mot-hottext")]

    hall.refresh()
    assert states() == ["shown", "shown", "few", "few"]
    assert [hall.item(name)["n"] for name in (ITEM, "mot-multiple", "mot-hottext")] == [10, None, None]
    hall.choose(unit=UNITS[0])
    assert states() == ["shown", "few", "few", "few"]


def test_what_can_be_chosen_is_told_and_a_sensitive_topic_as_such() -> None:
    content = Hall(make_two_topics()).board.content()
    labels = {one["id"]: one["label"] for one in content["topics"]}
    assert labels == {TOPIC: "Chủ đề", SENSITIVE: say("board.sensitive_topic", title="Nhạy cảm")}


def test_the_items_stand_in_the_order_of_the_lesson() -> None:
    pack = make_pack()
    lesson = pack.lessons["bai"]
    turned = replace(lesson, parts=lesson.parts[::-1])
    content = Hall(replace(pack, lessons={"bai": turned})).board.content()
    assert [one["title"] for one in content["scenarios"]] == ["Hai", "Tình huống một"]


def test_a_mean_place_is_told_with_a_comma() -> None:
    hall = Hall()
    for who in range(8):
        hall.answer(who, list("bcade"), item="mot-ranking")
    for who in (8, 9):
        hall.answer(who, list("abcde"), item="mot-ranking")
    hall.refresh()
    # a: (8 · 3 + 2 · 1) / 10
    assert hall.item("mot-ranking")["choices"][0]["mean"] == "Vị trí trung bình 2,6"


def test_points_are_told_to_two_places() -> None:
    hall = Hall()
    for who in range(10):
        hall.answer(who, {"a": 3 if who < 1 else 4, "b": 1, "c": 2, "d": 3, "e": 1}, item="mot-rating")
        hall.answer(who, ["a", "d"] if who < 7 else ["a", "b"], item="mot-multiple")
    # 9 · 5 + (4 + 2/3) = 49.667 of 50; 7 + 3 · (1/2 − 1/3) = 7.5 of 10
    told = {name: hall.show_key(name)["key"]["points"] for name in ("mot-rating", "mot-multiple")}
    assert told == {
        "mot-rating": {"full": 9, "score": 49.67, "max": 50.0, "percent": None},
        "mot-multiple": {"full": 7, "score": 7.5, "max": 10.0, "percent": None},
    }


def test_a_week_begins_on_monday_at_midnight_in_vietnam() -> None:
    hall = Hall()
    hall.clock.at = NOON.replace(day=29, hour=16, minute=59)  # Sunday 29 November, 23:59 in Vietnam
    for who in range(9):
        hall.answer(who)
    assert [hall.choose(period)["people"] for period in ("week", "last-week")] == [9, None]
    hall.clock.advance(timedelta(minutes=1))
    hall.refresh()
    assert [hall.choose(period)["people"] for period in ("week", "last-week")] == [None, 9]


def test_a_week_is_in_the_month_of_its_thursday() -> None:
    hall = Hall()
    hall.clock.at = NOON.replace(day=30)  # Monday; the Thursday is 3 December
    for who in range(9):
        hall.answer(who)
    assert [hall.choose(period)["people"] for period in ("month", "last-month", "all")] == [9, None, 9]


def test_a_new_group_shows_at_the_next_refresh_and_one_new_answer_changes_nothing() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who)
    hall.refresh(), hall.refresh()  # publishing is itself news, once
    before = hall.board.view()
    hall.refresh()
    assert hall.board.view() is before
    for who in range(10, 19):
        assert hall.refresh() == before
        hall.answer(who, "b")
    assert hall.refresh()["answers"] == 18
    assert hall.item()["n"] == 18


def test_a_sensitive_topic_is_near_totals_only_whatever_is_chosen_and_stands_still_between_steps() -> None:
    hall = Hall(make_two_topics())
    for who in range(19):
        hall.answer(who)
    assert hall.choose("week", UNITS[0], SENSITIVE)["state"] == "few"
    hall.answer(19)
    view = hall.choose("week", UNITS[0], SENSITIVE)
    assert (view["state"], view["people"], view["sensitive"]) == ("shown", None, True)
    assert "không chia theo chi bộ hay thời gian" in view["note"]
    for who in range(20, 39):
        hall.answer(who, "e")
        assert hall.refresh()["items"] == view["items"], "the next step waits for twenty more"


def test_of_a_sensitive_topic_every_kind_but_single_choice_says_that_it_has_no_numbers_and_never_will() -> None:
    hall = Hall(make_pack(sensitive=True))
    told = {item["id"] for item in hall.view()["items"] if item["state"] != "untold"}
    single = {item.identifier for _, item in hall.pack.live_items() if item.interaction.kind == "single_choice"}
    assert told == single
    assert 0 < len(told) < len(hall.view()["items"])
    rows = list(load_workbook(io.BytesIO(hall.file("xlsx")))["Theo câu hỏi"].iter_rows(min_row=2, values_only=True))
    assert {row[4]: row[-1] for row in rows} == {
        item["id"]: say(f"board.item_{item['state']}") for item in hall.view()["items"]
    }
    assert "“Chọn một”" in say("board.sensitive_note", step=20)


def test_answers_to_a_sensitive_topic_are_in_no_number_of_an_ordinary_one() -> None:
    hall = Hall(make_two_topics())
    for who in range(10):
        hall.answer(who)
    view = hall.choose()
    assert (view["state"], view["answers"], view["people"]) == ("few", None, None)


def test_the_group_minimum_may_be_set_but_never_below_three() -> None:
    hall = Hall(group_minimum=3)
    for who in range(7):
        hall.answer(who)
    assert hall.refresh()["state"] == "shown"
    with pytest.raises(ValueError, match="3 or more"):
        Hall(group_minimum=2)


@pytest.mark.parametrize(
    "message",
    [
        None, 7, "refresh", [], {}, {"kind": "refresh", "more": 1}, {"kind": "delete"}, {"kind": ["refresh"]},
        {"kind": "choose"}, {"kind": "choose", "period": "year", "unit": None, "topic": TOPIC},
        {"kind": "choose", "period": "all", "unit": "Chi bộ Chín", "topic": TOPIC},
        {"kind": "choose", "period": "all", "unit": None, "topic": "<script>"},
        {"kind": "choose", "period": "all", "unit": "x" * 100_000, "topic": TOPIC},
        {"kind": "choose", "period": 1, "unit": None, "topic": TOPIC},
        {"kind": "export", "format": "../../etc/passwd"}, {"kind": "export"},
        {"kind": "export", "format": "xlsx", "n": 1},
        {"kind": "show_key", "item": ITEM}, {"kind": "show_key", "item": "khong-co", "shown": True},
        {"kind": "show_key", "item": ITEM, "shown": 1},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_and_changes_nothing(message: object) -> None:
    hall = Hall()
    before = (hall.board.view(), hall.board.content())
    (reply,) = hall.board.handle(message)
    REPLY.validate_python(reply)
    assert reply == {"kind": "refused", "message": say("errors.message")}
    assert (hall.board.view(), hall.board.content()) == before


NAMES = st.sampled_from(["kind", "period", "unit", "topic", "format"]) | st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)
)


@given(JSON)
def test_no_message_breaks_the_board(message: object) -> None:
    for reply in Hall().board.handle(message):
        assert reply["kind"] == "refused"


def test_a_log_that_cannot_be_read_leaves_the_last_numbers_and_says_so() -> None:
    class Locked(MemoryLog):
        locked = False

        def fetch_mark(self) -> str:
            if self.locked:
                raise StoreBusyError("locked")
            return super().fetch_mark()

    log = Locked()
    board = TrainerBoard(make_pack(), log, clock=FixedClock(NOON), units=UNITS)
    log.locked = True
    assert board.handle({"kind": "refresh"}) == []
    assert (board.view()["stale"], board.view()["state"]) == (True, "few")
    assert board.view()["note"] == say("board.not_read")
    board.handle({"kind": "choose", "period": "week", "unit": None, "topic": TOPIC})
    assert (board.view()["stale"], board.view()["state"]) == (True, "unread")
    VIEW.validate_python(board.view())
    log.locked = False
    board.handle({"kind": "refresh"})
    assert (board.view()["stale"], board.view()["answers"], board.view()["note"]) != (True, None, "")
    assert board.view()["stale"] is False


def test_a_file_of_a_log_that_cannot_be_read_is_refused_in_words() -> None:
    class Broken(MemoryLog):
        def fetch_published(self, *args: Any, **options: Any) -> NoReturn:
            raise StoreBusyError("locked")

    board = TrainerBoard(make_pack(), Broken(), clock=FixedClock(NOON))
    (reply,) = board.handle({"kind": "export", "format": "csv"})
    assert reply == {"kind": "refused", "message": say("board.not_read")}


def test_while_answers_cannot_be_stored_the_board_says_why_beside_its_numbers() -> None:
    class Full(MemoryLog):
        full = False

        def try_writing(self) -> None:
            if self.full:
                raise StoreFullError("full")

    log, clock = Full(), FixedClock(NOON)
    board = TrainerBoard(make_pack(), log, clock=clock, units=UNITS)
    seen = []
    for log.full in (False, True, True, False):
        clock.advance(trainer_board.TRY_EVERY)
        board.handle({"kind": "refresh"})
        VIEW.validate_python(board.view())
        assert (board.view()["state"], board.view()["stale"]) == ("few", False)
        seen.append(board.view()["alarm"])
    assert seen == ["", *[say("board.not_stored", why=say("faults.store-full"))] * 2, ""]


def test_a_board_tries_the_log_every_five_seconds_however_often_it_is_asked_and_after_the_clock_was_put_back() -> None:
    class Counting(MemoryLog):
        tries = 0

        def try_writing(self) -> None:
            self.tries += 1

    log, clock = Counting(), FixedClock(NOON)
    board = TrainerBoard(make_pack(), log, clock=clock, units=UNITS)
    tries = []
    for _ in range(11):
        board.handle({"kind": "refresh"})
        board.handle({"kind": "choose", "period": "week", "unit": None, "topic": TOPIC})
        tries.append(log.tries)
        clock.advance(timedelta(seconds=1))
    assert tries == [1] * 5 + [2] * 5 + [3]
    clock.advance(timedelta(days=-365))
    board.handle({"kind": "refresh"})
    assert log.tries == 4


def test_every_message_both_ways_has_a_json_schema() -> None:
    for adapter in (VIEW, CONTENT, REPLY, TypeAdapter(wire.Message)):
        assert adapter.json_schema()
    with pytest.raises(ValidationError):
        VIEW.validate_python({**Hall().view(), "key": "b"})


def test_the_files_note_does_not_claim_a_number_that_is_withheld() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who)
    hall.choose(unit=UNITS[0])
    notes = [row[0] for row in load_workbook(io.BytesIO(hall.file("xlsx")))["Cách đọc"].iter_rows(values_only=True)]
    assert "Số người đồng ý ghi nhớ đã trả lời, ít nhất: không nêu." in notes


def test_view_and_content_are_plain_json_without_any_learner() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who)
    hall.refresh()
    text = json.dumps([hall.board.view(), hall.board.content()], allow_nan=False)
    assert not any(f"{who:032x}" in text for who in range(9))


def test_the_excel_file_holds_both_tables_and_hides_what_the_screen_hides() -> None:
    hall = Hall(make_two_topics())
    for who in range(20):
        hall.answer(who, "b", item="mot-single")
        hall.answer(who)
    for who in range(8):
        hall.answer(who, ["a"], item="mot-multiple")
    book = load_workbook(io.BytesIO(hall.file("xlsx")))
    assert book.sheetnames == ["Theo yêu cầu", "Theo phần", "Theo câu hỏi", "Cách đọc"]
    heads, *rows = book["Theo yêu cầu"].iter_rows(values_only=True)
    assert heads[:5] == ("Chủ đề", "Thời gian", "Chi bộ", "Mã yêu cầu", "Yêu cầu")
    assert [(row[0], row[2], row[6], row[7], row[8]) for row in rows[:1]] == [
        ("Chủ đề", "Tất cả", 20, 100, say("board.few_row")),
    ]
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("Nhạy cảm", "Tất cả (không chia, số gần đúng)"),
    ]
    heads, *rows = book["Theo câu hỏi"].iter_rows(values_only=True)
    named = [dict(zip(heads, row, strict=True)) for row in rows]
    single = [row for row in named if row["Mã câu hỏi"] == "mot-single"]
    assert [(row["Số lượt"], row["Đáp án"], row["Tỷ lệ (%)"]) for row in single][:2] == [
        (0, None, None),
        (20, "Đáp án", None),
    ]
    (hidden,) = [row for row in named if row["Mã câu hỏi"] == "mot-multiple"]
    assert (hidden["Số câu trả lời"], hidden["Số lượt"]) == (None, None)
    assert "Không nêu" in str(hidden["Ghi chú"])
    assert "dưới 5" not in str(hidden["Ghi chú"]), "it claims a number"


def test_every_cell_of_an_item_in_the_file_stands_under_its_heading() -> None:
    """Eight rate as the key does, one gives the first act a point less: 8 · 5 + 4 2/3 points of 45."""
    hall = Hall(group_minimum=3)
    for who in range(9):
        hall.answer(who, RATING_KEY if who else RATING_KEY | {"a": 3}, item="mot-rating")
    heads, *rows = load_workbook(io.BytesIO(hall.file("xlsx")))["Theo câu hỏi"].iter_rows(values_only=True)
    named = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [row for row in named if row["Mã câu hỏi"] == "mot-rating"][2:4] == [
        {
            "Chủ đề": "Chủ đề", "Thời gian": "Từ trước đến nay", "Chi bộ": "Tất cả", "Mã yêu cầu": "A2",
            "Mã câu hỏi": "mot-rating", "Phiên bản": 1, "Dạng câu hỏi": "Đánh giá từng việc",
            "Câu hỏi": "Câu hỏi của mot-rating?", "Số câu trả lời": 9, "Đúng trọn vẹn": 8, "Tổng điểm": 44.67,
            "Tổng điểm tối đa": 45, "Điểm trung bình (% mức tối đa)": None, "Phương án": "Cách làm a",
            "Đáp án": "Đáp án: Rất phù hợp", "Cách đếm": label,
            "Số lượt": count, "Tỷ lệ (%)": None, "Trung bình": 3.89, "Ghi chú": None,
        }
        for label, count in (("Phù hợp", 1), ("Rất phù hợp", 8))
    ]  # fmt: skip
    (single,) = [row for row in rows if row[4] == "mot-single"]
    assert single == (
        "Chủ đề", "Từ trước đến nay", "Tất cả", "A2", "mot-single", 1, "Chọn một", "Câu hỏi của mot-single?",
        *(None,) * 11, say("board.item_few"),
    )  # fmt: skip


def test_the_files_notes_say_what_when_and_how_many() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who)
    notes = [row[0] for row in load_workbook(io.BytesIO(hall.file("xlsx")))["Cách đọc"].iter_rows(values_only=True)]
    assert notes[1:5] == [
        "Bộ thử",
        "Xuất lúc 23/11/2026 12:00, giờ Việt Nam.",
        "Chủ đề không nhạy cảm: 9 câu trả lời lần đầu.",
        "Số người đồng ý ghi nhớ đã trả lời, ít nhất: 9.",
    ]
    assert len(notes) == 10
    assert "mỗi khi có thêm 20 câu trả lời mới" in notes[-1]


def test_a_file_too_large_for_the_connection_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall()
    size = len(b64encode(hall.file("csv")))
    monkeypatch.setattr(trainer_board, "FILE_BYTES_MAX", size)
    assert len(b64encode(hall.file("csv"))) == size
    monkeypatch.setattr(trainer_board, "FILE_BYTES_MAX", size - 1)
    (reply,) = hall.board.handle({"kind": "export", "format": "csv"})
    assert reply == {"kind": "refused", "message": say("board.file_too_large")}


def test_a_file_is_named_after_its_day_and_kind() -> None:
    (reply,) = Hall().board.handle({"kind": "export", "format": "csv"})
    assert (reply["name"], reply["mime"]) == ("neuguong-tong-hop-2026-11-23.csv", "text/csv;charset=utf-8")


def test_a_group_too_small_is_told_how_many_it_takes() -> None:
    hall = Hall()
    assert hall.choose()["note"] == say("board.few_note", size=9)
    assert hall.choose(unit=UNITS[0])["note"] == say("board.few_unit_note", size=9)


def test_from_thirty_answers_on_the_file_says_shares_and_no_longer_that_they_are_few() -> None:
    hall = Hall()
    for who in range(30):
        hall.answer(who, "a" if who < 21 else "b")
    book = load_workbook(io.BytesIO(hall.file("xlsx")))
    heads, row = book["Theo yêu cầu"].iter_rows(values_only=True)
    assert dict(zip(heads, row, strict=True))["Ghi chú"] is None
    heads, *rows = book["Theo câu hỏi"].iter_rows(values_only=True)
    named = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [row["Tỷ lệ (%)"] for row in named if row["Mã câu hỏi"] == ITEM] == [70, 30, 0, 0, 0]


def test_the_csv_file_has_a_bom_and_one_header_for_all_tables() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who)
    data = hall.file("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {row["Bảng"] for row in rows} == {"Theo yêu cầu", "Theo phần", "Theo câu hỏi", "Cách đọc"}
    chosen = [row["Số lượt"] for row in rows if row["Mã câu hỏi"] == ITEM]
    assert chosen == ["9", "0", "0", "0", "0"]


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_no_cell_of_a_file_is_a_formula(format: str) -> None:
    pack = make_pack()
    scenario = pack.scenarios["hai"]
    item = scenario.items[0]
    choices = (replace(item.choices[0], text='=HYPERLINK("http://x")'), *item.choices[1:])
    evil = replace(scenario, items=(replace(item, prompt="+1+1", choices=choices),))
    hall = Hall(replace(pack, scenarios={**pack.scenarios, "hai": evil}))
    for who in range(9):
        hall.answer(who)
    data = hall.file(format)
    if format == "csv":
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    else:
        sheets = load_workbook(io.BytesIO(data)).worksheets
        assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        cells = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "'+1+1" in cells
    assert '\'=HYPERLINK("http://x")' in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_the_file_of_a_unit_that_may_not_be_shown_holds_no_numbers_of_it() -> None:
    hall = Hall()
    for who in range(9):
        hall.answer(who, unit=UNITS[0] if who < 5 else None)
    hall.choose(unit=UNITS[0])
    heads, *rows = load_workbook(io.BytesIO(hall.file("xlsx")))["Theo câu hỏi"].iter_rows(values_only=True)
    assert {dict(zip(heads, row, strict=True))["Số lượt"] for row in rows} == {None}
    assert len(list(load_workbook(io.BytesIO(hall.file("xlsx")))["Theo yêu cầu"].iter_rows())) == 1
