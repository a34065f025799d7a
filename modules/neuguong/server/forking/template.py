"""The server's side of the template process: start, renew, give up, and ask for kernels.

It must not know kernels beyond their launch request, nor jupyter_client.
"""

import asyncio
import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from traitlets import Dict, Float, List, Unicode, default
from traitlets.config import SingletonConfigurable

from .forked_process import ForkedProcess
from .freshness import snapshot_files, snapshot_folders
from .messages import (
    Channel,
    Connected,
    Forked,
    LaunchRequest,
    Loaded,
    LoadFailed,
    Refused,
    Settings,
    channel_pair,
)

_LONGEST_FOLDER = 60  # a unix socket's path may have 107 bytes
_LONGEST_DELAY = 60.0


class TemplateUnavailable(Exception):
    """No kernel can be forked now; an ordinary one can be started. The reason has been logged."""


def is_supported() -> bool:
    """Whether this platform forks safely and has pidfds (Linux 5.3). False on macOS and Windows."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return Path("/proc/self/fd").is_dir()


class TemplateProcess:
    """One template process from its start to its end; a thread of its own waits for both."""

    def __init__(self, command: list[str], environment: dict[str, str], settings: Settings, start_timeout: float) -> None:
        self.loaded: Future[Loaded] = Future()
        self.forks = 0
        self._command = command
        self._environment = environment
        self._settings = settings
        self._start_timeout = start_timeout
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._retired = False

    def start(self, lifeline_fd: int, on_end: Callable[["TemplateProcess", str], None]) -> None:
        """`on_end` is called once, from another thread, with the reason."""
        threading.Thread(target=self._run, args=(lifeline_fd, on_end), name="fork-template", daemon=True).start()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_retired(self) -> bool:
        return self._retired

    def retire(self) -> None:
        """No more forks; the process ends after its last kernel."""
        with self._lock:
            self._retired = True
            if self._control is not None:
                self._control.close()
                self._control = None

    def kill(self) -> None:
        """For a template that does not answer; its kernels go on."""
        if self._process is not None:
            self._process.kill()

    async def fork(self, request: LaunchRequest, timeout: float) -> ForkedProcess:
        """A kernel whose sockets are bound. Raises TimeoutError, EOFError, OSError or RuntimeError."""
        channel, theirs = channel_pair()
        kernel: ForkedProcess | None = None
        try:
            async with asyncio.timeout(timeout):
                with theirs:
                    await self._ask(theirs)
                await channel.send_async(request)
                connected = False
                while kernel is None or not connected:
                    message = await channel.receive_async()
                    if isinstance(message, Forked):
                        kernel = ForkedProcess(message.pid, channel.received_fds.pop(), channel)
                    elif isinstance(message, Connected):
                        connected = True
                    else:
                        reason = message.reason if isinstance(message, Refused) else f"the kernel ended: {message}"
                        raise RuntimeError(reason)
        except BaseException:
            if kernel is not None:
                kernel.send_signal(signal.SIGKILL)
                kernel.close()
            channel.close()
            raise
        self.forks += 1
        return kernel

    async def _ask(self, channel: socket.socket) -> None:
        while True:
            with self._lock:
                if self._control is None:
                    raise EOFError("the template has ended")
                try:
                    socket.send_fds(self._control, [b"f"], [channel.fileno()], socket.MSG_NOSIGNAL)
                    return
                except BlockingIOError:
                    pass
            await asyncio.sleep(0.01)  # hundreds of requests are waiting to be read

    def _run(self, lifeline_fd: int, on_end: Callable[["TemplateProcess", str], None]) -> None:
        reason = ""
        try:
            loaded = self._load(lifeline_fd)
        except Exception as error:
            reason = f"it could not start: {error or type(error).__name__}"
            self.kill()
            self.retire()
        if self._process is not None:
            if not reason:
                self.loaded.set_result(loaded)
            code = self._process.wait()
            reason = reason or f"it ended with exit code {code}"
        self.retire_quietly()
        on_end(self, reason)
        if not self.loaded.done():
            self.loaded.set_exception(TemplateUnavailable(reason))

    def retire_quietly(self) -> None:
        """Let go of the control socket of a process that has ended."""
        with self._lock:
            if self._control is not None:
                self._control.close()
                self._control = None

    def _load(self, lifeline_fd: int) -> Loaded:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._control = ours
            self._process = subprocess.Popen(
                [*self._command, str(theirs.fileno()), str(lifeline_fd)],
                stdin=subprocess.DEVNULL,
                env=self._environment,
                pass_fds=(theirs.fileno(), lifeline_fd),
                start_new_session=True,
            )
        channel = Channel(ours)
        channel.send(self._settings)
        answer = channel.receive(self._start_timeout)
        if isinstance(answer, LoadFailed):
            raise RuntimeError(answer.reason)
        if not isinstance(answer, Loaded):
            raise TypeError(f"unexpected answer {answer}")
        return answer


class ForkTemplate(SingletonConfigurable):
    """Settings of the template process and its care: one per server, started on first need or by `start`.

    Preloaded modules must not start threads, open connections or ask who the visitor is.
    """

    preload_modules = List(Unicode(), help="Modules imported in the template.").tag(config=True)
    preload_hook = Unicode(help="'package.module:function', called once in the template after the imports.").tag(
        config=True
    )
    watch_folders = List(
        Unicode(), help="A changed file below these folders, or in a preloaded package, renews the template."
    ).tag(config=True)
    watch_interval = Float(1.0, help="Look for changed files at most once in so many seconds.").tag(config=True)
    start_timeout = Float(60.0, help="Seconds the template may take to load.").tag(config=True)
    launch_timeout = Float(20.0, help="Seconds a kernel may take until clients can connect.").tag(config=True)
    kernel_config = Dict(help="traitlets configuration of the kernels, such as {'IPKernelApp': {...}}.").tag(config=True)
    environment = Dict(
        {
            "MALLOC_ARENA_MAX": "2",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MKL_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        help="Set for the template's own loading, over the server's environment; kernels get only their own.",
    ).tag(config=True)

    @default("preload_modules")
    def _preload_modules_default(self) -> list[str]:
        return _split(os.environ.get("JUPYTER_FORK_PRELOAD_MODULES", "ipywidgets"))

    @default("preload_hook")
    def _preload_hook_default(self) -> str:
        return os.environ.get("JUPYTER_FORK_PRELOAD_HOOK", "")

    @default("watch_folders")
    def _watch_folders_default(self) -> list[str]:
        return _split(os.environ.get("JUPYTER_FORK_WATCH_FOLDERS", ""))

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._clock = clock
        self._lock = threading.RLock()
        self._current: TemplateProcess | None = None
        self._lifeline: tuple[int, int] | None = None
        self._owner_pid = os.getpid()
        self._socket_folder: str | None = None
        self._socket_count = 0
        self._folder_files: dict[str, int] = {}
        self._checked_at = 0.0
        self._failures = 0
        self._retry_at = 0.0
        self._in_incident = False

    @property
    def pid(self) -> int | None:
        """The process id of the template that forks now, if there is one."""
        return self._current.pid if self._current else None

    def start(self) -> None:
        """Start loading the template now instead of at the first launch; returns at once."""
        if is_supported():
            with self._lock, suppress(TemplateUnavailable):
                self._current_or_new()

    async def wait_loaded(self) -> None:
        """Wait until the template can fork. Raises TemplateUnavailable."""
        with self._lock:
            process = self._current_or_new()
        await asyncio.shield(asyncio.wrap_future(process.loaded))

    def stop(self) -> None:
        """Retire the template; kernels that live go on until they are shut down or the server ends."""
        with self._lock:
            process, self._current = self._current, None
        if process is not None:
            process.retire()

    async def fork(self, request: LaunchRequest) -> ForkedProcess:
        """A new kernel, ready for clients. Raises TemplateUnavailable when an ordinary kernel must do."""
        await self._renew_if_changed()
        with self._lock:
            process = self._current_or_new()
        loaded = asyncio.wrap_future(process.loaded)
        await asyncio.shield(loaded)
        try:
            kernel = await process.fork(request, self.launch_timeout)
        except TimeoutError as error:
            process.kill()
            self._give_up(process, f"it did not fork a kernel within {self.launch_timeout:g} s")
            raise TemplateUnavailable("timeout") from error
        except (EOFError, OSError, RuntimeError) as error:
            self._give_up(process, f"a kernel could not be forked: {error}")
            raise TemplateUnavailable(str(error)) from error
        self._record_success()
        return kernel

    def new_socket_prefix(self) -> str:
        """A short path, private to this user, below which one kernel may put its unix sockets."""
        with self._lock:
            self._socket_count += 1
            return f"{self._private_folder()}/{self._socket_count}"

    def _current_or_new(self) -> TemplateProcess:
        """Called under the lock."""
        if self._owner_pid != os.getpid():
            raise TemplateUnavailable("this process is itself a fork of the server")
        if self._current is None:
            if self._clock() < self._retry_at:
                raise TemplateUnavailable("waiting before the next start")
            self._folder_files = snapshot_folders(self.watch_folders)
            self._checked_at = self._clock()
            process = TemplateProcess(
                [sys.executable, "-m", f"{__package__}.template_process"],
                os.environ | self.environment,
                Settings(
                    preload_modules=list(self.preload_modules),
                    preload_hook=self.preload_hook,
                    kernel_config=dict(self.kernel_config),
                    server_pid=os.getpid(),
                    socket_folder=self._private_folder(),
                ),
                self.start_timeout,
            )
            process.loaded.add_done_callback(self._log_leftovers)
            process.start(self._lifeline_fd(), self._on_end)
            self._current = process
        return self._current

    def _lifeline_fd(self) -> int:
        """The reading end for the template; the writing end is never closed while the server lives."""
        if self._lifeline is None:
            self._lifeline = os.pipe()
        return self._lifeline[0]

    def _private_folder(self) -> str:
        if self._socket_folder is None:
            base = tempfile.gettempdir()
            if len(os.fsencode(base)) > _LONGEST_FOLDER:
                base = "/tmp"
            self._socket_folder = tempfile.mkdtemp(prefix="kernels-", dir=base)
            atexit.register(_remove_folder, self._socket_folder, os.getpid())
        return self._socket_folder

    async def _renew_if_changed(self) -> None:
        """Retire the template when a file it was built from is not what it was; the next launch gets a new one."""
        with self._lock:
            process = self._current
            if process is None or not process.loaded.done() or process.loaded.exception() is not None:
                return
            if self._clock() - self._checked_at < self.watch_interval:
                return
            self._checked_at = self._clock()
        files = process.loaded.result().files
        changed = await asyncio.to_thread(self._find_change, files)
        with self._lock:
            if changed and self._current is process:
                self.log.info("Kernel template: %s changed, starting a new template", changed)
                self._current = None
                process.retire()

    def _find_change(self, package_files: dict[str, int]) -> str | None:
        before = package_files | self._folder_files
        after = snapshot_files(package_files) | snapshot_folders(self.watch_folders)
        if before == after:
            return None
        return next((file for file in sorted(before | after) if before.get(file) != after.get(file)), None)

    def _log_leftovers(self, loaded: Future[Loaded]) -> None:
        if loaded.exception() is None:
            for warning in loaded.result().warnings:
                self.log.warning("Kernel template: %s", warning)

    def _on_end(self, process: TemplateProcess, reason: str) -> None:
        if not process.is_retired or reason.startswith("it could not start"):
            self._give_up(process, reason)

    def _give_up(self, process: TemplateProcess, reason: str) -> None:
        """Part with a failed template: log once per incident, and wait longer after each further failure."""
        with self._lock:
            if self._current is not process:
                return
            self._current = None
            process.retire()
            if process.forks == 0 or self._failures:
                self._retry_at = self._clock() + min(_LONGEST_DELAY, 2.0**self._failures)
            self._failures += 1
            log_it, self._in_incident = not self._in_incident, True
        if log_it:
            self.log.warning(
                "Kernel template failed, using ordinary kernels until a new template works. Running kernels go on. "
                "Reason: %s",
                reason,
            )

    def _record_success(self) -> None:
        with self._lock:
            was_in_incident, self._in_incident = self._in_incident, False
            self._failures = 0
        if was_in_incident:
            self.log.info("Kernel template works again")


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _remove_folder(folder: str, owner_pid: int) -> None:
    if os.getpid() == owner_pid:
        shutil.rmtree(folder, ignore_errors=True)
