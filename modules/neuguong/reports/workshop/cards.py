"""What is printed before a hall whose network may die: a page of cards A to F for each person, and a sheet to count on.

Knows nothing of a session: both are printed once, for any.
"""

import io

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from ...interchange.word_document import (
    WRITTEN_MM,
    add_grid,
    add_labelled,
    blank_document,
    fill_row,
    mark_row,
    widen_page,
)
from ...text import say
from .files import ReportFile

LETTERS = "ABCDEF"
CARD_MM, LETTER_SIZE = (95, 86), Pt(190)
TALLY_MM = (17, 17, *(18,) * len(LETTERS), 23)
TALLY_ROWS = 18


def export_voting_cards() -> ReportFile:
    """A .docx of two A4 pages: the first is copied for everybody and cut, the second is for the trainer."""
    document = blank_document(say("voting_cards.title"))
    _add_cards(document)
    _add_tally(document)
    file = io.BytesIO()
    document.save(file)
    return ReportFile(f"{say('voting_cards.file')}.docx", file.getvalue())
