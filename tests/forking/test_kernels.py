"""What a visitor's kernel is and does."""

import asyncio
import json
import os
import signal
import socket
from pathlib import Path

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from kernel_helpers import Launch, is_running, until
from nbclient import NotebookClient
from neuguong.server.forking import ForkTemplate

COUNTER = """
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = "export default {render() {}}"
    value = traitlets.Int(0).tag(sync=True)
counter = Counter()
"""


@pytest.mark.parametrize("transport", ["ipc", "tcp"])
async def test_a_forked_kernel_runs_code_over_either_transport(launch: Launch, transport: str) -> None:
    kernel = await launch(transport=transport)
    assert kernel.is_forked
    assert await kernel.run("print(6 * 7)") == "42"


async def test_a_notebook_with_an_anywidget_runs_under_nbclient(launch: Launch, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(COUNTER + "counter"), nbformat.v4.new_code_cell("import os; os.getpid()")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    manager = AsyncKernelManager(kernel_name="python3", connection_file=str(tmp_path / "nb.json"), transport="ipc")
    runner = NotebookClient(notebook, km=manager)
    await runner.async_execute()
    assert manager.provisioner._forked is not None  # type: ignore[union-attr]
    runner.kc.stop_channels()  # type: ignore[union-attr]
    await manager.shutdown_kernel(now=True)
    manager.context.destroy(linger=0)
    [shown] = notebook.cells[0].outputs
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    model = state[shown.data["application/vnd.jupyter.widget-view+json"]["model_id"]]
    assert model["state"]["_anywidget_id"].endswith("Counter")


async def test_a_message_from_the_browser_reaches_the_widget(launch: Launch) -> None:
    kernel = await launch()
    await kernel.run(COUNTER + "seen = []; counter.on_msg(lambda widget, content, buffers: seen.append(content))")
    comm_id = await kernel.run("print(counter.comm.comm_id)")
    content = {"comm_id": comm_id, "data": {"method": "custom", "content": {"clicked": 3}}}
    kernel.client.shell_channel.send(kernel.client.session.msg("comm_msg", content))
    assert await kernel.run("print(seen)") == "[{'clicked': 3}]"


async def test_the_browser_can_open_a_widget_comm_because_the_targets_are_registered(launch: Launch) -> None:
    kernel = await launch()
    printed = await kernel.run("import comm; print(sorted(comm.get_comm_manager().targets))")
    assert printed == "['jupyter.widget', 'jupyter.widget.control']"


async def test_a_kernel_sees_its_own_visitors_environment_and_nobody_elses(
    launch: Launch, monkeypatch: pytest.MonkeyPatch, visitor_environment: dict[str, str]
) -> None:
    monkeypatch.setenv("OF_THE_SERVER", "private")
    first = await launch(env=visitor_environment | {"VISITOR": "first", "QUERY": "a=1"})
    second = await launch(env=visitor_environment | {"VISITOR": "second"})
    show = "import json, os; print(json.dumps(dict(os.environ)))"
    of_first, of_second = json.loads(await first.run(show)), json.loads(await second.run(show))
    assert (of_first["VISITOR"], of_first["QUERY"], of_second["VISITOR"]) == ("first", "a=1", "second")
    assert "QUERY" not in of_second
    assert "OF_THE_SERVER" not in of_first
    added_by_ipykernel = {
        "TERM", "CLICOLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PAGER", "GIT_PAGER", "MPLBACKEND", "JPY_PARENT_PID"
    }  # fmt: skip
    assert set(of_second) - {"VISITOR"} <= set(visitor_environment) | added_by_ipykernel
    assert of_second["JPY_PARENT_PID"] == str(os.getpid())


async def test_random_numbers_and_identifiers_differ_between_kernels(launch: Launch) -> None:
    code = "import random, uuid, numpy.random as n; print(random.random(), n.random(), uuid.uuid4(), n.rand())"
    kernels = [await launch() for _ in range(3)]
    numbers = [(await kernel.run(code)).split() for kernel in kernels]
    for column in zip(*numbers, strict=True):
        assert len(set(column)) == 3


async def test_hashes_and_secrets_work_after_the_fork(launch: Launch) -> None:
    kernel = await launch()
    code = "import hashlib, secrets, ssl; print(hashlib.sha256(b'x').hexdigest()[:6], len(secrets.token_bytes(9)))"
    assert await kernel.run(code) == "2d7116 9"


async def test_a_kernel_starts_in_the_folder_asked_for_with_the_arguments_of_an_ordinary_kernel(
    launch: Launch, tmp_path: Path
) -> None:
    (tmp_path / "beside_the_notebook.py").write_text("answer = 42")
    kernel = await launch(cwd=str(tmp_path))
    printed = await kernel.run(
        "import os, sys, beside_the_notebook; print(os.getcwd(), *map(os.path.basename, sys.argv), __name__)"
    )
    assert printed == f"{tmp_path} ipykernel_launcher.py -f kernel-0.json __main__"


async def test_a_kernel_holds_no_descriptor_of_the_template_or_of_other_kernels(launch: Launch) -> None:
    others = [await launch() for _ in range(3)]
    kernel = await launch()
    code = (
        "import os\n"
        "for fd in sorted(map(int, os.listdir('/proc/self/fd'))):\n"
        "  try: print(os.readlink(f'/proc/self/fd/{fd}'))\n"
        "  except OSError: pass"
    )
    files = (await kernel.run(code)).split("\n")
    assert files[0] == "/dev/null"
    assert sum(file == "anon_inode:[pidfd]" for file in files) == 0
    assert sum(file.startswith("pipe:") for file in files if file not in _links_of_this_process()) <= 1  # the lifeline
    sockets = {file for file in files if file.startswith("socket:")}
    for other in others:
        assert not sockets & set((await other.run(code)).split("\n"))


def _links_of_this_process() -> set[str]:
    return {os.readlink(f"/proc/self/fd/{fd}") for fd in (0, 1, 2)}  # noqa: PTH115


async def test_a_kernel_keeps_no_history_no_debugger_and_no_listening_standard_input(launch: Launch) -> None:
    kernel = await launch()
    code = "import sys; print(get_ipython().history_manager.enabled, 'debugpy' in sys.modules, sys.__stdin__.read())"
    assert await kernel.run(code) == "False False"


async def test_the_shell_built_in_the_template_belongs_to_the_kernel(launch: Launch) -> None:
    kernel = await launch()
    code = "ip = get_ipython(); k = ip.kernel; print(k.shell is ip, ip.parent is k, ip.user_ns is globals()); del k"
    assert await kernel.run(code) == "True True True"
    assert await kernel.run("print(ip.execution_count)") == "3"
    assert await kernel.run("%who") == "ip"


async def test_asynchronous_cells_magics_and_subprocesses_work(launch: Launch) -> None:
    kernel = await launch()
    assert await kernel.run("import asyncio; print(await asyncio.sleep(0.001, 'slept'))") == "slept"
    assert await kernel.run("!echo from the shell") == "from the shell"
    assert await kernel.run("import subprocess; print(subprocess.check_output(['echo', 'x'], text=True))") == "x"


async def test_an_interrupt_becomes_a_keyboard_interrupt_and_the_kernel_lives_on(launch: Launch) -> None:
    kernel = await launch()
    speaks = asyncio.Event()
    cell = "import time\nprint('running', flush=True)\nwhile True: time.sleep(0.01)"
    running = asyncio.create_task(kernel.run(cell, speaks=speaks))
    await asyncio.wait_for(speaks.wait(), 10)
    await kernel.manager.interrupt_kernel()  # once: a second one could reach the kernel between two cells
    with pytest.raises(RuntimeError, match="KeyboardInterrupt"):
        await running
    assert await kernel.run("print('alive')") == "alive"


async def test_a_restart_gives_a_new_process_at_the_same_addresses(launch: Launch) -> None:
    kernel = await launch()
    await kernel.run("x = 1")
    before, ports = kernel.pid, kernel.manager.ports
    await kernel.manager.restart_kernel()
    await kernel.join()
    assert kernel.is_forked
    assert kernel.pid != before
    assert not is_running(before)
    assert kernel.manager.ports == ports
    with pytest.raises(RuntimeError, match="NameError"):
        await kernel.run("x")


async def test_an_orderly_shutdown_runs_exit_handlers_and_leaves_nothing(launch: Launch, tmp_path: Path) -> None:
    kernel = await launch()
    await kernel.run(f"import atexit, pathlib; atexit.register(pathlib.Path({str(tmp_path / 'left')!r}).touch)")
    pid, manager = kernel.pid, kernel.manager
    prefix = Path(manager.ip)
    kernel.client.stop_channels()
    await manager.shutdown_kernel()
    assert not manager.has_kernel
    assert not is_running(pid)
    assert (tmp_path / "left").exists()
    assert list(prefix.parent.glob(f"{prefix.name}-*")) == []


async def test_only_this_user_can_reach_the_sockets_and_their_paths_are_short(launch: Launch) -> None:
    kernel = await launch()
    folder = Path(kernel.manager.ip).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(f"{kernel.manager.ip}-5") < 108


async def test_the_provisioner_can_be_saved_and_read_back(launch: Launch) -> None:
    kernel = await launch()
    provisioner = kernel.manager.provisioner
    assert provisioner is not None
    info = await provisioner.get_provisioner_info()
    assert (info["pid"], info["pgid"]) == (kernel.pid, kernel.pid)
    await provisioner.load_provisioner_info(info)
    assert provisioner.resolve_path("/") == "/"


async def test_a_tcp_port_that_was_taken_meanwhile_is_replaced(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        find = LocalPortCache.find_available_port
        ports = iter([taken.getsockname()[1]])
        monkeypatch.setattr(LocalPortCache, "find_available_port", lambda self, ip: next(ports, 0) or find(self, ip))
        kernel = await launch(transport="tcp")
    assert kernel.is_forked
    assert await kernel.run("print('reached')") == "reached"


async def test_thirty_launches_at_once_all_give_working_kernels(
    warm_template: ForkTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ForkTemplate, "_instance", warm_template)
    kernels = AsyncMultiKernelManager(connection_dir=str(tmp_path))
    kernels.kernel_manager_class = "jupyter_client.manager.AsyncKernelManager"
    try:
        ids = await asyncio.gather(*(kernels.start_kernel(kernel_name="python3") for _ in range(30)))
        pids = {kernels.get_kernel(kernel_id).provisioner.pid for kernel_id in ids}
        assert len(pids) == 30
        assert all(kernels.get_kernel(kernel_id).provisioner._forked is not None for kernel_id in ids)
    finally:
        await kernels.shutdown_all(now=True)
        kernels.context.destroy(linger=0)
    await until(lambda: not any(is_running(pid) for pid in pids))


@pytest.mark.parametrize(
    "arguments",
    [
        {"env": dict(os.environ) | {"PYTHONPATH": "/elsewhere"}},
        {"env": {**os.environ, "HOME": "/nowhere"}},
        {"stdout": -3},
        {"extra_arguments": ["--InteractiveShell.xmode=Plain"]},
    ],
)
async def test_what_only_a_new_interpreter_can_do_is_left_to_an_ordinary_kernel(
    launch: Launch, arguments: dict[str, object]
) -> None:
    kernel = await launch(**arguments)
    assert not kernel.is_forked
    os.kill(kernel.pid, signal.SIGKILL)
