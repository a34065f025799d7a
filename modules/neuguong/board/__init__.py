"""The trainer's board: what may be seen of a hall or a unit, and nothing of anybody. Knows nothing of widgets."""

from .trainer_board import TrainerBoard

__all__ = ["TrainerBoard"]
