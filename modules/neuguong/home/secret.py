"""The installation's secret, which keys every hash and cookie. Knows nothing of what is hashed."""

import os
import secrets
from pathlib import Path

from ..errors import SecretError

SECRET_BYTES = 32
O_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write a line feed as two bytes without it."""


def load_secret(home: Path) -> bytes:
    """The installation's 32-byte secret, made at first use; its file is readable by its owner only.

    SecretError if the file is empty or short: a disk was full when it was copied.
    """
    path = home / "secret.key"
    try:
        return _checked(path.read_bytes())
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"secret.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    try:
        os.link(draft, path)  # the first of several processes wins
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.replace(path)
            return path.read_bytes()
    draft.unlink()
    return _checked(path.read_bytes())


def check_secret(home: Path) -> None:
    """SecretError if there is a secret that is none; makes nothing."""
    if (home / "secret.key").exists():
        load_secret(home)


def _checked(secret: bytes) -> bytes:
    if len(secret) < SECRET_BYTES:
        raise SecretError(f"secret.key: found {len(secret)} bytes; allowed: {SECRET_BYTES}")
    return secret
