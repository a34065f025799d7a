"""Running the rules over a draft, over a scenario, over the files of a pack. Knows no rule in particular."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...bank import schema
from ...bank.problems import Problem
from ...bank.raw_pack import RawPack
from ...bank.yaml_files import YamlFile
from . import (
    alike,
    branching,
    case,
    concrete,
    echo,
    explanation,
    length,
    negation,
    recall,
    shapes,
    stem,
    structure,
    typography,
    wording,
)
from .found_before import FoundBefore, key_of
from .lesson_parts import part_problems
from .lint_item import Finding, Known, LintItem, Rule, item_from_bank, lines_of
from .syllables import each
from .waivers import Waived, WaiverList, to_problem
from .whole_bank import bank_problems

FAMILIES = (
    length,
    stem,
    negation,
    recall,
    wording,
    structure,
    alike,
    shapes,
    echo,
    explanation,
    typography,
    case,
    concrete,
)
ITEM_RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.RULES)

RULE_IDS = frozenset(
    each(
        """
        longest-key all-or-none absolute-distractor hedged-key negative-stem double-negative clang
        duplicate-options not-parallel lead-in-long lead-in-missing blank-inside vague-quantity
        missing-explanation missing-citation quote-not-literal option-count key-count not-nfc tone-mark-style
        legacy-font look-alike odd-one-out title-in-stem numeric-recall too-long too-short feedback-length
        missing-rationale conclude complaint-note key-position longest-key-bank shortest-key-bank part-length
        long-case many-people workshop-words no-act odd-tone odd-grain shared-option never-keyed same-pattern
        coverage-goal unreachable path-length one-road step-length unused-waiver
        """
    )
)
"""Every rule's id. Permanent: waivers name them."""


@dataclass
class LintReport:
    """What was found, what was found but may stay, and the items that were looked at."""

    problems: list[Problem] = field(default_factory=list)
    waived: list[Waived] = field(default_factory=list)
    items: list[LintItem] = field(default_factory=list, compare=False)


def lint_item(item: LintItem, known: Known) -> Iterator[Finding]:
    """Every finding of every rule on one item."""
    for rule in ITEM_RULES:
        yield from rule(item, known)


def lint_scenario(file: YamlFile, content: schema.ScenarioFile, known: Known, *, sensitive: bool) -> LintReport:
    """Every finding on a scenario and its items, less what its waivers silence; an idle waiver is one too."""
    report = LintReport()
    line_of = lines_of(file)
    whole = WaiverList(content.waivers, line_of, file.name)
    for finding in _scenario_findings(content):
        _file_finding(report, to_problem(finding, file=file.name, line_of=line_of), whole)
    lists = [whole]
    report.items = _items(content, sensitive=sensitive)
    for n, (entry, item) in enumerate(zip(content.items, report.items, strict=True)):
        item_line = lines_of(file, ("items", n))
        own = WaiverList(entry.waivers, item_line, file.name, entry.id)
        lists.append(own)
        for finding in lint_item(item, known):
            _file_finding(report, to_problem(finding, file=file.name, line_of=item_line, item=entry.id), own, whole)
    report.problems += [problem for one in lists for problem in one.unused(RULE_IDS)]
    return report


def _items(content: schema.ScenarioFile, *, sensitive: bool) -> list[LintItem]:
    return [
        item_from_bank(entry, content, sensitive=sensitive, in_pair=_in_pair(content, n))
        for n, entry in enumerate(content.items)
    ]


def _in_pair(content: schema.ScenarioFile, n: int) -> bool:
    """Whether an item asks the one before it again, or is asked again by the next."""
    return any(one.contrast is not None for one in (content.items[n], *content.items[n + 1 : n + 2]))


def _scenario_findings(content: schema.ScenarioFile) -> Iterator[Finding]:
    yield from case.case_findings(content.stimulus)
    for name, text in (("title", content.title), ("stimulus", content.stimulus)):
        yield from case.workshop_findings(text, (name,))
        yield from typography.text_findings(text, (name,))
    yield from branching.branch_findings(content)


def _file_finding(report: LintReport, problem: Problem, *waivers: WaiverList) -> None:
    reasons = [reason for one in waivers if (reason := one.reason_for(problem.rule))]
    if reasons:
        report.waived.append(Waived(problem, reasons[0]))
    else:
        report.problems.append(problem)


def lint_pack(raw: RawPack, before: FoundBefore | None = None) -> LintReport:
    """Every finding on the files of a pack that have the right shape; retired scenarios are left in peace.

    A scenario whose findings `before` knows is not looked at again; only the rules on the whole bank are.
    """
    report = LintReport()
    before = before or FoundBefore()
    known = known_of(raw)
    sensitive = {topic.id for topic in raw.pack.content.topics if topic.sensitive} if raw.pack else set()
    entries = [entry for entry in raw.scenarios if entry.content.status != "retired"]
    by_topic: dict[str, list[LintItem]] = {}
    for entry in entries:
        one = _found(entry.file, entry.content, known, before, sensitive=entry.content.topic in sensitive)
        report.problems += one.problems
        report.waived += one.waived
        if entry.content.status == "live":
            by_topic.setdefault(entry.content.topic, []).extend(one.items)
    report.problems += bank_problems(by_topic)
    if not raw.lacks_any("bank"):
        report.problems += part_problems(raw.lessons, raw.scenarios)
    report.problems.sort()
    report.waived.sort()
    return report


def _found(
    file: YamlFile, content: schema.ScenarioFile, known: Known, before: FoundBefore, *, sensitive: bool
) -> LintReport:
    key = key_of(file, known, sensitive=sensitive)
    if found := before.get(key):
        return LintReport(*found, _items(content, sensitive=sensitive))
    report = lint_scenario(file, content, known, sensitive=sensitive)
    before.put(key, (report.problems, report.waived))
    return report


def known_of(raw: RawPack) -> Known:
    """What a pack's explanations may cite and quote."""
    entries = [one for entry in raw.requirements for one in entry.content.requirements]
    return Known(frozenset(one.id for one in entries), tuple(quote for one in entries for quote in one.quotes))
