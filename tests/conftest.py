"""What tests of all folders share: one running server, for as long as nobody needs one of his own."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.serving import Server, serve

settings.register_profile("neuguong", deadline=None)  # how long an example takes is the machine's doing, not the code's
settings.load_profile("neuguong")

OTHER_NAME = "may-chu.test"
"""A name by which a browser may be told to call this machine (see `tests/browser/conftest.py`)."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One `neuguong serve` as it comes, for all tests that leave it as able as they found it.

    Other tests' answers and visitors are in it: what a test counts, it counts from where it began.
    """
    with serve(tmp_path_factory.mktemp("home"), "--host", OTHER_NAME) as running:
        yield running
