"""A lesson part on paper: what is handed out, and its key apart. Knows nothing of screens or the log.

`printed` says what stands where; `handout` and `key` make the files, and are imported when one is made: reportlab is
slow to import.
"""

from ...items import Pack
from .printed import PrintedItem, PrintedPart, print_part

__all__ = ["PrintedItem", "PrintedPart", "export_part", "print_part"]


def export_part(pack: Pack, slug: str, part: str, *, key: bool = False) -> bytes:
    """A part's handout, or its key, as PDF; UnknownItemError if there is no such part."""
    printed = print_part(pack, slug, part)
    if key:
        from .key import export_key

        return export_key(printed)
    from .handout import export_handout

    return export_handout(printed)
