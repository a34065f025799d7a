"""The command line as its users meet it: what it says, what it prints, what it leaves on disk."""

import argparse
import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import psutil
import pytest
from neuguong.app import Settings, open_log
from neuguong.bank import load_pack
from neuguong.cli import build_parser, main
from neuguong.dashboards.invented import is_invented
from neuguong.errors import ContentError
from neuguong.home.passphrase import load_passphrase
from neuguong.items import Item
from neuguong.store import Statement, connect_log, sqlite_url
from neuguong.store.columns import COLUMNS
from neuguong.text import say
from openpyxl import load_workbook

from tests.cases import CASE, make_file
from tests.content import load_bank
from tests.server.test_kernels import eventually

ROOT = Path(__file__).parents[2]
SECOND_PACK = ROOT / "tests" / "second_pack"
SCENARIO = Path("bank") / "an-toan" / "lua-trong-bep.yaml"
QUOTES = ("khóa van trước khi rời đi", "không để bếp cháy qua đêm")
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
ENGLISH = re.compile(
    r"usage:|options:|positional arguments|optional arguments|show this help|error:|required|invalid|expected|"
    r"unrecognized|ignored|choose from|\bargument|default",
    re.IGNORECASE,
)


def commands() -> dict[str, argparse.ArgumentParser]:
    """Name → parser of every sub-command."""
    (found,) = (one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(found.choices)


COMMANDS = commands()


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A user's data folder of its own for every test, and nothing else set."""
    for name in [name for name in os.environ if name.startswith("NEUGUONG_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("NEUGUONG_HOME", str(folder))
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the second pack whose one requirement quotes two phrases."""
    folder = tmp_path / "pack"
    shutil.copytree(SECOND_PACK, folder)
    path = folder / "requirements" / "chung.yaml"
    quoted = "".join(f"\n  - {quote}" for quote in QUOTES)
    path.write_text(path.read_text(encoding="utf-8").replace("quotes: []", f"quotes:{quoted}"), encoding="utf-8")
    return folder


@pytest.fixture
def answers(home: Path) -> list[Statement]:
    """Three answers in the log of `home`; two name units that a spreadsheet would run."""
    units = ("=cmd|' /C calc'!A0", "Chi bộ Một", "+SUM(1;2)")
    stored = [a_statement(unit) for unit in units]
    with closing(open_log(Settings.from_environment())) as log:
        for one in stored:
            log.append_statement(one, sensitive=False)
    return stored


def a_statement(unit: str) -> Statement:
    return Statement(
        attempt_id=str(uuid.uuid4()),
        timestamp=datetime(2026, 3, 5, 18, 4, 5, tzinfo=UTC),
        context="study",
        topic="trach-nhiem",
        scenario_id="mot",
        item_id="mot-1",
        item_version=1,
        content_revision="0123456789ab",
        interaction="single_choice",
        response="b",
        presented_order=("b", "a", "c"),
        score=1.0,
        max_score=1.0,
        chance=0.25,
        attempt_number=1,
        app_version="0.1.0",
        actor="a1" * 32,
        unit=unit,
    )


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


# --- what it says of itself


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command(name: str) -> None:
    assert re.search(rf"neuguong {name}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_in_vietnamese_what_it_does(name: str) -> None:
    assert VIETNAMESE.search(COMMANDS[name].description or "")
    unexplained = [one.dest for one in COMMANDS[name]._actions if not VIETNAMESE.search(one.help or "")]
    assert unexplained == []


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)], ids=["neuguong", *COMMANDS])
def test_help_holds_no_english_of_argparse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert told.startswith(f"cách dùng: {' '.join(['neuguong', *arguments])}")
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["khong-co"],
        ["check", "--khong-co"],
        ["check", "--js"],
        ["check", "--json=1"],
        ["check", "thua"],
        ["serve", "--port"],
        ["serve", "--port", "tám"],
        ["serve", "--port", "70000"],
        ["serve", "--cap", "0"],
        ["responses", "--format", "pdf"],
        ["sign", "lua-trong-bep"],
        ["sign", "--role", "Ban Tuyên giáo"],
        ["sign", "lua-trong-bep", "--role", "Ban Tuyên giáo", "--date", "hôm qua"],
        ["verify-source"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_vietnamese_and_exits_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    told = capsys.readouterr()
    assert left.value.code == 2
    assert told.out == ""
    assert told.err.startswith("cách dùng: neuguong")
    assert ": lỗi: " in told.err
    assert ENGLISH.findall(told.err) == []


# --- check


def test_check_keeps_what_it_found_in_the_home_and_tells_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = shutil.copytree(SECOND_PACK, tmp_path / "pack")
    text = (pack / SCENARIO).read_text(encoding="utf-8")
    (pack / SCENARIO).write_text(text.replace("Khóa van rồi ra bến.", "Khóa van."), encoding="utf-8")
    monkeypatch.setenv("NEUGUONG_HOME", str(tmp_path / "home"))
    told = []
    for _ in range(2):
        run("check", "--data", str(pack))
        told.append(capsys.readouterr().out)
        kept = json.loads((tmp_path / "home" / "check.json").read_bytes())
        assert len(kept) == 1
    assert told[0] == told[1]


def test_check_as_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    pack = load_bank()
    live = [item for _, item in pack.live_items()]
    waived = {"waivers": report["waivers"], "waived": report["waived"]}
    assert report == {
        "scenarios": len(pack.scenarios),
        "items": sum(len(scenario.items) for scenario in pack.scenarios.values()),
        "live_items": len(live),
        "requirements": {name: sum(name in item.requirements for item in live) for name in pack.requirements},
        "problems": [],
        **waived,
    }
    assert len(waived["waived"]) == waived["waivers"]


def test_a_file_that_cannot_be_read_is_no_fault_of_those_that_name_it(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / SCENARIO).write_text("title: Bếp: chín\nitems:\n", encoding="utf-8")
    (pack / "requirements" / "chung.yaml").write_text("requirements: 5\n", encoding="utf-8")
    assert run("check", "--data", pack) == 1
    told = capsys.readouterr().out
    assert "dấu hai chấm trong câu chưa đặt trong ngoặc kép" in told
    assert "danh sách, mỗi dòng một gạch đầu dòng" in told
    assert "unknown-reference" not in told
    assert told.splitlines()[-1] == say("cli.checked_none", problems=2)


def test_check_of_a_faulty_pack_names_file_and_line_of_every_fault_and_exits_1(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pack / SCENARIO
    lines = path.read_text(encoding="utf-8").splitlines()
    unknown = next(number for number, line in enumerate(lines) if "requirements: [K1]" in line)
    lines[unknown] = lines[unknown].replace("K1", "K9")
    key = next(number for number, line in enumerate(lines) if "correct_response: b" in line)
    lines[key] = lines[key].removesuffix("b") + "z"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (pack / "lessons" / "an-toan.yaml").write_text("slug: [\n", encoding="utf-8")
    assert run("check", "--data", pack) == 1
    told = capsys.readouterr().out
    assert f"{SCENARIO.as_posix()}:{unknown + 1}: [" in told
    assert f"{SCENARIO.as_posix()}:{key + 1}: [" in told
    assert re.search(r"^lessons/an-toan\.yaml:\d+: \[yaml\].* Cho phép: .* Cách sửa: ", told, re.MULTILINE)
    assert run("check", "--data", pack, "--json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {(SCENARIO.as_posix(), unknown + 1), (SCENARIO.as_posix(), key + 1)} <= {
        (one["file"], one["line"]) for one in problems
    }
    assert all(one["found"] and one["allowed"] and one["mend"] for one in problems)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"check", "responses", "passphrase", "backup", "restore"}))
def test_a_folder_that_is_no_pack_is_told_in_vietnamese_and_exits_1(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {
        "sign": ["x", "--role", "r"],
        "verify-source": [__file__],
        "review-sheet": ["x"],
        "handout": ["x", "y"],
        "draw-case": ["x"],
        "demo": [str(tmp_path / "new")],
    }.get(name, [])
    assert run(name, *more, "--data", tmp_path) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"neuguong {name}: {say('faults.content')}")
    assert "pack.yaml:0" in told


# --- passphrase


def test_the_pass_phrase_is_told_when_asked_for_and_changed_when_asked_to(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*options: str) -> str:
        assert run("passphrase", *options) == 0
        return capsys.readouterr().out

    first = told()
    assert told() == first == say("cli.passphrase", passphrase=load_passphrase(home)) + "\n"
    changed = told("--new").splitlines()
    assert changed == [say("cli.passphrase", passphrase=load_passphrase(home)), say("cli.passphrase_renewed")]
    assert changed[0] != first.strip()
    assert [path.stat().st_mode & 0o777 for path in home.iterdir()] == [0o600]


# --- bank


def test_bank_as_json_is_every_item_with_its_key_in_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bank", "--json") == 0
    exported = {one["item"]: one for one in json.loads(capsys.readouterr().out)}
    pack = load_bank()
    items = {item.identifier: (scenario, item) for scenario in pack.scenarios.values() for item in scenario.items}
    assert exported.keys() == items.keys()
    for name, (scenario, item) in items.items():
        one = exported[name]
        targets = {"targets"} if item.interaction.kind == "matching" else set()
        assert one.keys() - targets == {
            *("scenario", "item", "topic", "status", "requirements", "interaction"),
            *("stimulus", "prompt", "choices", "key", "contrast", "difficulty"),
        }
        assert one["scenario"] == scenario.identifier
        assert one["topic"] == scenario.topic
        assert one["status"] in {"draft", "live", "retired"}
        assert one["requirements"] == list(item.requirements)
        assert one["interaction"] == item.interaction.kind
        assert (one["stimulus"], one["prompt"]) == (scenario.stimulus, item.prompt)
        leads = {"then", "leads_to"} if any(choice.step for choice in item.choices) else set()
        assert all(choice.keys() - leads == {"id", "text", "feedback"} for choice in one["choices"])
        assert [choice["id"] for choice in one["choices"]] == list(item.choice_ids)
        assert choices_named(one["key"]) <= set(item.choice_ids)
        assert one["key"] == key_in_file(item)


def choices_named(key: object) -> set[str]:
    """The choices that a key speaks of."""
    match key:
        case {"best": best, "worst": worst}:
            return {str(best), str(worst)}
        case str():
            return {key}
    return set(key)  # type: ignore[call-overload, no-any-return]


def key_in_file(item: Item) -> Any:
    """The key as the author wrote it, in JSON."""
    interaction = item.interaction
    if interaction.kind == "best_worst":
        return {"best": interaction.best, "worst": interaction.worst}  # type: ignore[union-attr]
    correct = interaction.correct  # type: ignore[union-attr]
    if isinstance(correct, str):
        return correct
    if isinstance(correct, frozenset):
        return sorted(correct)
    return list(correct) if isinstance(correct, tuple) else dict(correct)


def test_bank_without_json_is_a_short_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bank", "--data", SECOND_PACK) == 0
    assert capsys.readouterr().out.splitlines() == [
        "lua-trong-bep-1  single_choice  live  Chị Mỷ nên làm gì?",
        "lua-trong-bep-2  matching  live  Việc nào là của ai tối nay?",
    ]


# --- responses


def test_responses_are_printed_as_csv_with_a_bom_and_no_live_formula(
    answers: list[Statement], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("responses") == 0
    raw = capsysbinary.readouterr().out
    assert raw.startswith(b"\xef\xbb\xbfattempt_id,")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["attempt_id"] for row in rows] == [one.attempt_id for one in answers]
    assert [row["unit"] for row in rows] == ["'=cmd|' /C calc'!A0", "Chi bộ Một", "'+SUM(1;2)"]
    assert rows[0]["timestamp_local"] == "2026-03-06 01:04:05"


def test_responses_as_json_lines_keep_every_text_as_it_was(answers: list[Statement], tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    assert run("responses", "--format", "jsonl", "--out", out) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["unit"] for row in rows] == [one.unit for one in answers]
    assert list(rows[0]) == list(COLUMNS)


def test_the_logs_own_code_of_a_learner_is_exported_only_where_it_is_asked_for(
    answers: list[Statement], tmp_path: Path
) -> None:
    def actors(name: str, *options: str) -> list[str]:
        assert run("responses", "--format", "jsonl", "--out", tmp_path / name, *options) == 0
        return [json.loads(line)["actor"] for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]

    own = [one.actor for one in answers]
    first, again = actors("1.jsonl"), actors("2.jsonl")
    assert [[first.index(one) for one in first], len(first)] == [[own.index(one) for one in own], len(own)]
    assert not {*first, *again} & set(own)
    assert not set(first) & set(again)
    assert actors("3.jsonl", "--with-codes") == own


def test_responses_as_xlsx_open_in_a_spreadsheet_with_text_in_place_of_formulas(
    answers: list[Statement], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.xlsx"
    assert run("responses", "--format", "xlsx", "--out", out) == 0
    assert capsys.readouterr().out == say("cli.exported", count=3, path=out) + "\n"
    with closing(load_workbook(out)) as book:
        head, *rows = book["responses"].iter_rows()
        unit = [cell.value for cell in head].index("unit")
        assert [(row[unit].value, row[unit].data_type) for row in rows] == [
            ("'=cmd|' /C calc'!A0", "s"),
            ("Chi bộ Một", "s"),
            ("'+SUM(1;2)", "s"),
        ]


def test_xlsx_without_a_file_is_wrong_usage(answers: list[Statement], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("responses", "--format", "xlsx") == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", say("cli.xlsx_needs_file") + "\n")


def test_responses_that_cannot_be_written_are_told_and_exit_1(
    answers: list[Statement], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("responses", "--out", tmp_path / "khong-co" / "a.csv") == 1
    assert "không ghi được" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["missing", "text"])
def test_a_database_that_is_none_is_told_and_exits_1(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.sqlite3"
    if kind == "text":
        path.write_text("not a database " * 200)
    assert run("responses", "--database", f"sqlite:///{path}") == 1
    told = capsys.readouterr()
    assert told.out == ""
    fault = {"missing": "store", "text": "store-damaged"}[kind]
    assert told.err.startswith(f"neuguong responses: {say(f'faults.{fault}')}\n")


# --- sign


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_signing_adds_one_line_and_leaves_every_other_byte_alone(pack: Path, end: bytes) -> None:
    path = pack / SCENARIO
    before = path.read_bytes().replace(b"\n", end)
    path.write_bytes(before)
    assert not load_pack(pack).scenarios["lua-trong-bep"].signed
    for role, day in (("Ban Tuyên giáo: tổ 1", "2026-01-23"), ("Trường chính trị", "2026-01-24")):
        assert run("sign", "lua-trong-bep", "--role", role, "--date", day, "--data", pack) == 0
    after = path.read_bytes()
    added = [line for line in after.split(end) if line.startswith(b"- {")]
    assert len(added) == 2
    assert after.replace(b"".join(line + end for line in added), b"").replace(b"review:", b"review: []") == before
    signed = load_pack(pack).scenarios["lua-trong-bep"]
    assert signed.signed
    for line, role, day in zip(added, ("Ban Tuyên giáo: tổ 1", "Trường chính trị"), ("23", "24"), strict=True):
        assert role in line.decode()
        assert f"2026-01-{day}" in line.decode()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_new_version_of_a_signed_scenario_is_unsigned_again(pack: Path) -> None:
    path = pack / SCENARIO
    assert run("sign", "lua-trong-bep", "--role", "Ban Tuyên giáo", "--data", pack) == 0
    assert load_pack(pack).scenarios["lua-trong-bep"].signed
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: lua-trong-bep\nversion: 1", "id: lua-trong-bep\nversion: 2"), encoding="utf-8")
    changed = load_pack(pack).scenarios["lua-trong-bep"]
    assert changed.version == 2
    assert not changed.signed


def test_a_signature_covers_every_word(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = pack / SCENARIO
    assert run("sign", "lua-trong-bep", "--role", "Ban Tuyên giáo", "--data", pack) == 0
    once = path.read_bytes()
    assert run("sign", "lua-trong-bep", "--role", "Ban Tuyên giáo", "--data", pack) == 0
    assert path.read_bytes() == once  # the same role has nothing new to sign
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("correct_response: b", "correct_response: a", 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    with pytest.raises(ContentError, match="stale-signature"):
        load_pack(pack)
    capsys.readouterr()
    assert run("check", "--data", pack) == 1
    assert "sau đó nội dung đã đổi" in capsys.readouterr().out


@pytest.mark.parametrize("role", ["anh An 0912345678", "an@tinh.vn"])
def test_a_role_that_tells_who_a_person_is_is_refused(role: str, pack: Path) -> None:
    before = (pack / SCENARIO).read_bytes()
    with pytest.raises(SystemExit) as ended:
        run("sign", "lua-trong-bep", "--role", role, "--data", pack)
    assert ended.value.code == 2
    assert (pack / SCENARIO).read_bytes() == before


def test_nobody_signs_on_a_day_that_has_not_come(pack: Path) -> None:
    with pytest.raises(SystemExit):
        run("sign", "lua-trong-bep", "--role", "Ban Tuyên giáo", "--date", "2999-01-01", "--data", pack)


@pytest.mark.parametrize("name", ["khong-co", "../lua-trong-bep", "lua-trong-bep.yaml"])
def test_an_unknown_scenario_cannot_be_signed(name: str, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (pack / SCENARIO).read_bytes()
    assert run("sign", name, "--role", "Ban Tuyên giáo", "--data", pack) == 1
    assert capsys.readouterr().err == say("cli.no_scenario", scenario=name) + "\n"
    assert (pack / SCENARIO).read_bytes() == before


# --- verify-source


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def write_docx(path: Path, text: str) -> None:
    """The first line in a paragraph, the others in a table's cells."""
    document = docx.Document()
    first, *others = text.splitlines()
    document.add_paragraph(first)
    table = document.add_table(rows=max(1, len(others)), cols=1)
    for row, line in zip(table.rows, others, strict=False):
        row.cells[0].text = line
    document.save(str(path))


def write_pdf(path: Path, text: str) -> None:
    """A page of that text, in a font whose codes only its ToUnicode table explains, as office programs write it."""
    letters = sorted(set(text) - {"\n"})
    codes = {letter: f"{number:02x}" for number, letter in enumerate(letters, start=33)}
    table = "".join(f"<{code}> <{ord(letter):04x}>\n" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{table}endbfchar\n"
        "endcmap end end"
    )
    shown = "".join(f"<{''.join(codes[letter] for letter in line)}> Tj T*\n" for line in text.splitlines())
    drawn = f"BT /F1 12 Tf 14 TL 72 720 Td\n{shown}ET"
    widths = " ".join(["500"] * len(codes))
    write_objects(
        path,
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /TrueType /BaseFont /Thu /FirstChar 33 "
        f"/LastChar {32 + len(codes)} /Widths [{widths}] /ToUnicode 6 0 R >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    )


def write_scan(path: Path, text: str) -> None:
    """A page that shows nothing but a picture."""
    picture = "q 100 0 0 100 0 0 cm /Im1 Do Q"
    image = "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1"
    write_objects(
        path,
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        "/Resources << /XObject << /Im1 5 0 R >> >> >>",
        f"<< /Length {len(picture)} >>\nstream\n{picture}\nendstream",
        f"<< /Type /XObject {image} >>\nstream\nx\nendstream",
    )


def write_objects(path: Path, *objects: str) -> None:
    """A PDF file of these objects, numbered from 1; the first is its catalog."""
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    count = len(objects) + 1
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    path.write_bytes(body + f"{tail}startxref\n{len(body)}\n%%EOF\n".encode())


WRITERS: dict[str, Callable[[Path, str], None]] = {
    "txt": write_text,
    "md": write_text,
    "docx": write_docx,
    "pdf": write_pdf,
}


@pytest.mark.parametrize("ending", WRITERS)
def test_verify_source_tells_which_quotes_stand_in_a_document(
    ending: str, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"van-ban.{ending}"
    WRITERS[ending](path, "Quy định của bếp ăn\nNgười nấu sau cùng KHÓA VAN\ntrước khi rời đi.")
    assert run("verify-source", path, "--data", pack) == 1
    there, missing, total = capsys.readouterr().out.splitlines()
    assert there == say("cli.quote_found", requirement="K1", quote=QUOTES[0])
    assert missing == say("cli.quote_missing", requirement="K1", quote=QUOTES[1])
    assert total == say("cli.quotes_total", found=1, all=2, near=0, missing=1)
    WRITERS[ending](path, "\n".join(QUOTES))
    assert run("verify-source", path, "--data", pack) == 0


@pytest.mark.parametrize("text", ["kh óa v an trư ớc khi rờ i đi", "khoá van trước khi rời đi"], ids=["torn", "tones"])
def test_a_quote_that_differs_in_spaces_or_tone_marks_only_is_told_as_near(
    text: str, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_text(text, encoding="utf-8")
    assert run("verify-source", path, "--data", pack) == 1
    near, _, total = capsys.readouterr().out.splitlines()
    assert near == say("cli.quote_near", requirement="K1", quote=QUOTES[0])
    assert total == say("cli.quotes_total", found=0, all=2, near=1, missing=1)


def test_a_quote_in_the_header_of_a_docx_is_found(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document()
    document.add_paragraph("Thân văn bản")
    document.sections[0].header.paragraphs[0].text = QUOTES[0]
    document.save(str(tmp_path / "van-ban.docx"))
    run("verify-source", tmp_path / "van-ban.docx", "--data", pack)
    assert capsys.readouterr().out.startswith(say("cli.quote_found", requirement="K1", quote=QUOTES[0]))


@pytest.mark.parametrize(
    ("name", "write", "why"),
    [
        ("trong.txt", lambda path, _: path.write_text(" \n"), "no text"),
        ("anh-chup.pdf", write_scan, "no text"),
        ("trong.docx", write_docx, "no text"),
        ("hong.pdf", lambda path, _: path.write_bytes(b"%PDF-1.4\nhong"), "no readable .pdf"),
        ("rong.pdf", lambda path, _: path.write_bytes(b""), "no readable .pdf"),
        ("hong.docx", lambda path, _: path.write_bytes(b"hong"), "no .docx"),
        ("cu.doc", lambda path, _: path.write_bytes(b"\xd0\xcf\x11\xe0"), "allowed: .txt .md .docx .pdf"),
        ("utf-16.txt", lambda path, _: path.write_text("Khóa van", encoding="utf-16"), "cannot be read"),
        ("khong-co.txt", lambda path, _: None, "cannot be read"),
        ("thu-muc.txt", lambda path, _: path.mkdir(), "cannot be read"),
    ],
)
def test_a_document_without_text_is_told_apart_from_a_faulty_pack(
    name: str,
    write: Callable[[Path, str], None],
    why: str,
    pack: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    write(path, " ")
    assert run("verify-source", path, "--data", pack) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"neuguong verify-source: {say('faults.document')}\n")
    assert str(path) in told.err
    assert why in told.err


# --- handout


def test_a_part_is_printed_and_its_key_apart_and_what_is_not_there_is_told_with_what_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("handout", "trach-nhiem", "tien-chung") == 0
    assert (tmp_path / "trach-nhiem_tien-chung.pdf").read_bytes().startswith(b"%PDF")
    assert run("handout", "trach-nhiem", "tien-chung", "--key", "--out", "k.pdf") == 0
    assert (tmp_path / "k.pdf").read_bytes() != (tmp_path / "trach-nhiem_tien-chung.pdf").read_bytes()
    capsys.readouterr()
    assert run("handout", "trach-nhiem", "khong-co") == 1
    assert "tien-chung" in capsys.readouterr().err
    assert run("handout", "khong-co", "tien-chung") == 1
    assert "tac-phong" in capsys.readouterr().err
    assert run("handout", "trach-nhiem", "tien-chung", "--out", "khong/co/x.pdf") == 1
    assert "Không ghi được" in capsys.readouterr().err


# --- review-sheet


def test_a_review_sheet_is_written_whole_and_an_unknown_topic_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "phieu.docx"
    assert run("review-sheet", "tu-dien-bien", "--out", str(out)) == 0
    assert str(out) in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["phieu.docx"]
    pack = load_bank()
    texts = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    for scenario, item in pack.live_items():
        assert (item.question in texts) == (scenario.topic == "tu-dien-bien")
    assert run("review-sheet", "khong-co", "--out", str(out)) == 1
    assert "trach-nhiem, tac-phong, tu-dien-bien" in capsys.readouterr().err


def test_a_sheet_in_which_a_reviewer_may_have_written_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "phieu.docx"
    out.write_bytes(b"what the reviewer wrote")
    assert run("review-sheet", "tu-dien-bien", "--out", str(out)) == 1
    assert str(out) in capsys.readouterr().err
    assert out.read_bytes() == b"what the reviewer wrote"


# --- draw-case


def test_a_branching_case_is_drawn_over_the_last_drawing_and_any_other_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(SECOND_PACK, tmp_path / "pack"))
    (folder / "bank" / "an-toan" / "ca.yaml").write_text(make_file(CASE), encoding="utf-8")
    out = tmp_path / "ca.svg"
    out.write_bytes(b"the drawing before")
    assert run("draw-case", "ca", "--out", str(out), "--data", folder) == 0
    assert str(out) in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").startswith("<svg")
    for name in ("lua-trong-bep", "khong-co"):
        assert run("draw-case", name, "--out", str(out), "--data", folder) == 1
        assert f"{name}; đang có: ca." in capsys.readouterr().err


# --- coverage, unread


def test_coverage_is_a_table_with_a_row_for_every_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("coverage") == 0
    told = capsys.readouterr().out
    pack = load_bank()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line[:1] == "|"]
    head, _, *body = rows
    assert head[:2] == ["yêu cầu", "câu hỏi"]
    wanted = [name for name, one in pack.requirements.items() if one.kind == "requirement"]
    assert [row[0] for row in body] == wanted
    assert all(len(row) == len(head) for row in body)
    total = sum(int(row[1]) for row in body)
    assert told.splitlines()[-1] == say("cli.coverage_total", items=total)


def test_unread_tries_every_guesser_and_concludes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("unread") == 0
    told = capsys.readouterr().out
    assert "phương án dài nhất" in told
    assert told.splitlines()[-1].startswith("Kết luận: ")


def test_unread_writes_sheets_and_scores_what_readers_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, key = tmp_path / "phieu", tmp_path / "phieu-khoa" / "KHOA-khong-dua-nguoi-doc.json"
    assert run("unread", "--sheet", sheet, "--sheets", 2, "--data", SECOND_PACK) == 0
    capsys.readouterr()
    asked = json.loads(key.read_text(encoding="utf-8"))["asked"]
    for n in (1, 2):
        answers = {number: one["key"] for number, one in asked.items() if one["sheet"] == n}
        (tmp_path / f"{n}.json").write_text(json.dumps(answers), encoding="utf-8")
    assert run("unread", "--score", tmp_path / "1.json", tmp_path / "2.json", key, "--data", SECOND_PACK) == 0
    told = capsys.readouterr().out
    assert f"{len(asked)} câu trả lời" in told
    assert "Chưa trả lời" not in told


def test_unread_tells_what_it_cannot_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    for files in ([tmp_path / "x.json"], [tmp_path / "x.json", tmp_path / "x.json"], [tmp_path / "khong-co"] * 2):
        assert run("unread", "--score", *files) == 1
        assert capsys.readouterr().err.startswith("neuguong unread: Không ")


# --- serve


def test_a_port_that_is_taken_is_told_without_a_traceback_and_nothing_is_left_running(home: Path) -> None:
    def left_over() -> list[psutil.Process]:
        return [one for one in psutil.process_iter() if home_of(one) == str(home)]

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "neuguong", "serve", "--no-browser", "--port", str(port)],
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"Không mở được cổng {port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert eventually(lambda: left_over() == [])


def home_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get("NEUGUONG_HOME")
    except psutil.Error:
        return None


def test_the_python_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neuguong", "--help"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("cách dùng: neuguong")


def test_a_log_is_invented_in_a_folder_of_its_own_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "thu"
    assert main(["demo", str(folder), "--responses", "300"]) == 0
    assert "Đã bịa 300 câu trả lời" in capsys.readouterr().out
    with connect_log(sqlite_url(folder / "neuguong.sqlite3")) as log:
        contexts = Counter(one.context for one in log.fetch_statements())
        assert (contexts["study"], set(contexts)) == (300, {"study", "test", "workshop"})
        assert is_invented(log)
    assert main(["demo", str(folder)]) == 1
    assert "đã có tệp" in capsys.readouterr().err
