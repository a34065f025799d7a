"""What is asked: pure, frozen types of the standard library only. Knows nothing of files, scores or screens."""

from .branching import Move, count_decisions, find_paths, follow, keyed_path
from .interaction import Interaction, Target
from .item import Choice, Contrast, Difficulty, Item, Scenario, Status, Step
from .pack import (
    Example,
    Lesson,
    LessonPart,
    Norm,
    Pack,
    Plan,
    PlanColumn,
    Requirement,
    Review,
    Topic,
    estimate_minutes,
)
from .presentation import Presentation, present_as, present_item, spell_passage
from .response import response_to_json

__all__ = [
    "Choice",
    "Contrast",
    "Difficulty",
    "Example",
    "Interaction",
    "Item",
    "Lesson",
    "LessonPart",
    "Move",
    "Norm",
    "Pack",
    "Plan",
    "PlanColumn",
    "Presentation",
    "Requirement",
    "Review",
    "Scenario",
    "Status",
    "Step",
    "Target",
    "Topic",
    "count_decisions",
    "estimate_minutes",
    "find_paths",
    "follow",
    "keyed_path",
    "present_as",
    "present_item",
    "response_to_json",
    "spell_passage",
]
