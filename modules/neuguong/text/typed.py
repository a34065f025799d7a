"""What a person typed to be seen by a whole hall, made one line that can be read. Knows nothing of who types what."""

import re
import unicodedata

MARKS_MAX = 2
"""Marks on one letter: as many as Vietnamese has. A heap of them covers the lines around it."""

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""What Python calls printable and nobody sees: fillers, blank patterns, variation selectors (Unicode's
Default_Ignorable_Code_Point, and the empty one of Braille)."""


def clean_typed(text: str) -> str:
    """One line in NFC of what can be seen, at most `MARKS_MAX` marks on a letter; "" where no letter or digit is.

    >>> clean_typed(" chị\\n  Dung ")
    'chị Dung'
    >>> clean_typed("! \u3164")
    ''
    """
    seen = _INVISIBLE.sub("", text)
    seen = " ".join("".join(one for one in seen if one.isprintable() or one.isspace()).split())
    kept: list[str] = []
    marks = MARKS_MAX  # a mark on nothing goes too
    for one in unicodedata.normalize("NFD", seen):
        marks = marks + 1 if unicodedata.category(one).startswith("M") else MARKS_MAX if one == " " else 0
        if marks <= MARKS_MAX:
            kept.append(one)
    line = unicodedata.normalize("NFC", "".join(kept)).strip()
    return line if any(one.isalnum() for one in line) else ""
