"""A workshop's report as minutes in administrative form (.docx).

Knows nothing of other files. Only what the report says is written; names, conclusions and numbers of texts are dots for
a person to fill in.
"""

import io

from docx.document import Document
from docx.shared import Pt

from ...interchange.word_document import add_grid, add_labelled, fill_row, printable
from ..administrative import add_head, add_kind, add_lines_to_write, add_receivers, add_signers, blank_administrative
from .report import WorkshopReport, ratio
from .words import (
    item_texts,
    requirement_texts,
    spell_moment,
    spell_percent,
    unit_remarks,
    unit_texts,
    units_total,
    word,
)

UNITS_MM = (12, 73, 20, 20, 20, 20)
ITEMS_MM = (11, 66, 18, 25, 25, 20)
REQUIREMENTS_MM = (20, 85, 30, 30)
LINES_TO_WRITE = 3


def build_minutes(report: WorkshopReport) -> bytes:
    """The bytes of the .docx, A4."""
    title = f"{word('minutes')}: {report.title}"
    document = blank_administrative(title, mark=word("rehearsal") if report.is_rehearsal else None)
    add_head(
        document,
        superior=word("superior"),
        organiser=(report.organiser or word("superior")).upper(),
        number=word("number"),
        country=word("country"),
        motto=word("motto"),
        day=word("sign_day"),
    )
    add_kind(document, word("minutes"), word("minutes_about", title=report.title))
    _add_people(document, report)
    _add_content(document, report)
    document.add_paragraph(word("minutes_end", moment=spell_moment(report.ended)))
    add_signers(document, (word("sign_secretary"), word("sign_minutes")), (word("sign_chair"), word("sign_stamp")))
    add_receivers(document, word("receivers"), [word("receiver_blank"), word("receiver_blank"), word("receiver_file")])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_people(document: Document, report: WorkshopReport) -> None:
    document.add_paragraph(word("minutes_start", moment=spell_moment(report.started)))
    document.add_paragraph(printable(word("place", place=report.place or word("dots"))))
    document.add_paragraph(word("chair"))
    document.add_paragraph(word("secretary"))
    add_labelled(document, word("minutes_present_title"), "")
    document.add_paragraph(word("minutes_people", participants=report.participants))
    if not report.units:
        return
    document.add_paragraph(word("minutes_units", present=len(report.present), all=len(report.units)))
    if report.absent:
        names = ", ".join(one.name for one in report.absent)
        document.add_paragraph(printable(word("minutes_absent", names=names)))
    sums = report.attendance
    share = ratio(sums.completed_of, sums.eligible)
    if share is not None:
        facts = {"part": sums.completed_of, "whole": sums.eligible, "units": sums.counted_units}
        document.add_paragraph(word("minutes_completed", **facts, share=spell_percent(share)))


def _add_content(document: Document, report: WorkshopReport) -> None:
    add_labelled(document, word("minutes_content"), "")
    _add_part(document, "units")
    _add_units(document, report)
    _add_part(document, "items")
    _add_items(document, report)
    _add_part(document, "requirements")
    _add_requirements(document, report)
    for name in ("talk", "conclusion"):
        _add_part(document, name)
        add_lines_to_write(document, LINES_TO_WRITE)


def _add_part(document: Document, name: str) -> None:
    paragraph = add_labelled(document, word(f"minutes_{name}_title"), "")
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True


def _add_units(document: Document, report: WorkshopReport) -> None:
    if not report.units:
        document.add_paragraph(word("no_units"))
        return
    names = ("number", "unit", "eligible", "joined", "completed", "completed_share")
    table = add_grid(document, UNITS_MM, [word(f"column_{name}") for name in names])
    for number, line in enumerate(report.units, start=1):
        fill_row(table.add_row(), (str(number), line.name, *unit_texts(line)), UNITS_MM)
    fill_row(table.add_row(), units_total(report), UNITS_MM, bold=True)
    _add_notes(document, *unit_remarks(report))


def _add_items(document: Document, report: WorkshopReport) -> None:
    if not report.items:
        document.add_paragraph(word("no_items"))
        return
    heads = [word(f"column_{name}") for name in ("item", "prompt", "requirement")]
    heads += [f"{word(f'band_{name}')}: {word('column_answers_share')}" for name in ("first", "second")]
    table = add_grid(document, ITEMS_MM, [*heads, word("column_gain")])
    for line in report.items:
        fill_row(table.add_row(), item_texts(line), ITEMS_MM)
    _add_notes(document, word("note_facility"), word("note_words"))


def _add_requirements(document: Document, report: WorkshopReport) -> None:
    if not report.by_requirement:
        document.add_paragraph(word("no_items"))
        return
    names = ("requirement", "requirement_title", "items_shown", "facility")
    table = add_grid(document, REQUIREMENTS_MM, [word(f"column_{name}") for name in names])
    for line in report.by_requirement:
        fill_row(table.add_row(), (line.label, line.title, *requirement_texts(line)), REQUIREMENTS_MM)
    total = ("", word("total"), *requirement_texts(report.all_requirements))
    fill_row(table.add_row(), total, REQUIREMENTS_MM, bold=True)
    _add_notes(document, word("note_requirements"))


def _add_notes(document: Document, *notes: str) -> None:
    for note in notes:
        run = document.add_paragraph().add_run(printable(note))
        run.italic, run.font.size = True, Pt(11)
