"""A log that is invented, once for all tests of what is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neuguong.clock import FixedClock
from neuguong.dashboards.invented import invent_answers
from neuguong.items import Pack
from neuguong.store import SqlLog, connect_log, sqlite_url
from neuguong.store.migrations import migrate

from tests.content import load_bank
from tests.samples import NOON

MINIMUM = 5
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_bank()


@pytest.fixture(scope="session")
def invented(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlLog]:
    """Eight thousand answers."""
    url = sqlite_url(tmp_path_factory.mktemp("invented") / "log.sqlite3")
    migrate(url)
    log = connect_log(url, key=b"k" * 32, clock=FixedClock(NOON))
    for _ in invent_answers(log, pack, n=8000, now=NOON, minimum=MINIMUM):
        pass
    yield log
    log.close()
