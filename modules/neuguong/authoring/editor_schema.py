"""The JSON schemas that editors use for completion, made from the shapes. Knows nothing of the content itself."""

import json
from pathlib import Path

from ..bank.schema import FILE_SHAPES

SCHEMA_FOLDER = "schema"


def editor_schemas() -> dict[str, str]:
    """File name → JSON text of each content file's schema."""
    return {
        f"{name}.schema.json": json.dumps(shape.model_json_schema(), ensure_ascii=False, indent=1) + "\n"
        for name, shape in FILE_SHAPES.items()
    }


def export_editor_schemas(folder: Path) -> list[Path]:
    """Write the schemas into the pack's schema folder; returns the files written."""
    target = folder / SCHEMA_FOLDER
    target.mkdir(exist_ok=True)
    written = []
    for name, text in editor_schemas().items():
        (target / name).write_text(text, encoding="utf-8")
        written.append(target / name)
    return written
