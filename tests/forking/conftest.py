"""A running template and kernels made through jupyter_client, as a server makes them."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from kernel_helpers import Kernel, Launch
from neuguong.server.forking import ForkTemplate
from neuguong.server.forking.template import can_fork

collect_ignore_glob: list[str] = []

if not can_fork():
    collect_ignore_glob = ["test_kernels.py", "test_lifetime.py", "test_template.py"]


@pytest.fixture(scope="session")
def warm_template() -> Iterator[ForkTemplate]:
    """One template for all tests that leave it as it is."""
    template = ForkTemplate(preload_modules=["ipywidgets", "anywidget", "numpy.random"])
    template.start()
    yield template
    template.stop()


@pytest.fixture(autouse=True)
def _fork_provisioner_is_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "neuguong-fork")


@pytest.fixture
def use_template(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[ForkTemplate], ForkTemplate]]:
    """Let launches use this template; it is retired at the end."""
    used: list[ForkTemplate] = []

    def use(template: ForkTemplate) -> ForkTemplate:
        monkeypatch.setattr(ForkTemplate, "_instance", template)
        used.append(template)
        return template

    yield use
    for template in used:
        template.stop()


@pytest.fixture
async def launch(warm_template: ForkTemplate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Launch]:
    """Start a kernel; all are shut down at the end."""
    monkeypatch.setattr(ForkTemplate, "_instance", warm_template)
    kernels: list[Kernel] = []

    async def start(*, transport: str = "ipc", **arguments: Any) -> Kernel:
        manager = AsyncKernelManager(
            kernel_name="python3",
            transport=transport,
            connection_file=str(tmp_path / f"kernel-{len(kernels)}.json"),
            log=logging.getLogger("kernels"),
        )
        await manager.start_kernel(**arguments)
        client = manager.client()
        client.start_channels(hb=False)
        kernels.append(Kernel(manager, client))
        await kernels[-1].join()
        return kernels[-1]

    yield start
    for kernel in kernels:
        kernel.client.stop_channels()
    await asyncio.gather(*(kernel.manager.shutdown_kernel(now=True) for kernel in kernels if kernel.manager.has_kernel))
    for kernel in kernels:
        kernel.manager.context.destroy(linger=0)


@pytest.fixture
def visitor_environment() -> dict[str, str]:
    return dict(os.environ)


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules the template can import."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    return folder
