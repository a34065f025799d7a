"""What the results of groups tell: of self-study, halls, one session; what to teach next; three words for gaps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from neuguong.analysis.distribution import describe_item
from neuguong.analysis.participation import UnitLine
from neuguong.dashboards.blocks import Block
from neuguong.dashboards.dashboard import Dashboard
from neuguong.dashboards.group import BOTH, HALLS, STUDY, GroupSource, Period
from neuguong.dashboards.invented import UNITS
from neuguong.dashboards.mistakes import find_mistake
from neuguong.disclosure.sessions import Session
from neuguong.items import Item, Pack
from neuguong.scoring import build_examples, correct_response, takes_one_choice
from neuguong.store import STUDY as STUDY_ALONE
from neuguong.store import ItemCount, MemoryLog, ResponseLog, SqlLog

from tests.dashboards.conftest import MINIMUM
from tests.dashboards.test_pages import CLOCK, find_table, make_file, tables, tell

TOPIC = "trach-nhiem"
PEOPLE, ATTENDANCE = "Tự học: ai đã học, từ trước đến nay", "Buổi học nhóm: ai đã dự"
BY_UNIT, BY_SESSION = "Mức nắm từng yêu cầu theo chi bộ", "Mức nắm từng yêu cầu theo buổi học"


def source(pack: Pack, log: ResponseLog, *held: Session, **given: Any) -> GroupSource:
    made = GroupSource(pack, log, CLOCK, MINIMUM, dict.fromkeys(UNITS, 400), 35, 70, make_file)
    return replace(made, sessions=lambda: held, **given)


def items_of(pack: Pack, topic: str = TOPIC) -> list[Item]:
    return [item for scenario, item in pack.live_items() if scenario.topic == topic and takes_one_choice(item)]


def session_of(item: Item, *, right: int, wrong: int, name: str = "toi", day: date = date(2026, 11, 20)) -> Session:
    counts = [
        ItemCount(item.identifier, item.version, raw, n)
        for raw, n in ((correct_response(item), right), (build_examples(item).wrong[0], wrong))
    ]
    return Session(
        name,
        f"{day:%d/%m/%Y} · {name}",
        {(item.identifier, item.version): counts},
        day,
        "K7M2QX",
        {item.identifier: True},
    )


def settle(page: Dashboard) -> None:
    while page.view()["done"] is not None:
        page.handle({"kind": "refresh"})


def texts(blocks: Sequence[Block]) -> list[str]:
    return [one["text"] for one in blocks if one["kind"] in ("words", "heading")]  # type: ignore[typeddict-item]


def row_of(blocks: Sequence[Block], caption: str, name: str) -> list[str]:
    (found,) = (row for row in find_table(blocks, caption) if row[0] == name)
    return found


def told_cells(row: Sequence[Mapping[str, Any]]) -> list[str]:
    return [cell["text"] for cell in row]


def test_the_total_of_people_is_that_of_the_units_told_and_its_rate_sums_over_sums(
    pack: Pack, invented: SqlLog
) -> None:
    eligible = {**dict.fromkeys(UNITS, 100), UNITS[0]: None}
    blocks = tell(source(pack, invented, eligible=eligible), invented)
    *units, (name, whole, people, finished, rate) = find_table(blocks, PEOPLE)
    assert name == "Tổng cộng"
    for column, total in ((1, whole), (2, people), (3, finished)):
        assert sum(int(row[column].replace(".", "")) for row in units if row[column][0].isdigit()) == int(total)
    assert all(int(row[2]) >= MINIMUM for row in units if row[2][0].isdigit())
    both = [(int(row[3]), int(row[1])) for row in units if row[3].isdigit() and row[1].isdigit()]
    part, of = (sum(column) for column in zip(*both, strict=True))
    assert rate == f"{part}/{of} = {100 * part / of:.2f}%".replace(".", ",")
    assert row_of(blocks, PEOPLE, UNITS[0])[1] == "chưa biết"
    assert all(row[4].startswith(f"{row[3]}/{row[1]} = ") for row in units if row[3].isdigit() and row[1].isdigit())


def test_what_to_teach_next_is_the_three_that_are_held_least_on_a_page_read_in_two_minutes(
    pack: Pack, invented: SqlLog
) -> None:
    blocks = tell(source(pack, invented), invented)
    heads = [one["text"] for one in blocks if one["kind"] == "heading" and one["level"] == 3]
    shares = [int(re.search(r": nắm (\d+)%", text)[1]) for text in heads]  # type: ignore[index]
    everybody = sorted(int(text.rstrip("%")) for text in row_of(blocks, BY_UNIT, "Mọi người")[1:] if text.endswith("%"))
    assert shares == everybody[:3]
    first = blocks[: next(n for n, one in enumerate(blocks) if one["kind"] == "heading" and one.get("new_page"))]
    told = texts(first)
    assert sum(text.startswith("Hay chọn sai") for text in told) == sum(text.startswith("Vì sao") for text in told) >= 1
    assert sum(text.startswith("Tình huống") for text in told) == sum("Đáp án" in text for text in told)
    assert len(" ".join(told).split()) <= 600  # syllables, at five a second two minutes


def test_self_study_halls_both_and_one_session_are_told_apart_and_together(pack: Pack, invented: SqlLog) -> None:
    item = items_of(pack)[0]
    name = item.requirements[0]
    held = session_of(item, right=40, wrong=10)
    came = [UnitLine("Chi bộ Một", 50, 45, 90), UnitLine("Chi bộ Hai", 10, 10, 10), UnitLine("", 3, 1, None)]
    page = source(pack, invented, held, attend=lambda _one: came)
    column = 1 + [one for one in pack.requirements if one in {one.requirements[0] for _, one in live(pack)}].index(name)

    def look(where: str) -> tuple[list[Block], int]:
        blocks = tell(page, invented, where=where)
        months = find_table(blocks, "Theo thời gian") if where != "toi" else []
        return blocks, sum(int(row[1].replace(".", "")) for row in months if row[1][0].isdigit())

    study, n_study = look(STUDY)
    halls, n_halls = look(HALLS)
    both, n_both = look(BOTH)
    alone, _ = look("toi")
    assert (n_halls, n_both) == (50, n_study + 50)
    assert [PEOPLE in captions(blocks) for blocks in (study, halls, both, alone)] == [True, False, True, False]
    assert [ATTENDANCE in captions(blocks) for blocks in (study, halls, both, alone)] == [False, True, True, True]
    assert row_of(halls, ATTENDANCE, "Chi bộ Một") == ["Chi bộ Một", "90", "50", "45", "45/90 = 50,00%"]
    assert row_of(halls, ATTENDANCE, "Tổng cộng") == ["Tổng cộng", "100", "63", "56", "55/100 = 55,00%"]
    shown = row_of(alone, BY_SESSION, held.label)
    assert shown[column] == row_of(halls, BY_SESSION, held.label)[column] == row_of(both, BY_UNIT, held.label)[column]
    assert re.fullmatch(r"\d+%", shown[column])
    assert held.label not in str(study)


def live(pack: Pack, topic: str = TOPIC) -> list[tuple[Any, Item]]:
    return [(scenario, item) for scenario, item in pack.live_items() if scenario.topic == topic]


def captions(blocks: Sequence[Block]) -> list[str]:
    return [one["caption"] for one in tables(blocks)]


def test_a_period_takes_the_months_of_study_and_the_sessions_of_its_days(pack: Pack, invented: SqlLog) -> None:
    item = items_of(pack)[0]
    held = [session_of(item, right=30, wrong=3), session_of(item, right=30, wrong=3, name="cu", day=date(2026, 3, 2))]
    page = source(pack, invented, *held, periods=[Period("2026-11", "Tháng 11/2026", ("2026-11",))])
    blocks = tell(page, invented, where=HALLS, period="2026-11")
    assert held[0].label in str(find_table(blocks, BY_SESSION))
    assert held[1].label not in str(find_table(blocks, BY_SESSION))
    assert "Các buổi học nhóm · Tháng 11/2026" in texts(blocks)[1]
    (where, period) = page.filters()[1:]
    assert where["options"][3] == {"id": "toi", "label": held[0].label, "group": "Riêng một buổi"}
    assert period["needs"]["ids"] == [BOTH, STUDY, HALLS]


def test_three_different_words_stand_where_there_is_no_number(pack: Pack, invented: SqlLog) -> None:
    """Withheld, not asked, and asked without an answer."""
    first, second = (
        items_of(pack)[0],
        next(one for one in items_of(pack) if one.requirements != items_of(pack)[0].requirements),
    )
    held = replace(
        session_of(first, right=1, wrong=1), totals={}, asked={first.identifier: True, second.identifier: False}
    )
    (row,) = (row for row in find_table(tell(source(pack, invented, held), invented, where="toi"), BY_SESSION))
    names = [one for one in pack.requirements if one in {one.requirements[0] for _, one in live(pack)}]
    words = dict(zip(names, row[1:], strict=True))
    assert words.pop(first.requirements[0]) == "không nêu"
    assert words.pop(second.requirements[0]) == "chưa ai trả lời"
    assert set(words.values()) == {"chưa hỏi"}
    empty = MemoryLog()
    nobody = tell(source(pack, empty), empty)
    assert "Chưa ai trả lời, nên chưa có gì để nói." in texts(nobody)
    assert set(row_of(nobody, BY_UNIT, "Mọi người")[1:]) == {"chưa ai trả lời"}
    assert {text for row in find_table(tell(source(pack, invented), invented), BY_UNIT) for text in row[1:]} & {
        "không nêu"
    }


def test_a_session_that_asked_nothing_of_the_topic_says_so(pack: Pack, invented: SqlLog) -> None:
    held = session_of(items_of(pack)[0], right=20, wrong=3)
    blocks = tell(source(pack, invented, held), invented, where="toi", topic="tac-phong")
    assert "Chưa hỏi câu nào của chủ đề này. Chọn chủ đề khác ở trên." in texts(blocks)


def test_a_session_that_ends_while_the_page_is_open_can_be_chosen(pack: Pack) -> None:
    log, held = MemoryLog(), list[Session]()
    page = Dashboard(replace(source(pack, log), sessions=lambda: tuple(held)), log, CLOCK)
    settle(page)
    held.append(session_of(items_of(pack)[0], right=20, wrong=3))
    log.publish(STUDY_ALONE, [])  # the log has moved
    page.handle({"kind": "refresh"})
    settle(page)
    assert "toi" in [one["id"] for one in page.content()["filters"][1]["options"]]
    assert page.handle({"kind": "choose", "name": "where", "value": "toi"}) == []


@pytest.mark.parametrize(("sure", "weighs"), [({}, "often"), ({"seldom": 0.9, "often": 0.1}, "seldom")])
def test_the_mistake_that_weighs_most_is_the_one_that_people_are_sure_of(
    pack: Pack, sure: Mapping[str, float], weighs: str
) -> None:
    """Of 100 answers 20 and 40 are wrong; 90 % of the 20 were certain, 10 % of the 40: 18 against 4."""
    item = next(one for one in items_of(pack) if len(one.choices) > 2)
    key = correct_response(item)
    often, seldom = [one for one in item.choice_ids if one != key][:2]
    names = {"often": often, "seldom": seldom}
    counts = [ItemCount(item.identifier, item.version, one, n) for one, n in ((key, 40), (often, 40), (seldom, 20))]
    found = find_mistake(
        [describe_item(item, counts)],
        item.requirements[0],
        {(item.identifier, names[one]): n for one, n in sure.items()},
    )
    assert found is not None
    assert (found.choice, found.share) == (names[weighs], 0.4 if weighs == "often" else 0.2)


def test_no_mistake_is_told_of_a_question_that_too_few_have_answered(pack: Pack) -> None:
    item = items_of(pack)[0]
    counts = [ItemCount(item.identifier, item.version, build_examples(item).wrong[0], 29)]
    assert find_mistake([describe_item(item, counts)], item.requirements[0], {}) is None
