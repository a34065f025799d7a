"""The only reader of data/: shapes, loading, checking. Knows nothing of learners, answers or screens."""

from .editor_schema import editor_schemas, export_editor_schemas
from .loader import load_pack
from .location import default_data_folder, kit_folder
from .problems import Problem
from .report import build_check_report, check_pack, export_bank

__all__ = [
    "Problem",
    "build_check_report",
    "check_pack",
    "default_data_folder",
    "editor_schemas",
    "export_bank",
    "export_editor_schemas",
    "kit_folder",
    "load_pack",
]
