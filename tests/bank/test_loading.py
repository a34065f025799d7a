"""Reading a pack: what is broken is told with file, line, what was found, what is allowed and what to do."""

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from neuguong.authoring import check_pack, editor_schemas
from neuguong.bank import default_data_folder, load_pack
from neuguong.errors import ContentError

SECOND_PACK = Path(__file__).parents[1] / "second_pack"
SCENARIO = "bank/an-toan/lua-trong-bep.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SECOND_PACK, tmp_path / "pack"))


def edit(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def faults(folder: Path) -> list[str]:
    _, problems = check_pack(folder)
    assert problems
    assert all(problem.found and problem.allowed and problem.mend for problem in problems)
    with pytest.raises(ContentError):
        load_pack(folder)
    return [str(problem) for problem in problems]


def test_another_folder_of_the_same_shape_is_another_course() -> None:
    pack = load_pack(SECOND_PACK)
    assert pack.title == "An toàn bếp ăn"
    assert [lesson.slug for lesson in pack.lessons.values()] == ["an-toan"]
    assert sum(1 for _ in pack.live_items()) == 2


def test_the_kits_own_content_loads_and_its_revision_is_stable() -> None:
    first, second = (load_pack(default_data_folder()).revision for _ in range(2))
    assert first == second
    assert len(first) == 12


def test_broken_yaml_is_told_with_its_line(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("title: ", "title: “a”: b: c\n  - ", 1))
    assert any(f"{SCENARIO}:5" in fault and "[yaml]" in fault for fault in faults(pack))


def test_an_unknown_requirement_is_told(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("requirements: [K1]", "requirements: [K9]", 1))
    assert any("“K9” không có" in fault and f"{SCENARIO}:1" in fault for fault in faults(pack))


def test_an_identifier_is_never_used_twice(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("id: lua-trong-bep-2", "id: lua-trong-bep-1"))
    assert sum("[duplicate-id]" in fault for fault in faults(pack)) == 2


@pytest.mark.parametrize("key", ["[a, b]", "z", "null", "{a: 1}", "''"])
def test_a_single_choice_has_one_key_that_is_a_choice(pack: Path, key: str) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("correct_response: b", f"correct_response: {key}", 1))
    assert faults(pack)


HOTTEXT = """\
- id: lua-trong-bep-3
  version: 1
  interaction: hottext
  requirements: [K1]
  skill: doc-so
  prompt: Chỗ nào trong sổ trực chưa làm?
  passage: Chị ghi [a] rồi [b] và [c] trước khi về.
  choices:
  - {id: a, text: đã tắt bếp, feedback: Bếp đã tắt thật.}
  - {id: b, text: chưa khóa van, feedback: Van còn mở.}
  - {id: c, text: đã lau sàn, feedback: Sàn đã khô.}
  correct_response: [b]
  rationale: Van chưa khóa thì bếp chưa xong.
"""


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("correct_response: b", "correct_response: z", "khóa nói đến z"),
        ("- id: c\n    text: Gọi chị", "- id: a\n    text: Gọi chị", "hai phương án cùng id"),
        ("{a: chi, b: anh, c: chi}", "{a: chi, b: anh}", "khóa không phủ đúng mọi phương án"),
        ("{a: chi, b: anh, c: chi}", "{a: chi, b: anh, c: em}", "khóa nói đến đích em"),
        ("- id: anh", "- id: chi", "hai đích cùng id"),
        ("correct_response: [b]", "correct_response: [b, b]", "khóa lặp lại một phương án"),
        ("correct_response: [b]", "correct_response: [a, b, c]", "mọi phương án đều là khóa"),
        ("và [c] trước", "và [b] trước", "các dấu [a] trong passage không khớp các phương án"),
        ("interaction: hottext", "interaction: multiple_response", "trường lạ “passage”"),
        ("interaction: hottext", "interaction: do-chu", "best_worst"),
    ],
)
def test_a_key_that_does_not_fit_its_choices_is_told(pack: Path, before: str, after: str, found: str) -> None:
    edit(pack, SCENARIO, lambda text: text + HOTTEXT)
    load_pack(pack)
    edit(pack, SCENARIO, lambda text: text.replace(before, after, 1))
    assert any(found in fault for fault in faults(pack))


def test_an_unknown_field_is_a_fault(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("version: 1", "version: 1\nhint: x", 1))
    assert "trường lạ “hint”" in faults(pack)[0]


def test_a_field_written_twice_is_a_fault(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("version: 1", "version: 1\nversion: 2", 1))
    assert "viết hai lần" in faults(pack)[0]


def test_text_in_nfd_is_a_fault(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: unicodedata.normalize("NFD", text))
    assert "[nfc]" in faults(pack)[0]


def test_a_file_that_is_not_utf8_is_a_fault(pack: Path) -> None:
    (pack / SCENARIO).write_bytes("tiếng Việt".encode("utf-16"))
    assert any("UTF-8" in fault for fault in faults(pack))


def test_a_huge_file_is_a_fault(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text + "# " + "x" * 2_000_000)
    assert "[size]" in faults(pack)[0]


def test_a_file_in_the_wrong_place_is_a_fault(pack: Path) -> None:
    shutil.move(pack / SCENARIO, pack / "bank" / "an-toan" / "khac.yaml")
    assert any("[file-name]" in fault for fault in faults(pack))


def test_a_missing_pack_is_told(tmp_path: Path) -> None:
    assert "pack.yaml" in faults(tmp_path)[0]


def test_a_live_item_may_not_rest_on_a_sign_nobody_has_seen(pack: Path) -> None:
    edit(
        pack,
        "requirements/chung.yaml",
        lambda text: text.replace("kind: requirement", "kind: sign").replace("evidence: seen", "evidence: unseen"),
    )
    assert any("[unseen-sign]" in fault for fault in faults(pack))


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 900 + "]" * 900,
        "a: &a [*a]\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        f"a: 0x{'f' * 5000}\n",
        f"0x{'f' * 5000}: a\n",
        "a: !!int ''\n",
        "a: !!bool x\n",
        "a: !!timestamp x\n",
    ],
    ids=["deep", "holds itself", "grows", "number", "number for a name", "no number", "no truth", "no day"],
)
def test_yaml_that_no_author_means_is_told_as_a_fault_like_any_other(pack: Path, text: str) -> None:
    (pack / "pack.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"pack\.yaml"):
        load_pack(pack)


def test_yaml_cannot_run_code(pack: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    edit(
        pack, SCENARIO, lambda text: text.replace("title: ", f"title: !!python/object/apply:os.mkdir ['{mark}'] # ", 1)
    )
    assert faults(pack)
    assert not mark.exists()


def test_the_schemas_for_editors_are_current() -> None:
    folder = default_data_folder() / "schema"
    for name, text in editor_schemas().items():
        assert (folder / name).read_text(encoding="utf-8") == text, "run: neuguong check --write-schema"


def test_a_pack_is_loaded_without_the_authors_tools() -> None:
    loaded = "import sys, neuguong.pages.lesson; print([name for name in sys.modules if 'authoring' in name])"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("lesson_is_sensitive", [True, False])
def test_a_lesson_does_not_mix_situations_that_are_stored_in_different_ways(
    pack: Path, lesson_is_sensitive: bool
) -> None:
    own, other = str(lesson_is_sensitive).lower(), str(not lesson_is_sensitive).lower()
    topics = f"- id: mo-hoi\n  title: Khác\n  sensitive: {own}\nabout"
    edit(pack, "pack.yaml", lambda text: text.replace("false", other).replace("about", topics, 1))
    edit(pack, "lessons/an-toan.yaml", lambda text: text.replace("topic: an-toan", "topic: mo-hoi"))
    (fault,) = faults(pack)
    assert fault.startswith("lessons/an-toan.yaml:9: [mixed-sensitivity] lua-trong-bep thuộc chủ đề ")
    assert f"Cho phép: tình huống của các chủ đề có sensitive: {own}" in fault


def test_a_lesson_may_hold_situations_of_another_topic_that_is_stored_in_the_same_way(pack: Path) -> None:
    edit(pack, "pack.yaml", lambda text: text.replace("about", "- {id: khac, title: Khác, sensitive: false}\nabout", 1))
    edit(pack, "lessons/an-toan.yaml", lambda text: text.replace("topic: an-toan", "topic: khac"))
    assert load_pack(pack).lessons["an-toan"].topic == "khac"


def test_a_signature_under_an_older_version_signs_nothing(pack: Path) -> None:
    signature = "review:\n- {role: Báo cáo viên, date: 2026-11-23, version: 1, content: 0123456789ab}"
    edit(pack, SCENARIO, lambda text: text.replace("version: 1", "version: 2", 1).replace("review: []", signature))
    assert load_pack(pack).scenarios["lua-trong-bep"].signed is False


def contrast_pair(text: str, *, change: str = "Nếu ca sau mười phút nữa đến,") -> str:
    """The scenario with its first item asked again right after itself: one fact changed, another key."""
    start, end = text.index("- id: lua-trong-bep-1"), text.index("- id: lua-trong-bep-2")
    again = text[start:end].replace("lua-trong-bep-1", "lua-trong-bep-3").replace("response: b", "response: c")
    return text[:end] + again.replace("  prompt:", f"  contrast: {change}\n  prompt:") + text[end:]


def test_an_item_asks_the_one_before_it_again_with_one_fact_changed(pack: Path) -> None:
    edit(pack, SCENARIO, contrast_pair)
    _, item = load_pack(pack).get_item("lua-trong-bep-3")
    assert item.contrast is not None
    assert item.contrast.of == "lua-trong-bep-1"
    assert item.contrast.change == "Nếu ca sau mười phút nữa đến,"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("response: c", "response: b", "khóa giống hệt"),
        ("text: Khóa van rồi ra bến.", "text: Khóa van rồi về nhà.", "phương án hoặc loại câu khác"),
        ("  contrast: Nếu ", "  contrast: Khi ", "contrast"),
    ],
)
def test_a_contrast_has_the_same_acts_and_another_key(pack: Path, before: str, after: str, found: str) -> None:
    def broken(text: str) -> str:
        whole = contrast_pair(text)
        head, again = whole.split("- id: lua-trong-bep-3")
        assert before in again
        return head + "- id: lua-trong-bep-3" + again.replace(before, after, 1)

    edit(pack, SCENARIO, broken)
    assert any(found in fault for fault in faults(pack))


def test_the_first_item_of_a_scenario_contrasts_with_nothing(pack: Path) -> None:
    edit(pack, SCENARIO, lambda text: text.replace("  prompt:", "  contrast: Nếu có mưa,\n  prompt:", 1))
    assert any("[contrast]" in fault and "không có câu nào trước nó" in fault for fault in faults(pack))
