"""The files of a workshop's report, each under a name that says what it is.

Knows nothing of what is in them.
"""

import io
import zipfile
from typing import Literal, NamedTuple, assert_never

from ...interchange.table_files import export_tables
from .book import build_book
from .minutes import build_minutes
from .report import WorkshopReport
from .tables import build_tables
from .words import file_name

Format = Literal["xlsx", "docx", "csv"]


class ReportFile(NamedTuple):
    """A file to hand over; its name is ASCII."""

    name: str
    content: bytes


def export_workshop(report: WorkshopReport, format: Format) -> ReportFile:
    """xlsx: the book to print. docx: the minutes. csv: a .zip of three tables, one a file."""
    match format:
        case "xlsx":
            return ReportFile(file_name(report, "book", "xlsx"), build_book(report))
        case "docx":
            return ReportFile(file_name(report, "minutes", "docx"), build_minutes(report))
        case "csv":
            return ReportFile(file_name(report, "tables", "zip"), _zip_tables(report))
        case _:
            assert_never(format)


def _zip_tables(report: WorkshopReport) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in build_tables(report).items():
            inside = file_name(report, "tables", "csv").removesuffix(".csv")
            archive.writestr(f"{inside}_{name}.csv", export_tables([table], "csv"))
    return file.getvalue()
