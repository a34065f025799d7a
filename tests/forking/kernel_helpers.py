"""Watching processes and talking to a kernel, for the tests of this folder."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

PATIENCE_S = 30.0
"""How long what must come may take, and less than what is started here lasts by itself. It bounds a failure alone."""


async def until(condition: Callable[[], Any], timeout: float = PATIENCE_S) -> None:
    """Look again and again until the condition, which may be awaitable, holds; fails after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        value = condition()
        if await value if inspect.isawaitable(value) else value:
            return
        assert time.monotonic() < end, "the condition did not come true in time"
        await asyncio.sleep(0.01)


async def has_ended(manager: AsyncKernelManager) -> bool:
    return not await manager.is_alive()


def is_running(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    state = process_state(pid)
    return state is not None and state not in "ZX"


def process_state(pid: int) -> str | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def processes_of(pid: int) -> set[int]:
    """The process and everything that descends from it."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found |= processes_of(int(child))
    return found


class Kernel:
    """A started kernel with its client."""

    def __init__(self, manager: AsyncKernelManager, client: AsyncKernelClient) -> None:
        self.manager = manager
        self.client = client

    @property
    def pid(self) -> int:
        return int(self.manager.provisioner.pid)  # type: ignore[union-attr]

    @property
    def is_forked(self) -> bool:
        return self.manager.provisioner._forked is not None  # type: ignore[union-attr]

    async def join(self) -> None:
        """Wait until the kernel publishes to this client; what it published before that is lost."""
        while (await self.client.get_iopub_msg(timeout=PATIENCE_S))["msg_type"] != "iopub_welcome":
            pass

    async def run(self, code: str, *, speaks: asyncio.Event | None = None) -> str:
        """Run a cell; returns what it printed. Raises RuntimeError with the name of the cell's error.

        `speaks` is set as soon as the cell has printed something.
        """
        printed: list[str] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])
                if speaks is not None:
                    speaks.set()

        reply = await self.client.execute_interactive(code, output_hook=keep, timeout=PATIENCE_S)
        if reply["content"]["status"] != "ok":
            raise RuntimeError(reply["content"]["ename"])
        return "".join(printed).strip()


Launch = Callable[..., Awaitable[Kernel]]
