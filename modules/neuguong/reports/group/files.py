"""The files of a report on a period, each under a name that says what it is. Knows nothing of what is in them."""

import io
import zipfile
from typing import Literal, assert_never

from ...analysis.participation import UnitLine
from ...interchange import Cell, Table
from ..naming import ReportFile, slug_of
from ..templates import Templates
from ..templates.lines import fill_lines
from .fields import CHATTED, PRINTED, build_fields
from .report import GroupReport
from .words import (
    Participation,
    count_of,
    file_name,
    gap_of,
    participations,
    requirement_gap_of,
    short_mark,
    title_of,
    word,
)

Format = Literal["xlsx", "docx", "pdf", "csv", "txt"]
FORMATS: tuple[Format, ...] = ("xlsx", "docx", "pdf", "csv", "txt")
BOOK, LETTER, MESSAGE = "bao-cao.xlsx", "bao-cao.docx", "tin-nhan.txt"
"""Names of the templates; the .pdf is the letter printed."""
SHIPPED = Templates()


def export_group(report: GroupReport, format: Format, templates: Templates = SHIPPED) -> ReportFile:
    """xlsx: the book to print. docx: the administrative text. pdf: the same to read. csv: a .zip of tables, one a
    file. txt: to paste into a chat. TemplateError if a template cannot be used."""
    return ReportFile(file_name(report, "zip" if format == "csv" else format), _build(report, format, templates))


def _build(report: GroupReport, format: Format, templates: Templates) -> bytes:
    match format:
        case "xlsx":
            from ..templates.sheets import fill_sheets  # openpyxl

            fields = build_fields(report, templates, needed=PRINTED)
            return fill_sheets(templates, BOOK, fields, title=title_of(report), mark=report.mark)
        case "docx":
            return _build_letter(report, templates)
        case "pdf":
            from ..pdf.from_word import print_word  # reportlab

            return print_word(_build_letter(report, templates), file=str(templates.find(LETTER)))
        case "csv":
            return _zip_tables(report)
        case "txt":
            fields = build_fields(report, templates, needed=CHATTED)
            told = fill_lines(templates, MESSAGE, fields)
            return (f"{report.mark}\n{told}" if report.mark else told).encode()
        case _:
            assert_never(format)


def _build_letter(report: GroupReport, templates: Templates) -> bytes:
    from ..templates.word import fill_word  # python-docx

    fields = build_fields(report, templates, needed=PRINTED)
    return fill_word(templates, LETTER, fields, title=title_of(report), mark=report.mark)


def _zip_tables(report: GroupReport) -> bytes:
    from ...interchange.table_files import export_tables  # openpyxl

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in build_tables(report):
            parts = (short_mark(report.mark or ""), table.title, report.period)
            name = "_".join(slug_of(part) for part in parts if part)
            archive.writestr(f"{name}.csv", export_tables([table], "csv"))
    return file.getvalue()


def build_tables(report: GroupReport) -> list[Table]:
    """By unit, by session and by requirement, for programs: no totals, each row with its period."""
    place: tuple[Cell, ...] = (report.period, report.source, f"{report.made:%Y-%m-%d}", report.revision)
    heads = [word(f"column_{name}") for name in ("period", "source", "made", "revision")]
    requirements = tuple(
        (*place, one.topic, one.label, one.title, count_of(one.n), requirement_gap_of(one) or _points(one.share))
        for one in report.requirements
    )
    names = ("topic", "label", "requirement", "n", "mastery")
    requirement_heads = (*heads, *(word(f"column_{name}") for name in names))
    return [
        *(_participation(place, heads, part) for part in participations(report)),
        Table(word("sheet_requirements"), requirement_heads, requirements),
    ]


def _participation(place: tuple[Cell, ...], heads: list[str], part: Participation) -> Table:
    rows = tuple(
        (*place, one.name, one.eligible, *map(count_of, (one.people, one.finished)), _gap_or_points(one))
        for one in part.lines
    )
    return Table(word(f"sheet_{part.kind}"), (*heads, *part.heads), rows)


def _gap_or_points(line: UnitLine) -> Cell:
    return gap_of(line, line.share) or _points(line.share)


def _points(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
