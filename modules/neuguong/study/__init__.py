"""A learner's path through a lesson. Knows nothing of widgets, notebooks or servers."""

from .identity import hash_token
from .session import LearnerSession

__all__ = ["LearnerSession", "hash_token"]
