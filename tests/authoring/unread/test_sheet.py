"""Sheets for readers: what they tell, what they keep, which items stand apart."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from neuguong.authoring.unread.sheet import KEY_NAME, SheetError, Sheets, deal, write_sheets
from neuguong.items import Contrast, Pack, Scenario, Status
from neuguong.scoring.single_choice import SingleChoice

from tests.content import load_bank
from tests.samples import make_item, make_pack

DATA = Path(__file__).parents[3] / "data"


def pack_of_pairs(pairs: int) -> Pack:
    """So many scenarios, each with a pair of items and an item of its own."""
    scenarios = {}
    for n in range(pairs):
        first = make_item(SingleChoice("a"), name=f"s{n}-1")
        again = replace(make_item(SingleChoice("b"), name=f"s{n}-2"), contrast=Contrast(f"s{n}-1", "Nếu mai là lễ,"))
        alone = make_item(SingleChoice("c"), name=f"s{n}-3")
        scenarios[f"s{n}"] = Scenario(
            f"s{n}", 1, "chu-de", Status.LIVE, f"Tên kín {n}", "school", f"Chuyện {n}.", (first, again, alone)
        )
    return replace(make_pack(), scenarios=scenarios)


def test_a_sheet_of_options_tells_every_option_and_nothing_else_of_the_item(tmp_path: Path) -> None:
    pack = load_bank()
    write_sheets(pack, deal(pack), tmp_path / "phieu")
    told = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "phieu").iterdir())
    options = " ".join(choice.text for _, item in pack.items_alone() for choice in item.choices)
    for scenario, item in pack.items_alone():
        hidden = [scenario.identifier, item.identifier, scenario.title, item.prompt, scenario.stimulus, item.skill]
        hidden += [choice.feedback for choice in item.choices]
        assert [text for text in hidden if text in told and text not in options] == []
        assert all(choice.text in told for choice in item.choices)
        assert all(target.text in told for target in item.interaction.targets)


def test_a_sheet_with_the_case_tells_all_but_names_titles_and_key(tmp_path: Path) -> None:
    pack = pack_of_pairs(1)
    write_sheets(pack, deal(pack, with_case=True), tmp_path / "phieu")
    told = (tmp_path / "phieu" / "phieu-1.md").read_text(encoding="utf-8")
    assert "Chuyện 0." in told
    assert "Nếu mai là lễ, Câu hỏi của s0-2?" in told
    assert "Câu trước đã hỏi: Câu hỏi của s0-1?" in told
    assert not any(kept in told for kept in ("Tên kín", "bí mật", "A2"))


def test_the_readers_folder_holds_the_sheets_and_the_answer_forms_the_key_lies_elsewhere(tmp_path: Path) -> None:
    pack = make_pack()
    sheets = deal(pack, sheets=2, seed=5)
    write_sheets(pack, sheets, tmp_path / "phieu")
    assert sorted(path.name for path in (tmp_path / "phieu").iterdir()) == [
        "phieu-1.md",
        "phieu-2.md",
        "tra-loi-1.csv",
        "tra-loi-2.csv",
    ]
    assert Sheets.load(tmp_path / "phieu-khoa" / KEY_NAME) == sheets
    numbers = []
    for n in (1, 2):
        with (tmp_path / "phieu" / f"tra-loi-{n}.csv").open(encoding="utf-8-sig", newline="") as file:
            numbers += [row["Câu"] for row in csv.DictReader(file)]
    assert numbers == list(sheets.asked)


def test_the_key_in_the_sheets_letters_names_the_keyed_options(tmp_path: Path) -> None:
    pack = make_pack()
    for asked in deal(pack).asked.values():
        _, item = pack.get_item(asked.item)
        if asked.item == "mot-ranking":
            assert isinstance(asked.key, list)
            assert [asked.choices[letter] for letter in asked.key] == list("bcade")
        if asked.item == "mot-matching":
            assert isinstance(asked.key, dict)
            assert {asked.choices[a]: asked.targets[t] for a, t in asked.key.items()} == dict(
                zip("abcde", "xyxyx", strict=True)
            )
        if item.interaction.passage is not None:
            assert list(asked.choices.values()) == list("abcde")  # the order of its text


def test_options_are_shuffled_and_the_same_seed_shuffles_them_the_same() -> None:
    pack = load_bank()
    one, again, other = deal(pack, seed=1), deal(pack, seed=1), deal(pack, seed=2)
    assert one == again
    assert [asked.item for asked in one.asked.values()] != [asked.item for asked in other.asked.values()]
    orders = [tuple(a.choices.values()) for a in one.asked.values() if a.kind == "single_choice"]
    assert len(set(orders)) > 12


@pytest.mark.parametrize("seed", range(5))
def test_items_of_a_pair_never_meet_on_one_of_several_sheets(seed: int) -> None:
    sheets = deal(pack_of_pairs(10), sheets=2, seed=seed)
    where: dict[str, list[int]] = {}
    for asked in sheets.asked.values():
        if asked.pair:
            where.setdefault(asked.pair, []).append(asked.sheet)
    assert len(where) == 10
    assert all(sorted(found) == [1, 2] for found in where.values())
    counts = [sum(asked.sheet == n for asked in sheets.asked.values()) for n in (1, 2)]
    assert counts == [15, 15]


@pytest.mark.parametrize("seed", range(5))
def test_on_one_sheet_the_items_of_a_pair_are_about_half_of_it_apart(seed: int) -> None:
    sheets = deal(pack_of_pairs(10), seed=seed)
    where: dict[str, list[int]] = {}
    for number, asked in sheets.asked.items():
        if asked.pair:
            where.setdefault(asked.pair, []).append(int(number))
    assert all(abs(a - b) >= 8 for a, b in where.values())  # of 30


def test_a_topic_has_a_sheet_of_its_own() -> None:
    pack = load_bank()
    topics = {asked.topic for asked in deal(pack, topic="tac-phong").asked.values()}
    assert topics == {"tac-phong"}
    with pytest.raises(SheetError, match="trach-nhiem"):
        deal(pack, topic="khong-co")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    pack = make_pack()
    (tmp_path / "phieu-khoa").mkdir()
    (tmp_path / "phieu-khoa" / "cu.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SheetError, match="phieu-khoa"):
        write_sheets(pack, deal(pack), tmp_path / "phieu")
    assert not (tmp_path / "phieu").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seed": 1, "with_case": 0, "asked": {"1": {"item": "x"}}}'])
def test_a_file_that_is_no_key_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "khoa.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SheetError, match="khoa"):
        Sheets.load(path)


def test_a_sheet_holds_no_code_of_a_requirement(tmp_path: Path) -> None:
    pack = load_bank()
    write_sheets(pack, deal(pack, with_case=True), tmp_path / "phieu")
    told = (tmp_path / "phieu" / "phieu-1.md").read_text(encoding="utf-8")
    assert re.findall(r"\b[ABCD][1-7]\b", told) == []
    assert json.loads((tmp_path / "phieu-khoa" / KEY_NAME).read_text(encoding="utf-8"))["with_case"] is True
