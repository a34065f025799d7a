"""Comparing the quoted phrases of a pack with a document that a trainer has. Knows nothing of where it came from."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import NeuGuongError
from ..items import Pack

MAX_BYTES = 50_000_000
_MARKS = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—", "-"), "\u00ad": None}
)


_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
"""Grave, acute, tilde, hook above, dot below."""


class DocumentError(NeuGuongError):
    """The document cannot be read or holds no text; the pack is not to blame."""

    code = "document"


@dataclass(frozen=True, slots=True)
class QuoteFinding:
    """Whether one quoted phrase of a requirement stands literally in the document.

    `near`: not literally, but it does but for spaces and tone marks, as where a .pdf has lost letters' places.
    """

    requirement: str
    quote: str
    found: bool
    near: bool


def read_document(path: Path) -> str:
    """The text of a .txt, .md, .docx or .pdf file; DocumentError if it is none of these or holds no text."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{path}: larger than {MAX_BYTES} bytes")
        text = _read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: cannot be read ({error})") from None
    if not text.strip():
        raise DocumentError(f"{path}: holds no text (a scanned image has none)")
    return text


def _read(path: Path) -> str:
    match path.suffix.lower():
        case ".txt" | ".md":
            return path.read_text(encoding="utf-8-sig")
        case ".docx":
            import docx

            try:
                document = docx.Document(str(path))
            except (KeyError, ValueError, docx.opc.exceptions.PackageNotFoundError) as error:
                raise DocumentError(f"{path}: no .docx file ({error})") from None
            bands = [band for section in document.sections for band in (section.header, section.footer)]
            return "\n".join(line for part in (document, *bands) for line in _lines_of(part))
        case ".pdf":
            import pypdf

            try:
                return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
            except pypdf.errors.PyPdfError as error:
                raise DocumentError(f"{path}: no readable .pdf file ({error})") from None
    raise DocumentError(f"{path}: found {path.suffix or 'no ending'}; allowed: .txt .md .docx .pdf")


def _lines_of(part: Any) -> Iterator[str]:
    """Paragraphs and table cells of a document's body, header or footer."""
    yield from (paragraph.text for paragraph in part.paragraphs)
    yield from (cell.text for table in part.tables for row in table.rows for cell in row.cells)


def compare_quotes(pack: Pack, text: str) -> list[QuoteFinding]:
    """Every quoted phrase of the pack's requirements: does it stand in the text, letter by letter?

    Differences that are no difference of wording are passed over: Unicode form, line breaks and runs of spaces, the
    shape of quotation marks and dashes, capital letters.
    """
    haystack, loose = _plain(text), _loose(text)
    return [
        QuoteFinding(
            requirement.identifier,
            quote,
            found=(found := _plain(quote) in haystack),
            near=not found and _loose(quote) in loose,
        )
        for requirement in pack.requirements.values()
        for quote in requirement.quotes
    ]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_MARKS)).strip().casefold()


def _loose(text: str) -> str:
    """Without spaces and tone marks: hoà and hòa alike, and words a .pdf has torn apart."""
    letters = unicodedata.normalize("NFD", _plain(text)).translate(_TONES)
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", letters))
