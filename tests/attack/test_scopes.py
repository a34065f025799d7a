"""Whoever sees the results of groups of every choice, self-study, halls, single sessions and all of them together, in
every period and unit, and owns four accounts and four phones: does any sum or difference leave fewer than five others?

Every response is the name of who gave it, so that a number shows the very people behind it, as in
`test_numbers_by_chance`. Somebody's answer alone and their answer in a hall are two answers; a session's rounds are
told as `disclosure.rounds` lets them.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from neuguong.clock import FixedClock
from neuguong.disclosure import read_numbers, tell_first
from neuguong.disclosure.scopes import ALL_TIME, Scope, read_scope
from neuguong.disclosure.sessions import Session
from neuguong.items import Pack, Topic
from neuguong.store import ItemCount, MemoryLog, canonical_json
from neuguong.store.days import local_day, month_of, week_of

from tests.attack.test_numbers_by_chance import ATTACKERS, ITEMS, MINIMUM, RUNS, UNITS, Cell, Town, atoms
from tests.samples import NOON, make_pack

IN_HALL = 100_000
"""Added to a person's name in a session, times its number: another answer."""


def hold(town: Town, number: int) -> Session:
    """Some of the town come to a hall and answer one question or both."""
    day = local_day(town.clock.now())
    people = town.chance.sample(town.people, town.chance.randint(1, len(town.people))) + sorted(ATTACKERS)
    totals: dict[tuple[str, int], list[ItemCount]] = {}
    for item in town.chance.choice([ITEMS, ITEMS[:1]]):
        result = tell_first([canonical_json(who + IN_HALL * number) for who in set(people)], minimum=MINIMUM)
        if result is not None:
            totals[item, 1] = [ItemCount(item, 1, json.loads(text), n) for text, n in result["counts"].items()]
    return Session(f"buoi-{number}", f"Buổi {number}", totals, day)


def scopes(town: Town, sessions: list[Session]) -> Iterator[Scope]:
    """Every choice that the page and its files offer."""
    month = month_of(week_of(local_day(town.clock.now())))
    for months in ((), ALL_TIME, (month,), ("2026-11", "2026-12")):
        here = tuple(one for one in sessions if months in ((), ALL_TIME) or f"{one.day:%Y-%m}" in months)
        for held in ((), here, *((one,) for one in sessions)):
            yield Scope(months, held)
        for unit in UNITS:
            yield Scope(months, unit=unit)


def look(town: Town, pack: Pack, sessions: list[Session]) -> dict[str, set[Cell]]:
    """What is seen, by item: the people, whose answers are counted once each, behind every number."""
    read_numbers(town.log, now=town.clock.now(), minimum=MINIMUM)
    seen: dict[str, set[Cell]] = defaultdict(set)
    for scope in scopes(town, sessions):
        cells: dict[str, Counter[int]] = defaultdict(Counter)
        for one in read_scope(town.log, pack, scope):
            cells[one.item_id][one.response] += one.n  # type: ignore[index]
        for item, people in cells.items():
            assert set(people.values()) == {1}, "nobody's answer is counted twice"
            seen[item].add(frozenset(people))
    return seen


def too_few(seen: dict[str, set[Cell]]) -> list[Cell]:
    left = [{one for one in atom if one % IN_HALL not in ATTACKERS} for cells in seen.values() for atom in atoms(cells)]
    return [frozenset(people) for people in left if 0 < len(people) < MINIMUM]


def test_no_choice_of_self_study_halls_and_sessions_isolates_anybody_by_subtraction() -> None:
    pack, together = make_pack(), 0
    for seed in range(RUNS):
        chance, clock = random.Random(seed), FixedClock(NOON)
        town = Town(chance, MemoryLog(clock=clock), clock)
        sessions: list[Session] = []
        seen: dict[str, set[Cell]] = defaultdict(set)
        for _ in range(chance.randint(3, 10)):
            town.live()
            if chance.random() < 0.4:
                sessions.append(hold(town, len(sessions) + 1))
            for item, cells in look(town, pack, sessions).items():
                seen[item] |= cells
        assert too_few(seen) == [], f"seed {seed}"
        together += any(max(cell) >= IN_HALL > min(cell) for cell in seen[ITEMS[0]])
    assert together > RUNS / 10, "many towns show self-study and halls together"


def test_everything_together_is_the_sum_of_its_parts_and_of_nothing_else() -> None:
    chance, clock = random.Random(3), FixedClock(NOON)
    town = Town(chance, MemoryLog(clock=clock), clock)
    town.join(30, "Chi bộ 1")
    sessions = (hold(town, 1), hold(town, 2))
    read_numbers(town.log, now=clock.now(), minimum=MINIMUM)

    def counts(scope: Scope) -> Counter[tuple[str, str]]:
        return Counter({(one.item_id, str(one.response)): one.n for one in read_scope(town.log, make_pack(), scope)})

    parts = [Scope(), *(Scope((), (one,)) for one in sessions)]
    assert counts(Scope(ALL_TIME, sessions)) == sum(map(counts, parts), Counter())
    assert all(counts(one).total() >= MINIMUM for one in parts)
    assert all(not counts(one) & counts(other) for one, other in combinations(parts, 2))


def test_of_a_sensitive_topic_no_scope_tells_anything() -> None:
    pack = make_pack()
    topics = pack.topics | {"nhay-cam": Topic("nhay-cam", "Nhạy cảm", True)}
    scenario, item = next(pack.live_items())
    hidden = replace(scenario, topic="nhay-cam")
    pack = replace(pack, topics=topics, scenarios=pack.scenarios | {scenario.identifier: hidden})
    told = {(item.identifier, 1): [ItemCount(item.identifier, 1, item.choice_ids[0], 40)]}
    session = Session("toi", "Buổi tối", told, date(2026, 11, 23))
    assert read_scope(MemoryLog(), pack, Scope(ALL_TIME, (session,))) == []
