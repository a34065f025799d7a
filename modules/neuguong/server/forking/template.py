"""The settings of the fork template, and the care of it: start, renew after a change, part with it after a failure.

It must not know jupyter_client; what it hands out are processes.
"""

import asyncio
import atexit
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from traitlets import Dict, Float, List, Unicode, default
from traitlets.config import SingletonConfigurable

from .folders import make_short_folder
from .forked_process import ForkedProcess
from .freshness import snapshot_files, snapshot_folders
from .messages import LaunchRequest, Loaded, Settings
from .template_child import KernelFailed, TemplateFailed, TemplateGone, TemplateProcess

_LONGEST_PAUSE = 60.0
_BAD_KERNELS_IN_A_ROW = 3
# Read when Python or IPython starts: a kernel that wants them otherwise cannot come from this template.
_FIXED_VARIABLES = frozenset({"HOME", "LANG", "LC_ALL", "LC_CTYPE"})
_FIXED_PREFIXES = ("PYTHON", "LD_", "IPYTHON")


class TemplateUnavailable(Exception):
    """No kernel can be forked now, an ordinary one must do. The reason is in the log, once per incident."""


class KernelUnavailable(TemplateUnavailable):
    """The forked kernel ended before clients could connect, or was not ready in time."""


def can_fork() -> bool:
    """Whether this platform forks safely and has pidfds (Linux 5.3). False on macOS and Windows."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return Path("/proc/self/fd").is_dir()


class ForkTemplate(SingletonConfigurable):  # type: ignore[misc]
    """One per server. Loaded at the first launch, or ahead of it by `start`.

    What is preloaded is shared by all kernels: it must not start threads, open connections, or read who the visitor
    is. Kernels also share the secret of Python's string hashes, as forked processes do.
    """

    preload_modules = List(Unicode(), help="Modules imported in the template.").tag(config=True)
    preload_hook = Unicode(help="'package.module:function', called once in the template after the imports.").tag(
        config=True
    )
    rehearsals = List(
        List(Unicode()),
        help="Notebooks, each a list of cells, that are run in the template after the hook: kernels find them warm.",
    ).tag(config=True)
    watch_folders = List(
        Unicode(), help="A changed file below these folders, or in a preloaded package, renews the template."
    ).tag(config=True)
    watch_interval = Float(1.0, help="Look for changed files at most once in so many seconds.").tag(config=True)
    start_timeout = Float(60.0, help="Seconds the template may take to load.").tag(config=True)
    launch_timeout = Float(20.0, help="Seconds a kernel may take until clients can connect.").tag(config=True)
    kernel_config = Dict(help="traitlets configuration of kernels, as in {'IPKernelApp': {...}}.").tag(config=True)
    environment = Dict(
        {
            "MALLOC_ARENA_MAX": "2",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MKL_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        help="Set while the template loads, over the server's environment; kernels get only their own.",
    ).tag(config=True)

    @default("preload_modules")  # type: ignore[untyped-decorator]
    def _preload_modules_default(self) -> list[str]:
        return _split(os.environ.get("JUPYTER_FORK_PRELOAD_MODULES", "ipywidgets"))

    @default("preload_hook")  # type: ignore[untyped-decorator]
    def _preload_hook_default(self) -> str:
        return os.environ.get("JUPYTER_FORK_PRELOAD_HOOK", "")

    @default("watch_folders")  # type: ignore[untyped-decorator]
    def _watch_folders_default(self) -> list[str]:
        return _split(os.environ.get("JUPYTER_FORK_WATCH_FOLDERS", ""))

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._clock = clock
        self._lock = threading.RLock()
        self._current: TemplateProcess | None = None
        self._owner_pid = os.getpid()
        self._lifeline: tuple[int, int] | None = None
        self._socket_folder: str | None = None
        self._socket_count = 0
        self._folder_files: dict[str, int] = {}
        self._checked_at = 0.0
        self._failures = 0
        self._bad_kernels = 0
        self._retry_at = 0.0
        self._in_incident = False

    @property
    def pid(self) -> int | None:
        """The process id of the template that forks now, if there is one."""
        return self._current.pid if self._current else None

    def start(self) -> None:
        """Begin to load the template; returns at once. Without effect where forking is not supported."""
        if can_fork():
            try:
                self._current_or_new()
            except TemplateUnavailable:
                self.log.debug("The kernel template is not started yet, after a failure")

    async def wait_loaded(self) -> None:
        """Wait until the template can fork. Raises TemplateUnavailable."""
        await self._load(self._current_or_new())

    def stop(self) -> None:
        """Retire the template. Kernels that live go on until they are shut down or the server ends."""
        with self._lock:
            process, self._current = self._current, None
        if process is not None:
            process.retire()

    async def fork(self, request: LaunchRequest) -> ForkedProcess:
        """A new kernel that clients can connect to. Raises TemplateUnavailable, or its KernelUnavailable."""
        await self._renew_if_changed()
        for _ in range(2):
            process = self._current_or_new()
            await self._load(process)
            try:
                kernel = await process.fork(request, self.launch_timeout)
            except TemplateGone as error:  # killed or renewed this very moment: the next one will do
                self._part(process, str(error))
                continue
            except TemplateFailed as error:
                self._part(process, str(error))
                process.kill()
                raise TemplateUnavailable(str(error)) from error
            except KernelFailed as error:
                self._record_bad_kernel(process, str(error))
                raise KernelUnavailable(str(error)) from error
            self._record_success()
            return kernel
        raise TemplateUnavailable("the template ended again")

    def serves(self, environment: Mapping[str, str]) -> bool:
        """Whether a kernel with this environment would find Python and IPython as it wants them."""
        process = self._current
        return _fixed(environment) == _fixed(os.environ if process is None else process.environment)

    def new_socket_prefix(self) -> str:
        """A short path, private to this user, at which one kernel may put its unix sockets."""
        with self._lock:
            self._socket_count += 1
            return f"{self._private_folder()}/{self._socket_count}"

    async def _load(self, process: TemplateProcess) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(process.loaded))
        except TemplateFailed as error:
            raise TemplateUnavailable(str(error)) from error

    def _current_or_new(self) -> TemplateProcess:
        with self._lock:
            if self._owner_pid != os.getpid():
                raise TemplateUnavailable("this process is itself a fork of the server")
            if self._current is None:
                if self._clock() < self._retry_at:
                    raise TemplateUnavailable("a failed template is tried again a little later")
                self._current = self._start_process()
            return self._current

    def _start_process(self) -> TemplateProcess:
        self._folder_files = snapshot_folders(self.watch_folders)
        self._checked_at = self._clock()
        settings = Settings(
            preload_modules=list(self.preload_modules),
            preload_hook=self.preload_hook,
            rehearsals=[list(cells) for cells in self.rehearsals],
            kernel_config=dict(self.kernel_config),
            server_pid=os.getpid(),
            socket_folder=self._private_folder(),
        )
        if self._lifeline is None:
            self._lifeline = os.pipe()  # the writing end stays open as long as the server lives
        process = TemplateProcess(settings, os.environ | self.environment)
        process.loaded.add_done_callback(self._log_leftovers)
        process.start(self._lifeline[0], self.start_timeout, self._part)
        return process

    def _private_folder(self) -> str:
        if self._socket_folder is None:
            self._socket_folder = make_short_folder("kernels-")
            atexit.register(_remove_folder, self._socket_folder, os.getpid())
        return self._socket_folder

    async def _renew_if_changed(self) -> None:
        """Retire the template when a file it was built from is no longer what it was."""
        with self._lock:
            process = self._current
            if process is None or not process.loaded.done() or process.loaded.exception() is not None:
                return
            if self._clock() - self._checked_at < self.watch_interval:
                return
            self._checked_at = self._clock()
        changed = await asyncio.to_thread(self._find_change, process.loaded.result().files)
        with self._lock:
            if changed is None or self._current is not process:
                return
            self._current = None
        process.retire()
        self.log.info("Kernel template: %s changed, starting a new template", changed)

    def _find_change(self, package_files: dict[str, int]) -> str | None:
        before = package_files | self._folder_files
        after = snapshot_files(package_files) | snapshot_folders(self.watch_folders)
        return next((file for file in sorted(before | after) if before.get(file) != after.get(file)), None)

    def _log_leftovers(self, loaded: Future[Loaded]) -> None:
        if loaded.exception() is None:
            for warning in loaded.result().warnings:
                self.log.warning("Kernel template: %s", warning)

    def _part(self, process: TemplateProcess, reason: str) -> None:
        """Part with a failed template: log once per incident, and pause longer after each further failure.

        A template that had worked is replaced at the next launch without a pause.
        """
        with self._lock:
            if self._current is not process:
                return
            self._current = None
            if process.forks == 0 or self._failures:
                self._retry_at = self._clock() + min(_LONGEST_PAUSE, 2.0**self._failures)
            self._failures += 1
            log_it, self._in_incident = not self._in_incident, True
        process.retire()
        if log_it:
            self.log.warning("Kernel template failed; ordinary kernels are used until a new one works: %s", reason)

    def _record_bad_kernel(self, process: TemplateProcess, reason: str) -> None:
        """One kernel that fails may be its visitor's own fault; several in a row are the template's."""
        self._bad_kernels += 1
        if self._bad_kernels == 1:
            self.log.warning("A forked kernel failed, another one is started instead: %s", reason)
        if self._bad_kernels >= _BAD_KERNELS_IN_A_ROW:
            self._bad_kernels = 0
            process.forks = 0
            self._part(process, f"{_BAD_KERNELS_IN_A_ROW} kernels in a row failed, the last one: {reason}")

    def _record_success(self) -> None:
        with self._lock:
            was_in_incident, self._in_incident = self._in_incident, False
            self._failures = self._bad_kernels = 0
        if was_in_incident:
            self.log.info("Kernel template works again")


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _fixed(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name in _FIXED_VARIABLES or (name.startswith(_FIXED_PREFIXES) and name != "PYTHONEXECUTABLE")
    }


def _remove_folder(folder: str, owner_pid: int) -> None:
    if os.getpid() == owner_pid:
        shutil.rmtree(folder, ignore_errors=True)
