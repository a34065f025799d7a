"""What forked kernels rely on in the installed ipykernel and jupyter_client; fails when an upgrade moves it."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from neuguong.server.forking import ForkProvisioner
from neuguong.server.forking.kernel import ForkedKernelApp


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


def test_both_halves_together_take_every_step_of_an_ordinary_kernel_in_its_order() -> None:
    ordinary = _own_steps(IPKernelApp.initialize)
    in_the_template = ["init_pdb", "init_extensions"]
    ours = [step for step in _own_steps(ForkedKernelApp.initialize) if step != "on_connected"]
    assert [step for step in _own_steps(ForkedKernelApp.prepare) if step.startswith("init_")] == in_the_template
    assert [step for step in ordinary if step not in in_the_template and step not in ("error",)] == ours


def test_overridden_steps_exist_upstream() -> None:
    for name in ("init_code", "init_poller", "initialize", "start"):
        assert callable(getattr(IPKernelApp, name))
    for name in ("init_environment", "save_sys_module_state", "clear_instance", "initialized"):
        assert callable(getattr(ZMQInteractiveShell, name))


def test_the_provisioner_offers_the_whole_contract_with_the_same_parameters() -> None:
    for name, method in inspect.getmembers(KernelProvisionerBase, inspect.isfunction):
        if not name.startswith("_"):
            ours = inspect.signature(getattr(ForkProvisioner, name))
            upstream = inspect.signature(getattr(LocalProvisioner, name, method))
            assert list(ours.parameters) == list(upstream.parameters), name
