"""What a lesson's kernel costs: CPU, page faults and memory, beside ordinary kernels. `python tests/bench/forking.py`

Kernels run the lesson's own notebook and answer for the state of its card, as for a page. With `--beside FOLDER`, a
checkout of another version with its own .venv, its figures are taken too, in turns. Prints as it goes.
"""

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LESSON = "trach-nhiem"
PRELOAD = ["ipywidgets", "anywidget", "neuguong.pages", "neuguong.store.sql"]
OPEN, ROUND_S = 20, 300
HEAD = (
    "| kernels | child, CPU ms | of it system | faults | server, ms | template, ms | threads | PSS MB @20 | wall ms |"
)


@dataclass
class Kernel:
    manager: Any
    client: Any

    @property
    def pid(self) -> int:
        return int(self.manager.provisioner.pid)


async def view(folder: Path, cells: list[str], environment: dict[str, str]) -> Kernel:
    """A kernel that has run the lesson's cells and told the state of its widgets."""
    from jupyter_client.manager import AsyncKernelManager

    manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
    manager.connection_file = str(folder / f"{time.monotonic_ns()}.json")
    await manager.start_kernel(env=environment)
    client = manager.client()
    client.start_channels(hb=False, stdin=False, control=False)
    while (await client.get_iopub_msg(timeout=60))["msg_type"] != "iopub_welcome":
        pass
    asked = [client.execute(cell, store_history=False, allow_stdin=False) for cell in cells]
    comm = uuid.uuid4().hex
    opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
    client.session.send(client.shell_channel.socket, "comm_open", opened, metadata={"version": "1.0.0"})
    told = {"comm_id": comm, "data": {"method": "request_states"}}
    client.session.send(client.shell_channel.socket, "comm_msg", told)
    while True:
        message = await client.get_iopub_msg(timeout=60)
        assert message["msg_type"] != "error", message["content"]["evalue"]
        if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == comm:
            assert asked
            return Kernel(manager, client)


async def leave(kernel: Kernel) -> None:
    kernel.client.stop_channels()
    await kernel.manager.shutdown_kernel(now=True)


def cpu_ms(pid: int) -> float:
    """CPU time of all threads of the process; finer than the ticks of /proc/pid/stat."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def system_ms_faults_threads(pid: int) -> tuple[float, int, int]:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[12]) * 10, int(fields[7]), int(fields[17])


def pss_mb(pid: int) -> float:
    found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    return int(found[1]) / 1024 if found else 0.0


async def measure(name: str, template_pid: Callable[[], int | None], view_: Callable[[], Any]) -> None:
    await leave(await view_())
    server, wall, template, children = [], [], [], []
    kernels = []
    for _ in range(OPEN):
        began, own, pid = time.perf_counter(), time.process_time(), template_pid()
        forked = cpu_ms(pid) if pid else 0.0
        kernels.append(await view_())
        wall.append((time.perf_counter() - began) * 1000)
        server.append((time.process_time() - own) * 1000)
        template.append(cpu_ms(pid) - forked if pid else 0.0)
    await asyncio.sleep(1)  # idle
    for kernel in kernels:
        children.append((cpu_ms(kernel.pid), *system_ms_faults_threads(kernel.pid), pss_mb(kernel.pid)))
    for kernel in kernels:
        await leave(kernel)
    cpu, _, faults, threads, _ = (statistics.median(column) for column in zip(*children, strict=True))
    system, memory = (statistics.mean(column) for column in list(zip(*children, strict=True))[1::3])
    print(
        f"| {name} | {cpu:.1f} | {system:.1f} | {faults:.0f} | {statistics.median(server):.1f} |"
        f" {statistics.median(template):.1f} | {threads:.0f} | {memory:.1f} | {statistics.median(wall):.0f} |",
        flush=True,
    )


async def compare(name: str, ordinary: bool) -> None:
    """The figures of the version this file's interpreter has installed."""
    from jupyter_client.provisioning.factory import KernelProvisionerFactory
    from neuguong.app import Settings, open_pack, prepare_log
    from neuguong.bank import kit_folder
    from neuguong.server.forking import ForkTemplate
    from neuguong.server.notebooks import find_pages

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"NEUGUONG_HOME": folder})
        prepare_log(settings)
        pages = find_pages(open_pack(settings), settings.data, kit_folder() / "notebooks")
        notebooks = {
            slug: [cell.source for cell in page.notebook.cells if cell.cell_type == "code"]
            for slug, page in pages.items()
            if not page.guarded
        }
        environment = {**os.environ, **settings.to_environment(), "NEUGUONG_STATIC_URL": "/"}

        async def view_() -> Kernel:
            return await view(Path(folder), notebooks[LESSON], environment)

        factory = KernelProvisionerFactory.instance()
        if ordinary:
            factory.default_provisioner_name = "local-provisioner"
            await measure("ordinary", lambda: None, view_)
            return
        factory.default_provisioner_name = "neuguong-fork"
        template = ForkTemplate.instance(preload_modules=PRELOAD, preload_hook="neuguong.app:preload")
        if template.has_trait("rehearsals"):
            template.rehearsals = list(notebooks.values())
        template.environment = {**template.environment, **environment}
        template.start()
        await template.wait_loaded()
        await measure(name, lambda: template.pid, view_)
        template.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="the folder of another version")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "KIND"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        asyncio.run(compare(options.one[0], ordinary=options.one[1] == "ordinary"))
        return
    print(HEAD + "\n|" + "---|" * HEAD.count(" | ") + "---|", flush=True)
    contenders = [(sys.executable, ROOT, "forked")]
    if options.beside:
        other = options.beside.resolve()
        contenders.insert(0, (str(other / ".venv/bin/python"), other, f"forked, {other.name}"))
    for number in range(options.rounds):
        for python, folder, name in contenders:
            subprocess.run([python, __file__, "--one", name, "forked"], cwd=folder, timeout=ROUND_S, check=False)
        if number == 0:
            subprocess.run([sys.executable, __file__, "--one", "ordinary", "ordinary"], timeout=ROUND_S, check=False)


if __name__ == "__main__":
    main()
