"""What forked kernels rely on in the installed ipykernel and jupyter_client; fails when an upgrade moves it."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from neuguong.server.forking import ForkProvisioner
from neuguong.server.forking.kernel import ForkedKernelApp
from neuguong.server.forking.publishing import MainThreadPublisher


def _own_steps(function: Callable[..., Any]) -> list[str]:
    """Names of the methods of itself that the function calls, in order."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    named = [(call.lineno, call.func) for call in calls]
    return [
        func.attr
        for _, func in sorted(named, key=lambda pair: pair[0])
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "self"
    ]


def test_every_step_of_an_ordinary_kernel_is_taken_in_the_template_or_after_the_fork_or_left_out_knowingly() -> None:
    in_the_template = [step for step in _own_steps(ForkedKernelApp.prepare) if step.startswith("init_")]
    after_the_fork = [step for step in _own_steps(ForkedKernelApp.open) if step.startswith("init_")]
    left_out = {
        "init_connection_file",  # what `load_connection_info` is given
        "init_poller",  # the lifeline tells when the server is gone, and a kernel may outlive its template
        "init_sockets",  # fewer of them, in `open`
        "init_heartbeat",  # the server holds the process itself
        "write_connection_file",
        "log_connection_info",
    }
    ordinary = [step for step in _own_steps(IPKernelApp.initialize) if step != "error"]
    assert {*in_the_template, *after_the_fork, *left_out} == set(ordinary)
    assert [step for step in ordinary if step in in_the_template] == in_the_template


def test_overridden_steps_exist_upstream() -> None:
    for name in ("init_code", "init_kernel", "close", "start", "reset_io", "load_connection_info", "_bind_socket"):
        assert callable(getattr(IPKernelApp, name))
    for name in ("init_environment", "save_sys_module_state"):
        assert callable(getattr(ZMQInteractiveShell, name))
    for name in ("_forward_input", "_supports_kernel_subshells", "_execute_sleep", "set_parent", "_topic"):
        assert hasattr(IPythonKernel, name)


def test_the_publisher_replaces_all_that_the_publishing_thread_is_asked_for() -> None:
    """The kernel, its streams and its comms call these; each is ours, or does without a thread."""
    for name in ("send_multipart", "schedule", "start", "stop", "close"):
        ours, upstream = getattr(MainThreadPublisher, name), getattr(IOPubThread, name)
        assert list(inspect.signature(ours).parameters) == list(inspect.signature(upstream).parameters), name
    assert _own_steps(IOPubThread.send_multipart) == ["schedule", "_really_send"]


def test_the_provisioner_offers_the_whole_contract_with_the_same_parameters() -> None:
    for name, method in inspect.getmembers(KernelProvisionerBase, inspect.isfunction):
        if not name.startswith("_"):
            ours = inspect.signature(getattr(ForkProvisioner, name))
            upstream = inspect.signature(getattr(LocalProvisioner, name, method))
            assert list(ours.parameters) == list(upstream.parameters), name
