"""Owns how many do the same within some seconds, and how their times are told. Knows nothing of what they do."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from tests.bench.contender import Contender, LostError

One = TypeVar("One")
STEP_S = 120
"""How long any one step may take."""
SPREAD_S = 110
"""Who has not done it by then, within a step, has failed."""


async def step(contender: Contender, name: str, doing: Awaitable[str]) -> None:
    """One figure. What fails or overruns is told, and the contender is not measured further: LostError."""
    try:
        contender.tell(name, await asyncio.wait_for(doing, STEP_S))
    except (Exception, AssertionError) as fault:
        why = f"not done within {STEP_S} s" if isinstance(fault, TimeoutError) else f"{type(fault).__name__}: {fault}"
        contender.tell(name, f"failed ({why})".replace("\n", " ")[:160])
        raise LostError from fault


async def spread(seconds: float, act: Callable[[One], Awaitable[Any]], everybody: Sequence[One]) -> str:
    """Everybody does it once, at even times within so many seconds: how long it took, and how many failed."""
    faults: list[Exception] = []
    times: list[float] = []

    async def one(number: int, who: One) -> None:
        await asyncio.sleep(seconds * number / len(everybody))
        began = time.monotonic()
        try:
            await act(who)
            times.append(time.monotonic() - began)
        except Exception as fault:
            faults.append(fault)

    tasks = [asyncio.create_task(one(number, who)) for number, who in enumerate(everybody)]
    try:
        _, late = await asyncio.wait(tasks, timeout=SPREAD_S)
    finally:
        for task in tasks:
            task.cancel()
    faults += [TimeoutError(f"not done within {SPREAD_S} s")] * len(late)
    return shares(times) + (f", {len(faults)} FAILED ({faults[0]!r})"[:100] if faults else "")


def shares(times: Sequence[float]) -> str:
    """p50, p95, p99 and the longest, in milliseconds."""
    line = sorted(times)
    if not line:
        return "none"
    picked = [line[min(len(line) - 1, int(len(line) * share))] for share in (0.5, 0.95, 0.99)]
    return "p50 {:.0f}, p95 {:.0f}, p99 {:.0f}, max {:.0f}".format(*(1000 * one for one in (*picked, line[-1])))
