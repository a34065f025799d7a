"""The report of one workshop, as files for the office and a message for the group. Knows nothing of screens or the log.

`report` is what is told; making the files is in `files` and `cards`, not imported from here: openpyxl and python-docx
are slow to import.
"""

from .report import ItemLine, Round, UnitLine, WorkshopReport

__all__ = ["ItemLine", "Round", "UnitLine", "WorkshopReport"]
