"""A learner's path through a lesson. Knows nothing of widgets, notebooks or servers."""

from .course import Course
from .identity import hash_token
from .session import LearnerSession

__all__ = ["Course", "LearnerSession", "hash_token"]
