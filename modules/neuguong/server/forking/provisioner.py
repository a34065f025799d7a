"""The kernel provisioner `neuguong-fork`: forked kernels where possible, ordinary kernels everywhere else.

It must not know notebooks or servers; it keeps jupyter_client's contract and adds nothing to it.
"""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo, LocalPortCache, port_names
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Instance, default

from .forked_process import ForkedProcess
from .messages import LaunchRequest
from .template import ForkTemplate, KernelUnavailable, TemplateUnavailable, can_fork

_LAUNCHERS = (["-m", "ipykernel_launcher"], ["-m", "ipykernel"])
_NEEDLESS = "--HistoryManager."
"""Forked kernels keep no history. All other further arguments configure a kernel, and theirs is built already."""
_SERVED_ARGUMENTS = frozenset({"env", "cwd", "kernel_id"})


class ForkProvisioner(LocalProvisioner):
    """Forks kernels of this very Python; leaves other kernelspecs and unusual launches to LocalProvisioner."""

    template = Instance(ForkTemplate)

    @default("template")  # type: ignore[untyped-decorator]
    def _template_default(self) -> ForkTemplate:
        template: ForkTemplate = ForkTemplate.instance(config=self.config, log=self.log)
        return template

    _forked: ForkedProcess | None = None
    _has_run = False

    @property
    def has_process(self) -> bool:
        return self._forked is not None or super().has_process

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        if manager is not None and manager.transport == "ipc" and can_fork() and manager.ip == manager._ip_default():
            manager.ip = self.template.new_socket_prefix()  # the default is too long for a socket in many homes
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        request = self._find_request(cmd, kwargs)
        if request is not None:
            try:
                self._forked = await self._fork(request)
            except TemplateUnavailable:
                self.log.debug("Starting an ordinary kernel")
            else:
                self._has_run = True
                self.pid = self.pgid = self._forked.pid
                self.cwd = Path(request.working_folder)
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def _fork(self, request: LaunchRequest) -> ForkedProcess:
        template: ForkTemplate = self.template
        try:
            return await template.fork(request)
        except KernelUnavailable:
            if not self.ports_cached or self._has_run:
                raise
        self._take_new_ports(request.environment.get("JPY_SESSION_NAME", ""))
        return await template.fork(request)

    def _take_new_ports(self, session_name: str) -> None:
        """jupyter_client looks for free TCP ports and lets go of them, so anyone may have taken one meanwhile."""
        manager, cache = self.parent, LocalPortCache.instance()
        old_ports = manager.ports
        manager.cleanup_connection_file()
        for name in port_names:
            setattr(manager, name, cache.find_available_port(manager.ip))
        for port in old_ports:
            cache.return_port(port)
        manager.write_connection_file(jupyter_session=session_name)
        self.connection_info = manager.get_connection_info()

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
            with suppress(TimeoutError):  # it takes milliseconds; the manager would look again after 100
                await asyncio.wait_for(self._forked.ended(), timeout=1.0)

    async def terminate(self, restart: bool = False) -> None:
        if self._forked is None:
            await super().terminate(restart=restart)
        else:
            self._forked.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        if self._forked is not None and await self._forked.poll() is not None:
            await self.wait()
        await super().cleanup(restart=restart)

    def _find_request(self, cmd: list[str], kwargs: dict[str, Any]) -> LaunchRequest | None:
        """The launch as a template can serve it, or None where only a new interpreter will do."""
        if not can_fork() or cmd[0] != sys.executable or cmd[1:3] not in _LAUNCHERS:
            return None
        if cmd[3:4] != ["-f"] or not all(one.startswith(_NEEDLESS) for one in cmd[5:]):
            return None
        if any(value is not None for name, value in kwargs.items() if name not in _SERVED_ARGUMENTS):
            return None
        environment = dict(os.environ if kwargs.get("env") is None else kwargs["env"])
        if not self.template.serves(environment):
            return None
        environment["JPY_PARENT_PID"] = str(os.getpid())
        folder = Path(kwargs.get("cwd") or ".").absolute()
        return LaunchRequest(arguments=cmd[3:], working_folder=str(folder), environment=environment)
