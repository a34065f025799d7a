"""The forked kernel: ipykernel's own application, half of it built in the template, the other half after the fork.

It must not know how the fork came about. It overrides only `init_*` steps and the kernel's constructor;
tests/forking compares the steps with those of the installed ipykernel.
"""

import asyncio
import atexit
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import zmq.asyncio
from traitlets import Type
from traitlets.config import Config

if sys.modules.get("debugpy") is None:  # a debugger costs 12 MB and a thread; pages have no use for it
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import ipykernel.debugger

    del sys.modules["debugpy"]

import ipykernel.ipkernel
import tornado.platform.asyncio  # noqa: F401 - else imported by every kernel for itself
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import BaseIPythonApplication, IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell

LAUNCHER_MODULE = "ipykernel_launcher"

DEFAULT_CONFIG: dict[str, dict[str, Any]] = {
    "HistoryManager": {"enabled": False},
    "IPKernelApp": {"capture_fd_output": False},
}


class _NoModules:
    """Stands in for `sys` where a walk over all modules is not wanted."""

    modules: ClassVar[dict[str, object]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


@contextmanager
def _without_modules(module: Any) -> Iterator[None]:
    """Let code of `module` see no imported modules.

    IPythonKernel's constructor lists the files of all modules for the debugger, which is off here; looking at each of
    a thousand modules writes their reference counts and so copies 4 MB of pages into every kernel.
    """
    own, module.sys = module.sys, _NoModules()
    try:
        yield
    finally:
        module.sys = own


class ForkedKernel(IPythonKernel):  # type: ignore[misc]
    """An IPython kernel that takes over the shell built in the template, if there is one."""

    def __init__(self, **kwargs: Any) -> None:
        inherited = ZMQInteractiveShell.initialized()
        with _without_modules(ipykernel.ipkernel):
            super().__init__(**kwargs)
        if inherited:
            self.shell.parent = self
            self.shell.kernel = self
            self.shell.init_environment()
            self.shell.save_sys_module_state()


class ForkedKernelApp(IPKernelApp):  # type: ignore[misc]
    """The kernel application in two halves: `prepare` in the template, `initialize` in the kernel."""

    kernel_class = Type(ForkedKernel, klass=IPythonKernel).tag(config=True)
    on_connected: Callable[[], None] = staticmethod(lambda: None)

    def prepare(self) -> None:
        """What needs neither sockets, threads nor a visitor: configuration, debugger class, shell, extensions."""
        BaseIPythonApplication.initialize(self, [])
        self.init_pdb()
        self.shell = ZMQInteractiveShell.instance(
            parent=self, profile_dir=self.profile_dir, user_ns={}, compiler_class=XCachingCompiler
        )
        self.init_extensions()
        self.shell.run_cell("pass", silent=True, store_history=False)  # fills the tokenizer's and compiler's caches
        for kind in (zmq.Context, zmq.Socket, zmq.asyncio.Context, zmq.asyncio.Socket):
            for base in kind.__mro__:  # asked for at every option of every socket; the first question changes the type
                getattr(base, "__annotations__", None)

    def initialize(self, argv: list[str] | None = None) -> None:
        """The steps of IPKernelApp.initialize that `prepare` left over, in its order."""
        self.init_blackhole()
        self.init_connection_file()
        self.init_poller()
        self.init_sockets()
        self.init_heartbeat()
        self.write_connection_file()
        self.log_connection_info()
        self.on_connected()
        self.init_io()
        self.init_signal()
        self.init_kernel()
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        self.init_code()
        sys.stdout.flush()
        sys.stderr.flush()

    def start(self) -> None:
        """Let the control thread finish its last reply before exit handlers stop the thread it flushes through."""
        super().start()
        if self.control_thread.is_alive():
            self.control_thread.stop()
            self.control_thread.join(timeout=2.0)

    def init_poller(self) -> None:
        """None: the lifeline tells when the server is gone, and a kernel may outlive its template."""

    def init_code(self) -> None:
        """Only hide the initial names from %who; no startup files."""
        self.shell.user_ns_hidden.update(self.shell.user_ns)


def prepare_app(config: dict[str, dict[str, Any]], server_pid: int) -> ForkedKernelApp:
    """In the template: build the half of the kernel that all kernels can share."""
    merged = Config(DEFAULT_CONFIG)
    merged.merge(Config(config))
    app: ForkedKernelApp = ForkedKernelApp.instance(config=merged, parent_handle=server_pid)
    app.prepare()
    return app


def become_visitor(environment: dict[str, str], working_folder: str) -> None:
    """In the kernel: exactly this environment, this folder, own random numbers, own event loop."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(working_folder)
    random.seed()
    if (numpy_random := sys.modules.get("numpy.random")) is not None:
        numpy_random.seed()
    asyncio.set_event_loop(asyncio.new_event_loop())


def run_kernel(app: ForkedKernelApp, arguments: list[str], on_connected: Callable[[], None]) -> int:
    """In the kernel: serve until shut down; returns the exit code. `arguments` are those after the module's name."""
    sys.argv = [_launcher_file(), *arguments]
    if arguments[:1] == ["-f"] and len(arguments) == 2:
        app.connection_file = arguments[1]
    else:  # further arguments may configure the shell: build it anew, as an ordinary kernel does
        app.shell = None
        ZMQInteractiveShell.clear_instance()
        app.parse_command_line(arguments)
    app.on_connected = on_connected
    code = 0
    try:
        app.initialize()
        register_widget_targets()
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
