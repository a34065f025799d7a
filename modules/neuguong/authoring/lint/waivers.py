"""Waivers: an author's statement, with a reason, that a finding is right as it is. Knows nothing of single rules."""

from dataclasses import dataclass

from ...bank.problems import Problem
from ...bank.strict import WaiverEntry
from .lint_item import Finding, LineOf


@dataclass(frozen=True, slots=True, order=True)
class Waived:
    """A problem that is not reported because the file says why it may stay."""

    problem: Problem
    reason: str


@dataclass
class WaiverList:
    """The waivers of one scenario or item. `used` remembers which of them silenced something."""

    entries: list[WaiverEntry]
    line_of: LineOf
    file: str
    item: str = ""

    def __post_init__(self) -> None:
        self.used: set[int] = set()

    def reason_for(self, rule: str) -> str | None:
        """The reason why findings of this rule may stay, or None; marks the waiver as used."""
        reason = None
        for number, entry in enumerate(self.entries):
            if entry.rule == rule:
                self.used.add(number)
                reason = reason or entry.reason
        return reason

    def unused(self, known_rules: frozenset[str]) -> list[Problem]:
        """A finding for each waiver that silenced nothing: the text was mended, or the rule's id is mistyped."""
        problems = []
        for number, entry in enumerate(self.entries):
            if number not in self.used:
                why = (
                    "không có quy tắc nào tên như vậy"
                    if entry.rule not in known_rules
                    else "quy tắc này không còn báo gì ở đây"
                )
                problems.append(
                    Problem(
                        self.file,
                        self.line_of(("waivers", number)),
                        "unused-waiver",
                        f"miễn trừ “{entry.rule}” không dùng đến: {why}",
                        "chỉ giữ miễn trừ đang cần",
                        "xóa miễn trừ này, hoặc sửa tên quy tắc",
                        self.item,
                    )
                )
        return problems


def to_problem(finding: Finding, *, file: str, line_of: LineOf, item: str = "") -> Problem:
    return Problem(file, line_of(finding.location), finding.rule, finding.found, finding.allowed, finding.mend, item)
