"""A report on a period as an Excel book that prints on A4: by unit, by requirement. Knows nothing of other files."""

import io
from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook

from ...analysis.participation import UnitLine
from ...interchange import Cell
from ..printed_sheet import PER_CENT, Column, PrintedSheet, new_book
from .report import GroupReport
from .words import (
    Participation,
    count_of,
    eligible_of,
    foot_of,
    gap_of,
    notes_of,
    participations,
    requirement_gap_of,
    title_of,
    word,
)

ONE_PAGE_POINTS = 640.0
"""Height of rows that fit one page in landscape and still read well; more go to further pages."""


def build_book(report: GroupReport) -> bytes:
    """The bytes of the .xlsx: sheets "Chi bộ", "Buổi học" where there are sessions, and "Yêu cầu", A4 landscape."""
    book = new_book(title_of(report))
    for one in participations(report):
        _add_participation(book, report, one)
    _add_requirements(book, report)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _begin(book: Workbook, report: GroupReport, name: str, columns: Sequence[Column]) -> PrintedSheet:
    sheet = PrintedSheet(book, word(f"sheet_{name}"), columns)
    lines = [word("organiser", organiser=word("dots")), word("of_period", period=report.period, source=report.source)]
    sheet.add_title(None, word("title"), report.title, lines)
    return sheet


def _finish(sheet: PrintedSheet, report: GroupReport, notes: Sequence[str]) -> None:
    sheet.add_notes(notes)
    sheet.add_signatures(word("sign_day"), word("sign_how"), word("sign_left"), word("sign_right"))
    sheet.set_up_page(
        orientation="landscape",
        foot=foot_of(report),
        page=word("page"),
        mark=None,
        one_page=sheet.points <= ONE_PAGE_POINTS,
    )


def _add_participation(book: Workbook, report: GroupReport, part: Participation) -> None:
    people, share = word("band_people"), word("band_share")
    name, *counted, rate = part.heads
    columns = (
        Column(word("column_number"), 6),
        Column(name, 56, align="left"),
        *(Column(head, 16, band=people) for head in counted),
        Column(rate, 18, band=share, format=PER_CENT),
    )
    sheet = _begin(book, report, part.kind, columns)
    if part.kind == "units":
        sheet.add_notes(report.advice)
    sheet.add_heads()
    for number, line in enumerate(part.lines, start=1):
        sheet.add_row(number, line.name, *_unit_cells(line, line.share))
    if part.lines:
        sheet.add_row(None, word("total"), *_unit_cells(part.total, part.share), bold=True)
    else:
        sheet.add_band(word("no_units"))
    _finish(sheet, report, [part.note, *notes_of()])


def _unit_cells(line: UnitLine, share: float | None) -> tuple[Cell, ...]:
    return eligible_of(line), count_of(line.people), count_of(line.finished), gap_of(line, share) or share


def _add_requirements(book: Workbook, report: GroupReport) -> None:
    band = word("band_answers")
    columns = (
        Column(word("column_number"), 6),
        Column(word("column_label"), 12),
        Column(word("column_requirement"), 66, align="left"),
        Column(word("column_n"), 16, band=band),
        Column(word("column_mastery"), 18, band=band, format=PER_CENT),
    )
    sheet = _begin(book, report, "requirements", columns)
    sheet.add_heads()
    number = 0
    for topic, lines in groupby(report.requirements, key=lambda one: one.topic):
        sheet.add_band(word("topic", topic=topic))
        for line in lines:
            number += 1
            cells = (number, line.label, line.title, count_of(line.n), requirement_gap_of(line) or line.share)
            sheet.add_row(*cells)
    if not report.requirements:
        sheet.add_band(word("no_requirements"))
    n = sum(one.n for one in report.requirements if one.n is not None)
    sheet.add_row(None, None, word("total"), n, None, bold=True)
    _finish(sheet, report, notes_of())
