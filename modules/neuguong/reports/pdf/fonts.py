"""The font of printed pages: Be Vietnam Pro (SIL Open Font License, beside it), regular and bold. Knows no page.

Only the letters that a file uses are put into it.
"""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-Bold"
FONTS = Path(__file__).with_name("fonts")
UNKNOWN = "?"
"""Stands for a letter that the font has not."""
_FILES = {REGULAR: "BeVietnamPro-Regular.ttf", BOLD: "BeVietnamPro-Bold.ttf"}


@cache
def use_fonts() -> frozenset[int]:
    """Make both known to reportlab, once; the code points that both have."""
    fonts = {name: TTFont(name, str(FONTS / file)) for name, file in _FILES.items()}
    for font in fonts.values():
        registerFont(font)
    for bold in (0, 1):
        for italic in (0, 1):  # there is no italic: emphasis is bold
            addMapping(REGULAR, bold, italic, BOLD if bold else REGULAR)
    regular, strong = (frozenset(font.face.charToGlyph) for font in fonts.values())
    return regular & strong


def printable(text: str) -> str:
    """The text in composed letters, each of which the font has; a line break is a blank."""
    known = use_fonts()
    plain = unicodedata.normalize("NFC", text).replace("\n", " ")
    return "".join(one if ord(one) in known else UNKNOWN for one in plain)
