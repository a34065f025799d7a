"""The files of a report on a period, each under a name that says what it is. Knows nothing of what is in them."""

import io
import zipfile
from typing import Literal, assert_never

from ...analysis.participation import UnitLine
from ...interchange import Cell, Table
from ..naming import ReportFile, slug_of
from .report import GroupReport
from .words import (
    Participation,
    count_of,
    file_name,
    gap_of,
    participations,
    requirement_gap_of,
    spell_percent,
    word,
)

Format = Literal["xlsx", "docx", "pdf", "csv", "txt"]
FORMATS: tuple[Format, ...] = ("xlsx", "docx", "pdf", "csv", "txt")


def export_group(report: GroupReport, format: Format) -> ReportFile:
    """xlsx: the book to print. docx: the administrative text. pdf: to read. csv: a .zip of tables, one a file.
    txt: to paste into a chat."""
    return ReportFile(file_name(report, "zip" if format == "csv" else format), _build(report, format))


def _build(report: GroupReport, format: Format) -> bytes:
    match format:
        case "xlsx":
            from .book import build_book  # openpyxl

            return build_book(report)
        case "docx":
            from .letter import build_letter  # python-docx

            return build_letter(report)
        case "pdf":
            from .paper import build_paper  # reportlab

            return build_paper(report)
        case "csv":
            return _zip_tables(report)
        case "txt":
            return spell_message(report).encode()
        case _:
            assert_never(format)


def _zip_tables(report: GroupReport) -> bytes:
    from ...interchange.table_files import export_tables  # openpyxl

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in build_tables(report):
            archive.writestr(f"{slug_of(table.title)}_{slug_of(report.period)}.csv", export_tables([table], "csv"))
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


def spell_message(report: GroupReport) -> str:
    """Plain lines to paste into a chat: who has studied, and what comes next. No result of a unit is in it."""
    lines = [word("title"), report.title, report.period]
    total = report.total
    if total.people is not None:
        lines.append(word("chat_people", people=total.people, finished=count_of(total.finished)))
    if report.sessions:
        people = count_of(report.sessions_total.people)
        lines.append(word("chat_sessions", sessions=len(report.sessions), people=people))
    if report.total_share is not None:
        lines.append(word("chat_share", share=spell_percent(report.total_share)))
    return "\n".join([*lines, *report.advice])


def _gap_or_points(line: UnitLine) -> Cell:
    return gap_of(line, line.share) or _points(line.share)


def _points(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
