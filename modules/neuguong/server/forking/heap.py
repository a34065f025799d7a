"""The C library's heap before a fork. It must not know what is stored there. glibc only; elsewhere nothing happens.

After loading, free chunks lie scattered over the heap. A kernel that takes one writes into a page that it shared until
then, and so copies it: a megabyte in all. Where no chunk is free, new ones come side by side from the heap's end.
"""

import ctypes
import sys

_LARGEST = 64 * 1024
"""Bytes; from twice as many on, glibc asks Linux for pages of their own."""
_FRESH_CHUNKS = 8
"""A size is used up once so many chunks came from the heap's end."""
_MOST = 100_000


def fill_holes() -> int:
    """Take every free chunk, large ones first, for good; returns how many were taken."""
    if sys.platform != "linux" or not hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        return 0
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.sbrk.restype, libc.sbrk.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]
    libc.malloc_trim(0)
    size, taken, last = _LARGEST, 0, libc.malloc(_LARGEST)
    while size >= 32 and taken < _MOST:
        fresh = 0
        while fresh < _FRESH_CHUNKS and taken < _MOST:
            chunk = libc.malloc(size)
            if last < chunk < libc.sbrk(0):
                last, fresh = chunk, fresh + 1
            else:  # below what came last, or beyond the heap: left over by a thread that has ended
                taken += 1
        size = size * 7 // 8 if size > 1024 else size - 16
    return taken
