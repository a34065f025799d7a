"""The forked kernel: ipykernel's own application and kernel, built in the template; a fork only opens its sockets.

It must not know how the fork came about. One thread does everything: no heartbeat (the server holds the process
itself), no debugger, no subshells, no questions to a keyboard. tests/forking compares its steps with ipykernel's.
"""

import asyncio
import atexit
import json
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client.session import new_id
from tornado.ioloop import IOLoop
from traitlets import Type
from traitlets.config import Config
from zmq.eventloop.zmqstream import ZMQStream

if sys.modules.get("debugpy") is None:  # a debugger costs 12 MB and a thread; pages have no use for it
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import ipykernel.debugger  # noqa: F401

    del sys.modules["debugpy"]

import tornado.platform.asyncio  # noqa: F401 - else imported by every kernel for itself
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import BaseIPythonApplication, IPKernelApp
from ipykernel.kernelbase import Kernel

from .publishing import MainThreadPublisher

LAUNCHER_MODULE = "ipykernel_launcher"

DEFAULT_CONFIG: dict[str, dict[str, Any]] = {
    "HistoryManager": {"enabled": False},
    "IPKernelApp": {"capture_fd_output": False},
    "Session": {"copy_threshold": sys.maxsize},  # ZMQ sends uncopied messages with the help of a thread
}


class _NoShellThread:
    """Where ipykernel looks for the thread of its shell channel: there is none, and cells run in the main thread."""

    def __init__(self) -> None:
        self.parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class ForkedKernel(IPythonKernel):  # type: ignore[misc]
    """An IPython kernel that does everything in the main thread."""

    _execute_sleep = 0.0
    _supports_kernel_subshells = False

    def start(self) -> None:
        """As IPythonKernel's, without the debugger."""
        self.shell.exit_now = False
        Kernel.start(self)

    def _forward_input(self, allow_stdin: bool = False) -> None:
        """A cell that asks for input fails at once: there is no channel for the answer."""
        super()._forward_input(False)


class ForkedKernelApp(IPKernelApp):  # type: ignore[misc]
    """The kernel application in two halves: `prepare` in the template, `open` in the kernel."""

    kernel_class = Type(ForkedKernel, klass=IPythonKernel).tag(config=True)
    publisher: MainThreadPublisher

    def prepare(self) -> None:
        """What needs neither sockets nor a visitor: configuration, streams, kernel, shell, extensions."""
        BaseIPythonApplication.initialize(self, [])
        self.log.setLevel(self.log_level)  # else every message makes four records that no handler takes
        self.init_pdb()
        self.configure_tornado_logger()
        self.iopub_socket = self.iopub_thread = self.publisher = MainThreadPublisher(self.session)
        self.init_io()
        self._streams: tuple[Any, Any] = sys.stdout, sys.stderr
        self.reset_io()  # what the template itself says goes where it always went
        self.init_kernel()
        self.init_shell()
        self.init_gui_pylab()
        self.init_extensions()
        self.init_code()
        for kind in (zmq.Context, zmq.Socket, zmq.asyncio.Context, zmq.asyncio.Socket):
            for base in kind.__mro__:  # asked for at every option of every socket; the first question changes the type
                getattr(base, "__annotations__", None)

    def init_kernel(self) -> None:
        """The kernel without its channels."""
        self.kernel = kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            shell_channel_thread=_NoShellThread(),
            iopub_thread=self.publisher,
            iopub_socket=self.publisher,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def init_code(self) -> None:
        """Only hide the initial names from %who; no startup files."""
        self.shell.user_ns_hidden.update(self.shell.user_ns)

    def open(self, connection: Mapping[str, Any]) -> None:
        """In the kernel: become somebody of its own, and listen where the connection file says."""
        self.init_blackhole()
        self._renew_identity()
        self.load_connection_info(connection)
        self.context = context = zmq.Context()
        self.shell_socket = self._listen(context, zmq.ROUTER, self.shell_port)
        self.control_socket = self._listen(context, zmq.ROUTER, self.control_port)
        self.publisher.open(self._listen(context, zmq.XPUB, self.iopub_port), IOLoop.current())
        self.kernel.shell_stream = ZMQStream(self.shell_socket)
        self.kernel.control_stream = ZMQStream(self.control_socket)
        self.init_signal()
        self.init_path()

    def _listen(self, context: zmq.Context[Any], kind: int, port: int) -> zmq.Socket[Any]:
        socket: zmq.Socket[Any] = context.socket(kind)
        socket.setsockopt(zmq.LINGER, 1000)
        if kind == zmq.ROUTER:
            socket.setsockopt(zmq.ROUTER_HANDOVER, 1)
        self._apply_curve_server_options(socket)
        self._bind_socket(socket, port)
        return socket

    def _renew_identity(self) -> None:
        """What the kernel that was built in the template must not share with its siblings."""
        kernel, shell, pid = self.kernel, self.shell, os.getpid()
        self.session.session, self.session.message_count, self.session.pid = new_id(), 0, pid
        kernel.ident = str(uuid.uuid4())
        shell.displayhook.topic = kernel._topic("execute_result")
        sys.stdout, sys.stderr = kernel._stdout, kernel._stderr = self._streams
        for stream in self._streams:
            stream._master_pid, stream._io_loop = pid, IOLoop.current()
        sys.displayhook = self.displayhook
        shell.init_environment()
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        shell.save_sys_module_state()
        if name := os.environ.get("JPY_SESSION_NAME"):
            shell.user_ns["__session__"] = name
            shell.user_ns_hidden["__session__"] = name

    def close(self) -> None:
        """Close the sockets in an orderly fashion; what was said is still delivered."""
        self.reset_io()
        for stream in (self.kernel.shell_stream, self.kernel.control_stream):
            stream.flush(zmq.POLLOUT)
            stream.close()
        self.publisher.close()
        self.context.term()


def prepare_app(config: dict[str, dict[str, Any]], server_pid: int) -> ForkedKernelApp:
    """In the template: build all of the kernel that all kernels can share."""
    merged = Config(DEFAULT_CONFIG)
    merged.merge(Config(config))
    app: ForkedKernelApp = ForkedKernelApp.instance(config=merged, parent_handle=server_pid)
    app.prepare()
    return app


def become_visitor(environment: dict[str, str], working_folder: str) -> None:
    """In the kernel: exactly this environment, this folder, event loop and random numbers; `random` sees to its own."""
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    for name, value in environment.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    time.tzset()
    os.chdir(working_folder)
    if (numpy_random := sys.modules.get("numpy.random")) is not None:
        numpy_random.seed()
    asyncio.set_event_loop(asyncio.new_event_loop())


def run_kernel(app: ForkedKernelApp, arguments: list[str], on_connected: Callable[[], None]) -> int:
    """In the kernel: serve until shut down; returns the exit code. `arguments`: -f and the connection file first."""
    sys.argv = [_launcher_file(), *arguments]
    app.connection_file = arguments[1]
    code = 0
    try:
        app.open(json.loads(Path(app.connection_file).read_bytes()))
        atexit.register(app.close)
        on_connected()
        app.start()
    except SystemExit as exit_request:
        code = exit_request.code if isinstance(exit_request.code, int) else 1
    finally:
        atexit._run_exitfuncs()
    return code


def register_widget_targets() -> None:
    """ipywidgets does so only when it is imported into a shell, which it may have preceded; twice does no harm."""
    if (ipywidgets := sys.modules.get("ipywidgets")) is not None:
        ipywidgets.register_comm_target()


def _launcher_file() -> str:
    import ipykernel_launcher  # type: ignore[import-untyped]

    return str(ipykernel_launcher.__file__)
