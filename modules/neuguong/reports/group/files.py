"""The files of a report on a period, each under a name that says what it is. Knows nothing of what is in them."""

import io
import zipfile
from typing import Literal, NamedTuple, assert_never

from ...interchange import Cell, Table
from ...interchange.table_files import export_tables
from ..naming import slug_of
from ..templates import Templates
from ..templates.lines import fill_lines
from .fields import CHATTED, PRINTED, build_fields
from .report import GroupReport, UnitLine
from .words import count_of, file_name, gap_of, requirement_gap_of, short_mark, title_of, word

BOOK, LETTER, MESSAGE = "bao-cao.xlsx", "bao-cao.docx", "tin-nhan.txt"
"""Names of the templates; the .pdf is the letter printed."""
SHIPPED = Templates()
Format = Literal["xlsx", "docx", "pdf", "csv", "txt"]
FORMATS: tuple[Format, ...] = ("xlsx", "docx", "pdf", "csv", "txt")
MIME: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "application/zip",
    "txt": "text/plain;charset=utf-8",
}


class ReportFile(NamedTuple):
    """A file to hand over; its name is ASCII."""

    name: str
    mime: str
    data: bytes


def export_group(report: GroupReport, format: Format, templates: Templates = SHIPPED) -> ReportFile:
    """xlsx: the book to print. docx: the administrative text. pdf: the same to read. csv: a .zip of two tables, one a
    file. txt: to paste into a chat. TemplateError if a template cannot be used."""
    return ReportFile(
        file_name(report, "zip" if format == "csv" else format), MIME[format], _build(report, format, templates)
    )


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
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in build_tables(report):
            parts = (short_mark(report.mark or ""), table.title, report.period)
            name = "_".join(slug_of(part) for part in parts if part)
            archive.writestr(f"{name}.csv", export_tables([table], "csv"))
    return file.getvalue()


def build_tables(report: GroupReport) -> list[Table]:
    """By unit and by requirement, for programs: no totals, each row with its period."""
    place: tuple[Cell, ...] = (report.period, f"{report.made:%Y-%m-%d}", report.revision)
    heads = [word(f"column_{name}") for name in ("period", "made", "revision")]
    units = tuple(
        (*place, one.name, one.eligible, *map(count_of, (one.people, one.finished)), _gap_or_points(one))
        for one in report.units
    )
    requirements = tuple(
        (*place, one.topic, one.label, one.title, count_of(one.n), requirement_gap_of(one) or _points(one.share))
        for one in report.requirements
    )
    unit_heads = (*heads, *(word(f"column_{name}") for name in ("unit", "eligible", "people", "finished", "share")))
    names = ("topic", "label", "requirement", "n", "mastery")
    requirement_heads = (*heads, *(word(f"column_{name}") for name in names))
    return [
        Table(word("sheet_units"), unit_heads, units),
        Table(word("sheet_requirements"), requirement_heads, requirements),
    ]


def _gap_or_points(line: UnitLine) -> Cell:
    return gap_of(line, line.share) or _points(line.share)


def _points(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
