"""The server's wire to one kernel: what is said to it, and what it publishes. Knows the protocol, not the talk.

jupyter_client's own channels cost three times as much for each kernel and each message: they are made for any client,
this is for one that reads all that is published and no replies.
"""

import asyncio
import hmac
import itertools
import json
import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import zmq
from tornado.ioloop import IOLoop

logger = logging.getLogger(__name__)

PROTOCOL = "5.3"
DELIMITER = b"<IDS|MSG>"
LINGER_MS = 1000
Message = dict[str, Any]
"""{"msg_type", "parent_header", "content"} of what a kernel published."""


class KernelWire:
    """Two sockets to the kernel of that connection file. Opened and used in the event loop."""

    def __init__(self, connection: Mapping[str, Any], context: zmq.Context[Any]) -> None:
        self._session = secrets.token_hex(16)
        self._numbers = itertools.count()
        key, scheme = connection["key"], str(connection["signature_scheme"])
        self._signer = hmac.new(key if isinstance(key, bytes) else key.encode(), digestmod=scheme.removeprefix("hmac-"))
        self._heard: asyncio.Queue[Message] = asyncio.Queue()
        self._shell = self._connect(context, zmq.DEALER, connection, "shell_port")
        self._iopub = self._connect(context, zmq.SUB, connection, "iopub_port")
        self._iopub.setsockopt(zmq.SUBSCRIBE, b"")
        self._loop = IOLoop.current()
        self._loop.add_handler(self._iopub.FD, lambda *_: self._read(), IOLoop.READ)
        self._read()  # Linux is told only of what is new

    def close(self) -> None:
        """May be called twice."""
        if not self._iopub.closed:
            self._loop.remove_handler(self._iopub.FD)
            self._iopub.close()
            self._shell.close()

    def execute(self, source: str) -> str:
        """Have a cell run; returns the id by which all that comes of it is known."""
        content = {"code": source, "silent": False, "store_history": False, "user_expressions": {}}
        return self.send("execute_request", {**content, "allow_stdin": False, "stop_on_error": True})

    def send(self, kind: str, content: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> str:
        """Send a message on the shell channel; returns its id."""
        name = f"{self._session}_{next(self._numbers)}"
        header = {
            "msg_id": name,
            "msg_type": kind,
            "session": self._session,
            "username": "",
            "date": datetime.now(UTC).isoformat(),
            "version": PROTOCOL,
        }
        parts = [_pack(header), b"{}", _pack(metadata or {}), _pack(content)]
        self._shell.send_multipart([DELIMITER, self._sign(parts), *parts])
        return name

    async def hear(self) -> Message:
        """The next thing the kernel publishes."""
        return await self._heard.get()

    def _connect(self, context: zmq.Context[Any], kind: int, to: Mapping[str, Any], port: str) -> zmq.Socket[bytes]:
        socket: zmq.Socket[bytes] = context.socket(kind, socket_class=zmq.Socket)
        socket.setsockopt(zmq.LINGER, LINGER_MS)
        separator = ":" if to["transport"] == "tcp" else "-"
        socket.connect(f"{to['transport']}://{to['ip']}{separator}{to[port]}")
        return socket

    def _sign(self, parts: list[bytes]) -> bytes:
        signer = self._signer.copy()
        for part in parts:
            signer.update(part)
        return signer.hexdigest().encode()

    def _read(self) -> None:
        with suppress(zmq.Again):
            while not self._iopub.closed:
                self._take(self._iopub.recv_multipart(zmq.NOBLOCK))

    def _take(self, frames: list[bytes]) -> None:
        """Whoever can write to the socket is this user; the signature is checked all the same."""
        signature, *parts = frames[frames.index(DELIMITER) + 1 :][:5]
        if not hmac.compare_digest(signature, self._sign(parts)):
            logger.warning("a message with a wrong signature was left unread")
            return
        header, parent, _, content = parts
        kind = json.loads(header)["msg_type"]
        self._heard.put_nowait({"msg_type": kind, "parent_header": json.loads(parent), "content": json.loads(content)})


def _pack(part: Mapping[str, Any]) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
