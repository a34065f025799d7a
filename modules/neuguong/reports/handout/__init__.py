"""A lesson part on paper: what is handed out, and its key apart. Knows nothing of screens or the log.

`printed` says what stands where; `handout` and `key` make the files, and are not imported from here: reportlab is slow
to import.
"""

from .printed import PrintedItem, PrintedPart, print_part

__all__ = ["PrintedItem", "PrintedPart", "print_part"]
