"""Kernels: started, asked for the state of their widgets, ended. Knows the kernel protocol, not who may have one."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from nbformat import NotebookNode

from .admission import Limits
from .execution import CellError, execute_notebook
from .seats import Frame, Gone, Seat
from .wire import KernelWire

logger = logging.getLogger(__name__)

CONTROL_TARGET, CONTROL_PROTOCOL = "jupyter.widget.control", "1.0.0"
"""The widgets' control channel, by which the state of all of them is asked for."""
ANSWERS_WITHIN_S = 20.0
SHOWN = ("_esm", "view", "content", "text")
"""What a page needs of a card's state."""


@dataclass(eq=False, kw_only=True)
class KernelSeat(Seat):
    """A running kernel that has executed a page's notebook. `outputs` says where its widgets stand:
    [{"cell": index, "position": n, "model_id": …}].

    A page that sits down is shown the widgets' state as it is then. What the kernel says before that is older.
    """

    kernel_id: str
    wire: KernelWire
    outputs: list[dict[str, Any]]
    pump: asyncio.Task[None] | None = None
    control_id: str = field(default="", init=False)
    is_greeted: bool = field(default=False, init=False)

    def greet(self) -> None:
        self.control_id, self.is_greeted = secrets.token_hex(16), False
        self._send("comm_open", self.control_id, {}, target_name=CONTROL_TARGET)
        self._send("comm_msg", self.control_id, {"method": "request_states"})

    def is_mute(self, now: float) -> bool:
        """Whether the kernel, asked by a page for its state, does not answer."""
        return self.attached and not self.is_greeted and now - self.taken_at > ANSWERS_WITHIN_S

    def say(self, widget: str, content: dict[str, Any]) -> None:
        self.touch()
        if any(widget == output["model_id"] for output in self.outputs):
            self._send("comm_msg", widget, {"method": "custom", "content": content})

    def hear(self, message_type: str, content: dict[str, Any]) -> None:
        """Make a frame of what the kernel says, if it is about a card."""
        if message_type != "comm_msg" or not self.attached:
            return
        widget, data = content["comm_id"], content["data"]
        if widget == self.control_id and data.get("method") == "update_states":
            self.is_greeted = True
            self.tell({"type": "ready", "widgets": self._widgets(data["states"])})
        elif not self.is_greeted or all(widget != output["model_id"] for output in self.outputs):
            return
        elif data.get("method") == "update":
            self.tell({"type": "update", "id": widget, "state": _shown(data["state"])})
        elif data.get("method") == "custom":
            self.tell({"type": "custom", "id": widget, "content": data["content"]})

    def _widgets(self, states: Mapping[str, Any]) -> list[Frame]:
        return [
            {"cell": one["cell"], "position": one["position"], "id": one["model_id"], "state": _shown(known["state"])}
            for one in self.outputs
            if (known := states.get(one["model_id"])) is not None
        ]

    def _send(self, message_type: str, comm_id: str, data: dict[str, Any], **more: str) -> None:
        metadata = {"version": CONTROL_PROTOCOL} if message_type == "comm_open" else {}
        content = {"comm_id": comm_id, "data": data, **more}
        self.wire.send(message_type, content, metadata)


def _shown(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: state[name] for name in SHOWN if name in state}


class Kernels:
    """The kernels of all pages. Use from the event loop only."""

    def __init__(
        self,
        manager: AsyncMultiKernelManager,
        notebooks: Mapping[str, NotebookNode],
        *,
        environment: Mapping[str, str],
        limits: Limits,
    ) -> None:
        self._manager = manager
        self._notebooks = notebooks
        self._environment = dict(environment)
        self._limits = limits
        self._starting = asyncio.Semaphore(limits.starting)
        self._ending: set[asyncio.Task[None]] = set()

    async def start(self, slug: str, *, on_broken: Callable[[KernelSeat], None]) -> KernelSeat:
        """Start a kernel and execute the page's notebook in it; any error means that this could not be done.

        `on_broken` is called if what the kernel says cannot be read any more.
        """
        async with self._starting:
            return await asyncio.wait_for(self._start(slug, on_broken), self._limits.start_timeout_s)

    async def _start(self, slug: str, on_broken: Callable[[KernelSeat], None]) -> KernelSeat:
        kernel_id = await self._launch()
        wire: KernelWire | None = None
        try:
            wire = self._manager.get_kernel(kernel_id).wire()
            outputs = await self._execute(slug, kernel_id, wire)
        except BaseException:
            if wire is not None:
                wire.close()
            await self._shut_down(kernel_id)
            raise
        seat = KernelSeat(slug, kernel_id=kernel_id, wire=wire, outputs=outputs)
        seat.pump = asyncio.ensure_future(self._pump(seat, on_broken))
        return seat

    async def _launch(self) -> str:
        """Start a kernel. One that nobody waits for any more is still started, or jupyter_client would lose it."""
        launching = asyncio.ensure_future(
            self._manager.start_kernel(kernel_name="python3", env=dict(self._environment))
        )
        try:
            return await asyncio.shield(launching)
        except asyncio.CancelledError:
            self._see_to(self._kill_when_launched(launching))
            raise

    async def _execute(self, slug: str, kernel_id: str, wire: KernelWire) -> list[dict[str, Any]]:
        """Run the page's notebook; a kernel that dies over it will never say so itself."""
        executing = asyncio.ensure_future(execute_notebook(self._notebooks[slug], wire))
        try:
            while not (await asyncio.wait([executing], timeout=self._limits.look_every_s))[0]:
                if not await self._manager.is_alive(kernel_id):
                    raise CellError("the kernel ended while the notebook ran")
            return executing.result()
        finally:
            executing.cancel()

    async def _pump(self, seat: KernelSeat, on_broken: Callable[[KernelSeat], None]) -> None:
        """Pass on what the kernel says of its widgets."""
        try:
            while True:
                message = await seat.wire.hear()
                seat.hear(message["msg_type"], message["content"])
        except Exception:
            logger.exception("what a kernel of %s says cannot be read any more", seat.slug)
            on_broken(seat)

    async def is_alive(self, seat: KernelSeat) -> bool:
        try:
            alive: bool = not seat.closed and await self._manager.is_alive(seat.kernel_id)
        except KeyError:
            alive = False
        return alive

    async def end(self, seat: KernelSeat, why: Gone) -> None:
        """End a kernel; whoever sits there is told why. May be called twice."""
        if seat.closed:
            return
        seat.dismiss(why)
        if seat.pump is not None:
            seat.pump.cancel()
        seat.wire.close()
        await self._shut_down(seat.kernel_id)

    async def close(self) -> None:
        """Wait until every kernel that is being ended has ended."""
        while self._ending:
            await asyncio.gather(*self._ending, return_exceptions=True)

    async def _shut_down(self, kernel_id: str) -> None:
        """Kill the kernel: to the end, also where whoever asked for it does not wait."""
        await asyncio.shield(self._see_to(self._kill(kernel_id)))

    def _see_to(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task

    async def _kill_when_launched(self, launching: asyncio.Future[str]) -> None:
        with suppress(Exception):
            await self._kill(await launching)

    async def _kill(self, kernel_id: str) -> None:
        with suppress(Exception):
            await self._manager.shutdown_kernel(kernel_id, now=True)
