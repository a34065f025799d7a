"""The kernel provisioner `neuguong-fork`: forked kernels where possible, ordinary kernels everywhere else.

It must not know notebooks or servers; it keeps jupyter_client's contract and adds nothing to it.
"""

import os
import signal
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Instance, default

from .forked_process import ForkedProcess
from .messages import LaunchRequest
from .template import ForkTemplate, TemplateUnavailable, is_supported

_LAUNCHERS = (["-m", "ipykernel_launcher"], ["-m", "ipykernel"])
_SERVED_ARGUMENTS = frozenset({"env", "cwd", "kernel_id", "path"})
# Read when the interpreter or IPython starts, so a kernel that wants them otherwise cannot come from the template.
_FIXED_VARIABLES = ("HOME", "LANG", "LC_ALL", "LC_CTYPE")
_FIXED_PREFIXES = ("PYTHON", "LD_", "IPYTHON")


class ForkProvisioner(LocalProvisioner):
    """Forks kernels of this very Python; leaves other kernelspecs and unusual launches to LocalProvisioner."""

    template = Instance(ForkTemplate)

    @default("template")
    def _template_default(self) -> ForkTemplate:
        return ForkTemplate.instance(config=self.config, log=self.log)

    _forked: ForkedProcess | None = None

    @property
    def has_process(self) -> bool:
        return self._forked is not None or super().has_process

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        if is_supported() and manager is not None and manager.transport == "ipc" and manager.ip == manager._ip_default():
            manager.ip = self.template.new_socket_prefix()
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        request = _find_request(cmd, kwargs)
        if request is not None:
            try:
                self._forked = await self.template.fork(request)
            except TemplateUnavailable:
                self.log.debug("Starting an ordinary kernel")
            else:
                self.pid = self.pgid = self._forked.pid
                self.cwd = Path(request.working_folder)
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def poll(self) -> int | None:
        return await super().poll() if self._forked is None else await self._forked.poll()

    async def wait(self) -> int | None:
        if self._forked is None:
            return await super().wait()
        code = await self._forked.wait()
        self._forked = None
        return code

    async def send_signal(self, signum: int) -> None:
        if self._forked is None:
            await super().send_signal(signum)
        else:
            self._forked.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        if self._forked is None:
            await super().kill(restart=restart)
        else:
            self._forked.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        if self._forked is None:
            await super().terminate(restart=restart)
        else:
            self._forked.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        if self._forked is not None and await self._forked.poll() is not None:
            await self.wait()
        await super().cleanup(restart=restart)


def _find_request(cmd: list[str], kwargs: dict[str, Any]) -> LaunchRequest | None:
    """The launch as a template can serve it, or None where only a new interpreter will do."""
    if not is_supported() or cmd[1:3] not in _LAUNCHERS or not _is_this_python(cmd[0]):
        return None
    if any(value is not None for name, value in kwargs.items() if name not in _SERVED_ARGUMENTS):
        return None
    environment = dict(kwargs["env"]) if kwargs.get("env") is not None else dict(os.environ)
    if _fixed(environment) != _fixed(dict(os.environ)):
        return None
    environment["JPY_PARENT_PID"] = str(os.getpid())
    return LaunchRequest(
        arguments=cmd[3:], working_folder=str(Path(kwargs.get("cwd") or ".").absolute()), environment=environment
    )


def _is_this_python(executable: str) -> bool:
    import sys

    return executable == sys.executable


def _fixed(environment: dict[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if (name in _FIXED_VARIABLES or name.startswith(_FIXED_PREFIXES)) and name != "PYTHONEXECUTABLE"
    }
