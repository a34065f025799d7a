"""Lets the kit, and only the kit, see another operating system: `NEUGUONG_TEST_SYSTEM` is win32 or darwin.

Python imports a module of this name by itself when it starts, kernels included. What the other system lacks is missing
for the kit's modules; everybody else's go on as they are. It cannot show how the other system itself behaves.
"""

import builtins
import os
import signal
import sys
from types import ModuleType
from typing import Any

ON_LINUX_ALONE = {
    "pidfd_open",
    "memfd_create",
    "sched_getaffinity",
    "sched_setaffinity",
    "eventfd",
    "posix_fadvise",
}
NOT_ON_WINDOWS = ON_LINUX_ALONE | {
    *("fork", "forkpty", "register_at_fork", "getuid", "geteuid", "getgid", "getegid", "setsid", "getpgid", "killpg"),
    *("chown", "fchmod", "mkfifo", "WNOHANG", "uname", "getloadavg", "set_blocking", "sysconf", "statvfs"),
    *("SIGKILL", "SIGHUP", "SIGCHLD", "SIGUSR1", "SIGUSR2", "SIGALRM", "setitimer", "pthread_sigmask", "SIGPIPE"),
}
MODULES_NOT_ON_WINDOWS = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "posix"}


class Elsewhere(ModuleType):
    """A module of the standard library as another system has it."""

    def __init__(self, real: ModuleType, *, lacks: set[str], **others: object) -> None:
        super().__init__(real.__name__)
        self.__dict__.update(others, _real=real, _lacks=lacks)

    def __getattr__(self, name: str) -> Any:
        if name in self._lacks:
            raise AttributeError(f"module {self._real.__name__!r} has no attribute {name!r}")
        return getattr(self._real, name)


def pretend(system: str) -> None:
    """From now on the kit's modules find themselves on that system."""
    lacks = NOT_ON_WINDOWS if system == "win32" else ON_LINUX_ALONE
    missing = MODULES_NOT_ON_WINDOWS if system == "win32" else set()
    seen = {
        "sys": Elsewhere(sys, lacks=set(), platform=system),
        "os": Elsewhere(os, lacks=lacks),
        "signal": Elsewhere(signal, lacks=lacks),
    }
    real_import = builtins.__import__

    def import_elsewhere(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if level == 0 and str((globals or {}).get("__name__", "")).partition(".")[0] == "neuguong":
            if name in missing:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            if name in seen:
                return seen[name]
        return real_import(name, globals, locals, fromlist, level)

    builtins.__import__ = import_elsewhere


if os.environ.get("NEUGUONG_TEST_SYSTEM"):
    pretend(os.environ["NEUGUONG_TEST_SYSTEM"])
