"""What the owner of the machine may see of a pack: the check's report and the whole bank with its keys."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from ..bank.loader import assemble_pack, read_pack_files
from ..bank.problems import Problem
from ..items import Choice, Item, Pack, Scenario, response_to_json
from ..scoring import correct_response
from .coverage import build_coverage
from .goals import goal_problems
from .lint import FoundBefore, Waived, lint_pack


class Checked(NamedTuple):
    """What a full check found. `pack` is None where it cannot be put together; `waived` need not be mended."""

    pack: Pack | None
    problems: list[Problem]
    waived: list[Waived]


def check_pack(folder: Path) -> tuple[Pack | None, list[Problem]]:
    """Check everything of a pack: shapes, references, style. The pack is None where it cannot be put together."""
    checked = check_pack_with_waivers(folder)
    return checked.pack, checked.problems


def check_pack_with_waivers(folder: Path, found_before: Path | None = None) -> Checked:
    """The same check, with the findings that the files' waivers silence, for the report to count.

    `found_before`: the file that keeps what was found, so that the next check looks at changed files only.
    """
    before = FoundBefore(found_before)
    raw = read_pack_files(folder)
    pack, problems = assemble_pack(raw)
    lint = lint_pack(raw, before)
    before.save()
    if pack and raw.pack:
        problems = [*problems, *goal_problems(raw.pack, build_coverage(pack))]
    return Checked(pack, sorted([*problems, *lint.problems]), lint.waived)


def build_check_report(
    pack: Pack | None, problems: list[Problem], *, waived: Sequence[Waived] = ()
) -> dict[str, object]:
    """{"scenarios", "items", "live_items", "requirements": {id: live items that name it}, "problems", …}

    "waivers" counts the findings that waivers silence; "waived" names each with its reason.
    """
    scenarios = list(pack.scenarios.values()) if pack else []
    live = [item for _, item in pack.live_items()] if pack else []
    requirements = pack.requirements if pack else {}
    return {
        "scenarios": len(scenarios),
        "items": sum(len(scenario.items) for scenario in scenarios),
        "live_items": len(live),
        "requirements": {
            identifier: sum(identifier in item.requirements for item in live) for identifier in requirements
        },
        "problems": [problem.as_json() for problem in problems],
        "waivers": len(waived),
        "waived": [{**one.problem.as_json(), "reason": one.reason} for one in waived],
    }


def export_bank(pack: Pack) -> list[dict[str, object]]:
    """Every item with its key, for those who own the machine. Never for a browser."""
    return [_export_item(scenario, item) for scenario in pack.scenarios.values() for item in scenario.items]


def _export_item(scenario: Scenario, item: Item) -> dict[str, object]:
    exported: dict[str, object] = {
        "scenario": scenario.identifier,
        "item": item.identifier,
        "topic": scenario.topic,
        "status": scenario.status.value,
        "requirements": list(item.requirements),
        "interaction": item.interaction.kind,
        "stimulus": scenario.stimulus,
        "difficulty": item.difficulty,
        "contrast": asdict(item.contrast) if item.contrast else None,
        "prompt": item.prompt,
        "choices": [_export_choice(one) for one in item.choices],
        "key": response_to_json(correct_response(item)),
    }
    if targets := item.interaction.targets:
        exported["targets"] = [{"id": one.identifier, "text": one.text} for one in targets]
    return exported


def _export_choice(choice: Choice) -> dict[str, object]:
    exported: dict[str, object] = {"id": choice.identifier, "text": choice.text, "feedback": choice.feedback}
    if choice.step is not None:
        exported |= {"then": choice.step.told, "leads_to": choice.step.leads_to}
    return exported
