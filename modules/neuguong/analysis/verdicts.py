"""What is wrong with an item, and how surely: every flag with its threshold. Pure.

Knows nothing of words. Nothing is flagged below `JUDGED_FROM` answers, nor unless the whole interval is on the bad
side. Whether items of a set hang together is no verdict on any of them: sets of situations need not.
"""

from dataclasses import dataclass
from enum import StrEnum

from ..scoring import takes_one_choice
from .estimates import Estimate, estimate_share
from .evidence import JUDGED_FROM
from .item_analysis import ChoiceAnalysis, ItemAnalysis

WEAK_BELOW = 0.1
"""A correlation with the rest under which an item tells nothing of who knows."""
EASY_FROM = 0.95
"""Facility from which an item tells nobody anything."""
WORKS_FROM = 0.05
"""Share of the answers, at a facility of one half, that a wrong choice has to draw; harder items need less of it:
5 % × (1 − facility)/0.5."""


class Fault(StrEnum):
    """backwards: who knows the rest gets it wrong, so look at the key. guessed: worse than blind, surely. weak: those
    who know the rest do little better. easy: nearly everybody right. idle: a wrong choice that hardly anybody takes."""

    BACKWARDS = "backwards"
    GUESSED = "guessed"
    WEAK = "weak"
    EASY = "easy"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Flag:
    """A fault, what was found and the threshold it is on the wrong side of; `choice` where it is one of a choice's."""

    fault: Fault
    found: Estimate
    threshold: float
    choice: str | None = None


def judge_item(analysis: ItemAnalysis) -> list[Flag]:
    """The flags of an item, gravest first."""
    facility, discrimination = analysis.facility, analysis.discrimination
    if analysis.n < JUDGED_FROM or facility is None:
        return []
    flags = []
    if discrimination is not None and discrimination.n >= JUDGED_FROM:
        if discrimination.high < 0:
            flags.append(Flag(Fault.BACKWARDS, discrimination, 0.0))
        elif discrimination.high < WEAK_BELOW:
            flags.append(Flag(Fault.WEAK, discrimination, WEAK_BELOW))
    if facility.high < analysis.chance:
        flags.append(Flag(Fault.GUESSED, facility, analysis.chance))
    if facility.low > EASY_FROM:
        flags.append(Flag(Fault.EASY, facility, EASY_FROM))
    else:
        flags += _idle(analysis, facility)
    return flags


def _idle(analysis: ItemAnalysis, facility: Estimate) -> list[Flag]:
    """Only where one choice is taken, so that the others compete with it."""
    if not takes_one_choice(analysis.item):
        return []
    threshold = WORKS_FROM * (1 - facility.value) / 0.5
    found = []
    for choice in analysis.choices:
        share = estimate_share(choice.count, analysis.n)
        if not _is_key(analysis, choice) and share.high < threshold:
            found.append(Flag(Fault.IDLE, share, threshold, choice.choice))
    return found


def _is_key(analysis: ItemAnalysis, choice: ChoiceAnalysis) -> bool:
    return choice.choice in analysis.item.interaction.keyed
