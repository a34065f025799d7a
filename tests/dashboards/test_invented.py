"""A log that is invented is made of statements that keep every rule, the same for the same seed."""

from dataclasses import fields
from pathlib import Path

from neuguong.clock import FixedClock
from neuguong.dashboards.invented import invent_answers, is_invented
from neuguong.items import Pack
from neuguong.store import SqlLog, Statement, connect_log, sqlite_url
from neuguong.store.migrations import migrate

from tests.dashboards.conftest import MINIMUM
from tests.samples import NOON


def test_every_answer_is_one_that_could_have_been_given(pack: Pack, invented: SqlLog) -> None:
    found = list(invented.fetch_statements())
    assert len(found) == len({one.attempt_id for one in found}) == 8000
    for one in found:
        assert Statement(**{field.name: getattr(one, field.name) for field in fields(one)}) == one
        assert not pack.is_sensitive(pack.scenarios[one.scenario_id])
    assert all(one.stored == one.timestamp < NOON for one in found)


def test_the_same_seed_invents_the_same_answers(pack: Pack, tmp_path: Path) -> None:
    told = []
    for name in ("mot", "hai"):
        url = sqlite_url(tmp_path / name)
        migrate(url)
        with connect_log(url, key=b"k" * 32, clock=FixedClock(NOON)) as log:
            assert not is_invented(log)
            assert list(invent_answers(log, pack, n=300, now=NOON, minimum=MINIMUM))[-1] == 300
            assert is_invented(log)
            told.append(list(log.fetch_statements()))
    assert told[0] == told[1]
