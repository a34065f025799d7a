"""Waivers, and the linter inside the check of a pack."""

from pathlib import Path

import yaml
from lint_drafts import FEEDBACK, OPTIONS, STIMULUS
from neuguong.authoring import build_check_report, check_pack
from neuguong.authoring.lint import Known, LintReport, lint_scenario
from neuguong.authoring.report import check_pack_with_waivers
from neuguong.bank.schema import ScenarioFile
from neuguong.bank.yaml_files import read_yaml

REASON = "Tên gọi này là lời trong câu chuyện, để nguyên."
KNOWN = Known(frozenset({"A2"}), ())
FLAWED = ("Nhận giấy, có thể hẹn bằng tay", *OPTIONS[1:])


def scenario(
    *, options: tuple[str, ...] = OPTIONS, item_waivers: object = (), waivers: object = (), **changes: object
) -> dict[str, object]:
    item = {
        "id": "quay-mot-cua-1",
        "version": 1,
        "interaction": "single_choice",
        "requirements": ["A2"],
        "skill": "khong-day-viec",
        "prompt": "Chị Mai nên làm gì trước?",
        "choices": [{"id": chr(97 + n), "text": text, "feedback": FEEDBACK} for n, text in enumerate(options)],
        "correct_response": "a",
        "rationale": "Việc trong thẩm quyền thì tự giải quyết, máy hỏng không phải lý do để dân đi thêm.",
        "waivers": list(item_waivers),
    }
    return {
        "id": "quay-mot-cua",
        "version": 1,
        "topic": "mot",
        "status": "live",
        "title": "Quầy một cửa",
        "setting": "commune",
        "review": [],
        "stimulus": f"{STIMULUS} Phó chủ tịch đi họp đến chiều mới về. Hồ sơ thuộc việc chị được giao.",
        "items": [item],
        "waivers": list(waivers),
        **changes,
    }


def waiver(rule: str) -> dict[str, str]:
    return {"rule": rule, "reason": REASON}


def lint(folder: Path, value: dict[str, object]) -> LintReport:
    (folder / "tinh-huong.yaml").write_text(
        yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    file, problems = read_yaml(folder, "tinh-huong.yaml")
    assert file is not None
    assert problems == []
    return lint_scenario(file, ScenarioFile.model_validate(file.value), KNOWN, sensitive=False)


def test_a_clean_scenario_has_no_problem(tmp_path: Path) -> None:
    assert lint(tmp_path, scenario()) == LintReport()


def test_a_finding_names_file_line_item_and_what_to_do(tmp_path: Path) -> None:
    (problem,) = lint(tmp_path, scenario(options=FLAWED)).problems
    lines = (tmp_path / "tinh-huong.yaml").read_text(encoding="utf-8").splitlines()
    assert (problem.file, problem.rule, problem.item) == ("tinh-huong.yaml", "hedged-key", "quay-mot-cua-1")
    assert "có thể hẹn bằng tay" in lines[problem.line - 1]
    assert problem.found
    assert problem.allowed
    assert problem.mend


def test_a_waiver_in_the_item_silences_its_rule_and_is_counted(tmp_path: Path) -> None:
    report = lint(tmp_path, scenario(options=FLAWED, item_waivers=[waiver("hedged-key")]))
    assert report.problems == []
    assert [(one.problem.rule, one.reason) for one in report.waived] == [("hedged-key", REASON)]


def test_a_waiver_in_the_scenario_silences_its_rule_in_every_item(tmp_path: Path) -> None:
    report = lint(tmp_path, scenario(options=FLAWED, waivers=[waiver("hedged-key")]))
    assert report.problems == []
    assert len(report.waived) == 1


def test_a_waiver_of_another_rule_silences_nothing_and_is_found_itself(tmp_path: Path) -> None:
    report = lint(tmp_path, scenario(options=FLAWED, item_waivers=[waiver("longest-key")]))
    assert {problem.rule for problem in report.problems} == {"hedged-key", "unused-waiver"}


def test_a_waiver_that_is_no_longer_needed_is_found_in_item_and_scenario(tmp_path: Path) -> None:
    report = lint(tmp_path, scenario(item_waivers=[waiver("hedged-key")], waivers=[waiver("clang")]))
    assert [(problem.rule, problem.item) for problem in report.problems] == [
        ("unused-waiver", ""),
        ("unused-waiver", "quay-mot-cua-1"),
    ]


def test_a_waiver_of_a_rule_that_does_not_exist_says_so(tmp_path: Path) -> None:
    (problem,) = lint(tmp_path, scenario(waivers=[waiver("hedge-key")])).problems
    assert "không có quy tắc nào tên như vậy" in problem.found


def test_a_stimulus_of_thirty_nine_syllables_is_too_short(tmp_path: Path) -> None:
    for count, rules in (
        (39, ["too-short"]),
        (40, []),
        (100, []),
        (101, ["long-case"]),
        (120, ["long-case"]),
        (121, ["too-long"]),
    ):
        report = lint(tmp_path, scenario(stimulus=" ".join(["máy"] * count)))
        assert [problem.rule for problem in report.problems] == rules


def test_a_long_case_may_stay_where_the_file_says_why(tmp_path: Path) -> None:
    why = {"rule": "long-case", "reason": "hai việc nối nhau, bỏ một là mất chỗ cân nhắc"}
    report = lint(tmp_path, scenario(stimulus=" ".join(["máy"] * 110), waivers=[why]))
    assert report.problems == []
    assert [one.reason for one in report.waived] == [why["reason"]]


def test_an_option_of_twenty_nine_syllables_is_too_long(tmp_path: Path) -> None:
    for count, expected in ((28, False), (29, True)):
        options = ("Nhận " + " ".join(["giấy"] * (count - 1)), *OPTIONS[1:])
        assert (
            "too-long" in {problem.rule for problem in lint(tmp_path, scenario(options=options)).problems}
        ) is expected


def test_a_rationale_of_a_few_words_is_missing(tmp_path: Path) -> None:
    value = scenario()
    value["items"][0]["rationale"] = "Vì đúng."  # type: ignore[index]
    assert [problem.rule for problem in lint(tmp_path, value).problems] == ["missing-rationale"]


def test_the_check_of_a_pack_tells_lint_findings_and_counts_waivers(tmp_path: Path) -> None:
    write_pack(tmp_path, scenario(options=FLAWED, item_waivers=[waiver("hedged-key")], title="Quầy hoà giải"))
    pack, problems = check_pack(tmp_path)
    assert pack is not None
    assert [problem.rule for problem in problems] == ["tone-mark-style"]
    checked = check_pack_with_waivers(tmp_path)
    report = build_check_report(checked.pack, checked.problems, waived=checked.waived)
    assert report["waivers"] == 1


def test_retired_scenarios_are_not_linted(tmp_path: Path) -> None:
    write_pack(tmp_path, scenario(options=FLAWED, status="retired"))
    assert check_pack(tmp_path)[1] == []


def write_pack(folder: Path, value: dict[str, object]) -> None:
    norm = {
        "id": "van-ban",
        "number": None,
        "kind": "khac",
        "title": "Văn bản",
        "issuer": "Nơi ban hành",
        "date": None,
        "term": None,
        "status": "unknown",
        "replaced_by": None,
        "amended_by": None,
        "evidence": "seen",
        "cite_as": "Văn bản",
        "note": "",
    }
    requirement = {
        "id": "A2",
        "kind": "requirement",
        "addressee": "heads",
        "topic": "mot",
        "title": "Không đẩy việc",
        "summary": "Tự giải quyết.",
        "quotes": [],
        "source": "van-ban",
        "paragraph": None,
        "group": None,
        "evidence": "seen",
        "note": None,
    }
    pack = {
        "id": "thu",
        "title": "Thử",
        "subtitle": "Thử",
        "language": "vi",
        "source": "van-ban",
        "about": "Thử.",
        "topics": [{"id": "mot", "title": "Một", "sensitive": False}],
    }
    for name, content in {
        "pack.yaml": pack,
        "sources/van-ban.yaml": norm,
        "requirements/a.yaml": {"requirements": [requirement]},
        "bank/mot/quay-mot-cua.yaml": value,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
