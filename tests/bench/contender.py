"""Owns what every bench needs: servers and kernels that end with it, deadlines, figures told as soon as they are known.

Knows nothing of what is measured. All that a bench starts carries a mark in its environment, by which it is found again
whoever its parent is by then and whatever session it is in.
"""

import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

BENCH, CONTENDER = "BENCH_MARK", "BENCH_CONTENDER"
GRACE_S, START_WITHIN_S, LAST_WORDS_S = 10.0, 120.0, 5.0
IDLE_SHARE = 0.03
"""A contender that uses less of one core than this is at rest."""


@contextmanager
def bench(*, whole_s: float) -> Iterator[Path]:
    """A folder to work in. When the block is left, after `whole_s` or on SIGTERM, no process and no file remains."""
    mark = secrets.token_hex(8)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    changed = {BENCH: mark, "TMPDIR": str(folder), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    tempfile.tempdir = None

    def leave_nothing() -> None:
        kill_marked(BENCH, mark)
        shutil.rmtree(folder, ignore_errors=True)

    gave_up = threading.Event()

    def give_up() -> None:
        """Take everything away, over and over, from whoever waits for it; then end this process."""
        gave_up.set()
        print(f"gave up after {whole_s:.0f} s", flush=True)
        until = time.monotonic() + LAST_WORDS_S
        while time.monotonic() < until:
            kill_marked(BENCH, mark)
            time.sleep(0.1)
        leave_nothing()
        os._exit(1)

    old = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what runs in the background ignore it
    try:
        with at_deadline(whole_s, give_up):
            yield folder
    finally:
        signal.signal(signal.SIGTERM, old)
        leave_nothing()
        tempfile.tempdir = None
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    if gave_up.is_set():
        sys.exit(1)


class LostError(Exception):
    """A contender was ended because a step overran."""


class Contender:
    """A server, or whatever else is measured, with all its processes and its figures.

    `start` is called with the variables of its environment and gives the process that was started.
    """

    def __init__(self, name: str, start: Callable[[dict[str, str]], int], *, grace_s: float = GRACE_S) -> None:
        self.name = name
        self.figures: dict[str, str] = {}
        self._mark = secrets.token_hex(8)
        self._grace_s = grace_s
        try:
            with at_deadline(START_WITHIN_S, self._kill_marked):
                self._process = psutil.Process(start({CONTENDER: self._mark}))
        except BaseException:
            self._kill_marked()
            raise

    def tell(self, figure: str, value: str) -> None:
        """A figure, on screen before the next is measured."""
        self.figures[figure] = value
        print(f"{self.name}: {figure}: {value}", flush=True)

    @contextmanager
    def step(self, name: str, *, within_s: float) -> Iterator[None]:
        """Part of a measurement: one that fails is told and passed over.

        One that overruns has its contender ended, so that whoever waits for it waits no more: LostError.
        """
        overrun = threading.Event()

        def end() -> None:
            overrun.set()
            self.kill()

        try:
            with at_deadline(within_s, end):
                yield
        except Exception as fault:
            if not overrun.is_set():
                self.tell(name, f"failed ({type(fault).__name__}: {fault}".splitlines()[0][:120] + ")")
        if overrun.is_set():
            self.tell(name, f"failed (not done within {within_s:.0f} s)")
            raise LostError

    def processes(self) -> list[psutil.Process]:
        """The process that was started, all below it, and those that have left it but carry its mark."""
        found = {one.pid: one for one in marked(CONTENDER, self._mark)}
        with suppress(psutil.Error):
            found |= {one.pid: one for one in (self._process, *self._process.children(recursive=True))}
        return list(found.values())

    def cpu_seconds(self) -> tuple[float, float]:
        """User and system time of all its processes, the ended ones included."""
        user = system = 0.0
        for one in self.processes():
            with suppress(psutil.Error):
                times = one.cpu_times()
                user += times.user + times.children_user
                system += times.system + times.children_system
        return user, system

    def pss_mb(self) -> float:
        return sum(pss_mb(one.pid) for one in self.processes())

    def rest(self, *, at_most_s: float = 30.0) -> None:
        """Wait until it has nothing left to do."""
        until = time.monotonic() + at_most_s
        before = sum(self.cpu_seconds())
        while time.monotonic() < until:
            time.sleep(1)
            now = sum(self.cpu_seconds())
            if now - before <= IDLE_SHARE:
                return
            before = now

    def end(self) -> None:
        """Ask it to end, wait a grace, then kill whatever is left of it."""
        with suppress(psutil.Error):
            self._process.terminate()
            self._process.wait(self._grace_s)
        self.kill()

    def kill(self) -> None:
        for one in self.processes():
            with suppress(psutil.Error):
                one.kill()
        self._kill_marked()

    def _kill_marked(self) -> None:
        kill_marked(CONTENDER, self._mark)


def marked(name: str, mark: str) -> list[psutil.Process]:
    """Every process but this one whose environment holds the mark."""
    return [one for one in psutil.process_iter() if one.pid != os.getpid() and _environment(one).get(name) == mark]


def kill_marked(name: str, mark: str, *, within_s: float = 20.0) -> None:
    """Kill until none is left: one of them may have started another meanwhile."""
    until = time.monotonic() + within_s
    while (left := marked(name, mark)) and time.monotonic() < until:
        for one in left:
            with suppress(psutil.Error):
                one.kill()
        psutil.wait_procs(left, timeout=2)


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return {} if process.status() == psutil.STATUS_ZOMBIE else process.environ()
    except (psutil.Error, OSError):
        return {}


@contextmanager
def at_deadline(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Call `act`, in a thread of its own, if the block takes longer."""
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def pss_mb(pid: int) -> float:
    """Memory of a process, what it shares divided by those it shares it with; 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def print_table(contenders: Sequence[Contender], notes: dict[str, str], *, beside: str) -> None:
    """All figures, a column for each contender, with a note beside; a dash where there is none."""
    names = list(dict.fromkeys(figure for one in contenders for figure in one.figures))
    print(
        "\n| | " + " | ".join(one.name for one in contenders) + f" | {beside} |\n|---|" + "---|" * (len(contenders) + 1)
    )
    for name in names:
        print(
            f"| {name} | "
            + " | ".join(one.figures.get(name, "–") for one in contenders)
            + f" | {notes.get(name, '')} |"
        )
    sys.stdout.flush()
