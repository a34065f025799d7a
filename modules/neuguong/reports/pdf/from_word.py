"""A text of Word printed as PDF, in the fonts of `fonts`: paragraphs and tables as they stand. Knows no report.

What cannot be drawn is refused, never left out: pictures, text boxes, numbers that Word would set by itself.
"""

import io
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer, Table, TableStyle

from ...errors import TemplateError
from ...text import say
from .document import WRITTEN, Sheet, build_pdf
from .flow import Style
from .fonts import REGULAR, printable, use_fonts

SMALLER = 0.8
"""Be Vietnam Pro beside Times New Roman of the same size, so that as much stands on a line."""
LEADING = 1.4
_UNDRAWN = tuple(qn(f"w:{name}") for name in ("drawing", "pict", "object", "numPr"))
_ALIGN = {
    WD_ALIGN_PARAGRAPH.CENTER: TA_CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT: TA_RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY: TA_JUSTIFY,
}
_KEPT = 40 * mm
_GRID = HexColor("#999999")


def print_word(content: bytes, *, file: str) -> bytes:
    """The bytes of the .pdf of a .docx; TemplateError, naming the template `file`, for what cannot be drawn."""
    use_fonts()
    document = docx.Document(io.BytesIO(content))
    if any(next(document.element.body.iter(tag), None) is not None for tag in _UNDRAWN):
        raise TemplateError(say("template.picture", file=file))
    story = [one for part in document.iter_inner_content() for one in _draw(part, WRITTEN, apart=True)]
    section = document.sections[0]
    head = " ".join(one.text for one in section.header.paragraphs if one.text)
    foot = tuple(one.text for one in section.footer.paragraphs if one.text)
    return build_pdf(Sheet(title=document.core_properties.title, head=(head, ""), foot=foot), story)


def _draw(part: WordParagraph | WordTable, width: float, *, apart: bool = False) -> list[Flowable]:
    """`width` in points; `apart`: not in a cell, where a page may end before it."""
    if isinstance(part, WordTable):
        return [_draw_table(part, width)]
    drawn = _draw_paragraph(part, width)
    return [CondPageBreak(_KEPT), drawn] if apart and part.paragraph_format.keep_with_next else [drawn]


def _draw_paragraph(paragraph: WordParagraph, width: float) -> Flowable:
    form = paragraph.paragraph_format
    left, right = form.left_indent or 0, form.right_indent or 0
    runs = [Run(one, paragraph) for one in paragraph._p.iter(qn("w:r"))]
    text = "".join(one.text for one in runs)
    size = _size_of(paragraph, runs)
    if not text.strip():
        if paragraph._p.find(f".//{qn('w:pBdr')}") is not None:
            room = width - (left + right) / 12700
            return HRFlowable(width=room, thickness=0.6, color=black, spaceBefore=2, spaceAfter=6)
        if "\t" in text:
            return HRFlowable(
                width=width, thickness=0.6, color=black, dash=(0.6, 2), spaceBefore=1.6 * size, spaceAfter=size / 2
            )
        return Spacer(1, size * LEADING)
    style = ParagraphStyle(
        "of-word",
        Style.BODY.value,
        fontSize=size,
        leading=size * LEADING,
        alignment=_ALIGN.get(_found(form.alignment, paragraph.style.paragraph_format.alignment), TA_LEFT),
        leftIndent=left / 12700,
        rightIndent=right / 12700,
        firstLineIndent=(form.first_line_indent or 0) / 12700,
        spaceBefore=_points(form.space_before, paragraph.style.paragraph_format.space_before),
        spaceAfter=_points(form.space_after, paragraph.style.paragraph_format.space_after),
    )
    return Paragraph("".join(_mark_up(one, paragraph) for one in runs), style)


def _mark_up(run: Run, paragraph: WordParagraph) -> str:
    text = run.text.upper() if run.font.all_caps else run.text
    lines = (escape(printable(line.replace("\t", "    "))) for line in text.split("\n"))
    told = "<br/>".join(lines)
    if _found(run.bold, paragraph.style.font.bold, False):
        told = f"<b>{told}</b>"
    return f'<font size="{_size_of(paragraph, [run]):g}">{told}</font>'


def _size_of(paragraph: WordParagraph, runs: list[Run]) -> float:
    """Points on this paper of the largest letters."""
    sizes = [one.font.size for one in runs if one.font.size is not None]
    size = max(sizes, default=None) or _found(paragraph.style.font.size, _normal_size(paragraph), 13 * 12700)
    return float(size) / 12700 * SMALLER


def _normal_size(paragraph: WordParagraph) -> Any:
    return paragraph.part.document.styles["Normal"].font.size


def _draw_table(table: WordTable, width: float) -> Table:
    """Over as many pages as it takes, each with its heads; merged cells are one."""
    columns = [one.width or 1 for one in table.columns]
    widths = [width * one / sum(columns) for one in columns]
    every = table._cells
    rows = [every[at : at + len(widths)] for at in range(0, len(every), len(widths))]
    look: list[tuple[Any, ...]] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),  # else cells that others cover ask for a font that is not in the file
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),  # of rules; a paragraph fills its cell
        *((name, (0, 0), (-1, -1), 2) for name in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")),
    ]
    if _has_lines(table):
        look.append(("GRID", (0, 0), (-1, -1), 0.5, _GRID))
    cells: list[list[Any]] = [[""] * len(widths) for _ in rows]
    corners = _corners(rows)
    for (top, left), (bottom, right) in corners.values():
        look.append(("SPAN", (left, top), (right, bottom)))
        room = sum(widths[left : right + 1]) - 4
        cells[top][left] = [one for part in rows[top][left].iter_inner_content() for one in _draw(part, room)]
    heads = sum(1 for one in table._tbl.tr_lst if one.find(f".//{qn('w:tblHeader')}") is not None)
    return Table(cells, colWidths=widths, style=TableStyle(look), repeatRows=heads, splitInRow=0)


def _corners(rows: list[list[_Cell]]) -> dict[Any, tuple[tuple[int, int], tuple[int, int]]]:
    """Each cell → its first and last row and column."""
    found: dict[Any, tuple[tuple[int, int], tuple[int, int]]] = {}
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            first, _ = found.get(cell._tc, ((top, left), (top, left)))
            found[cell._tc] = first, (top, left)
    return found


def _has_lines(table: WordTable) -> bool:
    return table.style.name == "Table Grid" or table._tbl.tblPr.find(qn("w:tblBorders")) is not None


def _found(*values: Any) -> Any:
    """The first that is said."""
    return next((one for one in values if one is not None), None)


def _points(*lengths: Any) -> float:
    return float(_found(*lengths, 0)) / 12700
