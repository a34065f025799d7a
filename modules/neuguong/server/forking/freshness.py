"""Which source files a template was built from, and whether one of them has changed since.

It must not know processes; it compares modification times.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules"})


def snapshot_packages(modules: Iterable[str]) -> dict[str, int]:
    """mtime in ns of every imported source file of the packages that `modules` belong to."""
    packages = {module.partition(".")[0] for module in modules}
    files = (
        getattr(module, "__file__", None)
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in packages
    )
    return snapshot_files(file for file in files if file)


def snapshot_files(files: Iterable[str]) -> dict[str, int]:
    """mtime in ns of each file; 0 for one that is not there."""
    return {file: _mtime_ns(file) for file in files}


def snapshot_folders(folders: Iterable[str]) -> dict[str, int]:
    """mtime in ns of every file below `folders`; hidden folders and caches are left out."""
    found: dict[str, int] = {}
    for folder in folders:
        for root, names, files in os.walk(folder):
            names[:] = [name for name in names if name not in _SKIPPED_FOLDERS and not name.startswith(".")]
            found.update(snapshot_files(str(Path(root, file)) for file in files))
    return found


def _mtime_ns(file: str) -> int:
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116 - called for a thousand files on a launch
    except OSError:
        return 0
