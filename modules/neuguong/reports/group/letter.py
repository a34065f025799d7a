"""A report on a period as an administrative text (.docx). Names, numbers and conclusions are dots for a person."""

import io

from docx.document import Document
from docx.shared import Pt

from ...interchange.word_document import add_grid, add_labelled, fill_row, printable
from ..administrative import add_head, add_kind, add_lines_to_write, add_receivers, add_signers, blank_administrative
from .report import GroupReport
from .words import (
    Participation,
    count_of,
    notes_of,
    participations,
    requirement_gap_of,
    spell_percent,
    title_of,
    unit_texts,
    word,
)

UNITS_MM = (12, 73, 20, 20, 20, 20)
REQUIREMENTS_MM = (16, 94, 25, 30)
LINES_TO_WRITE = 3
ROMAN = ("I", "II", "III", "IV", "V")


def build_letter(report: GroupReport) -> bytes:
    """The bytes of the .docx, A4."""
    document = blank_administrative(title_of(report), mark=None)
    add_head(
        document, superior=word("superior"), organiser=word("superior").upper(), number=word("number"),
        country=word("country"), motto=word("motto"), day=word("sign_day"),
    )  # fmt: skip
    add_kind(document, word("kind"), word("about", title=report.title, period=report.period))
    document.add_paragraph(printable(word("of_source", source=report.source)))
    numbered = _Parts(document)
    for part in participations(report):
        numbered.begin(part.kind)
        _add_participation(document, part)
    numbered.begin("requirements")
    _add_requirements(document, report)
    numbered.begin("next")
    for sentence in report.advice or (word("no_advice"),):
        document.add_paragraph(printable(sentence))
    numbered.begin("conclusion")
    add_lines_to_write(document, LINES_TO_WRITE)
    add_signers(document, (word("sign_left"), word("sign_how")), (word("sign_right"), word("sign_stamp")))
    add_receivers(document, word("receivers"), [word("receiver_blank"), word("receiver_file")])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class _Parts:
    """Numbers the parts of a text: I., II. …"""

    def __init__(self, document: Document) -> None:
        self._document, self._numbers = document, iter(ROMAN)

    def begin(self, name: str) -> None:
        paragraph = add_labelled(self._document, f"{next(self._numbers)}. {word(f'part_{name}')}", "")
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = True


def _add_participation(document: Document, part: Participation) -> None:
    if not part.lines:
        document.add_paragraph(word("no_units"))
        return
    table = add_grid(document, UNITS_MM, [word("column_number"), *part.heads])
    for number, line in enumerate(part.lines, start=1):
        fill_row(table.add_row(), (str(number), line.name, *unit_texts(line, line.share)), UNITS_MM)
    total = ("", word("total"), *unit_texts(part.total, part.share))
    fill_row(table.add_row(), total, UNITS_MM, bold=True)
    _add_notes(document, part.note)


def _add_requirements(document: Document, report: GroupReport) -> None:
    if not report.requirements:
        document.add_paragraph(word("no_requirements"))
        return
    names = ("label", "requirement", "n", "mastery")
    table = add_grid(document, REQUIREMENTS_MM, [word(f"column_{name}") for name in names])
    for line in report.requirements:
        share = requirement_gap_of(line) or spell_percent(line.share or 0.0)
        fill_row(table.add_row(), (line.label, line.title, str(count_of(line.n)), share), REQUIREMENTS_MM)
    _add_notes(document, *notes_of())


def _add_notes(document: Document, *notes: str) -> None:
    for note in notes:
        run = document.add_paragraph().add_run(printable(note))
        run.italic, run.font.size = True, Pt(11)
