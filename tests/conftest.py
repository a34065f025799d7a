"""What tests of all folders share: one running server, for as long as nobody needs one of his own; and one browser."""

import gc
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.serving import Server, serve

settings.register_profile("neuguong", deadline=None)  # how long an example takes is the machine's doing, not the code's
settings.load_profile("neuguong")


class FailuresAtOnce:
    """Names a test and its last line when it fails, not a quarter of an hour later: a run that is cut off has told.

    The whole of it still comes at the end.
    """

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            told = report.longreprtext.strip().splitlines() or [""]
            self._terminal.ensure_newline()
            self._terminal.write_line(f"FAILED {report.nodeid} ({report.when}): {told[-1]}")


@pytest.hookimpl(trylast=True)  # the reporter is made in this very hook
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(FailuresAtOnce(terminal))


gc.disable()  # until all tests are collected: no module and no test is garbage, and looking for some took a sixth

OTHER_NAME = "may-chu.test"
"""A name by which a browser may be told to call this machine (see `tests/browser/conftest.py`)."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One `neuguong serve` as it comes, for all tests that leave it as able as they found it.

    Other tests' answers and visitors are in it: what a test counts, it counts from where it began.
    """
    with serve(tmp_path_factory.mktemp("home"), "--host", OTHER_NAME) as running:
        yield running


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file with tests in a browser is one worker's work, so that not every worker starts a browser for each file."""
    files = {item.path for item in items if needs_browser(item)}
    for item in items:
        if item.path in files and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """The browser is ended before the next test that needs none: a few of those have an event loop of their own."""
    yield
    running = sys.modules.get("tests.browser.running")
    if running is not None and not (nextitem is not None and needs_browser(nextitem)):
        running.end_browser()


def needs_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())
