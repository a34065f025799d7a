"""An A4 page of Word in the type of administrative texts, and the small parts that python-docx has no name for.

Knows nothing of what is written on it. Not imported from the package: python-docx is slow to import.
"""

from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from .table import NOT_XML

FONT, SIZE, CELL_SIZE = "Times New Roman", Pt(13), Pt(11)
MARGINS_MM = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
"""As administrative texts have them (Nghị định 30/2020/NĐ-CP, phụ lục I)."""
WRITTEN_MM = 210 - MARGINS_MM["left_margin"] - MARGINS_MM["right_margin"]
_HEADINGS = (("Title", 18), ("Heading 1", 15), ("Heading 2", 13))


def blank_document(title: str) -> Document:
    """An empty page, black on white, in Vietnamese, whose file is called `title` in its properties."""
    document = docx.Document()
    document.core_properties.title = printable(title)[:255]  # what the format holds
    document.core_properties.author = ""
    document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in MARGINS_MM.items():
        setattr(section, name, Mm(millimetres))
    for style in ("Normal", *(name for name, _ in _HEADINGS)):
        properties = document.styles[style].element.get_or_add_rPr()
        if (of_theme := properties.rFonts) is not None:
            properties.remove(of_theme)  # a theme's font would win over the one named here
        document.styles[style].font.name = FONT
        document.styles[style].font.color.rgb = RGBColor(0, 0, 0)
    normal = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = SIZE, Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")  # else Word underlines every word as a mistake of English
    normal.element.get_or_add_rPr().append(language)
    for style, size in _HEADINGS:
        document.styles[style].font.size = Pt(size)
    return document


def printable(text: str) -> str:
    """The text without what a Word file, being XML, cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def add_page_number(paragraph: Paragraph, field: str = "PAGE") -> None:
    """Put the page's number, or the number of pages (`NUMPAGES`), at the end of a centred paragraph."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), field)
    paragraph._p.append(number)


def add_labelled(document: Document, label: str, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{printable(label)} ").bold = True
    paragraph.add_run(printable(text))
    return paragraph


def add_grid(document: Document, widths_mm: Sequence[float], heads: Sequence[str]) -> Table:
    """A table with lines, whose head is repeated on every page."""
    table = document.add_table(rows=1, cols=len(widths_mm))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    fill_row(table.rows[0], heads, widths_mm, bold=True)
    mark_row(table.rows[0], "w:tblHeader")
    return table


def fill_row(row: _Row, texts: Iterable[str], widths_mm: Iterable[float], *, bold: bool = False) -> None:
    """Fill a row that stays whole on one page."""
    for cell, text, width in zip(row.cells, texts, widths_mm, strict=True):
        cell.text, cell.width = printable(text), Mm(width)
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        for run in cell.paragraphs[0].runs:
            run.font.size, run.bold = CELL_SIZE, bold or None
    mark_row(row, "w:cantSplit")


def mark_row(row: _Row, name: str) -> None:
    """Give a row a property of WordprocessingML, once."""
    properties = row._tr.get_or_add_trPr()
    if properties.find(qn(name)) is None:
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        properties.append(mark)
