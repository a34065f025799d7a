"""The files of a workshop's report, each under a name that says what it is.

Knows nothing of what is in them.
"""

import io
import zipfile
from typing import Literal, assert_never

from ..naming import ReportFile
from .report import WorkshopReport
from .words import file_name

Format = Literal["xlsx", "docx", "pdf", "csv", "txt"]
FORMATS: tuple[Format, ...] = ("xlsx", "docx", "pdf", "csv", "txt")


def export_workshop(report: WorkshopReport, format: Format) -> ReportFile:
    """xlsx: the book to print. docx: the minutes. pdf: to read. csv: a .zip of three tables, one a file. txt: to paste
    into a chat."""
    match format:
        case "xlsx":
            from .book import build_book  # openpyxl

            return ReportFile(file_name(report, "book", "xlsx"), build_book(report))
        case "docx":
            from .minutes import build_minutes  # python-docx

            return ReportFile(file_name(report, "minutes", "docx"), build_minutes(report))
        case "pdf":
            from .paper import build_paper  # reportlab

            return ReportFile(file_name(report, "book", "pdf"), build_paper(report))
        case "csv":
            return ReportFile(file_name(report, "tables", "zip"), _zip_tables(report))
        case "txt":
            from .message import spell_message

            return ReportFile(file_name(report, "message", "txt"), spell_message(report).encode())
        case _:
            assert_never(format)


def _zip_tables(report: WorkshopReport) -> bytes:
    from ...interchange.table_files import export_tables  # openpyxl
    from .tables import build_tables

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in build_tables(report).items():
            inside = file_name(report, "tables", "csv").removesuffix(".csv")
            archive.writestr(f"{inside}_{name}.csv", export_tables([table], "csv"))
    return file.getvalue()
