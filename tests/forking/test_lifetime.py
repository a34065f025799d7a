"""Who ends when whom is killed: kernels, template, server. Nothing is left over, nothing living is dragged along."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_client.manager import AsyncKernelManager
from kernel_helpers import Launch, has_ended, is_running, process_state, processes_of, until
from neuguong.server.forking import ForkTemplate

UseTemplate = Callable[[ForkTemplate], ForkTemplate]

SERVER = """
import asyncio, os, sys
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

async def serve():
    KernelProvisionerFactory.instance().default_provisioner_name = "neuguong-fork"
    managers = []
    for code in sys.argv[2:]:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
        manager.connection_file = os.path.join(sys.argv[1], f"kernel-{len(managers)}.json")
        await manager.start_kernel(cwd=sys.argv[1])
        assert manager.provisioner._forked is not None
        client = manager.client()
        client.start_channels(hb=False)
        while (await client.get_iopub_msg(timeout=30))["msg_type"] != "iopub_welcome":
            pass
        client.execute(code)
        managers.append(manager)
    print("serving", manager.ip, flush=True)
    await asyncio.sleep(60)

asyncio.run(serve())
"""
TOUCH = "import pathlib; pathlib.Path('on').touch()\n"
BUSY = TOUCH + "while True: pass"
HOLDS_THE_INTERPRETER_LOCK = TOUCH + "import re; re.match('(a*)*b', 'a' * 60)"
HAS_A_CHILD = "import subprocess; subprocess.Popen(['sleep', '60'])\n" + TOUCH
IDLE = TOUCH


def start_server(folder: Path, *cells: str) -> tuple["subprocess.Popen[str]", Path]:
    log = folder / "server.log"
    with log.open("w") as stderr:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(folder), *cells],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env=os.environ | {"JUPYTER_FORK_PRELOAD_MODULES": "json"},
        )
    assert server.stdout is not None
    word, _, socket_prefix = server.stdout.readline().partition(" ")
    if word != "serving":
        with server:
            server.kill()
        raise AssertionError(log.read_text())
    return server, Path(socket_prefix.strip()).parent


async def test_poll_tells_that_a_kernel_was_killed_and_no_zombie_stays(launch: Launch) -> None:
    kernel = await launch()
    assert await kernel.manager.is_alive()
    os.kill(kernel.pid, signal.SIGKILL)
    provisioner = kernel.manager.provisioner
    assert provisioner is not None
    await until(lambda: process_state(kernel.pid) is None)
    assert await provisioner.poll() == -signal.SIGKILL
    assert not await kernel.manager.is_alive()


async def test_a_kernel_that_exits_by_itself_reports_its_own_exit_code(launch: Launch) -> None:
    kernel = await launch()
    kernel.client.execute("import os; os._exit(7)")
    provisioner = kernel.manager.provisioner
    assert provisioner is not None
    assert await asyncio.wait_for(provisioner.wait(), 5) == 7
    assert not kernel.manager.has_kernel


async def test_signals_go_to_the_process_and_never_to_a_reused_number(launch: Launch) -> None:
    kernel = await launch()
    provisioner = kernel.manager.provisioner
    assert provisioner is not None
    os.kill(kernel.pid, signal.SIGKILL)
    await until(lambda: process_state(kernel.pid) is None)
    provisioner._forked.pid = os.getpid()  # type: ignore[attr-defined]  # as if our number had been given to us
    await provisioner.send_signal(signal.SIGKILL)  # would end this test run


async def test_the_subprocesses_of_a_killed_kernel_end_with_it(launch: Launch) -> None:
    kernel = await launch()
    child = int(await kernel.run("import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"))
    os.kill(kernel.pid, signal.SIGKILL)
    await until(lambda: not is_running(child))


async def test_kernels_outlive_a_killed_template_and_new_ones_come_from_a_new_template(
    launch: Launch, use_template: UseTemplate, caplog: pytest.LogCaptureFixture
) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    killed, kernel = await launch(), await launch()
    await kernel.run("x = 42")
    first_template = template.pid
    assert first_template is not None
    os.kill(first_template, signal.SIGKILL)
    await until(lambda: template.pid is None)
    assert await kernel.run("print(x)") == "42"
    assert await kernel.manager.is_alive()
    os.kill(killed.pid, signal.SIGKILL)
    await until(lambda: has_ended(killed.manager))
    second = await launch()
    assert second.is_forked
    assert template.pid not in (None, first_template)
    orphan = kernel.pid
    await kernel.manager.shutdown_kernel(now=True)
    assert not kernel.manager.has_kernel
    await until(lambda: not is_running(orphan))
    assert process_state(first_template) is None
    assert [record.levelname for record in caplog.records if "template failed" in record.message] == ["WARNING"]


async def test_a_template_killed_between_the_fork_and_its_report_leaves_no_kernel_that_nobody_counts(
    launch: Launch, use_template: UseTemplate, modules: Path
) -> None:
    (modules / "dies_once.py").write_text(
        "import os, signal\n"
        "real, born = os.pidfd_open, os.getpid()\n"
        "def arm():\n"
        "    os.pidfd_open = once\n"
        "def once(pid, *flags):\n"
        f"    marker = {str(modules / 'died')!r}\n"
        "    if os.getpid() == born and not os.path.exists(marker):\n"
        "        open(marker, 'w').write(str(pid))\n"
        "        os.kill(born, signal.SIGKILL)\n"
        "    return real(pid, *flags)\n"
    )
    use_template(ForkTemplate(preload_modules=["json"], preload_hook="dies_once:arm"))
    kernel = await launch()
    assert await kernel.run("print(1)") == "1"
    unreported = int((modules / "died").read_text())
    assert kernel.pid != unreported
    await until(lambda: not is_running(unreported))


async def test_a_template_killed_between_launches_does_not_cost_the_next_visitor_a_forked_kernel(
    launch: Launch, use_template: UseTemplate
) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    await launch()
    assert template.pid is not None
    os.kill(template.pid, signal.SIGKILL)
    assert (await launch()).is_forked


@pytest.mark.parametrize(
    "cell", [BUSY, HOLDS_THE_INTERPRETER_LOCK, HAS_A_CHILD, IDLE], ids=["busy", "locked", "child", "idle"]
)
async def test_no_process_is_left_once_the_server_was_killed(tmp_path: Path, cell: str) -> None:
    server, socket_folder = start_server(tmp_path, cell)
    with server:
        await until(lambda: (tmp_path / "on").exists())
        processes = processes_of(server.pid)
        assert len(processes) >= 3  # server, template, kernel
        server.kill()
    await until(lambda: not any(is_running(pid) for pid in processes))
    await until(lambda: not socket_folder.exists())


async def test_no_process_is_left_when_template_and_then_server_are_killed(tmp_path: Path) -> None:
    server, _ = start_server(tmp_path, IDLE, HAS_A_CHILD)
    with server:
        await until(lambda: (tmp_path / "on").exists())
        processes = processes_of(server.pid)
        [template] = [pid for pid in processes if _parent(pid) == server.pid]
        kernels = processes - {server.pid, template}
        os.kill(template, signal.SIGKILL)
        await until(lambda: not is_running(template))
        assert all(is_running(pid) for pid in kernels)
        server.kill()
    await until(lambda: not any(is_running(pid) for pid in processes))


async def test_a_template_that_is_still_loading_ends_with_its_server(tmp_path: Path) -> None:
    (tmp_path / "slow_to_load.py").write_text("import time; time.sleep(60)")
    code = (
        "from neuguong.server.forking import ForkTemplate; import time;"
        "t = ForkTemplate(preload_modules=['slow_to_load']); t.start()\n"
        "while not t.pid: time.sleep(0.01)\n"
        "print(t.pid, flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        template = int(server.stdout.readline())
        await until(lambda: b"template_process" in Path(f"/proc/{template}/cmdline").read_bytes())
        server.kill()
    await until(lambda: not is_running(template))


async def test_two_hundred_launches_leave_descriptors_and_memory_of_server_and_template_flat(
    use_template: UseTemplate, tmp_path: Path
) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    await template.wait_loaded()
    assert template.pid is not None
    await _come_and_go(20, tmp_path)
    gc.collect()
    before = [_footprint(os.getpid()), _footprint(template.pid)]
    await _come_and_go(200, tmp_path)
    gc.collect()
    after = [_footprint(os.getpid()), _footprint(template.pid)]
    for (files_before, kb_before), (files_after, kb_after) in zip(before, after, strict=True):
        assert files_after <= files_before
        assert kb_after - kb_before < 3000
    assert len(processes_of(template.pid)) == 1


async def _come_and_go(times: int, folder: Path) -> None:
    for number in range(times):
        manager = AsyncKernelManager(kernel_name="python3", connection_file=str(folder / f"{number}.json"))
        manager.transport = "ipc"
        await manager.start_kernel(cwd=str(folder))
        assert manager.provisioner._forked is not None  # type: ignore[union-attr]
        await manager.shutdown_kernel(now=True)


def _footprint(pid: int) -> tuple[int, int]:
    """Open descriptors and anonymous memory in kB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    [anonymous] = [int(line.split()[1]) for line in rollup if line.startswith("Anonymous:")]
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), anonymous


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
