"""Invented tests and halls beside invented answers, so that what they changed can be looked at too. Seeded.

Knows nothing of files. Nobody is behind any of it; the log is marked as invented already (`dashboards.invented`).
"""

import random
import uuid
from datetime import datetime, timedelta

from ..dashboards.invented import Asked, choose, invent_answer
from ..items import Pack
from ..scoring import parse_response, response_as_tokens, takes_one_choice
from ..store import SqlLog
from ..study.forms import Phase, build_forms, name_test
from ..workshop import commands
from ..workshop.messages import Answer, Begin
from ..workshop.parallel import is_parallel
from ..workshop.session import WorkshopSession
from ..workshop.workshops import Workshops

LEARNT = 0.8
"""How much abler whoever has studied a lesson is; whoever has talked of a question, twice that."""
HALLS, IN_HALL, ASKED = 3, 44, 3


def invent_tests(log: SqlLog, pack: Pack, *, people: int, now: datetime, seed: int = 1) -> None:
    """So many people take the test of each lesson that is not sensitive before it and, weeks later, after it."""
    draw = random.Random(f"tests {seed}")  # of its own: the log takes no attempt id twice
    for lesson in pack.lessons.values():
        forms = None if pack.topics[lesson.topic].sensitive else build_forms(pack, lesson.slug)
        for _ in range(people if forms is not None else 0):
            assert forms is not None
            actor, ability = f"{draw.getrandbits(128):032x}", draw.gauss(0.3, 1)
            first = draw.choice(("ab", "ba"))
            for phase, name, days in zip(Phase, first, (40, 10), strict=True):
                moment = now - timedelta(days=days, minutes=draw.randrange(600))
                knows = ability + (LEARNT if phase is Phase.AFTER else 0)
                asked = [Asked.of(pack, *one) for one in forms.form("a" if name == "a" else "b")]
                log.append_history(
                    [
                        invent_answer(
                            draw, one, ability=knows, timestamp=moment + timedelta(minutes=n), actor=actor,
                            context="test", context_id=name_test(lesson.slug, phase, "a" if name == "a" else "b"),
                        )
                        for n, one in enumerate(asked)
                    ]
                )  # fmt: skip


def invent_halls(workshops: Workshops, *, seed: int = 1) -> None:
    """A few halls that are over: each votes twice on some questions, and on a parallel one after that."""
    draw = random.Random(f"halls {seed}")
    for number in range(1, HALLS + 1):
        begin = Begin(kind="begin", title=f"Buổi giả định {number}", items=[])
        session = workshops.session(workshops.begin(begin))
        tokens = {f"{draw.getrandbits(128):032x}": draw.gauss(0.2, 1) for _ in range(IN_HALL)}
        session.welcome_all([(token, None) for token in tokens])
        for item, parallel in _pick(session, draw):
            _ask(session, draw, tokens, commands.AskItem(item), 0.0)
            _ask(session, draw, tokens, commands.AskAgain(), 2 * LEARNT)
            _ask(session, draw, tokens, commands.AskItem(parallel), LEARNT)
        session.act(commands.End())


def _pick(session: WorkshopSession, draw: random.Random) -> list[tuple[str, str]]:
    """Questions with one answer, each with one parallel to it."""
    asking = [session.showing.find(item.identifier) for _, item in session.showing.pack.items_alone()]
    open_ones = [one for one in asking if one is not None and not one.sensitive and takes_one_choice(one.item)]
    draw.shuffle(open_ones)
    found: list[tuple[str, str]] = []
    used: set[str] = set()
    for one in open_ones:
        other = next((other for other in open_ones if other is not one and is_parallel(one, other)), None)
        names = {one.item.identifier} | ({other.item.identifier} if other is not None else set())
        if other is not None and not names & used and len(found) < ASKED:
            found.append((one.item.identifier, other.item.identifier))
            used |= names
    return found


def _ask(
    session: WorkshopSession, draw: random.Random, tokens: dict[str, float], command: commands.Command, more: float
) -> None:
    session.act(command)
    turn = session.state.turn
    asking = session.showing.find(turn.item if turn is not None else None)
    assert turn is not None
    assert asking is not None
    asked = Asked.of(session.showing.pack, asking.scenario, asking.item)
    answers = []
    for token, ability in tokens.items():
        response = parse_response(asking.item, choose(draw, asked, ability + more).response)
        answers.append(
            Answer(
                code=session.state.code, token=token, turn=turn.number, round=turn.round.number,
                attempt_id=str(uuid.UUID(int=draw.getrandbits(128), version=4)),
                response=response_as_tokens(asking.shown, response),
            )
        )  # fmt: skip
    session.cast(answers)
    session.act(commands.Close())
    session.act(commands.Count())
