"""What server, template and forked kernel say to each other, one JSON line per message over a unix socket pair.

It must not know what the messages are for; it uses the standard library only.
"""

import array
import asyncio
import json
import os
import select
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_READ_SIZE = 65536
_MAX_FDS = 4


@dataclass(frozen=True)
class Settings:
    """Server to template, first: what to load. `socket_folder` is removed when the server is gone.

    `rehearsals`: notebooks that kernels will run, each as the list of its cells.
    """

    preload_modules: list[str]
    preload_hook: str
    rehearsals: list[list[str]]
    kernel_config: dict[str, dict[str, Any]]
    server_pid: int
    socket_folder: str


@dataclass(frozen=True)
class Loaded:
    """Template to server: ready to fork. `files` maps each watched source file to its mtime in ns."""

    files: dict[str, int]
    warnings: list[str]


@dataclass(frozen=True)
class LoadFailed:
    """Template to server: loading failed, the template is about to end."""

    reason: str


@dataclass(frozen=True)
class LaunchRequest:
    """Server to kernel: everything a kernel is given. The template never reads it."""

    arguments: list[str]
    working_folder: str
    environment: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Forked:
    """Template to server: the kernel's process exists; its pidfd travels with this message."""

    pid: int


@dataclass(frozen=True)
class Refused:
    """Template to server: no fork was made."""

    reason: str


@dataclass(frozen=True)
class Connected:
    """Kernel to server: its sockets are bound, clients may connect. Its own pidfd travels with this message."""


@dataclass(frozen=True)
class Exited:
    """Template to server: the kernel ended and was reaped. `code` is negative for a signal, as in subprocess."""

    code: int


Message = Settings | Loaded | LoadFailed | LaunchRequest | Forked | Refused | Connected | Exited
_KINDS: dict[str, type[Message]] = {
    kind.__name__: kind for kind in (Settings, Loaded, LoadFailed, LaunchRequest, Forked, Refused, Connected, Exited)
}


def encode(message: Message) -> bytes:
    return json.dumps([type(message).__name__, asdict(message)]).encode() + b"\n"


def decode(line: bytes) -> Message:
    kind, fields = json.loads(line)
    return _KINDS[kind](**fields)


class Channel:
    """One end of a stream socket pair that carries messages and, beside them, file descriptors.

    Bound to no event loop: any thread or loop may read it, one at a time.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._socket = connection
        self._buffer = bytearray()
        self.received_fds: list[int] = []

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, message: Message, fds: Sequence[int] = (), *, timeout: float = 10.0) -> None:
        """Write the whole message. Raises OSError when the other end is gone or does not read for `timeout` s."""
        data = memoryview(encode(message))
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        while data:
            try:
                data = data[self._socket.sendmsg([data], ancillary, socket.MSG_NOSIGNAL) :]
                ancillary = []
            except BlockingIOError:
                if not _wait(self, select.POLLOUT, timeout):
                    raise TimeoutError("the other end does not read") from None

    async def send_async(self, message: Message) -> None:
        await asyncio.get_running_loop().sock_sendall(self._socket, encode(message))

    def receive_nowait(self) -> Message | None:
        """The next message, or None when none is complete yet. Raises EOFError when the other end is gone."""
        while (end := self._buffer.find(b"\n")) < 0:
            try:
                data, ancillary, _, _ = self._socket.recvmsg(
                    _READ_SIZE, socket.CMSG_SPACE(4 * _MAX_FDS), socket.MSG_CMSG_CLOEXEC
                )
            except BlockingIOError:
                return None
            except ConnectionError:
                data, ancillary = b"", []
            for level, kind, payload in ancillary:
                if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                    self.received_fds += array.array("i", payload[: len(payload) - len(payload) % 4])
            if not data:
                raise EOFError("the other end is closed")
            self._buffer += data
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return decode(line)

    def receive(self, timeout: float) -> Message:
        """The next message. Raises TimeoutError after `timeout` s, EOFError when the other end is gone."""
        while (message := self.receive_nowait()) is None:
            if not _wait(self, select.POLLIN, timeout):
                raise TimeoutError("no message arrived")
        return message

    async def receive_async(self) -> Message:
        while (message := self.receive_nowait()) is None:
            await wait_readable(self.fileno())
        return message


def channel_pair() -> tuple[Channel, socket.socket]:
    """Our end and the end to hand over."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    return Channel(ours), theirs


async def wait_readable(fd: int) -> None:
    """Wait in the running loop until `fd` is readable; a pidfd is readable once its process has ended."""
    loop = asyncio.get_running_loop()
    readable: asyncio.Future[None] = loop.create_future()
    own = os.dup(fd)  # a loop knows one reader per descriptor, and two tasks may wait for the same kernel
    try:
        loop.add_reader(own, _set_once, readable)
        try:
            await readable
        finally:
            loop.remove_reader(own)
    finally:
        os.close(own)


def _set_once(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def is_readable(fd: int) -> bool:
    poller = select.poll()
    poller.register(fd, select.POLLIN)
    return bool(poller.poll(0))


def _wait(channel: Channel, events: int, timeout: float) -> bool:
    poller = select.poll()
    poller.register(channel.fileno(), events)
    return bool(poller.poll(timeout * 1000))
