"""Files of a unit's own into which a report is filled: Word, Excel, plain text. Knows no report.

Not imported from here: `word` needs python-docx and `sheets` openpyxl, which are slow to import.
"""

from .fields import Fields, Gap, Rows, Value, spell_value
from .folder import Templates

__all__ = ["Fields", "Gap", "Rows", "Templates", "Value", "spell_value"]
