"""Texts that a spreadsheet would run: made harmless on their way out, and had back on their way in.

Knows nothing of tables or files.
"""

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the start of a formula, full-width forms included."""


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula. `restore` undoes it.

    >>> neutralise("=1+1"), neutralise("chi bộ 1"), neutralise("'=1")
    ("'=1+1", 'chi bộ 1', "''=1")
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS) else text
