"""A certificate as one A4 page: a name, a lesson, a day, what was reached and how that is known, and a code to check.

Knows nothing of learners: the name is handed in, printed, and not kept.
"""

from dataclasses import dataclass
from typing import NamedTuple

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from ..text import say
from .pdf.document import WRITTEN, Sheet, build_pdf
from .pdf.flow import Style, gap, join, strong, write
from .pdf.fonts import printable

QR_MM = 32


class Line(NamedTuple):
    """A line of the certificate: what it is, and what stands there."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is printed. `url` is where the code is checked, as text and as a QR code."""

    name: str
    lesson: str
    lines: tuple[Line, ...]
    code: str
    url: str
    pack: str
    source: str


def can_print(name: str) -> bool:
    """Whether the font has every letter of the name."""
    return printable(name) == name


def export_certificate(certificate: Certificate) -> bytes:
    """The PDF; the name is on its page and nowhere else in it."""
    story: list[Flowable] = [
        gap(22),
        write(certificate.pack, Style.CENTRED),
        write(say("certificate.title"), Style.CENTRED_TITLE),
        gap(8),
        write(say("certificate.to"), Style.CENTRED),
        write(certificate.name, Style.CENTRED_TITLE),
        gap(4),
        write(say("certificate.finished"), Style.CENTRED),
        write(strong(certificate.lesson), Style.CENTRED_LARGE),
        gap(10),
        *(write(join(strong(f"{line.label}:"), line.text), Style.BODY) for line in certificate.lines),
        gap(8),
        _QrCode(certificate.url),
        gap(2),
        write(join(say("certificate.check_at"), strong(certificate.code)), Style.CENTRED_LARGE),
        write(join(say("certificate.check_where"), certificate.url), Style.CENTRED),
        gap(10),
        write(say("certificate.name_unchecked"), Style.SMALL),
        write(say("certificate.no_ranking"), Style.SMALL),
    ]
    kind = say("certificate.title")
    sheet = Sheet(title=f"{kind}: {certificate.lesson}", head=(certificate.pack, kind), foot=(certificate.source,))
    return build_pdf(sheet, story)


class _QrCode(Flowable):  # type: ignore[misc]
    """A code that says an address, centred, with the light edge it needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=2)]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, QR_MM * mm

    def draw(self) -> None:
        size = QR_MM * mm / len(self._rows)
        left = (WRITTEN - QR_MM * mm) / 2
        path = self.canv.beginPath()
        for y, row in enumerate(reversed(self._rows)):
            for x, dark in enumerate(row):
                if dark:
                    path.rect(left + x * size, y * size, size, size)
        self.canv.drawPath(path, stroke=0, fill=1)
