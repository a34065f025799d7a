"""A kernel's first minute, lived through in the template: what is warm there costs each kernel neither time nor memory.

It must not know what the notebooks teach. Kernels share each page of memory until one writes to it, and Python writes
when it runs something for the first few times: it fills its caches of types and methods, adapts its byte code,
compiles, imports. Nothing else is left of a rehearsal.
"""

import asyncio
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from tempfile import mkdtemp
from typing import Any

import zmq
from ipykernel.ipkernel import _get_comm_manager
from jupyter_client.session import Session, new_id

from .kernel import ForkedKernelApp

ROUNDS = 4
"""How often each notebook is run: CPython 3.11 adapts a function at its eighth call."""
_PAUSE_S = 0.0002


def rehearse(app: ForkedKernelApp, notebooks: Sequence[Sequence[str]], *, below: str) -> None:
    """Open the kernel, run each notebook (its cells) as a page does, close it again and forget everything.

    Its sockets stand in a folder `below` one that is cleared away whatever becomes of this process.
    """
    namespace = dict(app.shell.user_ns)
    interrupt = signal.getsignal(signal.SIGINT)
    folder = mkdtemp(prefix="r", dir=below)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_perform(app, folder, notebooks))
    finally:
        _forget(app, namespace)
        loop.close()
        asyncio.set_event_loop(None)
        signal.signal(signal.SIGINT, interrupt)
        shutil.rmtree(folder, ignore_errors=True)


async def _perform(app: ForkedKernelApp, folder: str, notebooks: Sequence[Sequence[str]]) -> None:
    ports = {f"{name}_port": number for number, name in enumerate(("shell", "control", "iopub"), start=1)}
    app.open({"transport": "ipc", "ip": f"{folder}/k", "key": new_id(), **ports})
    app.kernel.start()
    audience = _Audience(app)
    try:
        await audience.hear("iopub_welcome")
        for cells in [*notebooks] * ROUNDS:
            await _visit(audience, cells)
    finally:
        audience.leave()


async def _visit(audience: "_Audience", cells: Sequence[str]) -> None:
    for cell in cells:
        content = {"code": cell, "silent": False, "store_history": False, "user_expressions": {}}
        await audience.ask("execute_request", {**content, "allow_stdin": False, "stop_on_error": True})
    comm_id = new_id()
    opened = {"comm_id": comm_id, "target_name": "jupyter.widget.control", "data": {}}
    await audience.ask("comm_open", opened, {"version": "1.0.0"})
    await audience.ask("comm_msg", {"comm_id": comm_id, "data": {"method": "request_states"}})
    _close_widgets()


class _Audience:
    """A client in the kernel's own thread."""

    def __init__(self, app: ForkedKernelApp) -> None:
        self._session = Session(key=app.session.key)
        self._shell, self._iopub = app.context.socket(zmq.DEALER), app.context.socket(zmq.SUB)
        self._iopub.setsockopt(zmq.SUBSCRIBE, b"")
        for socket, port in ((self._shell, app.shell_port), (self._iopub, app.iopub_port)):
            socket.setsockopt(zmq.LINGER, 0)
            socket.connect(f"ipc://{app.ip}-{port}")

    async def ask(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """Send a message and wait until the kernel is done with it."""
        sent = self._session.msg(kind, content, metadata=metadata)
        self._session.send(self._shell, sent)
        while True:
            heard = await self.hear("status")
            if heard["content"]["execution_state"] == "idle" and heard["parent_header"]["msg_id"] == sent["msg_id"]:
                return

    async def hear(self, kind: str) -> dict[str, Any]:
        while True:
            while not self._iopub.poll(0):
                await asyncio.sleep(_PAUSE_S)
            _, message = self._session.recv(self._iopub)
            if message is not None and message["msg_type"] == kind:
                return message

    def leave(self) -> None:
        self._shell.close()
        self._iopub.close()


def _close_widgets() -> None:
    if (ipywidgets := sys.modules.get("ipywidgets")) is not None:
        ipywidgets.Widget.close_all()
    _get_comm_manager().comms.clear()


def _forget(app: ForkedKernelApp, namespace: dict[str, Any]) -> None:
    """The kernel as it was before it was opened, but for what is warm."""
    kernel, shell = app.kernel, app.shell
    with suppress(Exception):
        _close_widgets()
    shell.user_ns.clear()
    shell.user_ns.update(namespace)
    kernel.set_parent([], {}, channel="shell")
    app.close()
    app.session.digest_history.clear()
    app.shell_port = app.control_port = app.iopub_port = 0
    kernel.shell_stream = kernel.control_stream = None
    shell.execution_count = 1
