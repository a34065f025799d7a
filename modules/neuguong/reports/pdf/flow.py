"""What stands on a printed page: paragraphs in a few styles, options with their letters, boxes to tick.

Knows nothing of what they say. Texts are plain: what looks like a mark in them is printed as it is.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from .fonts import BOLD, REGULAR, printable, use_fonts

BOX, BOX_GAP = 5.2 * mm, 2.2 * mm
LINE = HexColor("#999999")
_BASE = ParagraphStyle(
    "body",
    fontName=REGULAR,
    bulletFontName=REGULAR,
    fontSize=10.5,
    leading=15,
    spaceAfter=4,
    allowWidows=0,
    allowOrphans=0,
)


class Style(Enum):
    """How a paragraph looks."""

    TITLE = ParagraphStyle("title", _BASE, fontName=BOLD, fontSize=17, leading=23, spaceAfter=3)
    HEADING = ParagraphStyle(
        "heading", _BASE, fontName=BOLD, fontSize=12.5, leading=17, spaceBefore=9, spaceAfter=4, keepWithNext=1
    )
    BODY = _BASE
    PROMPT = ParagraphStyle("prompt", _BASE, fontName=BOLD, spaceBefore=6, spaceAfter=2, keepWithNext=1)
    OPTION = ParagraphStyle("option", _BASE, leftIndent=7 * mm, bulletIndent=1 * mm, spaceAfter=2)
    SMALL = ParagraphStyle("small", _BASE, fontSize=9, leading=12.5, spaceAfter=2)
    BOXED = ParagraphStyle(
        "boxed", _BASE, borderColor=LINE, borderWidth=0.5, borderPadding=(5, 7, 6, 7), spaceBefore=9,
        spaceAfter=11, leftIndent=7, rightIndent=7,
    )  # fmt: skip
    CENTRED = ParagraphStyle("centred", _BASE, alignment=TA_CENTER)
    CENTRED_LARGE = ParagraphStyle("centred-large", _BASE, fontSize=14, leading=20, alignment=TA_CENTER)
    CENTRED_TITLE = ParagraphStyle("centred-title", _BASE, fontName=BOLD, fontSize=22, leading=30, alignment=TA_CENTER)


class Rich(str):
    """A text with marks of ours, harmless to put between others."""

    __slots__ = ()


def plain(text: str) -> Rich:
    return Rich(escape(printable(text)))


def strong(text: str) -> Rich:
    return Rich(f"<b>{plain(text)}</b>")


def join(*parts: Rich | str) -> Rich:
    """Put together, a blank between two; what is not ours is plain."""
    return Rich(" ".join(part if isinstance(part, Rich) else plain(part) for part in parts if part))


def write(text: Rich | str, style: Style = Style.BODY, *, mark: str | None = None) -> Paragraph:
    """A paragraph; `mark` stands before it, as "A." before an option."""
    use_fonts()
    shown = text if isinstance(text, Rich) else plain(text)
    return Paragraph(shown, style.value, bulletText=printable(mark) if mark else None)


def keep(parts: Iterable[Flowable]) -> KeepTogether:
    """What is not to be parted by the end of a page."""
    return KeepTogether(list(parts))


def gap(millimetres: float) -> Spacer:
    return Spacer(1, millimetres * mm)


def rows(cells: Sequence[Sequence[object]], widths: Sequence[float]) -> Table:
    """A table of flowables, `widths` in points, a line below each row; a row stays on one page."""
    look = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    return Table(list(cells), colWidths=list(widths), style=TableStyle(look), splitInRow=0)


class Boxes(Flowable):  # type: ignore[misc]
    """A line of boxes after a label, each with what it stands for: inside it, or before it where it is to be written
    into. Ticked ones are black.
    """

    def __init__(
        self, boxes: Sequence[str], *, label: str = "", ticked: frozenset[int] = frozenset(), label_width: float = 0.0
    ) -> None:
        super().__init__()
        self._boxes, self._ticked = [printable(one) for one in boxes], ticked
        self._label, self._label_width = printable(label), label_width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, BOX + BOX_GAP

    def draw(self) -> None:
        self.canv.setFont(REGULAR, 9.5)
        self.canv.drawString(0, BOX_GAP / 2 + 1.5 * mm, self._label)
        for n, text in enumerate(self._boxes):
            self._draw_box(self._label_width + n * (BOX + BOX_GAP), text, is_ticked=n in self._ticked)

    def _draw_box(self, left: float, text: str, *, is_ticked: bool) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.setFillColor(black if is_ticked else white)
        self.canv.rect(left, BOX_GAP / 2, BOX, BOX, fill=1)
        self.canv.setFillColor(white if is_ticked else black)
        self.canv.setFont(BOLD if is_ticked else REGULAR, 9)
        self.canv.drawCentredString(left + BOX / 2, BOX_GAP / 2 + 1.55 * mm, text)
        self.canv.setFillColor(black)


class Blanks(Flowable):  # type: ignore[misc]
    """A line of boxes to write a letter into, each behind its label; `written` is what is put into them, if known."""

    def __init__(self, labels: Sequence[str], *, written: Sequence[str] = ()) -> None:
        super().__init__()
        self._labels, self._written = [printable(one) for one in labels], [printable(one) for one in written]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, BOX + BOX_GAP

    def draw(self) -> None:
        step = 2 * BOX + 2 * BOX_GAP
        for n, label in enumerate(self._labels):
            left = n * step
            self.canv.setFont(REGULAR, 9.5)
            self.canv.drawRightString(left + BOX, BOX_GAP / 2 + 1.5 * mm, label)
            self.canv.setLineWidth(0.7)
            self.canv.rect(left + BOX + BOX_GAP, BOX_GAP / 2, BOX, BOX)
            if n < len(self._written):
                self.canv.setFont(BOLD, 9.5)
                self.canv.drawCentredString(left + 1.5 * BOX + BOX_GAP, BOX_GAP / 2 + 1.5 * mm, self._written[n])
