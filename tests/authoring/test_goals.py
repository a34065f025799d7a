"""What a pack asks of its own coverage."""

import shutil
from pathlib import Path

import pytest
from neuguong.authoring import check_pack
from neuguong.authoring.coverage import build_coverage, count_by_topic
from neuguong.bank import load_pack
from neuguong.bank.problems import Problem

SECOND_PACK = Path(__file__).parents[1] / "second_pack"


def problems(tmp_path: Path, goals: str) -> list[Problem]:
    """What is said of the second pack (three items of K1, no pair, no band) with these goals."""
    folder = tmp_path / "pack"
    shutil.copytree(SECOND_PACK, folder)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{goals}\n")
    _, found = check_pack(folder)
    return found


def test_a_pack_without_goals_is_asked_for_nothing() -> None:
    assert check_pack(SECOND_PACK)[1] == []


@pytest.mark.parametrize(
    ("goals", "found"),
    [
        ("goals: {items: {K: 2}}", []),
        ("goals: {items: {K1: 99}}", ["câu hỏi: K1 2"]),
        ("goals: {pairs: {K: 1}}", ["câu “Nếu …”: K1 0"]),
        ("goals: {bands: [K]}", ["câu có mồi: K1 0", "câu giằng co: K1 0", "câu rõ: K1 0"]),
        ("goals: {items: {Q: 1}}", ["không có yêu cầu nào bắt đầu bằng Q"]),
    ],
)
def test_goals_that_are_not_reached_are_told_at_their_line(goals: str, found: list[str], tmp_path: Path) -> None:
    told = problems(tmp_path, goals)
    assert sorted(one.found for one in told) == found
    assert {(one.rule, one.file) for one in told} <= {("coverage-goal", "pack.yaml")}
    text = (tmp_path / "pack" / "pack.yaml").read_text(encoding="utf-8").splitlines()
    assert all(text[one.line - 1].startswith("goals:") for one in told)


def test_coverage_counts_pairs_and_bands(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(SECOND_PACK, folder)
    path = folder / "bank" / "an-toan" / "lua-trong-bep.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  skill: khoa-van\n", "  skill: khoa-van\n  difficulty: bait\n")
    path.write_text(text, encoding="utf-8")
    pack = load_pack(folder)
    (row,) = build_coverage(pack)
    assert (row.plain, row.bait, row.tension, row.pairs) == (0, 1, 0, 0)
    assert count_by_topic(pack) == {"an-toan": row.items}
