"""Whoever sees every number of a hall before and after each join, round, erasure and export, and owns four phones of
it: is there a number, or a sum or difference of numbers, that fewer than five others are behind?

Everybody answers in a way of their own, so that a number tells whose answers are in it. What is not measured: where
people answer alike, a count tells what they all answered; see `disclosure.rounds`.
"""

import itertools
import json
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from neuguong.clock import FixedClock
from neuguong.disclosure import read_numbers
from neuguong.disclosure.noise import SENSITIVE_STEP
from neuguong.disclosure.rounds import FirstRound, Result, tell_first, tell_second, tell_sensitive
from neuguong.store import MemoryBoard, MemoryLog, Occasion, ResponseLog, Saying, connect_log, sqlite_url
from neuguong.store.board import Ballot, Box, Member, NewEvent, ToLog, WorkshopBoard
from neuguong.store.migrations import migrate

from tests.halls import to_log
from tests.samples import NOON

MINIMUM, LARGEST = 5, 40
ATTACKERS = frozenset(range(4))
POPULATIONS, TOGETHER, ON_A_BOARD, IN_A_FILE = 3000, 200, 60, 1
ITEM = "tn-01-a"
Atoms = Counter[tuple[int, int]]
"""(person, round) → how often their answer of that round is in a number."""


class Told(Protocol):
    """What was said in a workshop."""

    @property
    def numbers(self) -> Iterable[Atoms]: ...


@dataclass
class Vote:
    """Who answered in each round, who was erased between them, and what was said after each."""

    first: frozenset[int]
    again: frozenset[int]
    erased: frozenset[int]
    said: list[Result | None] = field(default_factory=list)

    @property
    def numbers(self) -> Iterator[Atoms]:
        for result in self.said:
            if result is not None:
                yield Counter({_whose(response): n for response, n in result["counts"].items()})


def make_vote(chance: random.Random) -> Vote:
    """A hall of anybody's size: late joiners, some who leave, one or two who are erased. The four always answer."""
    people = range(4, chance.randint(5, LARGEST))
    late, left = chance.choice((0.0, 0.1, 0.5)), chance.choice((0.0, 0.05, 0.3, 0.9))
    first = frozenset(one for one in people if chance.random() >= late) | ATTACKERS
    erased = frozenset(chance.sample(sorted(first), chance.choice((0, 0, 1, 2)))) - ATTACKERS
    again = frozenset(one for one in people if chance.random() >= left) - erased | ATTACKERS
    return Vote(first, again, erased)


def answer_of(person: int, round: int) -> str:
    return json.dumps(f"{person}-{round}")


def _whose(response: str) -> tuple[int, int]:
    person, _, number = json.loads(response).partition("-")
    return int(person), int(number)


def is_full(response: str) -> bool:
    person, number = _whose(response)
    return (person * 7 + number * 3) % 4 < 2


def behind(votes: Sequence[Told]) -> Iterator[frozenset[tuple[int, int]]]:
    """The people, less the four, behind every sum and difference of the numbers said in these workshops."""
    numbers = [(which, number) for which, vote in enumerate(votes) for number in vote.numbers]
    for factors in itertools.product((-2, -1, 0, 1), repeat=len(numbers)):
        total: Counter[tuple[int, int, int]] = Counter()
        for factor, (which, number) in zip(factors, numbers, strict=True):
            for (person, round), n in number.items():
                total[which, person, round] += factor * n
        yield frozenset((which, one) for (which, one, _), n in total.items() if n and one not in ATTACKERS)


def too_few(votes: Sequence[Told]) -> list[frozenset[tuple[int, int]]]:
    return [people for people in behind(votes) if 0 < len({one for _, one in people}) < MINIMUM]


def told_rightly(vote: Vote) -> bool:
    """Both rounds are over the same people, and the table counts each of them once, by what they did."""
    one, two = vote.said
    if one is None or two is None or two["transition"] is None:
        return True
    moves = Counter(
        (is_full(answer_of(who, 1)), is_full(answer_of(who, 2 if who in vote.again else 1))) for who in vote.first
    )
    words = {True: "right", False: "wrong"}
    expected = {f"{words[a]}_{words[b]}": moves[a, b] for a in words for b in words}
    return bool(two["transition"] == {"n": len(vote.first)} | expected and one["n"] == two["n"] == len(vote.first))


def hold(vote: Vote) -> Vote:
    """Both rounds, straight through what decides."""
    first = {str(who): answer_of(who, 1) for who in vote.first}
    again = {str(who): answer_of(who, 2) for who in vote.again}
    one = tell_first(list(first.values()), minimum=MINIMUM)
    left = {who: response for who, response in first.items() if int(who) not in vote.erased}
    before = None if one is None else FirstRound(one, left)
    vote.said = [one, tell_second(again, first=before, is_full=is_full, minimum=MINIMUM)]
    return vote


def test_four_phones_that_see_every_number_of_a_hall_isolate_nobody() -> None:
    said: Counter[tuple[bool, bool]] = Counter()
    for seed in range(POPULATIONS):
        vote = hold(make_vote(random.Random(seed)))
        assert too_few([vote]) == [], f"seed {seed}"
        assert told_rightly(vote), f"seed {seed}"
        said[vote.said[0] is not None, vote.said[1] is not None] += 1
    assert min(said[True, True], said[True, False], said[False, True], said[False, False]) > 50, "every case comes up"


def test_two_workshops_together_isolate_nobody_either() -> None:
    """The same people under other hashes: what a person answered in one is not what they answered in the other."""
    for seed in range(TOGETHER):
        chance = random.Random(seed)
        assert too_few([hold(make_vote(chance)), hold(make_vote(chance))]) == [], f"seed {seed}"


class Workshop:
    """A workshop on a board, driven as a session drives it."""

    def __init__(self, board: WorkshopBoard, log: ResponseLog, name: str) -> None:
        self.board, self.log, self.name = board, log, name
        board.begin_workshop(name, code=name, event=NewEvent({}))

    def hash(self, person: int) -> str:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.name} {person}").hex

    def hold(self, vote: Vote) -> None:
        for who in sorted(vote.first):
            self.board.put_member(self.name, Member(self.hash(who), f"Chi bộ {who % 3}"))
        vote.said = [self.vote(vote.first, 1, None)]
        for who in vote.erased:
            self.board.erase_member(self.name, self.hash(who))
        for who in sorted(vote.again):
            self.board.put_member(self.name, Member(self.hash(who), f"Chi bộ {who % 3}"))
        where = Occasion("workshop", self.name, 1)
        found = {row.actor: json.dumps(row.response) for row in self.log.fetch_statements(occasion=where) if row.actor}
        first = None if vote.said[0] is None else FirstRound(vote.said[0], found)
        vote.said.append(self.vote(vote.again, 2, first))

    def vote(self, people: frozenset[int], round: int, first: FirstRound | None) -> Result | None:
        box, version = Box(1, round), self.board.fetch_version(self.name)
        self.board.append_events(self.name, [NewEvent({}, box, "open")], after=version)
        ballots = [Ballot(self.hash(who), answer_of(who, round), str(uuid.uuid4())) for who in sorted(people)]
        self.board.put_ballots(self.name, box, ballots)
        self.board.append_events(self.name, [NewEvent({}, box, "close")], after=version + 1)

        def make(ballots: Sequence[Ballot]) -> ToLog:
            given = {ballot.member: ballot.response for ballot in ballots}
            if round == 1:
                result = tell_first(list(given.values()), minimum=MINIMUM)
            else:
                result = tell_second(given, first=first, is_full=is_full, minimum=MINIMUM)
            rows = to_log(round=round, workshop=self.name)(ballots).statements
            return ToLog(rows, sensitive=False, event=NewEvent({"result": result}))

        self.board.count_box(self.name, box, after=version + 2, make=make)
        return self.board.fetch_events(self.name)[-1].data["result"]  # type: ignore[no-any-return]


def attack(board: WorkshopBoard, log: ResponseLog, clock: FixedClock, seed: int) -> None:
    chance = random.Random(seed)
    votes = [make_vote(chance) for _ in range(2)]
    for number, vote in enumerate(votes):
        Workshop(board, log, f"phong-{seed}-{number}").hold(vote)
        clock.advance(timedelta(hours=3))
    assert too_few(votes) == [], f"seed {seed}"
    assert all(map(told_rightly, votes)), f"seed {seed}"
    assert [vote.said for vote in votes] == [hold(Vote(v.first, v.again, v.erased)).said for v in votes]
    for number, round in itertools.product(range(2), (1, 2)):  # by no other door, and in no export of later
        where = Occasion("workshop", f"phong-{seed}-{number}", round)
        for unit in (None, "Chi bộ 0", "Chi bộ 1"):
            assert read_numbers(log, now=clock.now(), minimum=MINIMUM, unit=unit, occasion=where) == []


def test_the_same_on_a_board_and_by_no_other_door() -> None:
    for seed in range(ON_A_BOARD):
        clock = FixedClock(NOON)
        log = MemoryLog(clock=clock)
        attack(MemoryBoard(log, clock=clock), log, clock, seed)


def test_the_same_in_a_database(tmp_path: Path) -> None:
    clock = FixedClock(NOON)
    url = sqlite_url(tmp_path / "log.sqlite3")
    migrate(url)
    with connect_log(url, clock=clock) as log:
        for seed in range(IN_A_FILE):
            attack(log.open_board(), log, clock, seed)


@pytest.mark.parametrize("one_more", [0, 1])
def test_a_sensitive_round_is_told_once_with_noise_and_never_again(one_more: int) -> None:
    """Twenty answers: each count has a noise of its own, also of what nobody answered; what the log says besides is
    nothing, whoever asks."""
    drawn: list[int] = []

    def noise() -> int:
        drawn.append(one_more)
        return one_more

    answers = ['"a"'] * (SENSITIVE_STEP - 1) + ['"b"']
    result = tell_sensitive(answers, possible=['"a"', '"b"', '"c"'], number=1, noise=noise)
    assert len(drawn) == 3
    counts = {'"a"': 19 + one_more, '"b"': 1 + one_more} | ({'"c"': 1} if one_more else {})
    assert result == {"n": 20 + 3 * one_more, "counts": counts, "transition": None, "approximate": True}
    assert tell_sensitive(answers, possible=['"a"', '"b"'], number=2, noise=noise) is None
    assert tell_sensitive(answers[1:], possible=['"a"', '"b"'], number=1, noise=noise) is None
    assert tell_sensitive(answers, possible=[], number=1, noise=noise) is None
    assert len(drawn) == 3, "nothing is drawn for what is not told"
    clock = FixedClock(NOON)
    log = MemoryLog(clock=clock)
    board = MemoryBoard(log, clock=clock)
    workshop = Workshop(board, log, "phong-1")
    for who in range(SENSITIVE_STEP):
        board.put_member("phong-1", Member(workshop.hash(who)))
    board.append_events("phong-1", [NewEvent({}, Box(1, 1), "open")], after=1)
    ballots = [Ballot(workshop.hash(who), answers[who], str(uuid.uuid4())) for who in range(SENSITIVE_STEP)]
    board.put_ballots("phong-1", Box(1, 1), ballots)
    board.append_events("phong-1", [NewEvent({}, Box(1, 1), "close")], after=2)

    def make(ballots: Sequence[Ballot]) -> ToLog:
        rows = to_log(workshop="phong-1")(ballots).statements
        return ToLog(rows, sensitive=True, event=NewEvent({"result": result}))

    board.count_box("phong-1", Box(1, 1), after=3, make=make)
    saying = Saying({(ITEM, 1): ('"a"', '"b"')}, 1, lambda: 0)
    assert log.fetch_released(Occasion("workshop", "phong-1", 1), saying) == []
