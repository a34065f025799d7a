"""Populations drawn by chance, and attackers who see every number that is ever published: nobody may be isolated.

Every response is the name of who gave it, so that a number shows the very people behind it. What is compared are
people: every set that any union, intersection or difference of any numbers about a question can leave (the atoms of all
of them together), less the attacker's four accounts, is nobody or at least five.

`NEUGUONG_RUNS=10000 pytest tests/attack/test_numbers_by_chance.py` draws as many towns as the rule was tried on.
"""

import contextlib
import os
import random
import uuid
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from neuguong.clock import FixedClock
from neuguong.disclosure import read_numbers
from neuguong.errors import StoreBusyError
from neuguong.store import STUDY, ErasedActorError, MemoryLog, Occasion, ResponseLog, connect_log, sqlite_url
from neuguong.store.days import local_day, month_of, week_of
from neuguong.store.migrations import migrate

from tests.samples import NOON, make_answer

RUNS = int(os.environ.get("NEUGUONG_RUNS", "200"))
MINIMUM = 5
UNITS = (None, "Chi bộ 1", "Chi bộ 2", "Chi bộ 3")
ITEMS = ("c1", "c2")
ATTACKERS = frozenset(range(4))
Cell = frozenset[int]


class Town:
    """Learners who come, answer, change units and go, in a log; and all that was ever published of them."""

    def __init__(self, chance: random.Random, log: ResponseLog, clock: FixedClock) -> None:
        self.chance, self.log, self.clock = chance, log, clock
        self.people = list(ATTACKERS)
        self.unit = {who: chance.choice(UNITS) for who in ATTACKERS}
        self.seen: dict[str, set[Cell]] = defaultdict(set)

    def live(self) -> None:
        """One thing that happens."""
        what = self.chance.choice(["join", "join", "join", "study", "crowd", "move", "erase", "attack", "wait", "wait"])
        if what == "join":
            self.join(self.chance.randint(1, 8), self.chance.choice(UNITS))
        elif what == "crowd":
            for unit in UNITS:
                self.join(self.chance.randint(0, 12), unit)
        elif what == "study":
            self.study(self.chance.sample(self.people, min(len(self.people), self.chance.randint(1, 12))))
        elif what == "move":
            self.unit[self.chance.choice(self.people)] = self.chance.choice(UNITS)
        elif what == "erase":
            self.log.erase_actor(name_of(self.chance.choice(self.people)))
        elif what == "attack":
            self.study(self.chance.sample(sorted(ATTACKERS), self.chance.randint(1, 4)))
        else:
            self.clock.advance(timedelta(hours=self.chance.choice([1, 9, 24, 50, 170, 700])))

    def join(self, count: int, unit: str | None) -> None:
        new = range(len(self.people), len(self.people) + count)
        self.people += new
        self.unit |= dict.fromkeys(new, unit)
        self.study(new)

    def study(self, people: "range | list[int]") -> None:
        """They behave like people, most of them, and answer one question or both."""
        for who in people:
            self.answer(who, "x1", rehearses=True), self.answer(who, "x2", rehearses=True)
        self.clock.advance(timedelta(minutes=self.chance.choice([1, 6, 6, 6])))
        for who in people:
            for item in self.chance.choice([ITEMS, ITEMS[:1], ITEMS[1:]]):
                self.answer(who, item)

    def answer(self, who: int, item: str, *, rehearses: bool = False) -> None:
        statement = make_answer(
            attempt_id=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)), timestamp=self.clock.now(),
            item_id=item, response=who, actor=name_of(who), unit=self.unit[who],
            context="rehearsal" if rehearses else "study",
        )  # fmt: skip
        with contextlib.suppress(ErasedActorError, StoreBusyError):
            self.log.append_statement(statement, sensitive=False)

    def look(self) -> None:
        """The attacker, or anybody, looks at one number; or at all of them."""
        week = week_of(local_day(self.clock.now() - timedelta(days=self.chance.choice([0, 0, 7, 14]))))
        everything = [(unit, period) for unit in UNITS for period in ("", week, month_of(week))]
        for unit, period in self.chance.choice([everything, [self.chance.choice(everything)]]):
            cells: dict[str, set[int]] = defaultdict(set)
            for count in read_numbers(self.log, now=self.clock.now(), minimum=MINIMUM, unit=unit, period=period):
                cells[count.item_id].add(count.response)
            for item, people in cells.items():
                self.seen[item].add(frozenset(people))


def name_of(who: int) -> str:
    return f"{who:064x}"


def atoms(cells: "set[Cell]") -> list[Cell]:
    """The smallest sets that unions, intersections and differences of the cells can leave."""
    found: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    ordered = sorted(cells, key=sorted)
    for who in frozenset().union(*cells):
        found[tuple(who in cell for cell in ordered)].add(who)
    return [frozenset(people) for people in found.values()]


def isolated(town: Town) -> list[Cell]:
    left = [atom - ATTACKERS for cells in town.seen.values() for atom in atoms(cells)]
    return [people for people in left if 0 < len(people) < MINIMUM]


def run(chance: random.Random, log: ResponseLog, clock: FixedClock, steps: int) -> Town:
    town = Town(chance, log, clock)
    for _ in range(steps):
        town.live()
        if chance.random() < 0.6:
            town.look()
    clock.advance(timedelta(days=7))
    town.look()
    return town


def test_four_accounts_that_see_every_number_isolate_nobody() -> None:
    shown = 0
    for seed in range(RUNS):
        chance, clock = random.Random(seed), FixedClock(NOON)
        town = run(chance, MemoryLog(clock=clock), clock, chance.randint(3, 14))
        assert isolated(town) == [], f"seed {seed}"
        shown += bool(town.seen)
    assert shown > RUNS / 2, "most towns show something"


@pytest.mark.parametrize("seed", [2])
def test_the_same_in_a_database(seed: int, tmp_path: Path) -> None:
    clock = FixedClock(NOON)
    url = sqlite_url(tmp_path / "log.sqlite3")
    migrate(url)
    with connect_log(url, clock=clock) as log:
        town = run(random.Random(seed), log, clock, 12)
    assert isolated(town) == []


def test_an_attacker_with_two_files_finds_them_equal_or_whole_groups_apart() -> None:
    """Everything that can be exported, before and after a few things happened."""
    apart = 0
    for seed in range(RUNS // 4):
        chance, clock = random.Random(seed), FixedClock(NOON)
        town = Town(chance, MemoryLog(clock=clock), clock)
        town.join(12, None)
        first = published(town)
        for _ in range(chance.randint(1, 4)):
            town.live()
        second = published(town)
        for key, people in second.items():
            grown = people - first.get(key, frozenset()) - ATTACKERS
            assert not grown or len(grown) >= MINIMUM, f"seed {seed}"
            apart += bool(grown)
        assert all(people <= second[key] for key, people in first.items()), f"seed {seed}"
    assert apart


def published(town: Town) -> dict[tuple[str, str | None, str], Cell]:
    week = week_of(local_day(NOON))
    cells: dict[tuple[str, str | None, str], set[int]] = defaultdict(set)
    for unit in UNITS:
        for period in ("", week, month_of(week)):
            for count in read_numbers(town.log, now=town.clock.now(), minimum=MINIMUM, unit=unit, period=period):
                cells[count.item_id, unit, period].add(count.response)
    return {key: frozenset(people) for key, people in cells.items()}


def test_occasions_are_published_apart() -> None:
    clock = FixedClock(NOON)
    town = Town(random.Random(1), MemoryLog(clock=clock), clock)
    town.join(20, None)
    hall = Occasion("workshop", "phong-1", 1)
    assert read_numbers(town.log, now=clock.now(), minimum=MINIMUM, occasion=hall) == []
    assert read_numbers(town.log, now=clock.now(), minimum=MINIMUM, occasion=STUDY) != []
