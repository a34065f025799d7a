"""Private folders for unix sockets, whose whole path may have 107 bytes. It must not know what is put there."""

import contextlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

LONGEST_BASE = 40
"""Bytes of the folder for temporary files that still leave room for our own names below it."""

_OURS = re.compile(r"(ng|kernels|kernel)-[a-z0-9_]{8}")
_MARK = ".in-use"
_held: dict[str, int] = {}
"""Folder → its mark, kept open and locked."""


def make_short_folder(prefix: str) -> str:
    """A new folder, private to this user, below the folder for temporary files or, where that is deep, in /tmp.

    Where files can be locked it is marked as in use for as long as this process lives, however that ends.
    """
    folder = tempfile.mkdtemp(prefix=prefix, dir=_base())
    if sys.platform != "win32":
        mark = Path(folder, f"{_MARK}-new")
        _held[folder] = os.open(mark, os.O_RDWR | os.O_CREAT, 0o600)
        _lock(_held[folder])
        mark.rename(mark.with_name(_MARK))  # nobody ever sees it unlocked, unless its process is dead
    return folder


def remove_short_folder(folder: str) -> None:
    """Remove a folder that `make_short_folder` made in this process."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder in _held:
        os.close(_held.pop(folder))


def remove_left_folders() -> None:
    """Remove the folders of processes that were killed: they are marked, and nobody holds the mark locked any more."""
    if sys.platform == "win32":
        return
    for mark in Path(_base()).glob(f"*/{_MARK}"):
        if _OURS.fullmatch(mark.parent.name) and not mark.parent.is_symlink():
            with contextlib.suppress(OSError):  # in use, or another user's
                handle = os.open(mark, os.O_RDWR | os.O_NOFOLLOW)
                try:
                    _lock(handle)
                    shutil.rmtree(mark.parent)
                finally:
                    os.close(handle)


def _base() -> str:
    base = tempfile.gettempdir()
    return "/tmp" if len(os.fsencode(base)) > LONGEST_BASE and sys.platform != "win32" else base


def _lock(handle: int) -> None:
    """BlockingIOError if another process holds it."""
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
