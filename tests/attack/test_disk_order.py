"""Whoever reads every file of the log: does he learn in which order answers of nobody known came, or whose they are?

Learners come one after another. Each gives a linked answer, whose time is exact, and one that must not lead to them.
"""

import random
import shutil
import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations
from pathlib import Path
from typing import NamedTuple

import pytest
from neuguong.clock import FixedClock
from neuguong.store import SqlLog, Statement, canonical_json, connect_log, sqlite_url
from neuguong.store.board import Ballot, Member, NewEvent
from neuguong.store.migrations import migrate

from tests.halls import CLOSES, FIRST, HALL, OPENS, to_log
from tests.samples import NOON

LEARNERS = 40
STUDIES = 3
PAGE = 4096
NOISE = 4.0
"""Standard deviations a result may lie from chance."""


Places = dict[int, int]
"""Learner, in order of arrival → where the bytes of the answer that is nobody's stand."""


class Found(NamedTuple):
    """What an attacker compares: first places in the files, last ones, and places inside each page."""

    first: list[Places]
    last: list[Places]
    page: list[Places]


def make_answer(chance: random.Random, learner: int, response: list[str], *, apart: bool) -> Statement:
    return Statement(
        attempt_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        timestamp=datetime(2026, 3, 5, 3, tzinfo=UTC) + timedelta(minutes=learner),
        context="study",
        topic="tu-dien-bien" if apart else "trach-nhiem",
        scenario_id="xa-vi-du",
        item_id="xa-vi-du-a" if apart else "tn-vi-du-a",
        item_version=1,
        content_revision="0123456789ab",
        interaction="ranking",
        response=response,
        presented_order=tuple(response),
        score=1.0,
        max_score=1.0,
        chance=0.25,
        attempt_number=1,
        app_version="0.1.0",
        actor=None if apart else f"{learner:032x}",
        unit=None if apart else "Chi bộ 1",
    )


@pytest.fixture(scope="module")
def empty_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "log.sqlite"
    migrate(sqlite_url(path))
    return path


def study(empty: Path, folder: Path, seed: int, *, sensitive: bool, forget: bool) -> Found:
    """A day of learners a minute apart, with the server's quiet moments between them, and what an attacker then
    reads."""
    chance = random.Random(seed)
    path = folder / f"log-{seed}.sqlite"
    url, clock = sqlite_url(path), FixedClock(datetime(2026, 3, 5, 3, tzinfo=UTC))
    shutil.copy(empty, path)
    orders = [list(order) for order in permutations(("bao", "cho", "im", "hoi", "sua"))]
    responses = chance.sample(orders, LEARNERS)
    with connect_log(url, keeper=True, clock=clock) as keeper, connect_log(url, clock=clock) as kernel:
        for learner, response in enumerate(responses):
            clock.advance(timedelta(minutes=1))
            kernel.append_statement(make_answer(chance, learner, ["bao"], apart=False), sensitive=False)
            kernel.append_statement(make_answer(chance, learner, response, apart=True), sensitive=sensitive)
            assert keeper.checkpoint()
        if forget:
            rewrite(keeper)
    raw = b"".join(file.read_bytes() for file in sorted(folder.glob(f"{path.name}*")))
    texts = ["[" + ",".join(f'"{name}"' for name in response) + "]" for response in responses]
    needles = [text.encode() if text.encode() in raw else text.replace('"', '\\"').encode() for text in texts]
    read = {learner: needle for learner, needle in enumerate(needles) if needle in raw}
    assert len(read) > 0.9 * LEARNERS, "the attacker finds what is there; a page may end within an answer"
    pages = [raw[start : start + PAGE] for start in range(0, len(raw), PAGE)]
    return Found(
        [{learner: raw.index(needle) for learner, needle in read.items()}],
        [{learner: raw.rindex(needle) for learner, needle in read.items()}],
        [{learner: page.index(needle) for learner, needle in read.items() if needle in page} for page in pages],
    )


def rewrite(keeper: SqlLog) -> None:
    """What the server does at night."""
    keeper.forget_arrival_order()


def order_auc(places: list[Places]) -> tuple[float, float]:
    """Of all pairs of answers, the part whose places are in the order of arrival, and how far chance, 0.5, spreads.

    Kendall: over n! equally likely orders the number of such pairs varies by n (n - 1) (2n + 5) / 72.
    """
    pairs = [pair for one in places for pair in combinations(one.values(), 2)]
    variance = sum(len(one) * (len(one) - 1) * (2 * len(one) + 5) / 72 for one in places)
    return sum(earlier < later for earlier, later in pairs) / len(pairs), variance**0.5 / len(pairs)


@pytest.mark.parametrize("sensitive", [True, False], ids=["sensitive", "refused"])
@pytest.mark.parametrize("forget", [False, True], ids=["by day", "after the night"])
def test_all_files_together_tell_neither_the_order_nor_the_owner_of_an_answer_of_nobody_known(
    empty_log: Path, tmp_path: Path, sensitive: bool, forget: bool
) -> None:
    found = [study(empty_log, tmp_path, seed, sensitive=sensitive, forget=forget) for seed in range(STUDIES)]
    for name in Found._fields:
        places = [one for study in found for one in getattr(study, name)]
        auc, spread = order_auc(places)
        assert abs(auc - 0.5) < NOISE * spread, f"{name}: AUC {auc:.2f}, chance 0.50 ± {spread:.2f}"
    for name in ("first", "last"):
        for newest_first in (False, True):  # the linked rows name who came when: match them place by place
            hits = 0
            for (places,) in (getattr(study, name) for study in found):
                guesses = zip(places, sorted(places, key=places.__getitem__, reverse=newest_first), strict=True)
                hits += sum(guess == owner for guess, owner in guesses)
            assert hits < STUDIES + NOISE * STUDIES**0.5, f"{name}: {hits} owners; chance finds one in each study"


def test_all_files_together_tell_nobody_whose_the_answers_of_a_counted_sensitive_box_are(
    empty_log: Path, tmp_path: Path
) -> None:
    """Phones vote one after another, each in two taps; then the box is counted and the file emptied."""
    arrived, sorted_by_name = [], []
    for seed in range(STUDIES):
        chance = random.Random(seed)
        path = tmp_path / f"log-{seed}.sqlite"
        shutil.copy(empty_log, path)
        orders = [list(order) for order in permutations(("bao", "cho", "im", "hoi", "sua"))]
        responses = chance.sample(orders, LEARNERS)
        ballots = [
            Ballot(
                f"{chance.getrandbits(256):064x}", canonical_json(response), str(uuid.UUID(int=number + 1, version=4))
            )
            for number, response in enumerate(responses)
        ]
        with connect_log(sqlite_url(path), keeper=True, clock=FixedClock(NOON)) as log:
            board = log.open_board()
            board.begin_workshop(HALL, code="K7M2QX", event=NewEvent({}))
            board.append_events(HALL, [OPENS], after=1)
            for ballot in ballots:
                board.put_member(HALL, Member(ballot.member))
                board.put_ballots(HALL, FIRST, [replace(ballot, response=ballots[0].response), ballot])
                assert log.checkpoint()
            assert all(ballot.attempt_id.encode() in read_all(path) for ballot in ballots), "here they still lie"
            board.append_events(HALL, [CLOSES], after=2)
            board.count_box(HALL, FIRST, after=3, make=to_log(sensitive=True))
            assert log.checkpoint()
            raw = read_all(path)
        assert not any(ballot.attempt_id.encode() in raw for ballot in ballots)
        assert all(raw.count(ballot.member.encode()) == 1 for ballot in ballots), "only that they were there"
        places = {
            number: raw.index(ballot.response.replace('"', '\\"').encode()) for number, ballot in enumerate(ballots)
        }
        arrived.append(places)
        by_name = sorted(range(LEARNERS), key=lambda number: ballots[number].member)
        sorted_by_name.append({rank: places[number] for rank, number in enumerate(by_name)})
    for found in (arrived, sorted_by_name):
        auc, spread = order_auc(found)
        assert abs(auc - 0.5) < NOISE * spread, f"AUC {auc:.2f}, chance 0.50 ± {spread:.2f}"


def read_all(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def test_a_server_that_stops_leaves_no_write_ahead_file_with_the_order_in_it(empty_log: Path, tmp_path: Path) -> None:
    """Another process may hold the log open and never close it: then SQLite itself would leave the file as it is."""
    path = tmp_path / "log.sqlite"
    shutil.copy(empty_log, path)
    with closing(sqlite3.connect(path)) as lingering:
        with connect_log(sqlite_url(path), keeper=True) as keeper, connect_log(sqlite_url(path)) as kernel:
            lingering.execute("SELECT * FROM log_mark").fetchall()
            kernel.append_statement(make_answer(random.Random(1), 1, ["bao"], apart=True), sensitive=True)
            wal = path.with_name(f"{path.name}-wal")
            assert wal.stat().st_size > 0
            assert keeper.fetch_mark() == "1"
        assert wal.stat().st_size == 0
