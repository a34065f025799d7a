"""A report on a period as PDF, for whoever only reads. Knows nothing of other files."""

from reportlab.platypus import Flowable

from ..pdf.document import Sheet, build_pdf
from ..pdf.flow import Style, gap, strong, write
from ..pdf.tables import text_table
from .report import GroupReport, UnitLine
from .words import count_of, eligible_of, gap_of, notes_of, requirement_gap_of, spell_percent, title_of, word

UNITS = (0.06, 0.46, 0.12, 0.12, 0.12, 0.12)
REQUIREMENTS = (0.08, 0.6, 0.14, 0.18)


def build_paper(report: GroupReport) -> bytes:
    """The bytes of the .pdf, A4."""
    story: list[Flowable] = [
        write(word("title"), Style.TITLE),
        write(strong(report.title)),
        write(report.period),
        gap(4),
    ]
    story += [write(sentence) for sentence in report.advice]
    story += [gap(2), write(strong(word("part_units"))), *_units(report), write(notes_of()[0], Style.SMALL)]
    story += [gap(2), write(strong(word("part_requirements"))), *_requirements(report)]
    story += [write(note, Style.SMALL) for note in notes_of()[1:]]
    foot = word("footer", period=report.period, day=f"{report.made:%d/%m/%Y}", revision=report.revision)
    return build_pdf(Sheet(title=title_of(report), head=(word("title"), report.period), foot=(foot,)), story)


def _units(report: GroupReport) -> list[Flowable]:
    if not report.units:
        return [write(word("no_units"))]
    names = ("number", "unit", "eligible", "people", "finished", "share")
    lines = (
        (str(number), line.name, *_unit_texts(line, line.share)) for number, line in enumerate(report.units, start=1)
    )
    total = ("", word("total"), *_unit_texts(report.total, report.total_share))
    return [text_table([word(f"column_{name}") for name in names], lines, UNITS, total=total)]


def _unit_texts(line: UnitLine, share: float | None) -> tuple[str, ...]:
    counts = (eligible_of(line), count_of(line.people), count_of(line.finished))
    return (*map(str, counts), gap_of(line, share) or spell_percent(share or 0.0))


def _requirements(report: GroupReport) -> list[Flowable]:
    if not report.requirements:
        return [write(word("no_requirements"))]
    names = ("label", "requirement", "n", "mastery")
    lines = (
        (line.label, line.title, str(count_of(line.n)), requirement_gap_of(line) or spell_percent(line.share or 0.0))
        for line in report.requirements
    )
    return [text_table([word(f"column_{name}") for name in names], lines, REQUIREMENTS)]
