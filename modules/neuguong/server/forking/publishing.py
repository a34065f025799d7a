"""The kernel's voice: ipykernel's publishing thread without the thread. It must not know what is said.

A thread of its own costs an event loop, four sockets and a hop for every message, so that a cell which blocks the
kernel can still be heard by others at the same moment. A page's cells are short.
"""

import os
import threading
from collections.abc import Callable
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from tornado.ioloop import IOLoop


class MainThreadPublisher(IOPubThread):  # type: ignore[misc]
    """Publishes at once in the main thread; what another thread says follows at the loop's next turn.

    Built before the fork; silent until `open`, and in whatever the kernel itself forks.
    """

    thread = None

    def __init__(self, session: Any) -> None:
        self.session = session
        self.socket: Any = None
        self.io_loop: Any = None
        self.background_socket = self
        self._owner_pid = 0

    def open(self, socket: zmq.Socket[bytes], loop: IOLoop) -> None:
        """From now on publish on `socket`, and welcome whoever subscribes."""
        self.socket, self.io_loop, self._owner_pid = socket, loop, os.getpid()
        loop.add_handler(socket.FD, lambda *_: self._welcome(), IOLoop.READ)
        self._welcome()

    def close(self) -> None:
        self.io_loop.remove_handler(self.socket.FD)
        self.socket.close()
        self.socket = None

    def start(self) -> None:
        """Nothing: there is no thread."""

    def stop(self) -> None:
        """Nothing: there is no thread."""

    def schedule(self, f: Callable[[], object]) -> None:
        if threading.current_thread() is threading.main_thread() or self.io_loop is None:
            f()
        else:
            self.io_loop.add_callback(f)

    def _really_send(self, msg: list[bytes], *args: Any, **kwargs: Any) -> None:
        if self.socket is None or os.getpid() != self._owner_pid:
            return
        self.socket.send_multipart(msg, *args, **kwargs)
        self._welcome()  # sending may have used up the signal that somebody subscribed

    def _welcome(self) -> None:
        while self.socket is not None and self.socket.getsockopt(zmq.EVENTS) & zmq.POLLIN:
            self._handle_subscription(self.socket.recv_multipart())
