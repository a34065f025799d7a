"""Nêu Gương: a training kit in Vietnamese, taught through scenario quizzes in notebooks."""

__version__ = "0.1.0"
