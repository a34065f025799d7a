"""A check that looks only at what has changed finds what a first check finds."""

import shutil
from pathlib import Path

import pytest
from neuguong.authoring.lint import Known, found_before, run
from neuguong.authoring.lint.found_before import key_of, source_digest
from neuguong.authoring.report import Checked, check_pack_with_waivers
from neuguong.bank.yaml_files import read_yaml

SECOND_PACK = Path(__file__).parents[2] / "second_pack"
SCENARIO = "bank/an-toan/lua-trong-bep.yaml"
FAULTY = "Khóa van, gọi anh Sùng, rồi đi bộ thật nhanh ra tận bến xe đón con."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(SECOND_PACK, tmp_path / "pack")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the rules looked at, in order."""
    looked: list[str] = []
    lint = run.lint_scenario
    monkeypatch.setattr(
        run, "lint_scenario", lambda file, *given, **named: looked.append(file.name) or lint(file, *given, **named)
    )
    return looked


def edit(pack: Path, old: str, new: str) -> None:
    path = pack / SCENARIO
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(checked: Checked) -> tuple[object, object]:
    return checked.problems, checked.waived


def test_only_a_changed_file_is_looked_at_again(pack: Path, looked_at: list[str], tmp_path: Path) -> None:
    kept = tmp_path / "home" / "check.json"
    for expected in (1, 0):
        looked_at.clear()
        assert told(check_pack_with_waivers(pack, kept)) == ([], [])
        assert len(looked_at) == expected
    edit(pack, "Khóa van rồi ra bến.", FAULTY)
    looked_at.clear()
    first = check_pack_with_waivers(pack, kept)
    assert (len(looked_at), bool(first.problems)) == (1, True)
    assert told(check_pack_with_waivers(pack, kept)) == told(first) == told(check_pack_with_waivers(pack))
    edit(pack, "title:", "\n\ntitle:")
    moved = check_pack_with_waivers(pack, kept)
    assert [one.line for one in moved.problems] == [one.line + 2 for one in first.problems]


def test_a_waived_finding_stays_waived(pack: Path, tmp_path: Path) -> None:
    edit(pack, "Khóa van rồi ra bến.", FAULTY)
    rules = {one.rule for one in check_pack_with_waivers(pack).problems}
    reasons = "".join(f"\n  - {{rule: {rule}, reason: Câu này dài vì kể đủ việc.}}" for rule in sorted(rules))
    edit(pack, "skill: khoa-van", f"skill: khoa-van\n  waivers:{reasons}")
    first, again = (check_pack_with_waivers(pack, tmp_path / "check.json") for _ in range(2))
    assert first.waived
    assert told(first) == told(again)


def test_other_rules_or_other_citations_look_again(pack: Path, tmp_path: Path) -> None:
    file, _ = read_yaml(pack, SCENARIO)
    assert file is not None
    keys = {
        key_of(file, known, sensitive=sensitive)
        for known in (Known(), Known(frozenset({"K1"})), Known(frozenset({"K1"}), ("khóa van",)))
        for sensitive in (True, False)
    }
    assert len(keys) == 6
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "one.py").write_text("A = 1\n", encoding="utf-8")
    before = source_digest(rules)
    source_digest.cache_clear()
    (rules / "one.py").write_text("A = 2\n", encoding="utf-8")
    assert source_digest(rules) != before
    assert "authoring" in {path.name for path in found_before._KIT.iterdir()}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"%s": 1}', b'{"%s": [[["a"]], []]}', b"\xff\xfe"])
def test_a_damaged_memory_is_as_none(damage: bytes, pack: Path, tmp_path: Path) -> None:
    kept = tmp_path / "check.json"
    check_pack_with_waivers(pack, kept)
    whole = kept.read_bytes()
    kept.write_bytes(damage.replace(b"%s", whole.split(b'"')[1]))
    assert told(check_pack_with_waivers(pack, kept)) == ([], [])
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_changes_nothing(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder", encoding="utf-8")
    assert told(check_pack_with_waivers(pack, tmp_path / "home" / "check.json")) == ([], [])
