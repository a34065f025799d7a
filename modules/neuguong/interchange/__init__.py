"""What goes to and comes from other programs: cells that a spreadsheet does not run, tables on their way to a file,
files that appear whole or not at all.

Knows nothing of the kit. Making the file is in `interchange.table_files` and `interchange.word_document`, not imported
from here: openpyxl and python-docx are slow to import."""

from .spreadsheet import neutralise, restore
from .table import NOT_XML, Cell, Table
from .whole_file import write_whole

__all__ = ["NOT_XML", "Cell", "Table", "neutralise", "restore", "write_whole"]
