"""The rules about branching cases: what is wrong is told with its place, and nothing of it is loaded that cannot be
walked."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from neuguong.authoring import check_pack
from neuguong.bank import Problem, load_pack
from neuguong.errors import ContentError

from tests.cases import Graph, make_file

SECOND_PACK = Path(__file__).parents[2] / "second_pack"
GOOD: Graph = {
    "ca-1": ("ca-2", "ca-sua", "ca-sua"),
    "ca-2": ("ca-3", "ca-3", "ca-sua"),
    "ca-sua": ("ca-3", "ca-3", "ca-3"),
    "ca-3": (None, None, None),
}
NAME = "bank/an-toan/ca.yaml"
RULES = {"branch-shape", "dead-end", "loop", "unreachable", "path-length", "one-road", "step-length"}
Check = Callable[[str], list[Problem]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SECOND_PACK, tmp_path / "pack"))


@pytest.fixture
def found(folder: Path) -> Check:
    def check(text: str) -> list[Problem]:
        (folder / NAME).write_text(text, encoding="utf-8")
        return [problem for problem in check_pack(folder)[1] if problem.rule in RULES]

    return check


def line_of(text: str, start: str, *, nth: int = 1) -> int:
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if line.strip().startswith(start)]
    return lines[nth - 1]


def is_refused(folder: Path) -> bool:
    try:
        load_pack(folder)
    except ContentError:
        return True
    return False


def test_a_sound_case_is_loaded_and_nothing_is_said_of_it(found: Check, folder: Path) -> None:
    assert found(make_file(GOOD)) == []
    case = load_pack(folder).scenarios["ca"]
    assert case.is_branching
    step = case.items[0].choice("b").step
    assert step is not None
    assert (step.told, step.leads_to) == ("Mười phút sau mùi ga vẫn còn.", "ca-sua")
    ending = case.items[3].choice("a").step
    assert ending is not None
    assert (ending.told, ending.leads_to) == ("Sáng hôm sau bếp nấu lại bình thường.", None)


def test_a_way_to_an_item_that_is_not_there_is_a_dead_end(found: Check, folder: Path) -> None:
    text = make_file({**GOOD, "ca-2": ("ca-4", "ca-3", "ca-sua")})
    (one,) = found(text)
    assert (one.rule, one.item, one.line) == ("dead-end", "ca-2", line_of(text, "leads_to: ca-4"))
    assert "“ca-4”" in one.found
    assert is_refused(folder)


@pytest.mark.parametrize(
    ("cut", "found_said"),
    [
        (r"\n    ending: .*", "chưa nói dẫn tới đâu"),
        (r"\n    then: .*\n    leads_to: .*", "chưa nói dẫn tới đâu"),
        (r"\n    leads_to: .*", "chưa nói dẫn tới đâu"),
        (r"\n    then: .*", "chưa nói dẫn tới đâu"),
    ],
)
def test_a_choice_that_neither_leads_on_nor_ends_is_a_dead_end(
    cut: str, found_said: str, found: Check, folder: Path
) -> None:
    (one,) = found(re.sub(cut, "", make_file(GOOD), count=1))
    assert one.rule == "dead-end"
    assert found_said in one.found
    assert is_refused(folder)


def test_a_choice_that_both_leads_on_and_ends_is_told(found: Check, folder: Path) -> None:
    text = make_file(GOOD).replace(
        "    leads_to: ca-2\n", "    leads_to: ca-2\n    ending: Sáng sau bếp nấu lại như cũ.\n"
    )
    (one,) = found(text)
    assert (one.rule, one.item) == ("dead-end", "ca-1")
    assert "vừa" in one.found
    assert is_refused(folder)


@pytest.mark.parametrize(
    ("change", "circle"),
    [
        ({"ca-3": (None, None, "ca-1")}, "ca-1 → ca-2 → ca-3 → ca-1"),
        ({"ca-sua": ("ca-3", "ca-sua", "ca-3")}, "ca-sua → ca-sua"),
    ],
)
def test_a_way_back_is_a_loop_told_once_with_its_circle(change: Graph, circle: str, found: Check, folder: Path) -> None:
    (one,) = found(make_file(GOOD | change))
    assert one.rule == "loop"
    assert circle in one.found
    assert is_refused(folder)


def test_a_loop_that_nobody_reaches_is_told_too(found: Check, folder: Path) -> None:
    (one,) = found(make_file({**GOOD, "ca-8": ("ca-9", None, None), "ca-9": ("ca-8", None, None)}))
    assert one.rule == "loop"
    assert is_refused(folder)


def test_an_item_to_which_no_choice_leads_is_unreachable(found: Check) -> None:
    text = make_file({**GOOD, "ca-le": ("ca-3", "ca-3", "ca-3")})
    (one,) = found(text)
    assert (one.rule, one.line) == ("unreachable", line_of(text, "- id: ca-le"))


def test_a_keyed_way_that_ends_early_is_told_as_the_keyed_way(found: Check) -> None:
    (one,) = found(make_file({**GOOD, "ca-2": (None, "ca-3", "ca-sua")}))
    assert one.rule == "path-length"
    assert "đường theo các phương án đúng có 2 lần quyết định: ca-1 a → ca-2 a" in one.found


def test_another_way_that_ends_early_or_late_is_told_with_its_choices(found: Check) -> None:
    (one,) = found(make_file({**GOOD, "ca-sua": ("ca-3", None, "ca-3")}))
    assert "một đường có 2 lần quyết định: ca-1 b → ca-sua b" in one.found
    chain: Graph = {f"c-{n}": (f"c-{n + 1}", f"c-{n + 1}", f"c-{n + 1}") for n in range(1, 6)}
    (one,) = found(make_file({**chain, "c-4": ("c-6", "c-5", "c-6"), "c-6": (None, None, None)}))
    assert "một đường có 6 lần quyết định" in one.found


def test_a_case_in_which_every_choice_leads_the_same_way_does_not_branch(found: Check) -> None:
    road: Graph = {"c-1": ("c-2",) * 3, "c-2": ("c-3",) * 3, "c-3": (None,) * 3}
    (one,) = found(make_file(road))
    assert one.rule == "one-road"


def test_what_happens_is_told_in_a_sentence_or_two(found: Check) -> None:
    text = make_file(GOOD).replace("Mười phút sau mùi ga vẫn còn.", " ".join(["ga"] * 41), 1)
    (one,) = found(text)
    assert (one.rule, one.line) == ("step-length", line_of(text, "then: ga"))
    assert "41 tiếng" in one.found


def test_a_contrast_or_another_kind_of_item_is_none_of_a_case(found: Check, folder: Path) -> None:
    text = make_file(GOOD).replace("- id: ca-2\n", "- id: ca-2\n  contrast: Nếu mùi ga hết,\n")
    assert [one.rule for one in found(text)] == ["branch-shape"]
    assert is_refused(folder)


def test_the_signature_of_a_scenario_without_branches_is_not_touched_by_what_it_does_not_say() -> None:
    from neuguong.bank.build import digest_content
    from neuguong.bank.loader import read_pack_files

    (plain,) = (entry.content for entry in read_pack_files(SECOND_PACK).scenarios)
    assert "leads_to" not in str(plain.model_dump(mode="json"))
    assert len(digest_content(plain)) == 12
