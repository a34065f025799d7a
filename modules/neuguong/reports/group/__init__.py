"""The report on a period of self-study for the higher level: Excel, Word, PDF, tables, text for a chat.

Knows nothing of logs; says only what it is handed.
"""

from ...analysis.participation import UnitLine
from .report import GroupReport, RequirementLine

__all__ = ["GroupReport", "RequirementLine", "UnitLine"]
