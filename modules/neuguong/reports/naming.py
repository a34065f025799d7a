"""A report's file to hand over, and names that every computer and every mail takes. Knows nothing of what is in it."""

import re
import unicodedata
from typing import NamedTuple

LONGEST_SLUG = 60
MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "txt": "text/plain;charset=utf-8",
}


class ReportFile(NamedTuple):
    """A file to hand over; its name is ASCII and ends in a key of `MIME`."""

    name: str
    data: bytes

    @property
    def mime(self) -> str:
        return MIME[self.name.rpartition(".")[2]]


def slug_of(text: str) -> str:
    """Letters a to z, digits and hyphens.

    >>> slug_of("Tháng 11/2026 – Đợt 2")
    'thang-11-2026-dot-2'
    """
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub("[^a-z0-9]+", "-", letters)[:LONGEST_SLUG].strip("-")
