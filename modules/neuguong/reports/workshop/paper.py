"""A workshop's report as PDF, for whoever only reads. Knows nothing of other files."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from ..pdf.document import Sheet, build_pdf
from ..pdf.flow import Style, gap, strong, write
from ..pdf.tables import text_table
from .report import WorkshopReport
from .words import (
    item_texts,
    requirement_texts,
    spell_day,
    spell_period,
    summary_of,
    unit_remarks,
    unit_texts,
    units_total,
    word,
)

UNITS = (0.07, 0.45, 0.12, 0.12, 0.12, 0.12)
ITEMS = (0.07, 0.45, 0.1, 0.14, 0.14, 0.1)
REQUIREMENTS = (0.1, 0.54, 0.18, 0.18)


def build_paper(report: WorkshopReport) -> bytes:
    """The bytes of the .pdf, A4."""
    foot = word("footer", title=report.title, day=spell_day(report), revision=report.revision)
    kind = word("rehearsal") if report.is_rehearsal else word("title_summary")
    sheet = Sheet(title=f"{word('title_summary')}: {report.title}", head=(kind, report.title), foot=(foot,))
    return build_pdf(sheet, list(_story(report)))


def _story(report: WorkshopReport) -> Iterator[Flowable]:
    if report.is_rehearsal:
        yield write(strong(word("rehearsal")))
    yield write(word("title_summary"), Style.TITLE)
    yield write(strong(report.title))
    yield write(word("time", period=spell_period(report)))
    yield write(summary_of(report))
    yield from _part("minutes_units_title", _units(report), list(unit_remarks(report)) if report.units else [])
    yield from _part("minutes_items_title", _items(report), [word("note_facility"), word("note_words")])
    yield from _part("minutes_requirements_title", _requirements(report), [word("note_requirements")])


def _part(title: str, table: Flowable, notes: Sequence[str]) -> Iterator[Flowable]:
    yield gap(2)
    yield write(word(title), Style.HEADING)
    yield table
    for note in notes:
        yield write(note, Style.SMALL)


def _units(report: WorkshopReport) -> Flowable:
    if not report.units:
        return write(word("no_units"))
    names = ("number", "unit", "eligible", "joined", "completed", "completed_share")
    lines = ((str(n), line.name, *unit_texts(line)) for n, line in enumerate(report.units, start=1))
    return text_table([word(f"column_{name}") for name in names], lines, UNITS, total=units_total(report))


def _items(report: WorkshopReport) -> Flowable:
    if not report.items:
        return write(word("no_items"))
    heads = [word(f"column_{name}") for name in ("item", "prompt", "requirement")]
    heads += [*(word(f"band_{name}") for name in ("first", "second")), word("column_gain")]
    return text_table(heads, (item_texts(line) for line in report.items), ITEMS)


def _requirements(report: WorkshopReport) -> Flowable:
    if not report.by_requirement:
        return write(word("no_items"))
    names = ("requirement", "requirement_title", "items_shown", "facility")
    lines = ((line.label, line.title, *requirement_texts(line)) for line in report.by_requirement)
    total = ("", word("total"), *requirement_texts(report.all_requirements))
    return text_table([word(f"column_{name}") for name in names], lines, REQUIREMENTS, total=total)
