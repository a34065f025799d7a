"""How many kernels this machine bears: memory, files, and a bound above them. Knows no kernel."""

import sys
from contextlib import suppress

import psutil

FORKED_KERNEL_MB, ORDINARY_KERNEL_MB, RESERVE_MB = 16, 75, 700
FILES_PER_KERNEL = 16
"""Sockets to the kernel, their wake-up pipes and the page's own connection: 14 measured."""
MOST_KERNELS = 400


def decide_cap(asked: int | None, *, fork: bool) -> int:
    """Kernels this machine can bear: as many as asked for, or by free memory; never more than files allow.

    The limit of open files is raised first. An eighth of it, 200 at least, is left to other connections.
    """
    files = raise_file_limit()
    by_files = (files - max(200, files // 8)) // FILES_PER_KERNEL
    if asked is not None:
        return max(1, min(asked, by_files, MOST_KERNELS))
    per_kernel = FORKED_KERNEL_MB if fork else ORDINARY_KERNEL_MB
    by_memory = int((psutil.virtual_memory().available / 2**20 - RESERVE_MB) / per_kernel)
    return max(4, min(by_memory, by_files, MOST_KERNELS))


def raise_file_limit() -> int:
    """Raise the soft limit of open files as far as the system lets us, at most to 65,536; returns what holds now."""
    if sys.platform == "win32":
        return 512  # select() bears no more
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (65_536, 10_240, 4_096):  # macOS takes no more than its own maximum, whatever the hard limit says
        reachable = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        if soft >= reachable:
            return soft
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (reachable, hard))
            return reachable
    return soft
