"""What is asked: pure, frozen types of the standard library only. Knows nothing of files, scores or screens."""

from .interaction import (
    SCALE_POINTS,
    BestWorst,
    Hottext,
    Interaction,
    InteractionKind,
    Matching,
    MultipleResponse,
    Ranking,
    Rating,
    SingleChoice,
    Target,
)
from .item import Choice, Item, Scenario, Status
from .pack import Lesson, LessonPart, Norm, Pack, Requirement, Review, Topic, estimate_minutes
from .presentation import Presentation, present_item
from .response import BestWorstResponse, Response, response_to_json

__all__ = [
    "SCALE_POINTS",
    "BestWorst",
    "BestWorstResponse",
    "Choice",
    "Hottext",
    "Interaction",
    "InteractionKind",
    "Item",
    "Lesson",
    "LessonPart",
    "Matching",
    "MultipleResponse",
    "Norm",
    "Pack",
    "Presentation",
    "Ranking",
    "Rating",
    "Requirement",
    "Response",
    "Review",
    "Scenario",
    "SingleChoice",
    "Status",
    "Target",
    "Topic",
    "estimate_minutes",
    "present_item",
    "response_to_json",
]
