"""Whoever sees every screen of a hall and every file of its report, before and after each join, round, erasure and
export, and owns four phones of it: a trainer's control room, a wall and phones over the product's own session.

Two questions are asked of all that was seen. Is there a number, or a sum or difference of numbers, that fewer than five
others are behind? And does anything seen tell whose an answer was: would it look otherwise if the others had given each
other's answers?
"""

import base64
import io
import itertools
import json
import random
import uuid
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from neuguong.scoring import parse_response, response_as_tokens
from neuguong.store.board import NewEvent
from neuguong.workshop.commands import AskAgain, AskItem, Close, Command, Count, End, Explain, Show
from neuguong.workshop.events import Began, event_to_json
from neuguong.workshop.room import ControlRoom
from neuguong.workshop.wall import Wall

from tests.attack.test_hall_numbers import ATTACKERS, Atoms, Vote, make_vote, too_few
from tests.samples import make_pack
from tests.workshop.halls import Hall, phone

WITH_FILES, WITHOUT = 1, 20
ITEM, PARALLEL = "mot-ranking", "mot-single"
ORDERS = [list(order) for order in itertools.permutations("abcde")]
"""120 responses: one for each of forty people in each of two rounds."""
TOLD_FROM, UNUSED = 9, 20
"""Answers that are told; how many persons further on somebody's responses are nobody's (and their choice the same)."""
UNITS = "Chi bộ Một\t5\nChi bộ Hai\t40\nChi bộ Ba"
STAMPED = "docProps/core.xml"
"""When a file was made."""
Owner = Mapping[int, int]
"""Person → whose answers they give."""


@dataclass
class Seen:
    """What was seen, in order: where, and all that stood there."""

    looks: list[tuple[str, Any]]

    def of(self, where: str) -> list[Any]:
        return [one for place, one in self.looks if place.startswith(where)]


class Attacked:
    """A workshop led and voted in as `vote` says, where everybody gives the answers of `owner`, and all of it seen."""

    def __init__(self, vote: Vote, home: Path, *, seed: int, owner: Owner, sensitive: bool, files: bool) -> None:
        self.vote, self.owner, self.sensitive, self.files = vote, owner, sensitive, files
        self.chance, self.seen = random.Random(seed), Seen([])
        self.hall = begin_hall(sensitive=sensitive)
        self.room = ControlRoom(self.hall.open_workshops(), home=home)
        self.wall = Wall(self.hall.open_workshops())
        self.room.handle({"kind": "enter", "workshop": self.hall.workshop_id})

    def hold(self) -> Seen:
        """A question in its rounds with late joiners and erasures between them, a parallel one, and the end."""
        for who in sorted(self.vote.first):
            self.join(who)
        self.do(AskItem(ITEM))
        for who in sorted(self.vote.first):
            self.answer(who, 1)
            self.look(f"answer {who}")
        self.do(Close(), Count())
        for who in sorted(self.vote.again - self.vote.first):
            self.join(who)
        for who in sorted(self.vote.erased):
            self.hall.session.leave(phone(who), erase=True)
            self.look(f"erasure {who}")
        self.export()
        if not self.sensitive:  # of which there is no second round
            self.do(AskAgain())
            for who in sorted(self.vote.again):
                self.answer(who, 2)
            self.do(Close(), Count())
        self.do(Show(), Explain(), AskItem(PARALLEL))
        for who in sorted(self.vote.again):
            choice = "abcde"[self.owner.get(who, who) % 5]
            self.send(who, choice)
        self.do(Close(), Count(), Show(), Explain(), End())
        return self.seen

    def join(self, who: int) -> None:
        """The four are the only ones of their unit but one."""
        unit = ("Chi bộ Một" if who <= len(ATTACKERS) else "Chi bộ Hai") if who % 3 else "Chi bộ Ba"
        self.hall.session.welcome(phone(who), "Chi bộ Một" if who in ATTACKERS else unit)
        self.look(f"join {who}")

    def answer(self, who: int, round: int) -> None:
        self.send(who, ORDERS[2 * self.owner.get(who, who) + round - 1])

    def send(self, who: int, response: Any) -> None:
        turn = self.hall.session.state.turn
        asking = self.hall.session.showing.find(turn.item if turn else None)
        assert asking is not None
        tokens = response_as_tokens(asking.shown, parse_response(asking.item, response))
        attempt = str(uuid.UUID(int=self.chance.getrandbits(128)))
        assert self.hall.answer(phone(who), tokens, attempt_id=attempt)["kind"] == "received"

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.hall.session.act(command)
            self.look(type(command).__name__)
        self.export()

    def look(self, where: str) -> None:
        """At every screen, and at what the four phones are told of themselves."""
        self.room.handle({"kind": "refresh"})
        self.wall.handle({})
        session = self.hall.session
        session.refresh()
        mine = [session.mine(phone(who)) for who in sorted(ATTACKERS)]
        screens = {"room": self.room.view(), "wall": self.wall.view(), "phones": session.phone_state(), "mine": mine}
        self.seen.looks += [(f"{name} after {where}", json.dumps(told)) for name, told in screens.items()]

    def export(self) -> None:
        """By the control room, as a trainer does."""
        (text,) = self.room.handle({"kind": "report", "format": "text"})
        self.seen.looks.append(("text", text["text"]))
        for format in ("csv", "docx", "xlsx") if self.files else ("csv",):
            (file,) = self.room.handle({"kind": "report", "format": format})
            self.seen.looks.append((format, read_parts(base64.b64decode(file["data"]))))

    def find_told(self) -> "ToldOf":
        """Every distribution of the question that stood on a screen of anybody, and who is behind it. Who that is
        follows from who answered what, not from what the product has counted."""
        told = ToldOf([])
        for state in self._find_states():
            for result in state["results"] if state["turn"] == 1 else ():
                if "rows" in result:
                    told.rounds.add(result["round"])
                    atoms = self._find_behind(result)
                    told.numbers += [] if atoms in told.numbers else [atoms]
        sizes = {atoms.total() for atoms in told.numbers}
        for look in self.seen.of("room"):
            room = json.loads(look)["room"]
            if room["wall"]["state"]["turn"] == 1:
                assert {share["n"] for share in room["shares"] if "n" in share} <= sizes
        return told

    def _find_states(self) -> Iterator[dict[str, Any]]:
        yield from (json.loads(look)["room"]["wall"]["state"] for look in self.seen.of("room"))
        yield from (json.loads(look)["wall"]["state"] for look in self.seen.of("wall"))
        yield from (json.loads(look) for look in self.seen.of("phones"))

    def _find_behind(self, result: dict[str, Any]) -> Atoms:
        """A first round is of who answered it; a second one of the same people, who changed their answers or not, or,
        where the first was not told, of who answered it."""
        first, again = self.vote.first, self.vote.again
        changed = (first & again) - self.vote.erased
        possible = [
            Counter((who, 1) for who in first),
            Counter((who, 2 if who in changed else 1) for who in first),
            Counter((who, 2) for who in again),
        ]
        seen = {row["text"]: row["counts"] for row in result["rows"]}
        found = [atoms for atoms in possible if self._draw(atoms) == seen and atoms.total() == result["n"]]
        assert found, "a number that is nobody's"
        return found[0]

    def _draw(self, atoms: Atoms) -> dict[str, list[int]]:
        """How often each choice stands at each place, by its text."""
        _, item = self.hall.pack.get_item(ITEM)
        orders = [ORDERS[2 * self.owner.get(who, who) + round - 1] for who, round in atoms]
        return {
            choice.text: [sum(order[place] == choice.identifier for order in orders) for place in range(5)]
            for choice in item.choices
        }


@dataclass
class ToldOf:
    """The numbers of one hall, by who is behind them, and the rounds of which there are some."""

    numbers: list[Atoms]
    rounds: set[int] = field(default_factory=set)


def begin_hall(*, sensitive: bool) -> Hall:
    """A workshop whose identifier is always the same, and with it the order of its choices."""
    hall = Hall(make_pack(sensitive=sensitive), items=[], units=UNITS, groups=3)
    began = Began("K7M2QX", hall.session.state.plan, hall.pack.revision)
    hall.clock.advance(timedelta(minutes=1))
    hall.workshop_id = "phong-bi-tan-cong"
    hall.board.begin_workshop(hall.workshop_id, code=began.code, event=NewEvent(event_to_json(began)))
    hall.session = hall.workshops.session(hall.workshop_id)
    return hall


def read_parts(file: bytes) -> dict[str, Any]:
    """Every part of a file byte for byte, those of files within it too."""
    archive = zipfile.ZipFile(io.BytesIO(file))
    return {name: archive.read(name) for name in archive.namelist() if name != STAMPED}


def swap(vote: Vote, chance: random.Random) -> dict[int, int]:
    """Whoever took part in the same give each other's answers: the four keep theirs. Whoever came in after a first
    round that was told is in no number of the second, and answers as nobody did."""
    alike: dict[tuple[bool, bool, bool], list[int]] = defaultdict(list)
    for who in sorted((vote.first | vote.again) - ATTACKERS):
        alike[who in vote.first, who in vote.again, who in vote.erased].append(who)
    owner: dict[int, int] = {}
    for people in alike.values():
        owner |= zip(people, chance.sample(people, len(people)), strict=True)
    if len(vote.first) >= TOLD_FROM:
        owner |= {who: owner[who] + UNUSED for who in vote.again - vote.first}
    return owner


def fit(vote: Vote) -> Vote:
    """Nobody who was erased comes in again under the same mark."""
    return Vote(vote.first, vote.again - (vote.erased - ATTACKERS), vote.erased)


def differences(one: Seen, other: Seen) -> Sequence[str]:
    assert [where for where, _ in one.looks] == [where for where, _ in other.looks]
    return [where for (where, a), (_, b) in zip(one.looks, other.looks, strict=True) if a != b]


@pytest.mark.parametrize("sensitive", [False, True])
@pytest.mark.parametrize(("files", "halls"), [(True, WITH_FILES), (False, WITHOUT)])
def test_nothing_on_a_screen_or_in_a_file_tells_whose_an_answer_was(
    tmp_path: Path, sensitive: bool, files: bool, halls: int
) -> None:
    told = 0
    for seed in range(halls):
        chance = random.Random(seed)
        vote = fit(make_vote(chance))
        first = Attacked(vote, tmp_path, seed=seed, owner={}, sensitive=sensitive, files=files)
        other = Attacked(vote, tmp_path, seed=seed, owner=swap(vote, chance), sensitive=sensitive, files=files)
        assert differences(first.hold(), other.hold()) == [], f"seed {seed}"
        told += sum(one.result is not None for turn in first.hall.session.state.turns for one in turn.rounds)
        assert len(first.seen.of("room")) > 10
    assert told > 0, "something was told"


def test_no_number_on_a_screen_or_in_a_file_has_fewer_than_five_others_behind_it(tmp_path: Path) -> None:
    said: Counter[int] = Counter()
    for seed in range(WITHOUT):
        vote = fit(make_vote(random.Random(seed)))
        attacked = Attacked(vote, tmp_path, seed=seed, owner={}, sensitive=False, files=False)
        attacked.hold()
        told = attacked.find_told()
        assert too_few([told]) == [], f"seed {seed}"
        said.update(told.rounds)
    assert all(5 < said[round] < WITHOUT - 1 for round in (1, 2)), "both cases come up, of both rounds"


@pytest.mark.parametrize("sensitive", [False, True])
def test_what_is_withheld_could_be_anything(tmp_path: Path, sensitive: bool) -> None:
    """Four phones and one or four others, or of a sensitive topic nineteen in all: whatever they say looks alike."""
    for others in (14, 15) if sensitive else (1, 4):
        people = frozenset(range(4 + others))
        vote = Vote(people, people, frozenset())
        seen = []
        for owner in ({}, {who: who + UNUSED for who in people - ATTACKERS}):
            attacked = Attacked(vote, tmp_path, seed=1, owner=owner, sensitive=sensitive, files=True)
            seen.append(attacked.hold())
        assert differences(*seen) == []
