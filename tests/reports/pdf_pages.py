"""Owns how a test reads a PDF: its pages' texts, its title, its fonts. Knows nothing of what is printed."""

import io
import re
from dataclasses import dataclass

from pypdf import PdfReader


@dataclass(frozen=True)
class Font:
    """A font of a file: whether it is in the file, and whether as a subset."""

    name: str
    is_embedded: bool
    is_subset: bool


def read_pdf(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def texts_of(content: bytes) -> list[str]:
    """The text of each page, every run of blanks and line breaks as one blank."""
    return [" ".join(page.extract_text().split()) for page in read_pdf(content).pages]


def fonts_of(content: bytes) -> set[Font]:
    found = set()
    for page in read_pdf(content).pages:
        for one in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = one.get_object()
            described = font.get("/FontDescriptor")
            name = str(font["/BaseFont"]).lstrip("/")
            has_file = described is not None and "/FontFile2" in described.get_object()
            found.add(Font(name.partition("+")[2] or name, has_file, bool(re.match(r"[A-Z]{6}\+", name))))
    return found
