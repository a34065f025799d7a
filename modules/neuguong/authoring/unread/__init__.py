"""How much an item tells without its case: by guessers, and by readers of sheets. Knows nothing of learners."""

from .answers import read_answers, score_answers
from .report import build_unread_report, render_unread_report
from .score_report import render_scores
from .sheet import SheetError, Sheets, deal, write_sheets

__all__ = [
    "SheetError",
    "Sheets",
    "build_unread_report",
    "deal",
    "read_answers",
    "render_scores",
    "render_unread_report",
    "score_answers",
    "write_sheets",
]
