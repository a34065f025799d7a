"""The template process: loads once, stays single-threaded, then forks a kernel for each request.

It must not know a visitor: a kernel reads its own request after the fork. Run as `python -m`, by template.py only.
"""

import gc
import importlib
import os
import select
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import CannotLoad, lifeline
from .freshness import snapshot_packages
from .heap import fill_holes
from .messages import Channel, Connected, Exited, Forked, LaunchRequest, Loaded, LoadFailed, Refused, Settings

if TYPE_CHECKING:
    from .kernel import ForkedKernelApp

_REQUEST_TIMEOUT = 10.0


@dataclass
class _Kernel:
    pid: int
    pidfd: int
    channel: Channel


class Template:
    """The loop of the loaded template and its record of living kernels."""

    def __init__(self, control: socket.socket, lifeline_fd: int, socket_folder: str) -> None:
        self._control: socket.socket | None = control
        self._lifeline_fd = lifeline_fd
        self._socket_folder = socket_folder
        self._kernels: dict[int, _Kernel] = {}
        self._poller = select.epoll()
        self._poller.register(control.fileno(), select.EPOLLIN)
        self._poller.register(lifeline_fd, 0)

    def serve(self) -> Channel | None:
        """Fork on request, reap what ends. Returns twice: in each kernel its channel, in the template None at its end.

        A closed control socket means retirement: no more requests, and the end comes with the last kernel, which this
        process must still reap. A closed lifeline means the server is gone: the end comes at once.
        """
        while self._control is not None or self._kernels:
            for fd, _ in self._poller.poll():
                if fd == self._lifeline_fd:
                    shutil.rmtree(self._socket_folder, ignore_errors=True)
                    return None
                if fd in self._kernels:
                    self._reap(self._kernels.pop(fd))
                elif self._control is not None and fd == self._control.fileno():
                    channel = self._answer(self._control)
                    if channel is not None:
                        return channel
        return None

    def _answer(self, control: socket.socket) -> Channel | None:
        """Handle one request; returns the channel in the new kernel, None in the template."""
        try:
            data, fds, _, _ = socket.recv_fds(control, 1, 1)
        except BlockingIOError:
            return None
        if not data:
            self._poller.unregister(control.fileno())
            control.close()
            self._control = None
            return None
        channel = Channel(socket.socket(fileno=fds[0]))
        try:
            pid = self._fork()
        except (OSError, RuntimeError) as error:
            with suppress(OSError):
                channel.send(Refused(str(error)))
            channel.close()
            return None
        if pid == 0:
            self._forget()
            return channel
        self._record(_Kernel(pid, os.pidfd_open(pid), channel))
        return None

    def _fork(self) -> int:
        if threading.active_count() != 1:
            names = ", ".join(thread.name for thread in threading.enumerate())
            raise RuntimeError(f"a preloaded module started threads: {names}")
        return os.fork()

    def _record(self, kernel: _Kernel) -> None:
        self._kernels[kernel.pidfd] = kernel
        self._poller.register(kernel.pidfd, select.EPOLLIN)
        with suppress(OSError):
            kernel.channel.send(Forked(kernel.pid), [kernel.pidfd])

    def _reap(self, kernel: _Kernel) -> None:
        """The dead leader's pid stays taken until it is reaped, so its group can be killed without a race first."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(kernel.pid, signal.SIGKILL)
        _, status = os.waitpid(kernel.pid, 0)
        self._poller.unregister(kernel.pidfd)
        os.close(kernel.pidfd)
        with suppress(OSError):
            kernel.channel.send(Exited(os.waitstatus_to_exitcode(status)))
        kernel.channel.close()

    def _forget(self) -> None:
        """In the kernel: close what belongs to the template and to other kernels."""
        self._poller.close()
        if self._control is not None:
            self._control.close()
        for kernel in self._kernels.values():
            os.close(kernel.pidfd)
            kernel.channel.close()


def load(settings: Settings) -> tuple["ForkedKernelApp", Loaded]:
    """Import everything, call the hook, freeze the garbage collector. Raises whatever the imports raise."""
    started_ns = time.time_ns()
    before = _open_files()
    from .kernel import prepare_app, register_widget_targets

    app = prepare_app(settings.kernel_config, settings.server_pid)
    _import_lazy_parts()
    for module in settings.preload_modules:
        importlib.import_module(module)
    hook_module, _, hook_name = settings.preload_hook.partition(":")
    if hook_module:
        getattr(importlib.import_module(hook_module), hook_name)()
    register_widget_targets()
    if settings.rehearsals:
        from .rehearsal import rehearse

        rehearse(app, settings.rehearsals, below=settings.socket_folder)
    if threading.active_count() != 1:
        names = ", ".join(thread.name for thread in threading.enumerate())
        raise RuntimeError(f"a preloaded module started threads: {names}")
    files = snapshot_packages([*settings.preload_modules, *([hook_module] if hook_module else [])])
    now_ns = time.time_ns()
    changed_meanwhile = {file: 0 for file, mtime in files.items() if started_ns < mtime <= now_ns}
    warnings = _describe_leftovers(before)
    _flush()  # or every kernel would write it again
    gc.collect()
    gc.freeze()
    fill_holes()
    return app, Loaded(files | changed_meanwhile, warnings)


def _import_lazy_parts() -> None:
    """What ipykernel and IPython would import on the first cell."""
    for module in (
        "faulthandler",
        "ipykernel_launcher",
        "IPython.core.completerlib",
        "IPython.core.oinspect",
        "psutil",
        "tornado.platform.asyncio",
        "unicodedata",
    ):
        with suppress(ImportError):
            importlib.import_module(module)


def _open_files() -> dict[int, str]:
    found = {}
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with suppress(OSError):  # the descriptor of the listing itself is closed again
            found[int(name)] = str(Path(f"/proc/self/fd/{name}").readlink())
    return found


def _describe_leftovers(before: dict[int, str]) -> list[str]:
    """What the preloaded modules left open or running and every kernel will share or miss."""
    found = [f"file descriptor {fd} ({file}) is left open" for fd, file in _open_files().items() if fd not in before]
    native = len(os.listdir("/proc/self/task")) - 1  # noqa: PTH208
    if native:
        found.append(f"{native} native threads are running and will be missing in every kernel")
    return found


def _flush() -> None:
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(Exception):
            if stream is not None:
                stream.flush()


def _become_kernel(channel: Channel, inherited_lifeline: int, app: "ForkedKernelApp") -> int:
    """In the kernel: leave the template behind, read the request, serve."""
    os.setsid()
    own = lifeline.open_own(inherited_lifeline)
    os.close(inherited_lifeline)
    lifeline.arm(own, group=True)
    request = channel.receive(_REQUEST_TIMEOUT)
    if not isinstance(request, LaunchRequest):
        raise TypeError(f"expected a launch request, found {request}")
    from .kernel import become_visitor, run_kernel

    become_visitor(request.environment, request.working_folder)

    def report() -> None:
        own_pidfd = os.pidfd_open(os.getpid())
        with suppress(OSError):
            channel.send(Connected(), [own_pidfd])
        os.close(own_pidfd)
        channel.close()

    return run_kernel(app, request.arguments, report)


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    inherited_lifeline = int(sys.argv[2])
    del sys.path[0]  # `python -m` puts the current folder there; an ordinary kernel does not have it either
    watched = lifeline.open_own(inherited_lifeline)
    os.close(inherited_lifeline)
    lifeline.arm(watched)
    talk = Channel(control)
    settings = talk.receive(_REQUEST_TIMEOUT)
    if not isinstance(settings, Settings):
        raise TypeError(f"expected settings, found {settings}")
    try:
        app, loaded = load(settings)
    except BaseException as error:
        talk.send(LoadFailed(str(error) if isinstance(error, CannotLoad) else traceback.format_exc()))
        os._exit(1)
    lifeline.disarm(watched)
    template = Template(control, watched, settings.socket_folder)
    with suppress(OSError):  # a template may be retired while it loads
        talk.send(loaded)
    channel = template.serve()
    code = 0
    if channel is not None:
        try:
            code = _become_kernel(channel, watched, app)
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
            code = 1
    _flush()
    os._exit(code)


if __name__ == "__main__":
    main()
