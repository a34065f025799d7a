"""Running a page's notebook in a fresh kernel, and what of its output a page can show. Knows nothing of visitors."""

import asyncio
from typing import Any

from nbformat import NotebookNode

from .wire import KernelWire

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class CellError(Exception):
    """A page's notebook raised, or showed nothing that a page can show."""


async def execute_notebook(notebook: NotebookNode, wire: KernelWire) -> list[dict[str, Any]]:
    """Run the code cells; returns the widget views: [{"cell": index, "position": n, "model_id": …}].

    All cells are asked for at once, and only what the kernel publishes is read: half the messages of asking cell by
    cell. CellError, told to nobody but the log, if a cell raises or no widget is shown: pages show nothing else, so
    what stands in for a page that could not be opened would leave its visitor waiting for ever.
    """
    await _subscribed(wire)
    cells = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    asked = {wire.execute(notebook.cells[index].source): index for index in cells}
    views: dict[int, list[str]] = {index: [] for index in cells}
    unfinished = set(asked)
    while unfinished:
        message = await wire.hear()
        parent = message["parent_header"].get("msg_id")
        content = message["content"]
        match message["msg_type"]:
            case "display_data" | "execute_result" if parent in asked and WIDGET_VIEW in content["data"]:
                views[asked[parent]].append(content["data"][WIDGET_VIEW]["model_id"])
            case "error":
                raise CellError(f"{content['ename']}: {content['evalue']}")
            case "status" if content["execution_state"] == "idle":
                unfinished.discard(parent)
    if not any(views.values()):
        raise CellError("the notebook showed no widget; the kernel's own log says why")
    return [
        {"cell": index, "position": position, "model_id": model}
        for index, models in views.items()
        for position, model in enumerate(models)
    ]


async def _subscribed(wire: KernelWire) -> None:
    """Wait until what the kernel publishes reaches us: its welcome, or else the echo of a question about itself."""
    while True:
        try:
            await asyncio.wait_for(wire.hear(), 1.0)
            return
        except TimeoutError:
            wire.send("kernel_info_request", {})
