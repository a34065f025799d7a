"""The wire to a kernel speaks jupyter's own protocol: at its other end jupyter_client's Session understands it."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zmq
from jupyter_client.session import Session
from neuguong.server.wire import KernelWire

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no unix sockets")

KEY = b"a key of this kernel"


class Kernel:
    """The kernel's end."""

    def __init__(self, folder: Path, context: zmq.Context[Any]) -> None:
        self.session = Session(key=KEY)
        self.shell, self.iopub = context.socket(zmq.ROUTER), context.socket(zmq.XPUB)
        for number, socket in enumerate((self.shell, self.iopub), start=1):
            socket.setsockopt(zmq.LINGER, 0)
            socket.setsockopt(zmq.RCVTIMEO, 10_000)
            socket.bind(f"ipc://{folder}/k-{number}")
        self.connection = {
            "transport": "ipc",
            "ip": f"{folder}/k",
            "shell_port": 1,
            "iopub_port": 2,
            "key": KEY,
            "signature_scheme": "hmac-sha256",
        }

    async def subscribed(self) -> None:
        assert await asyncio.to_thread(self.iopub.recv) == b"\x01"

    def read(self) -> dict[str, Any]:
        _, message = self.session.recv(self.shell, mode=0)
        assert message is not None
        return message


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with zmq.Context() as context:
        kernel = Kernel(tmp_path, context)
        yield kernel
        kernel.shell.close()
        kernel.iopub.close()


async def test_what_is_sent_is_a_signed_message_a_kernel_understands(kernel: Kernel) -> None:
    with zmq.Context() as context:
        wire = KernelWire(kernel.connection, context)
        names = [wire.execute("card"), wire.send("comm_open", {"comm_id": "m"}, {"version": "1.0.0"})]
        asked, opened = [await asyncio.to_thread(kernel.read) for _ in range(2)]
        wire.close()
    assert [asked["msg_id"], opened["msg_id"]] == names
    assert (asked["msg_type"], asked["content"]["code"]) == ("execute_request", "card")
    assert not asked["content"]["store_history"]
    assert not asked["content"]["allow_stdin"]
    assert (opened["content"], opened["metadata"]) == ({"comm_id": "m"}, {"version": "1.0.0"})


async def test_what_the_kernel_publishes_is_heard_in_order_and_a_stranger_is_not(kernel: Kernel) -> None:
    with zmq.Context() as context:
        wire = KernelWire(kernel.connection, context)
        await kernel.subscribed()
        parent = kernel.session.msg("execute_request")
        Session(key=b"another key").send(kernel.iopub, "stream", {"text": "forged"}, ident=b"topic")
        for text in ("một", "hai"):
            kernel.session.send(kernel.iopub, "stream", {"text": text}, parent=parent, ident=b"topic")
        heard = [await asyncio.wait_for(wire.hear(), 10) for _ in range(2)]
        wire.close()
        wire.close()
    assert [one["content"]["text"] for one in heard] == ["một", "hai"]
    assert {one["msg_type"] for one in heard} == {"stream"}
    assert {one["parent_header"]["msg_id"] for one in heard} == {parent["msg_id"]}
