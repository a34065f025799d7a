"""Writing a file whole or not at all. Knows nothing of what is in it."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

Written = TypeVar("Written")


def write_whole(destination: Path, write: Callable[[BinaryIO], Written]) -> Written:
    """Have `write` fill a private file in the same folder, bring it to disk, then put it in place.

    Only its owner may read it. Returns what `write` returns; OSError if the destination cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{destination.name}.", suffix=".tmp", dir=destination.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            written = write(cast(BinaryIO, file))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(destination)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return written
