"""What is printed before a hall whose network may die: a page of cards A to F for each person, and a sheet to count on.

Knows nothing of a session: both are printed once, for any.
"""

import io

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from ...interchange.word_document import MARGINS_MM, WRITTEN_MM, add_grid, blank_document, fill_row
from ...text import say
from ..naming import ReportFile

LETTERS = "ABCDEF"
CARDS_ACROSS, CARD_MM, LETTER_SIZE = 2, (95, 88), Pt(200)
CARDS_MARGIN_MM = 10
TALLY_MM = (16, 16, *(18,) * len(LETTERS), WRITTEN_MM - 2 * 16 - 18 * len(LETTERS))
TALLY_ROWS, TALLY_ROW_MM = 18, 9


def export_voting_cards() -> ReportFile:
    """A .docx of two A4 pages: the first is copied for everybody and cut, the second is for the trainer."""
    document = blank_document(say("voting_cards.title"))
    _add_cards(document)
    _add_tally(document)
    file = io.BytesIO()
    document.save(file)
    return ReportFile(f"{say('voting_cards.file')}.docx", file.getvalue())


def _add_cards(document: Document) -> None:
    for name in MARGINS_MM:
        setattr(document.sections[0], name, Mm(CARDS_MARGIN_MM))
    hint = document.add_paragraph()
    hint.alignment = WD_ALIGN_PARAGRAPH.CENTER
    hint.add_run(say("voting_cards.cut")).font.size = Pt(10)
    width, height = CARD_MM
    table = document.add_table(rows=len(LETTERS) // CARDS_ACROSS, cols=CARDS_ACROSS)
    table.style, table.autofit = "Table Grid", False
    cells = [cell for row in table.rows for cell in row.cells]
    for row in table.rows:
        row.height = Mm(height)
    for cell, letter in zip(cells, LETTERS, strict=True):
        cell.width, cell.vertical_alignment = Mm(width), WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.alignment, paragraph.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
        run = paragraph.add_run(letter)
        run.bold, run.font.size = True, LETTER_SIZE


def _add_tally(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    for name, millimetres in MARGINS_MM.items():
        setattr(section, name, Mm(millimetres))
    document.add_heading(say("voting_cards.tally_title"), 1)
    document.add_paragraph(say("voting_cards.session"))
    for name in ("read", "raise", "sensitive", "enter"):
        document.add_paragraph(say(f"voting_cards.how_{name}"), style="List Number")
    heads = (
        say("voting_cards.column_item"),
        say("voting_cards.column_round"),
        *LETTERS,
        say("voting_cards.column_sum"),
    )
    table = add_grid(document, TALLY_MM, heads)
    for _ in range(TALLY_ROWS):
        row = table.add_row()
        row.height = Mm(TALLY_ROW_MM)
        fill_row(row, ("",) * len(TALLY_MM), TALLY_MM)
