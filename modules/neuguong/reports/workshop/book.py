"""A workshop's report as an Excel book that prints on A4: all of it, by unit, by item.

Knows nothing of other files. Totals are numbers, not formulas: a phone's viewer shows a formula that was never run as
an empty cell.
"""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from openpyxl import Workbook

from ...interchange import Cell
from ..printed_sheet import ONE_PAGE_POINTS, PER_CENT, Column, PrintedSheet, new_book
from .report import RequirementLine, Round, UnitLine, WorkshopReport, ratio
from .words import (
    answers_of,
    gain_gap_of,
    gap_of,
    remark_of,
    requirement_gap_of,
    spell_day,
    spell_duration,
    spell_period,
    summary_of,
    unit_remarks,
    word,
)

Orientation = Literal["portrait", "landscape"]


def build_book(report: WorkshopReport) -> bytes:
    """The bytes of the .xlsx: sheets "Tổng hợp" and "Câu hỏi" in landscape, "Chi bộ", long and narrow, in portrait."""
    book = new_book(f"{word('title_summary')}: {report.title}")
    _add_summary(book, report)
    _add_units(book, report)
    _add_items(book, report)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _begin(book: Workbook, report: WorkshopReport, name: str, columns: Sequence[Column]) -> PrintedSheet:
    sheet = PrintedSheet(book, word(f"sheet_{name}"), columns)
    lines = [
        word("organiser", organiser=report.organiser or word("dots")),
        f"{word('time', period=spell_period(report))}. {word('place', place=report.place or word('dots'))}",
    ]
    sheet.add_title(word("rehearsal") if report.is_rehearsal else None, word(f"title_{name}"), report.title, lines)
    return sheet


def _finish(sheet: PrintedSheet, report: WorkshopReport, orientation: Orientation, notes: Sequence[str]) -> None:
    sheet.add_notes(notes)
    sheet.add_signatures(word("sign_day"), word("sign_how"), word("sign_left"), word("sign_right"))
    sheet.set_up_page(
        orientation=orientation,
        foot=word("footer", title=report.title, day=spell_day(report), revision=report.revision),
        page=word("page"),
        mark=word("rehearsal") if report.is_rehearsal else None,
        one_page=sheet.points <= ONE_PAGE_POINTS[orientation],
    )


def _add_summary(book: Workbook, report: WorkshopReport) -> None:
    first = word("band_first")
    columns = (
        Column(word("column_number"), 6),
        Column(word("column_requirement"), 13),
        Column(word("column_requirement_title"), 60, align="left"),
        Column(word("column_items_shown"), 16, band=first),
        Column(word("column_answers"), 14, band=first),
        Column(word("column_facility"), 14, band=first, format=PER_CENT),
    )
    sheet = _begin(book, report, "summary", columns)
    sheet.add_notes([summary_of(report)])
    sheet.add_heads()
    for number, line in enumerate(report.by_requirement, start=1):
        sheet.add_row(number, line.label, line.title, *_requirement_cells(line))
    if not report.by_requirement:
        sheet.add_band(word("no_items"))
    sheet.add_row(None, None, word("total"), *_requirement_cells(report.all_requirements), bold=True)
    _finish(sheet, report, "landscape", [word(f"note_{one}") for one in ("requirements", "facility", "words")])


def _requirement_cells(line: RequirementLine) -> tuple[Cell, ...]:
    share: Cell = requirement_gap_of(line) or line.share
    answers: Cell = line.n if line.shown else share
    return word("of", part=line.shown, whole=line.asked), answers, share


def _add_units(book: Workbook, report: WorkshopReport) -> None:
    counts, shares = ("eligible", "joined", "completed"), ("joined_share", "completed_share")
    columns = (
        Column(word("column_number"), 6),
        Column(word("column_unit"), 46, align="left"),
        *(Column(word(f"column_{name}"), 11, band=word("band_people")) for name in counts),
        *(Column(word(f"column_{name}"), 14, band=word("band_share"), format=PER_CENT) for name in shares),
    )
    sheet = _begin(book, report, "units", columns)
    sheet.add_heads()
    for number, line in enumerate(report.units, start=1):
        sheet.add_row(number, line.name, *_unit_cells(line))
    if report.units:
        sums = report.attendance
        whole = word("empty") if sums.eligible is None else sums.eligible
        rates = (_rate(sums.joined_of, sums.eligible), _rate(sums.completed_of, sums.eligible))
        sheet.add_row(None, word("total"), whole, sums.joined, sums.completed, *rates, bold=True)
    else:
        sheet.add_band(word("no_units"))
    _finish(sheet, report, "portrait", list(unit_remarks(report)))


def _unit_cells(line: UnitLine) -> tuple[Cell, ...]:
    whole = word("empty") if line.eligible is None else line.eligible
    return whole, line.joined, line.completed, _rate(line.joined, line.eligible), _rate(line.completed, line.eligible)


def _rate(part: int, whole: int | None) -> Cell:
    share = ratio(part, whole)
    return word("empty") if share is None else share


def _add_items(book: Workbook, report: WorkshopReport) -> None:
    rounds = [
        Column(word(f"column_{name}"), width, band=word(f"band_{band}"), format=format)
        for band in ("first", "second")
        for name, width, format in (("answers", 11, "0"), ("facility", 12, PER_CENT))
    ]
    columns = (
        Column(word("column_item"), 6),
        Column(word("column_requirement"), 10),
        Column(word("column_prompt"), 56, align="left"),
        *rounds,
        Column(word("column_gain"), 12, format="+0.00;-0.00;0.00"),
        Column(word("column_time"), 13),
        Column(word("column_note"), 14, align="left"),
    )
    sheet = _begin(book, report, "items", columns)
    sheet.add_heads()
    for topic, lines in groupby(report.items, key=lambda one: one.topic):
        sheet.add_band(word("topic", topic=topic))
        for line in lines:
            gain = gain_gap_of(line) or (None if line.gain is None else 100 * line.gain)
            votes = (*_vote_cells(line.first), *_vote_cells(line.second))
            time = spell_duration(line.seconds_open)
            sheet.add_row(line.number, line.requirement, line.prompt, *votes, gain, time, remark_of(line))
    if not report.items:
        sheet.add_band(word("no_items"))
    seconds = [one.seconds_open for one in report.items if one.seconds_open is not None]
    time = spell_duration(sum(seconds) if seconds else None)
    count = word("items_total", items=len(report.items))
    sheet.add_row(None, None, f"{word('total')}: {count}", *(None,) * 5, time, None, bold=True)
    _finish(sheet, report, "landscape", [word("note_facility"), word("note_words")])


def _vote_cells(one: Round | None) -> tuple[Cell, Cell]:
    return answers_of(one), gap_of(one) or (one.share if one else None)
