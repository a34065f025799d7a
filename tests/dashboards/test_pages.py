"""What the three dashboards tell: of nobody, of few, and of many."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from neuguong.analysis.estimates import Estimate
from neuguong.analysis.item_analysis import ChoiceAnalysis, ItemAnalysis
from neuguong.analysis.votes import Talk, Vote
from neuguong.app import Settings
from neuguong.app.group_report import build_group_report
from neuguong.clock import FixedClock
from neuguong.dashboards.blocks import Block
from neuguong.dashboards.dashboard import Dashboard, Source
from neuguong.dashboards.effect import EffectSource, HallItem
from neuguong.dashboards.group import GroupSource
from neuguong.dashboards.invented import UNITS, invent_answers
from neuguong.dashboards.items import ItemsSource, build_items_page
from neuguong.disclosure.figures import Figures
from neuguong.items import Pack
from neuguong.reports.group.files import FORMATS, export_group
from neuguong.store import MemoryLog, ResponseLog, SqlLog, connect_log, sqlite_url
from neuguong.store.migrations import migrate

from tests.dashboards.conftest import DATA, MINIMUM
from tests.samples import NOON

CLOCK = FixedClock(NOON)
TALK = Talk("hoi-truong", Vote(60, 120), Vote(90, 120), gained=36, lost=6, parallel=Vote(84, 120))
HALL = HallItem("12/11/2026", "Nên làm gì?", "A2", TALK, "Còn khi vắng người thì nên làm gì?")


def make_file(chosen: Mapping[str, str], format: str) -> Any:
    raise AssertionError("nobody asked for a file")


def sources(pack: Pack, log: ResponseLog, halls: Sequence[HallItem] = ()) -> dict[str, Source]:
    return {
        "group": GroupSource(pack, log, CLOCK, MINIMUM, dict.fromkeys(UNITS, 40), 35, 70, make_file),
        "items": ItemsSource(pack, log, CLOCK, MINIMUM),
        "effect": EffectSource(pack, log, CLOCK, MINIMUM, lambda: list(halls)),
    }


def tell(source: Source, log: ResponseLog, **chosen: str) -> list[Block]:
    page = Dashboard(source, log, CLOCK)
    for name, value in chosen.items():
        assert page.handle({"kind": "choose", "name": name, "value": value}) == []
    while page.view()["done"] is not None:
        assert page.handle({"kind": "refresh"}) == []
    return page.view()["blocks"]


def tables(blocks: Sequence[Block]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        if block["kind"] == "table":
            yield block
        elif block["kind"] == "fold":
            yield from tables(block["blocks"])


def find_table(blocks: Sequence[Block], caption: str) -> list[list[str]]:
    (found,) = (one for one in tables(blocks) if one["caption"] == caption)
    return [[cell["text"] for cell in row] for row in found["rows"]]


@pytest.mark.parametrize("name", ["group", "items", "effect"])
def test_an_empty_log_is_told_in_words_and_without_a_number_of_people(pack: Pack, name: str) -> None:
    log = MemoryLog()
    blocks = tell(sources(pack, log)[name], log)
    assert blocks
    assert not re.search(r"\d+%", json.dumps([one for one in blocks if one["kind"] != "words"], ensure_ascii=False))


@pytest.mark.parametrize("name", ["group", "items", "effect"])
def test_no_page_names_anybody_or_anything_sensitive_and_says_that_it_is_invented(
    pack: Pack, invented: SqlLog, name: str
) -> None:
    source = sources(pack, invented)[name]
    blocks = tell(source, invented)
    told = json.dumps(blocks, ensure_ascii=False)
    assert not re.search(r"[0-9a-f]{32}", told)
    assert "tu-dien-bien" not in told
    assert all(option["id"] != "tu-dien-bien" for one in source.filters() for option in one["options"])
    assert blocks[0]["kind"] == "words"
    assert "BỊA" in blocks[0]["text"]


def test_each_row_of_a_table_has_a_cell_under_each_head_and_each_bar_says_its_number(
    pack: Pack, invented: SqlLog
) -> None:
    for source in sources(pack, invented, [HALL]).values():
        chosen = {"which": "tat-ca"} if isinstance(source, ItemsSource) else {}
        for table in tables(tell(source, invented, **chosen)):
            for row in table["rows"]:
                assert len(row) == len(table["heads"])
                assert row[0]["head"]
                for cell in row:
                    assert 0 <= cell.get("bar", 0) <= 1
                    assert "bar" not in cell or "%" in cell["text"]


def test_all_questions_of_a_lesson_are_told_where_they_are_asked_for(pack: Pack, invented: SqlLog) -> None:
    blocks = tell(sources(pack, invented)["items"], invented, which="tat-ca", lesson="tac-phong")
    rows = find_table(blocks, "Mọi câu của bài")
    assert len(rows) == sum(
        len(pack.scenarios[name].items) for part in pack.get_lesson("tac-phong").parts for name in part.scenarios
    )


def tell_halls(pack: Pack, *talks: Talk) -> str:
    log = MemoryLog()
    halls = [replace(HALL, talk=talk, parallel=HALL.parallel if talk.parallel else None) for talk in talks]
    return json.dumps(tell(sources(pack, log, halls)["effect"], log), ensure_ascii=False)


def test_a_hall_that_voted_twice_and_on_a_parallel_question_is_told_with_intervals(pack: Pack) -> None:
    told = tell_halls(pack, TALK)
    assert (
        "1 câu hỏi hai lần (120 người): trao đổi xong, số người đúng tăng từ 50% lên 75%; chênh từ +15 đến +34" in told
    )
    assert "50% đúng lần 1, 75% lần 2, 70% ở câu song song" in told  # 84/120
    assert "điều học được còn lại ở câu khác" in told
    assert "Câu song song: Còn khi vắng người thì nên làm gì?" in told
    assert "90 trong 120 người đúng" in told


def test_of_few_in_a_hall_only_counts_are_told_and_of_some_no_verdict(pack: Pack) -> None:
    few = tell_halls(pack, Talk("h", Vote(5, 20), Vote(15, 20), 11, 1, Vote(12, 20)))
    assert "mới có 20 người: chưa đủ 30 người để nêu tỷ lệ" in few
    assert "15 trong 20 người đúng" in few
    assert not re.search(r'"text": "\\d+%"', few)
    some = tell_halls(pack, Talk("h", Vote(10, 40), Vote(30, 40), 22, 2))
    assert "lần 1 đúng 25%, lần 2 đúng 75%" in some
    assert "chưa đủ để kết luận" in some
    assert "Chưa có câu song song" in some


def test_a_vote_that_went_down_for_sure_is_said_to_have_done_so(pack: Pack) -> None:
    assert "số người đúng giảm từ 75% xuống 50%" in tell_halls(pack, Talk("h", Vote(90, 120), Vote(60, 120), 6, 36))


def test_after_a_deletion_and_a_purge_every_page_and_report_is_told_with_sums_that_agree(
    pack: Pack, tmp_path: Path
) -> None:
    """One learner deletes everything, retention takes the oldest weeks: nothing breaks, and no figure moves by one."""
    url = sqlite_url(tmp_path / "log.sqlite3")
    migrate(url)
    with connect_log(url, key=b"k" * 32, clock=CLOCK) as log:
        for _ in invent_answers(log, pack, n=4000, now=NOON, minimum=MINIMUM):
            pass
        before = {name: tell(source, log) for name, source in sources(pack, log).items()}
        who = next(one.actor for one in log.fetch_statements() if one.actor is not None)
        assert log.erase_actor(who) > 0
        assert {name: tell(source, log) for name, source in sources(pack, log).items()} == before
        assert log.purge_statements(NOON - timedelta(weeks=20)) > 0
        told = {name: tell(source, log) for name, source in sources(pack, log).items()}
        settings = Settings(home=tmp_path, data=DATA)
        made = build_group_report(settings, pack, log, CLOCK, period="2026")
        rows = find_table(told["group"], "Tự học: ai đã học, từ trước đến nay")
        assert int(rows[-1][2]) == sum(one.people or 0 for one in made.units) == made.total.people
        assert all(export_group(made, format).data for format in FORMATS)


def test_a_question_that_is_flagged_is_told_with_its_threshold_and_its_file(pack: Pack) -> None:
    scenario, item = next(
        (scenario, item)
        for scenario, item in pack.items_alone()
        if item.interaction.kind == "single_choice" and not pack.is_sensitive(scenario)
    )
    idle = next(name for name in item.choice_ids if name not in item.interaction.keyed)
    estimate = Estimate(0.5, 0.42, 0.58, 200)
    backwards = Estimate(-0.3, -0.42, -0.17, 200)
    choices = tuple(
        ChoiceAnalysis(name, None, name in item.interaction.keyed, 0 if name == idle else 66, 0.5, 0, 0, ())
        for name in item.choice_ids
    )
    analysis = ItemAnalysis(item, 200, estimate, 0.25, backwards, None, choices)
    figures = Figures(200, (analysis,), (), {}, {}, {})
    lesson = next(
        lesson.slug
        for lesson in pack.lessons.values()
        for part in lesson.parts
        if scenario.identifier in part.scenarios
    )
    told = json.dumps(build_items_page(pack, figures, lesson=lesson, all_items=False), ensure_ascii=False)
    assert f"data/bank/{scenario.topic}/{scenario.identifier}.yaml, câu {item.identifier}" in told
    assert "tương quan −0,30, khoảng −0,42 đến −0,17, cả khoảng dưới 0,00" in told
    assert item.choice(idle).text in told
    assert "1 câu cần xem lại, trong 1 câu đã đủ người" in told
