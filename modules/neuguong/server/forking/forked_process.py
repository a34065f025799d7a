"""The server's hold on one forked kernel: its pidfd, and the channel on which its exit will be reported.

It must not know jupyter_client; it resembles subprocess.Popen, without blocking and bound to no event loop.
"""

import asyncio
import os
import signal
from contextlib import suppress

from .messages import Channel, Exited, is_readable, wait_readable

UNKNOWN_EXIT_CODE = 1
_REPORT_TIMEOUT = 1.0
_PIDFD_SIGNAL_PROCESS_GROUP = 4  # Linux 6.9


class ForkedProcess:
    """A running or ended kernel. `returncode` is None while it runs, negative when a signal ended it.

    A kernel whose template was killed goes on; its exit code is then unknown and reported as UNKNOWN_EXIT_CODE.
    """

    def __init__(self, pid: int, pidfd: int, channel: Channel) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._pidfd = pidfd
        self._channel: Channel | None = channel

    async def poll(self) -> int | None:
        """The exit code, or None while the kernel runs."""
        if self.returncode is None:
            self._read_report()
        if self.returncode is None and self._pidfd >= 0 and is_readable(self._pidfd):
            await self._collect()
        return self.returncode

    async def ended(self) -> int:
        """Wait for the end of the kernel; returns its exit code."""
        if self.returncode is None:
            await wait_readable(self._pidfd)
            await self._collect()
        assert self.returncode is not None
        return self.returncode

    async def wait(self) -> int:
        """As `ended`, and let go of all descriptors."""
        code = await self.ended()
        self.close()
        return code

    def send_signal(self, signum: int) -> None:
        """Signal the process group of the kernel; nothing happens when the kernel has ended."""
        if self._pidfd < 0:
            return
        with suppress(ProcessLookupError):
            try:
                signal.pidfd_send_signal(self._pidfd, signum, None, _PIDFD_SIGNAL_PROCESS_GROUP)
            except OSError as error:
                if isinstance(error, ProcessLookupError | PermissionError):
                    raise
                if not is_readable(self._pidfd):  # an older Linux; the leader lives, so the group's number is its own
                    os.killpg(self.pid, signum)

    def close(self) -> None:
        """Let go of the descriptors; a kernel that still runs goes on."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1

    def __del__(self) -> None:
        self.close()

    def _read_report(self) -> None:
        """Take the template's report if it has come; without a template there will be none."""
        try:
            while self._channel is not None and (message := self._channel.receive_nowait()) is not None:
                if isinstance(message, Exited):
                    self.returncode = message.code
                    return
        except EOFError:
            assert self._channel is not None
            self._channel.close()
            self._channel = None

    async def _collect(self) -> None:
        """The process has ended: its exit code from the template, or by reaping it where it was handed to us."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_REPORT_TIMEOUT):
                while self.returncode is None:
                    self._read_report()
                    if self.returncode is None:
                        if self._channel is None:
                            break
                        await wait_readable(self._channel.fileno())
        if self.returncode is None:
            self.returncode = self._reap_adopted()

    def _reap_adopted(self) -> int:
        """An orphan is handed to init or to a subreaper, which may be this very process."""
        with suppress(ChildProcessError):
            result = os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOHANG)
            if result is not None:
                return result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
        return UNKNOWN_EXIT_CODE
