"""A town whose statistics are attacked: people answer a small course, and every telling of every statistic is kept.

A telling is what the pages tell that links several answers of one person: correlations, who knows the rest, fifths,
times, alpha, pairs, gains. Beside each stands who had a say in it, as the log alone knows.
"""

import random
import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from neuguong.clock import FixedClock
from neuguong.disclosure.figures import read_figures
from neuguong.disclosure.gains import read_gain
from neuguong.items import Contrast, Lesson, LessonPart, Pack, Topic
from neuguong.scoring.single_choice import SingleChoice
from neuguong.store import STUDY, MemoryLog, Occasion, ResponseLog

from tests.samples import NOON, make_answer, make_item, make_pack

MINIMUM = 5
LESSON = "bai"
ITEMS = tuple(f"i{n}" for n in range(1, 9))
PAIR = ("i1", "i2")
SECRET_ITEM = "kin"
ATTACKERS = range(4)
"""Whoever they play at a time: they answer, erase and come back under other marks as they like."""

Cell = tuple[str, ...]
Say = frozenset[object]


def make_small_course() -> Pack:
    """Eight questions with one answer each, the first two a pair, in one lesson; and one on a sensitive topic."""
    pack = make_pack()
    items = [make_item(SingleChoice("b"), name=name, choices="abc") for name in ITEMS]
    items[1] = replace(items[1], contrast=Contrast("i1", "Nếu khác đi."))
    secret = replace(pack.scenarios["hai"], topic="nhay-cam", items=(make_item(SingleChoice("a"), name=SECRET_ITEM),))
    parts = (LessonPart("phan-1", "Phần 1", ("mot",)),)
    return replace(
        pack,
        topics=pack.topics | {"nhay-cam": Topic("nhay-cam", "Nhạy cảm", True)},
        scenarios={"mot": replace(pack.scenarios["mot"], items=tuple(items)), "hai": secret},
        lessons={LESSON: Lesson(LESSON, "chu-de", "Bài thử", "Phụ đề", 1, parts)},
    )


class Town:
    """`told`: of each statistic every value in a row, and who had a say when it was first told."""

    def __init__(self, seed: int, log: ResponseLog | None = None) -> None:
        self.chance, self.clock = random.Random(seed), FixedClock(NOON)
        self.log = log or MemoryLog(clock=self.clock)
        self.pack = make_small_course()
        self.told: dict[Cell, list[tuple[object, Say]]] = defaultdict(list)
        self.born = 0
        self.people: list[str] = []
        self.played: list[str] = []

    # --- what people do

    def answer(
        self, who: str | None, item: str, choice: str, where: Occasion = STUDY, *, sensitive: bool = False
    ) -> None:
        scenario, asked = self.pack.get_item(item)
        seconds = 40 if who is None else 20 + int(who, 16) * 7 % 60
        self.log.append_statement(
            make_answer(
                attempt_id=str(uuid.UUID(int=self.chance.getrandbits(128), version=4)), timestamp=self.clock.now(),
                context=where.context, context_id=where.context_id, round=where.round, item_id=item, response=choice,
                score=float(choice == "b"), chance=1 / 3, actor=who, topic=scenario.topic,
                scenario_id=scenario.identifier, presented_order=asked.choice_ids, duration_ms=1000 * seconds,
            ),
            sensitive=sensitive,
        )  # fmt: skip

    def study(self, who: str, choices: dict[str, str]) -> None:
        """A person's answers, over more than five minutes."""
        for item, choice in choices.items():
            self.answer(who, item, choice)
            self.clock.advance(timedelta(minutes=3))

    def draw(self, items: int = len(ITEMS)) -> dict[str, str]:
        """What somebody answers, who knows more or less."""
        knows = self.chance.random()
        asked = sorted(self.chance.sample(ITEMS, items))
        return {item: "b" if self.chance.random() < knows else self.chance.choice("ac") for item in asked}

    def join(self, *, played: bool = False, items: int = len(ITEMS)) -> str:
        self.born += 1
        who = f"{self.born:064x}"
        (self.played if played else self.people).append(who)
        self.study(who, self.draw(items))
        return who

    def take_tests(self, who: str) -> None:
        for phase in ("before", "after"):
            for item, choice in list(self.draw().items())[:3]:
                self.answer(who, item, choice, Occasion("test", f"{LESSON}.{phase}.a"))
        self.clock.advance(timedelta(minutes=5))

    def live(self) -> None:
        """One thing that happens; mostly to one person alone."""
        chance = self.chance
        match chance.choice(
            ["one", "one", "part", "erase", "play", "leave", "crowd", "crowd", "tests", "wait", "content"]
        ):
            case "one":
                self.join()
            case "part":
                self.join(items=chance.choice([3, 3, 4, 6]))
            case "erase":
                self.log.erase_actor(chance.choice(self.people))
            case "play" if len(self.played) < len(ATTACKERS):
                self.take_tests(self.join(played=True, items=chance.choice([3, 8])))
            case "leave" if self.played:
                self.log.erase_actor(self.played.pop())
            case "crowd":  # of whom nobody, or hardly anybody, answered what was told before
                for _ in range(9 - len(self.played)):
                    self.join(items=3)
            case "tests":
                self.take_tests(chance.choice(self.people))
            case "wait":
                self.clock.advance(timedelta(days=chance.choice([1, 7, 30])))
                if chance.random() < 0.3:
                    self.log.purge_statements(self.clock.now() - timedelta(days=20))
            case "content":
                self.pack = replace(self.pack, revision=f"{chance.getrandbits(48):012x}")

    # --- what is told

    def look(self) -> dict[Cell, object]:
        """Every statistic as the pages tell it now; kept where it is another than before."""
        told = self.tell()
        says = self._who_says()
        for cell, value in told.items():
            row = self.told[cell]
            if not row or row[-1][0] != value:
                row.append((value, says[cell[:2]]))
        return told

    def tell(self) -> dict[Cell, object]:
        figures = read_figures(self.log, self.pack, now=self.clock.now(), minimum=MINIMUM)
        found: dict[Cell, object] = {}
        for one in figures.items:
            name = one.item.identifier
            found["rest", name] = one.discrimination, [(choice.mean_rest, choice.fifths) for choice in one.choices]
            found["time", name] = one.seconds
        for pair in figures.pairs:
            found["pair", pair.first] = pair
        for slug, alpha in figures.sets.items():
            found["set", slug] = alpha
        found["gain", LESSON] = read_gain(self.log, self.pack, LESSON, minimum=MINIMUM)
        return found

    def _who_says(self) -> dict[Cell, Say]:
        """Whom the attacker does not play, by statistic; where one person has a say in many ways, with each."""
        answered: dict[str, set[str]] = defaultdict(set)
        for page in self.log.fetch_first_answers(STUDY):
            for actor, item, *_ in page:
                if actor in self.people:
                    answered[actor].add(item)
        tests: dict[str, set[str]] = defaultdict(set)
        for one in self.log.fetch_statements():
            if one.context == "test" and one.actor in self.people and one.context_id:
                tests[one.actor].add(one.context_id)
        says: dict[Cell, Say] = {
            ("set", LESSON): frozenset((who, frozenset(items)) for who, items in answered.items()),
            ("pair", PAIR[0]): frozenset(who for who, items in answered.items() if items.issuperset(PAIR)),
            ("gain", LESSON): frozenset(who for who, taken in tests.items() if len(taken) == 2),
        }
        for item in ITEMS:
            here = {who for who, items in answered.items() if item in items}
            says["time", item] = frozenset(here)
            says["rest", item] = frozenset(who for who in here if len(answered[who]) > 3)
        return says

    def stepped_over(self) -> list[str]:
        """Two values of one statistic, told one after the other, with fewer than `MINIMUM` people between them."""
        found = []
        for cell, row in self.told.items():
            for (old, before), (new, after) in pairwise(row):
                people = {one[0] if isinstance(one, tuple) else one for one in before ^ after}
                if len(people) < MINIMUM:
                    found.append(f"{cell}: {len(people)} between {old} and {new}")
        return found
