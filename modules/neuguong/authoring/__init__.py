"""The authors' tools over `bank`: style, the unread test, coverage, exports. Nothing here runs for a learner."""

from .editor_schema import editor_schemas, export_editor_schemas
from .report import build_check_report, check_pack, export_bank

__all__ = ["build_check_report", "check_pack", "editor_schemas", "export_bank", "export_editor_schemas"]
