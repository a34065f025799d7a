"""Owns a network in which this process stands apart from the machine: phones beside the server, not on it.

Knows nothing of what is measured. The network has no name and belongs to this process alone: when it ends, however it
ends, the system takes the network away, and the pair of cards with it.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

CLONE_NEWNET = 0x40000000
LOOPBACK = "127.0.0.1"
COMMAND_WITHIN_S = 10


@dataclass(frozen=True)
class Network:
    """`host`: where this process finds the machine. `outside`: for `preexec_fn` of what is to run on the machine."""

    host: str
    outside: Callable[[], None] | None = None


def leave_machine() -> Network:
    """Move this thread, and all it will start, into a network of its own. Where that cannot be had, one sentence says
    why, and everything stays on the loopback address."""
    ip = shutil.which("ip")
    if sys.platform != "linux" or os.geteuid() != 0 or ip is None:
        print("phones come from the loopback address: another needs Linux, root and `ip` (package iproute2)")
        return Network(LOOPBACK)
    libc = ctypes.CDLL(None, use_errno=True)
    machine = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    if libc.unshare(CLONE_NEWNET) != 0:
        print(f"phones come from the loopback address: no network of their own ({os.strerror(ctypes.get_errno())})")
        return Network(LOOPBACK)

    def go_outside() -> None:
        if libc.setns(machine, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def run(*words: str, before: Callable[[], None] | None = None) -> None:
        subprocess.run(
            [ip, *words], check=True, capture_output=True, text=True, timeout=COMMAND_WITHIN_S, preexec_fn=before
        )

    here, there = (f"10.203.{os.getpid() % 250}.{number}" for number in (2, 1))
    card = f"ngb{os.getpid()}"
    try:
        pair = ("type", "veth", "peer", "name", "phones", "netns", str(os.getpid()))
        run("link", "add", card, *pair, before=go_outside)
        run("addr", "add", f"{there}/30", "dev", card, before=go_outside)
        run("link", "set", card, "up", before=go_outside)
        run("addr", "add", f"{here}/30", "dev", "phones")
        for name in ("phones", "lo"):
            run("link", "set", name, "up")
    except (subprocess.SubprocessError, OSError) as fault:
        go_outside()
        print(f"phones come from the loopback address: {getattr(fault, 'stderr', '') or fault}".strip())
        return Network(LOOPBACK)
    print(f"phones come from {here}, a network of their own; servers answer at {there}")
    return Network(there, go_outside)
