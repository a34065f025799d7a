"""A log that is invented, to try the dashboards and to measure them: seeded, and marked as invented for good.

Knows nothing of files. The people have an ability, the questions a difficulty that follows from their names; nobody is
behind any of it.
"""

import hashlib
import math
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..disclosure import publish_past
from ..items import Item, Pack, Scenario, Status, response_to_json
from ..scoring import build_examples, correct_response, parse_response, score_response
from ..store import ResponseLog, SqlLog, Statement, amended

MARK = "invented"
"""The name under which the log's figures say that it is."""
UNITS = tuple(f"Chi bộ giả định {n}" for n in range(1, 7))
IN_TURN = 0.8
"""Share of those who study in a week that are of one unit and study one lesson, as before that unit's meeting."""
WEEKS = 26
PER_PERSON = 60
"""Answers of one person on average."""
PER_STEP = 20_000
EPOCH = datetime.fromtimestamp(0, UTC)


def is_invented(log: ResponseLog) -> bool:
    """Whether a log was filled by `invent_answers`."""
    return log.fetch_figures(MARK) is not None


def invent_answers(log: SqlLog, pack: Pack, *, n: int, now: datetime, seed: int = 1, minimum: int) -> Iterator[int]:
    """Fill an empty log with `n` answers of the half year before `now`, published week by week; yields how many there
    are so far. Only topics that are not sensitive."""
    log.keep_figures(MARK, mark=str(seed), body=str(n), over=None)
    draw = random.Random(seed)
    lessons = _list_lessons(pack)
    start = now - timedelta(weeks=WEEKS)
    done = 0
    for week in range(WEEKS):
        until = n * (week + 1) // WEEKS
        begin = start + timedelta(weeks=week)
        while done < until:
            size = min(PER_STEP, until - done)
            log.append_history(list(_invent_week(draw, lessons, size, begin, week)))
            done += size
            yield done
        publish_past(log, now=begin + timedelta(weeks=1, days=2), minimum=minimum)


@dataclass(frozen=True)
class Asked:
    """A question; `right` and `wrong` are whole statements, checked once, of which only who and when is missing."""

    difficulty: float
    right: Statement
    wrong: tuple[Statement, ...]

    @classmethod
    def of(cls, pack: Pack, scenario: Scenario, item: Item) -> "Asked":
        digest = hashlib.sha256(item.identifier.encode()).digest()
        difficulty = (digest[0] / 255 - 0.6) * 3
        wrong = tuple(_state(pack, scenario, item, response) for response in build_examples(item).wrong)
        return cls(difficulty, _state(pack, scenario, item, response_to_json(correct_response(item))), wrong)


def _list_lessons(pack: Pack) -> list[list[Asked]]:
    """The items of each lesson in the order they are studied."""
    found = [
        [
            Asked.of(pack, pack.scenarios[name], item)
            for part in lesson.parts
            for name in part.scenarios
            if pack.scenarios[name].status is Status.LIVE and not pack.is_sensitive(pack.scenarios[name])
            for item in pack.scenarios[name].items
        ]
        for lesson in pack.lessons.values()
    ]
    return [one for one in found if one]


def _state(pack: Pack, scenario: Scenario, item: Item, response: object) -> Statement:
    outcome = score_response(item, parse_response(item, response))
    return Statement(
        attempt_id=str(uuid.UUID(int=0)),
        timestamp=EPOCH,
        context="study",
        topic=scenario.topic,
        scenario_id=scenario.identifier,
        item_id=item.identifier,
        item_version=item.version,
        content_revision=pack.revision,
        interaction=item.interaction.kind,
        response=response,
        presented_order=item.choice_ids,
        score=outcome.score,
        max_score=outcome.max_score,
        chance=outcome.chance,
        attempt_number=1,
        app_version="invented",
    )


def _invent_week(
    draw: random.Random, lessons: list[list[Asked]], n: int, begin: datetime, week: int
) -> Iterator[Statement]:
    """`n` answers of people who begin in this week, most of them of the unit whose turn it is."""
    given = 0
    turn, theirs = UNITS[week % len(UNITS)], lessons[week // len(UNITS) % len(lessons)]
    while given < n:
        ability = draw.gauss(0.3, 1)
        unit, lesson = (
            (turn, theirs) if draw.random() < IN_TURN else (draw.choice((*UNITS, None)), draw.choice(lessons))
        )
        moment = begin + timedelta(minutes=draw.randrange(7 * 24 * 60 - 600))
        who = {"actor": f"{draw.getrandbits(128):032x}", "unit": unit}
        for one in lesson[: min(n - given, max(4, round(draw.gauss(PER_PERSON, 25))))]:
            moment += timedelta(seconds=draw.randrange(40, 150))
            yield invent_answer(draw, one, ability=ability, timestamp=moment, **who)
            given += 1


def choose(draw: random.Random, asked: Asked, ability: float) -> Statement:
    """What somebody of this ability says: the key the more surely, the higher it lies above the difficulty."""
    knows = 1 / (1 + math.exp(asked.difficulty - ability))
    return asked.right if draw.random() < knows or not asked.wrong else draw.choice(asked.wrong)


def invent_answer(
    draw: random.Random, asked: Asked, *, ability: float, timestamp: datetime, **who: str | None
) -> Statement:
    """A first answer of somebody who was never there. `who`: and any other field of the statement that is text."""
    return amended(
        choose(draw, asked, ability),
        attempt_id=_attempt_id(draw, timestamp),
        timestamp=timestamp,
        duration_ms=round(1000 * draw.lognormvariate(3.6, 0.5)),
        confidence=draw.choice((None, 1, 2, 3)),
        **who,
    )


def _attempt_id(draw: random.Random, moment: datetime) -> str:
    """A UUID that begins with the time (version 7, RFC 9562): an index of a million of them is filled at its end."""
    left = f"{int(moment.timestamp() * 1000):012x}7{draw.getrandbits(12):03x}"
    return str(uuid.UUID(hex=f"{left}{draw.getrandbits(64) >> 2 | 1 << 63:016x}"))
