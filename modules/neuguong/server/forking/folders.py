"""Private folders for unix sockets, whose whole path may have 107 bytes. It must not know what is put there."""

import os
import tempfile

LONGEST_BASE = 40
"""Bytes of the folder for temporary files that still leave room for our own names below it."""


def make_short_folder(prefix: str) -> str:
    """A new folder, private to this user, below the folder for temporary files or, where that is deep, in /tmp."""
    base = tempfile.gettempdir()
    return tempfile.mkdtemp(prefix=prefix, dir="/tmp" if len(os.fsencode(base)) > LONGEST_BASE else base)
