"""Ordinary and forked kernels side by side: time, CPU and memory. Run: python tests/bench/forking.py [--preload a,b]

Wall and CPU are medians over single launches, from the launch to the reply of the first cell.
"""

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from neuguong.server.forking import ForkTemplate

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.contender import bench, pss_mb

STEP_S, WHOLE_S = 240, 600
Kernel = tuple[AsyncKernelManager, AsyncKernelClient]


async def start(folder: Path, cell: str) -> Kernel:
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
    manager.connection_file = str(folder / f"{time.monotonic_ns()}.json")
    await manager.start_kernel()
    client = manager.client()
    client.start_channels(hb=False, stdin=False)
    reply = await client.execute(cell, reply=True, timeout=120)
    assert reply["content"]["status"] == "ok", reply["content"]
    return manager, client


async def stop(kernel: Kernel) -> None:
    manager, client = kernel
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    manager.context.destroy(linger=0)


def process_id(kernel: Kernel) -> int:
    return int(kernel[0].provisioner.pid)  # type: ignore[union-attr]


def cpu_ms(pid: int) -> float:
    """CPU time of all threads of the process; finer than the ticks of /proc/pid/stat."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


async def measure(name: str, folder: Path, cell: str) -> None:
    await stop(await start(folder, cell))
    wall, server, launch, child = [], [], [], []
    for _ in range(10):
        began, cpu_began = time.perf_counter(), time.process_time()
        kernel = await start(folder, cell)
        wall.append((time.perf_counter() - began) * 1000)
        server.append((time.process_time() - cpu_began) * 1000)
        child.append(cpu_ms(process_id(kernel)))
        await stop(kernel)
        manager = AsyncKernelManager(
            kernel_name="python3", transport="ipc", connection_file=str(folder / "launch.json")
        )
        cpu_began = time.process_time()
        await manager.start_kernel()
        launch.append((time.process_time() - cpu_began) * 1000)
        await manager.shutdown_kernel(now=True)
        manager.context.destroy(linger=0)
    values = [statistics.median(values) for values in (wall, child, server, launch)]
    print(
        f"{name:>9} | {values[0]:7.0f} | {values[1]:8.0f} | {values[2]:9.1f} | {values[3]:9.1f} |", end="", flush=True
    )
    kernels = [await start(folder, cell) for _ in range(20)]
    await asyncio.sleep(1)  # idle
    pss = statistics.mean(pss_mb(process_id(kernel)) for kernel in kernels)
    print(f" {pss:10.1f} |", end="", flush=True)
    await asyncio.gather(*map(stop, kernels))
    began = time.perf_counter()
    burst = await asyncio.gather(*(start(folder, cell) for _ in range(30)))
    together = time.perf_counter() - began
    print(f" {together:13.2f}", flush=True)
    await asyncio.gather(*map(stop, burst))


async def main(folder: Path) -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--preload", default="ipywidgets,anywidget")
    modules = arguments.parse_args().preload.split(",")
    cell = "import " + ", ".join(modules)
    factory = KernelProvisionerFactory.instance()
    print("  kernels | wall ms | child ms | server ms | launch ms | PSS MB @20 | 30 at once, s", flush=True)
    factory.default_provisioner_name = "local-provisioner"
    await asyncio.wait_for(measure("ordinary", folder, cell), STEP_S)
    factory.default_provisioner_name = "neuguong-fork"
    template = ForkTemplate.instance(preload_modules=modules)
    began = time.perf_counter()
    await template.wait_loaded()
    print(f"template: loaded in {time.perf_counter() - began:.2f} s, {pss_mb(template.pid or 0):.1f} MB", flush=True)
    await asyncio.wait_for(measure("forked", folder, cell), STEP_S)
    template.stop()


if __name__ == "__main__":
    with bench(whole_s=WHOLE_S) as place:
        asyncio.run(main(place))
