"""A file of one line that is readable by its owner only. Knows nothing of what it says."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def read_small(path: Path) -> str:
    """What stands in the file, "" if nothing does or there is none. Somebody may have typed into it with Notepad."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace").strip(" -\t\r\n")
    except FileNotFoundError:
        return ""


def write_small(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text + "\n")
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
