"""The installation's secret, which keys every hash and cookie. Knows nothing of what is hashed."""

import os
import secrets
from pathlib import Path

O_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write a line feed as two bytes without it."""


def load_secret(home: Path) -> bytes:
    """The installation's 32-byte secret, made at first use; its file is readable by its owner only."""
    path = home / "secret.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"secret.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
    try:
        os.link(draft, path)  # the first of several processes wins
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.replace(path)
            return path.read_bytes()
    draft.unlink()
    return path.read_bytes()
