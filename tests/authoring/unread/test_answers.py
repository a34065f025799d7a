"""Readers' answers: every form they may take, and what they come to."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.authoring.unread import render_scores
from neuguong.authoring.unread.answers import Answer, Scores, read_answers, score_answers
from neuguong.authoring.unread.sheet import SheetError, Sheets, deal
from neuguong.items import Pack, Scenario

from tests.authoring.unread.test_sheet import pack_of_pairs
from tests.samples import make_pack

PACK = make_pack()
SHEETS = deal(PACK)
NUMBER = {asked.item: number for number, asked in SHEETS.asked.items()}


def score(answers: Iterable[tuple[str, object]], *, pack: Pack = PACK, sheets: Sheets = SHEETS) -> Scores:
    return score_answers(pack, sheets, [[Answer(*one) for one in answers]])


def as_cell(key: object) -> str:
    """A key as a person writes it into a table."""
    if isinstance(key, dict):
        return ", ".join(f"{name} = {value}" for name, value in key.items())
    return " ".join(key).upper() if isinstance(key, list) else f"{key}."


def test_the_key_scores_in_full_whichever_way_it_is_written() -> None:
    asked = SHEETS.asked.items()
    assert {one.kind for _, one in asked} == {
        "single_choice", "multiple_response", "ranking", "best_worst", "rating", "matching", "hottext",
    }  # fmt: skip
    for answers in ([(n, one.key) for n, one in asked], [(n, as_cell(one.key)) for n, one in asked]):
        scores = score(answers)
        assert [one.outcome.is_full for one in scores.scored] == [True] * len(SHEETS.asked)
        assert [one.above_chance for one in scores.scored] == [1.0] * len(SHEETS.asked)
        assert (scores.missing, scores.unreadable, scores.unknown, scores.changed) == ([], [], [], [])


def test_the_score_above_chance_is_what_scoring_says() -> None:
    number = NUMBER["mot-bestworst"]
    letters = {choice: letter for letter, choice in SHEETS.asked[number].choices.items()}
    (half,) = score([(number, {"best": letters["c"], "worst": letters["b"]})]).scored
    assert half.outcome.score == 1.0
    assert half.above_chance == pytest.approx((1 - 0.4) / (2 - 0.4))  # each right in 1 of 5: 0.4 of 2 by chance


def test_numbers_are_told_of_what_is_missing_unreadable_unknown_or_answered_twice() -> None:
    single, ranking, rating = NUMBER["mot-single"], NUMBER["mot-ranking"], NUMBER["mot-rating"]
    scores = score([(single, "q"), (ranking, ["a"]), (rating, ""), ("99", "a"), ("98", None)])
    assert set(scores.unreadable) == {single, ranking}
    assert scores.unknown == ["99"]
    assert rating in scores.missing
    assert len(scores.missing) == len(SHEETS.asked) - 2
    assert score([(single, "a"), (single, "b")]).unreadable == [single]
    told = render_scores(scores)
    assert f"Không đọc được câu trả lời, hoặc trả lời hai lần (2): {', '.join(scores.unreadable)}" in told
    assert "Số không có trong khóa (1): 99" in told


def test_a_sheet_that_a_reader_did_not_begin_is_not_missing() -> None:
    pack = pack_of_pairs(2)
    sheets = deal(pack, sheets=2)
    mine = [number for number, asked in sheets.asked.items() if asked.sheet == 2]
    scores = score([(number, "a") for number in mine[1:]], pack=pack, sheets=sheets)
    assert scores.missing == mine[:1]


def test_an_item_that_has_changed_since_is_told_and_not_scored() -> None:
    def with_other_texts(scenario: Scenario) -> Scenario:
        items = [
            replace(item, choices=tuple(replace(one, text=f"{one.text}, khác") for one in item.choices))
            for item in scenario.items
        ]
        return replace(scenario, items=tuple(items))

    number = NUMBER["mot-single"]
    changed = replace(PACK, scenarios={**PACK.scenarios, "mot": with_other_texts(PACK.scenarios["mot"])})
    assert score([(number, "a")], pack=changed).changed == [number]
    gone = replace(PACK, scenarios={})
    assert score([(number, "a")], pack=gone).changed == [number]


def test_answers_are_read_from_json_and_from_tables_of_any_delimiter(tmp_path: Path) -> None:
    files = {
        "a.json": '{"1": "b", "Câu 2": ["a", "c"], "1": "c"}',
        "b.csv": "\ufeffCâu,Trả lời\r\n1,b\r\n2,a,c\r\n3,\r\n",
        "c.csv": "Câu;Trả lời\n1;b\n2;a c\n",
    }
    read = {}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        read[name] = [tuple(one) for one in read_answers(tmp_path / name)]
    assert read["a.json"] == [("1", "b"), ("2", ["a", "c"]), ("1", "c")]
    assert read["b.csv"] == [("1", "b"), ("2", "a c"), ("3", "")]
    assert read["c.csv"] == [("1", "b"), ("2", "a c")]


@pytest.mark.parametrize(("name", "text"), [("a.json", "["), ("a.json", "[1]"), ("a.json", "[" * 100_000)])
def test_a_file_that_holds_no_answers_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SheetError, match="no answers"):
        read_answers(tmp_path / name)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(list("abcde")),
    lambda one: st.lists(one, max_size=6) | st.dictionaries(st.sampled_from("abcde") | st.text(), one, max_size=6),
    max_leaves=8,
)


@given(value=JSON, number=st.sampled_from(list(SHEETS.asked)))
def test_no_value_whatever_breaks_the_scoring(value: object, number: str) -> None:
    scores = score([(number, value)])
    told = [*[one.number for one in scores.scored], *scores.unreadable]
    assert told == ([] if value in ("", None) else [number])
    assert render_scores(scores)


def test_the_report_tells_single_choice_beside_chance_and_the_pairs_apart() -> None:
    pack = pack_of_pairs(4)
    sheets = deal(pack)
    answers = {number: asked.key for number, asked in sheets.asked.items()}
    wrong = next(number for number, asked in sheets.asked.items() if asked.pair == "s0-1")
    answers[wrong] = next(letter for letter in "abcde" if letter != answers[wrong])
    told = render_scores(score(answers.items(), pack=pack, sheets=sheets))
    lines = {line.split("  ")[0]: line for line in told.splitlines()}
    assert "Câu thuộc các cặp (8)" in lines
    assert "Cặp đúng trọn cả các câu: 3/4." in lines
    assert "92%" in told  # 11 of 12
    assert "20%" in told  # chance of 5
    assert "VƯỢT" in told
    assert "  s3-1" in told
    with_case = render_scores(score(answers.items(), pack=pack, sheets=replace(sheets, with_case=True)))
    assert "THẤP" in with_case
    item = sheets.asked[wrong].item
    assert f"  {item}" in with_case
    assert f"trả lời {json.dumps(answers[wrong])}, đáp án {json.dumps(sheets.asked[wrong].key)}" in with_case
