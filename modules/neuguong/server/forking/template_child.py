"""One template process as the server holds it: load it, ask it for kernels, retire or kill it, learn of its end.

It must not know when to do which; that is template.py.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress

from .forked_process import ForkedProcess
from .messages import (
    Channel,
    Connected,
    Exited,
    Forked,
    LaunchRequest,
    Loaded,
    LoadFailed,
    Refused,
    Settings,
    channel_pair,
)

_FULL_QUEUE_PAUSE = 0.01


class TemplateGone(Exception):
    """The template ended or was retired before it took the request."""


class TemplateFailed(Exception):
    """The template did not load, did not answer, or refused to fork."""


class KernelFailed(Exception):
    """A kernel was forked and ended, or was not ready in time; the template may be sound."""


class TemplateProcess:
    """From start to end, with a thread of its own that waits for both. `loaded` raises TemplateFailed."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self.loaded: Future[Loaded] = Future()
        self.environment = environment
        self.forks = 0
        self.is_retired = False
        self._settings = settings
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, lifeline_fd: int, timeout: float, on_end: Callable[["TemplateProcess", str], None]) -> None:
        """Returns at once. `on_end` is called once, from the thread, with the reason, before `loaded` fails."""
        arguments = (lifeline_fd, timeout, on_end)
        threading.Thread(target=self._run, args=arguments, name="fork-template", daemon=True).start()

    def retire(self) -> None:
        """No more forks; what was asked for is still served, and the process ends after its last kernel."""
        with self._lock:
            self.is_retired = True
            if self._control is not None:
                self._control.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """For a process that does not answer; its kernels go on."""
        if self._process is not None:
            self._process.kill()

    async def fork(self, request: LaunchRequest, timeout: float) -> ForkedProcess:
        """A kernel that clients can connect to. Raises TemplateGone, TemplateFailed or KernelFailed."""
        channel, theirs = channel_pair()
        kernel: ForkedProcess | None = None
        unannounced: int | None = None  # pidfd of a kernel that has connected before its template told of it
        try:
            async with asyncio.timeout(timeout):
                with theirs:
                    await self._hand_over(theirs)
                await channel.send_async(request)
                connected = False
                while kernel is None or not connected:
                    match await channel.receive_async():
                        case Forked(pid):
                            kernel = ForkedProcess(pid, channel.received_fds.pop(0), channel)
                        case Connected():
                            connected, unannounced = True, channel.received_fds.pop(0)
                        case Refused(reason):
                            raise TemplateFailed(f"it did not fork: {reason}")
                        case Exited(code):
                            raise KernelFailed(f"it ended with exit code {code} before clients could connect")
        except BaseException as error:
            if kernel is None and unannounced is not None:  # its template was killed between the fork and the report
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(unannounced, signal.SIGKILL)
            if kernel is not None:
                kernel.send_signal(signal.SIGKILL)
                if isinstance(error, Exception):  # its sockets must be free before an ordinary kernel binds them
                    await kernel.wait()
                kernel.close()
            channel.close()
            if isinstance(error, TimeoutError) and kernel is None:
                raise TemplateFailed(f"it did not fork a kernel within {timeout:g} s") from error
            if isinstance(error, TimeoutError):
                raise KernelFailed(f"clients could not connect to it within {timeout:g} s") from error
            if isinstance(error, EOFError | OSError):
                raise TemplateGone(str(error)) from error
            raise
        finally:
            if unannounced is not None:
                os.close(unannounced)
        self.forks += 1
        return kernel

    async def _hand_over(self, channel: socket.socket) -> None:
        while True:
            with self._lock:
                if self._control is None:
                    raise EOFError("the template has ended")
                try:
                    socket.send_fds(self._control, [b"f"], [channel.fileno()], socket.MSG_NOSIGNAL)
                    return
                except BlockingIOError:
                    pass
            await asyncio.sleep(_FULL_QUEUE_PAUSE)  # hundreds of requests wait to be read

    def _run(self, lifeline_fd: int, timeout: float, on_end: Callable[["TemplateProcess", str], None]) -> None:
        try:
            loaded = self._load(lifeline_fd, timeout)
        except Exception as error:
            reason = f"it did not load: {error or type(error).__name__}"
            self.kill()
            if self._process is not None:
                self._process.wait()
        else:
            self.loaded.set_result(loaded)
            assert self._process is not None
            reason = f"it ended with exit code {self._process.wait()}"
        with self._lock:
            if self._control is not None:
                self._control.close()
                self._control = None
        on_end(self, reason)
        if not self.loaded.done():
            self.loaded.set_exception(TemplateFailed(reason))

    def _load(self, lifeline_fd: int, timeout: float) -> Loaded:
        deadline = time.monotonic() + timeout
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._control = ours
            self._process = subprocess.Popen(
                [sys.executable, "-m", f"{__package__}.template_process", str(theirs.fileno()), str(lifeline_fd)],
                stdin=subprocess.DEVNULL,
                env=self.environment,
                pass_fds=(theirs.fileno(), lifeline_fd),
                start_new_session=True,
            )
        channel = Channel(ours)
        channel.send(self._settings)
        answer = channel.receive(deadline - time.monotonic())
        if not isinstance(answer, Loaded):
            raise TemplateFailed(answer.reason if isinstance(answer, LoadFailed) else f"unexpected answer {answer}")
        return answer
