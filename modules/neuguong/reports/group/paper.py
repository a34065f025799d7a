"""A report on a period as PDF, for whoever only reads. Knows nothing of other files."""

from reportlab.platypus import Flowable

from ..pdf.document import Sheet, build_pdf
from ..pdf.flow import Style, gap, strong, write
from ..pdf.tables import text_table
from .report import GroupReport
from .words import (
    Participation,
    count_of,
    foot_of,
    notes_of,
    participations,
    requirement_gap_of,
    spell_percent,
    title_of,
    unit_texts,
    word,
)

UNITS = (0.06, 0.46, 0.12, 0.12, 0.12, 0.12)
REQUIREMENTS = (0.08, 0.6, 0.14, 0.18)


def build_paper(report: GroupReport) -> bytes:
    """The bytes of the .pdf, A4."""
    story: list[Flowable] = [
        write(word("title"), Style.TITLE),
        write(strong(report.title)),
        write(f"{report.period}. {report.source}"),
        gap(4),
    ]
    story += [write(sentence) for sentence in report.advice]
    for part in participations(report):
        title = write(strong(word(f"part_{part.kind}")))
        story += [gap(2), title, _participation(part), write(part.note, Style.SMALL)]
    story += [gap(2), write(strong(word("part_requirements"))), *_requirements(report)]
    story += [write(note, Style.SMALL) for note in notes_of()]
    foot = foot_of(report)
    return build_pdf(Sheet(title=title_of(report), head=(word("title"), report.period), foot=(foot,)), story)


def _participation(part: Participation) -> Flowable:
    if not part.lines:
        return write(word("no_units"))
    lines = ((str(number), line.name, *unit_texts(line, line.share)) for number, line in enumerate(part.lines, start=1))
    total = ("", word("total"), *unit_texts(part.total, part.share))
    return text_table([word("column_number"), *part.heads], lines, UNITS, total=total)


def _requirements(report: GroupReport) -> list[Flowable]:
    if not report.requirements:
        return [write(word("no_requirements"))]
    names = ("label", "requirement", "n", "mastery")
    lines = (
        (line.label, line.title, str(count_of(line.n)), requirement_gap_of(line) or spell_percent(line.share or 0.0))
        for line in report.requirements
    )
    return [text_table([word(f"column_{name}") for name in names], lines, REQUIREMENTS)]
