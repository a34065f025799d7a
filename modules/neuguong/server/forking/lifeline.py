"""The pipe by which template and kernels learn that the server is gone: only the server holds its writing end.

It must not know what is started; a lifeline is a file descriptor. Linux only.

Why not PR_SET_PDEATHSIG or a polling thread: the death signal is tied to the thread that started the process and to
the direct parent, and kernels must outlive a template that was killed. A thread needs the interpreter lock, which
user code may hold for ever. Here Linux itself sends SIGKILL (F_SETSIG) to the whole process group when the last
writing end closes, without a thread and without polling.
"""

import fcntl
import os
import select
import signal
import sys


def open_own(inherited_fd: int) -> int:
    """A file description of our own: signal ownership belongs to the description, which fork would share."""
    return os.open(f"/proc/self/fd/{inherited_fd}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def arm(fd: int, *, group: bool = False) -> None:
    """From now on the end of the server kills this process or, with `group`, its process group."""
    if sys.platform == "linux":
        fcntl.fcntl(fd, fcntl.F_SETOWN, -os.getpid() if group else os.getpid())
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)
        if server_is_gone(fd):
            os._exit(1)


def disarm(fd: int) -> None:
    if sys.platform == "linux":
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) & ~os.O_ASYNC)


def server_is_gone(fd: int) -> bool:
    poller = select.poll()
    poller.register(fd, 0)
    return bool(poller.poll(0))
