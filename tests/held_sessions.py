"""Sessions of the hall held on a log on disk, as a trainer and phones hold them, for tests that look back at them."""

import uuid
from dataclasses import replace
from pathlib import Path
from random import Random

from neuguong.app import Settings, open_workshops
from neuguong.scoring import build_examples, correct_response, parse_response, response_as_tokens
from neuguong.store import SqlLog, connect_log, sqlite_url
from neuguong.store.migrations import migrate
from neuguong.workshop.commands import AskNext, End
from neuguong.workshop.messages import Answer, Begin
from neuguong.workshop.session import WorkshopSession


def hold_session(
    home: Path,
    *,
    title: str = "Sinh hoạt tháng 11",
    people: int = 12,
    items: int = 1,
    units: str = "Một\t20",
    wrong: float = 0.0,
) -> str:
    """A session that has ended; its code. The first phones are of the first unit, and so on; some answer wrong, drawn
    from the title."""
    url = sqlite_url(home / "neuguong.sqlite3")
    migrate(url)
    with connect_log(url) as log:
        return _hold(home, log, title, people, items, units, wrong)


def _hold(home: Path, log: SqlLog, title: str, people: int, items: int, units: str, wrong: float) -> str:
    workshops, chance = open_workshops(replace(Settings.from_environment(), home=home), log=log), Random(title)
    pack = workshops.pack
    asked = [item.identifier for scenario, item in pack.items_alone() if not pack.is_sensitive(scenario)][:items]
    session = workshops.session(workshops.begin(Begin(kind="begin", title=title, items=asked, units=units)))
    names = [line.partition("\t")[0] for line in units.splitlines()]
    phones = [f"{chance.getrandbits(128):032x}" for _ in range(people)]
    for number in range(1, items + 1):
        session.act(AskNext())
        for n, token in enumerate(phones):
            session.welcome(token, names[n * len(names) // people])
            answer = Answer(
                code=session.state.code, token=token, turn=number, round=1, attempt_id=str(uuid.uuid4()),
                response=_respond(session, chance, is_right=chance.random() >= wrong),
            )  # fmt: skip
            assert session.cast([answer])[0]["kind"] == "received"
    session.act(End())
    return session.state.code


def _respond(session: WorkshopSession, chance: Random, *, is_right: bool) -> object:
    asking = session.showing.find(session.state.turn.item if session.state.turn else None)
    assert asking is not None
    item = asking.item
    wrong = build_examples(item).wrong
    response = correct_response(item) if is_right else parse_response(item, chance.choice(wrong))
    return response_as_tokens(asking.shown, response)
