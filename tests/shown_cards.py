"""A plugin of pytest's beside nbval, for which a cell that shows an apology is as good as one that shows a card."""

from collections.abc import Iterator

import pytest
from nbval.plugin import IPyNbCell  # type: ignore[import-untyped]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """After a cell that shows its page has run, there must be a widget below it."""
    yield
    if isinstance(item, IPyNbCell) and ".show" in item.cell.source:
        shown = [kind for output in item.test_outputs or () for kind in output.get("data", {})]
        if WIDGET_VIEW not in shown:
            pytest.fail(f"{item.cell.source!r} shows no card but {shown}", pytrace=False)
