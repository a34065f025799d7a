"""Filling a template of Word. Knows no report.

A paragraph that names a line of text is repeated for each; a row of a table that names a value of repeating rows
("kind.…") is repeated for each; a table whose rows the report does not have is left out. Everything else stays as its
unit made it.
"""

import io
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ...errors import TemplateError
from ...interchange.word_document import printable
from ...text import say
from .fields import PLACE, Fields, clean_name, names_in, refuse_halves, spell_value
from .folder import Templates

_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_BOX, _BOXED = qn("w:sdt"), qn("w:sdtContent")


def fill_word(templates: Templates, name: str, fields: Fields, *, title: str, mark: str | None = None) -> bytes:
    """The bytes of the .docx; `title` is said in its properties, `mark` stands on top of every page.

    TemplateError if the template is no Word file, or names what there is not, or lacks what it must have.
    """
    file = str(templates.find(name))
    document = _open(templates.read(name), file)
    places = [document.element.body, *_edges(document)]
    texts = [_text_of(one) for place in places for one in place.iter(_PARAGRAPH)]
    for text in texts:
        refuse_halves(text, file=file)
    fields.check(frozenset().union(*map(names_in, texts)), file=file)
    for place in places:
        _fill(place, fields, file)
    if left := [one for place in places for one in place.iter(_PARAGRAPH) if names_in(_text_of(one))]:
        raise TemplateError(say("template.half", file=file, text=_text_of(left[0]).strip()[:80]))
    if mark:
        _add_mark(document, mark)
    document.core_properties.title = printable(title)[:255]  # what the format holds
    document.core_properties.author = ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _open(content: bytes, file: str) -> Document:
    try:
        return docx.Document(io.BytesIO(content))
    except Exception:  # a parser of a file of anybody's: what it raises over a broken one is written nowhere
        raise TemplateError(say("template.broken", file=file)) from None


def _edges(document: Document) -> Iterator[Any]:
    """Heads and feet of pages that are the section's own."""
    for section in document.sections:
        for kind in ("", "first_page_", "even_page_"):
            for edge in (getattr(section, f"{kind}header"), getattr(section, f"{kind}footer")):
                if not edge.is_linked_to_previous:
                    yield edge._element


def _add_mark(document: Document, mark: str) -> None:
    for section in document.sections:
        first = [section.first_page_header] if section.different_first_page_header_footer else []
        for edge in (section.header, *first):
            paragraph = edge.paragraphs[0].insert_paragraph_before()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(printable(mark)).bold = True


def _fill(place: Any, fields: Fields, file: str) -> None:
    """Fill what stands in a body, a cell, a head or a foot, in its order."""
    children = list(place)
    parts = [_names_of([one]) if one.tag == _PARAGRAPH else frozenset() for one in children]
    made = []
    for at, bound in fields.expand(parts, file=file):
        if children[at].tag == _TABLE and bound.has_nothing_for(_names_of(children[at].iter(_PARAGRAPH))):
            continue
        child = deepcopy(children[at])
        if child.tag == _PARAGRAPH:
            _fill_paragraphs(child, bound)
        elif child.tag == _TABLE:
            _fill_table(child, bound, file)
        elif child.tag == _BOX and (content := child.find(_BOXED)) is not None:
            _fill(content, bound, file)
        made.append(child)
    place[:] = made
    if place.tag == _CELL and place.find(_PARAGRAPH) is None:
        place.append(OxmlElement("w:p"))  # a cell without one is no cell to Word


def _fill_table(table: Any, fields: Fields, file: str) -> None:
    children = list(table)
    parts = [
        frozenset(name for name in _names_of(one.iter(_PARAGRAPH)) if "." in name) if one.tag == _ROW else frozenset()
        for one in children
    ]
    made = []
    for at, bound in fields.expand(parts, file=file):
        child = deepcopy(children[at])
        for cell in child.findall(_CELL):
            _fill(cell, bound, file)
        made.append(child)
    table[:] = made


def _names_of(paragraphs: Iterable[Any]) -> frozenset[str]:
    return frozenset().union(
        *(names_in(_text_of(one)) for paragraph in paragraphs for one in paragraph.iter(_PARAGRAPH))
    )


def _texts_of(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph, without those of a text box in it: Word cuts a name up as it likes."""
    return [one for one in paragraph.iter(_TEXT) if next(one.iterancestors(_PARAGRAPH)) is paragraph]


def _text_of(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _texts_of(paragraph))


def _fill_paragraphs(place: Any, fields: Fields) -> None:
    """Put each value where its name begins, in the type of its first letter."""
    for paragraph in place.iter(_PARAGRAPH):
        texts = _texts_of(paragraph)
        for found in reversed(list(PLACE.finditer(_text_of(paragraph)))):
            told = printable(spell_value(fields.facts[clean_name(found[1])]))
            end = 0
            for one in texts:
                text = one.text or ""
                start, end = end, end + len(text)
                left, right = max(found.start(), start) - start, min(found.end(), end) - start
                if left < right:
                    one.text = text[:left] + told + text[right:]
                    one.set(qn("xml:space"), "preserve")
                    told = ""
