"""Names of files that every computer and every mail takes. Knows nothing of what is in the files."""

import re
import unicodedata

LONGEST_SLUG = 60


def slug_of(text: str) -> str:
    """Letters a to z, digits and hyphens.

    >>> slug_of("Tháng 11/2026 – Đợt 2")
    'thang-11-2026-dot-2'
    """
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub("[^a-z0-9]+", "-", letters)[:LONGEST_SLUG].strip("-")
