"""The frame of an administrative text in Word (Nghị định 30/2020/NĐ-CP, phụ lục I): head, title, receivers, signers.

Knows nothing of what the text says. What only a person may write, a number, a place and day, a name, is left as dots.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ..interchange.word_document import WRITTEN_MM, add_page_number, blank_document, printable

HEAD_MM = (65, WRITTEN_MM - 65)
HALVES_MM = (WRITTEN_MM / 2, WRITTEN_MM / 2)


def blank_administrative(title: str, *, mark: str | None) -> Document:
    """An empty text, numbered at the top of every page but the first; a mark (a rehearsal) stands on top of all."""
    document = blank_document(title)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    add_page_number(head)
    if mark:
        for paragraph in (section.header.add_paragraph(), section.first_page_header.paragraphs[0]):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(printable(mark)).bold = True
    return document


def add_head(
    document: Document, *, superior: str, organiser: str, number: str, country: str, motto: str, day: str
) -> None:
    """On the left whose text it is and its number; on the right the country, its motto, place and day."""
    left, right = _add_pair(document, HEAD_MM)
    _say(left, superior, size=12)
    _say(left, organiser, size=12, bold=True)
    _add_rule(left, indent_mm=20)
    _say(left, number)
    _say(right, country, size=12, bold=True)
    _say(right, motto, bold=True)
    _add_rule(right, indent_mm=27)
    _say(right, day, italic=True)


def add_kind(document: Document, kind: str, about: str) -> None:
    """What kind of text it is, and of what."""
    for text, size in ((kind, 14), (about, 14)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(10 if text is kind else 0)
        _run(paragraph, text, size=size, bold=True)
    _add_rule(document, indent_mm=60)


def add_lines_to_write(document: Document, count: int) -> None:
    """Dotted lines, from margin to margin, for a hand."""
    for _ in range(count):
        paragraph = document.add_paragraph("\t")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(WRITTEN_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def add_signers(document: Document, left: tuple[str, str], right: tuple[str, str]) -> None:
    """Two people: capacity, and how to sign; room for the hand."""
    for cell, (capacity, how) in zip(_add_pair(document, HALVES_MM), (left, right), strict=True):
        _say(cell, capacity, bold=True)
        _say(cell, how, italic=True)
        for _ in range(3):
            _say(cell, "")


def add_receivers(document: Document, title: str, lines: Sequence[str]) -> None:
    heading = document.add_paragraph()
    run = _run(heading, title, size=12, bold=True)
    run.italic = True
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, line, size=11)


def _add_pair(document: Document, widths_mm: Sequence[float]) -> tuple[_Cell, _Cell]:
    """Two cells without lines that stay on one page."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    row = table.rows[0]
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for column, cell, width in zip(table.columns, row.cells, widths_mm, strict=True):
        column.width = cell.width = Mm(width)
        cell._tc.remove(cell.paragraphs[0]._p)
    return row.cells[0], row.cells[1]


def _say(cell: _Cell, text: str, *, size: int = 13, bold: bool = False, italic: bool = False) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, size=size, bold=bold).italic = italic


def _run(paragraph: Paragraph, text: str, *, size: int, bold: bool = False) -> Any:
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold = Pt(size), bold
    return run


def _add_rule(place: Document | _Cell, *, indent_mm: float) -> None:
    """A thin line in the middle, short of both sides by the indent."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent_mm)
    form.space_after, form.line_spacing = Pt(4), Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
