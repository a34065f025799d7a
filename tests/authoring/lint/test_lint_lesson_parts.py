"""The rule about the length of a lesson's parts."""

import pytest
from neuguong.authoring import check_pack
from neuguong.authoring.lint.lesson_parts import part_problems
from neuguong.bank import default_data_folder
from neuguong.bank.loader import read_pack_files
from neuguong.bank.raw_pack import RawPack


@pytest.fixture
def raw() -> RawPack:
    return read_pack_files(default_data_folder())


def test_every_part_of_our_own_lessons_is_one_short_sitting() -> None:
    _, problems = check_pack(default_data_folder())
    assert [problem for problem in problems if problem.rule == "part-length"] == []


@pytest.mark.parametrize(("scenarios", "minutes"), [(1, 5), (3, 15)])
def test_a_part_of_three_or_nine_items_is_told_with_its_line(raw: RawPack, scenarios: int, minutes: int) -> None:
    lesson = next(entry for entry in raw.lessons if entry.content.slug == "tac-phong")
    three = {entry.content.id for entry in raw.scenarios if len(entry.content.items) == 3}
    part = lesson.content.parts[1]
    part.scenarios[:] = sorted(three)[:scenarios]
    (problem,) = part_problems([lesson], raw.scenarios)
    assert (problem.file, problem.rule) == ("lessons/tac-phong.yaml", "part-length")
    assert f"{3 * scenarios} câu hỏi, khoảng {minutes} phút" in problem.found
    text = (raw.folder / problem.file).read_text("utf-8").splitlines()
    assert text[problem.line - 1].endswith(f"id: {part.id}")


def test_the_only_part_of_a_lesson_may_be_short(raw: RawPack) -> None:
    lesson = raw.lessons[0]
    del lesson.content.parts[1:]
    del lesson.content.parts[0].scenarios[1:]
    assert list(part_problems([lesson], raw.scenarios)) == []


def test_scenarios_that_are_not_live_take_no_time(raw: RawPack) -> None:
    lesson = raw.lessons[0]
    assert list(part_problems([lesson], [])) == []
