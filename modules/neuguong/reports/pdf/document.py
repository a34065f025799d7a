"""A PDF of A4 pages: a title in its properties, head, foot and number on every page. Knows nothing of its content."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from ...text import say
from .fonts import REGULAR, printable, use_fonts

MARGIN, TOP, BOTTOM = 18 * mm, 24 * mm, 20 * mm
WRITTEN = A4[0] - 2 * MARGIN
"""Width of what is written, in points."""
SMALL = 8.5
GREY, LINE = HexColor("#444444"), HexColor("#999999")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is said of a document on every page of it, and in its properties; `head` is left and right, `foot` lines.
    Without a word in the head there is no line below it either."""

    title: str
    head: tuple[str, str]
    foot: tuple[str, ...]


def build_pdf(sheet: Sheet, story: Sequence[Flowable]) -> bytes:
    """The file. The same story gives the same bytes: no time and no machine's name is in it."""
    use_fonts()
    file = io.BytesIO()
    document = BaseDocTemplate(
        file, pagesize=A4, title=printable(sheet.title), author="", creator="", producer="", lang="vi-VN",
        leftMargin=MARGIN, rightMargin=MARGIN, topMargin=TOP, bottomMargin=BOTTOM, invariant=1, initialFontName=REGULAR,
    )  # fmt: skip
    frame = Frame(
        MARGIN, BOTTOM, WRITTEN, A4[1] - TOP - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    document.addPageTemplates(PageTemplate(frames=[frame]))
    document.build(list(story), canvasmaker=lambda *given, **named: _NumberedCanvas(sheet, *given, **named))
    return file.getvalue()


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps its pages until their number is known, then writes head and foot on each."""

    def __init__(self, sheet: Sheet, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._sheet = sheet
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            self._frame(number)
            super().showPage()
        super().save()

    def _frame(self, number: int) -> None:
        left, right = (printable(text) for text in self._sheet.head)
        end = A4[0] - MARGIN
        self.setFont(REGULAR, SMALL)
        self.setFillColor(GREY)
        self.setStrokeColor(LINE)
        self.setLineWidth(0.5)
        if left or right:
            room = WRITTEN - stringWidth(right, REGULAR, SMALL) - 5 * mm
            self.drawString(MARGIN, A4[1] - TOP + 6 * mm, _fit(left, room))
            self.drawRightString(end, A4[1] - TOP + 6 * mm, right)
            self.line(MARGIN, A4[1] - TOP + 4 * mm, end, A4[1] - TOP + 4 * mm)
        page = printable(say("pdf.page", number=number, pages=len(self._kept)))
        self.line(MARGIN, BOTTOM - 4 * mm, end, BOTTOM - 4 * mm)
        room = WRITTEN - stringWidth(page, REGULAR, SMALL) - 5 * mm
        for n, line in enumerate(self._sheet.foot):
            self.drawString(MARGIN, BOTTOM - (8 + 4 * n) * mm, _fit(printable(line), room))
        self.drawRightString(end, BOTTOM - 8 * mm, page)


def _fit(text: str, width: float) -> str:
    """As much of the text as there is room for."""
    if stringWidth(text, REGULAR, SMALL) <= width:
        return text
    while text and stringWidth(f"{text}…", REGULAR, SMALL) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
