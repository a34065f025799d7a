"""The item-writing linter: pure rules over items, each finding with what was found, what is allowed, how to mend it.

Knows nothing of learners, answers or screens. Rules and their evidence: one file per family.
"""

from .found_before import FoundBefore
from .lint_item import Finding, Known, LintItem, draft_item
from .run import RULE_IDS, LintReport, lint_item, lint_pack, lint_scenario
from .waivers import Waived

__all__ = [
    "RULE_IDS",
    "Finding",
    "FoundBefore",
    "Known",
    "LintItem",
    "LintReport",
    "Waived",
    "draft_item",
    "lint_item",
    "lint_pack",
    "lint_scenario",
]
