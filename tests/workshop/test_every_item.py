"""Every live item of the bank through a whole turn: nothing of its key leaves before it is released."""

import json
from collections.abc import Iterator
from typing import Any

from neuguong.items import Item
from neuguong.workshop.commands import AskItem, Close, Count, End, Explain, Show
from neuguong.workshop.room_view import build_room, build_wall
from neuguong.workshop.views import PhoneState, WallView
from pydantic import TypeAdapter

from tests.content import load_bank
from tests.workshop.halls import Hall, phone

PEOPLE = 20
PHONE, WALL = TypeAdapter(PhoneState), TypeAdapter(WallView)


def walk(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
    elif isinstance(value, str):
        yield value


def told(hall: Hall) -> list[Any]:
    """What phones, one phone and the wall are told now."""
    session = hall.session
    state = session.phone_state()
    wall = build_wall(
        session.state, session.showing, [], now=hall.clock.now(), joined=PEOPLE, answered=1, address="hall.test"
    )
    PHONE.validate_python(state)
    WALL.validate_python(wall)
    return [state, session.mine(phone(0)), wall]


def secrets_of(item: Item) -> set[str]:
    explained = {choice.feedback for choice in item.choices} | {item.rationale}
    return explained | set(item.choice_ids) | {target.identifier for target in item.interaction.targets}


def test_no_key_and_no_result_of_any_item_is_told_too_early() -> None:
    bank = load_bank()
    hall = Hall(bank, items=[])
    for n, (_, item) in enumerate(bank.items_alone()):
        if n % 10 == 0:  # the fake counts anew at every question
            hall = Hall(bank, items=[])
            hall.join(PEOPLE)
        hall.do(AskItem(item.identifier))
        answers = [hall.make_answer(phone(n), hall.right()) for n in range(PEOPLE)]
        assert {reply["kind"] for reply in hall.session.cast(answers)} == {"received"}
        for command in (None, Close(), Count(), Show()):
            if command is not None:
                hall.do(command)
            seen = told(hall)
            assert not secrets_of(item) & set(walk(seen)), item.identifier
            for state in (seen[0], seen[2]["state"]):
                assert (state["key"], state["transition"]) == (None, None)
                assert bool(state["results"]) == (command == Show())
                assert all(row["right"] == [] for one in state["results"] for row in one.get("rows", []))
        hall.do(Explain())
        state, mine, wall = told(hall)
        assert item.rationale in set(walk(wall)) & set(walk(state)), item.identifier
        sensitive = state["scenario"]["sensitive"]
        assert (mine["feedback"] is None) == sensitive
        if not sensitive:
            check_grid(state["results"][0])


def check_grid(shown: Any) -> None:
    """Everybody was right: all answers stand in the columns of the key, and nowhere else."""
    for row in shown["rows"]:
        for column, n in enumerate(row["counts"]):
            assert n == (shown["n"] if column in row["right"] else 0)


def test_the_room_has_the_key_from_the_start_and_its_wall_has_not() -> None:
    hall = Hall(load_bank(), items=[])
    session = hall.session
    for _, item in list(hall.pack.items_alone())[::10]:
        hall.do(AskItem(item.identifier))
        room = build_room(
            session.state, session.showing, [], session.fetch_members(), now=hall.clock.now(), answered=0, address="",
            thresholds=hall.workshops.thresholds,
        )  # fmt: skip
        assert room["key"] is not None
        assert not secrets_of(item) & set(walk(room["wall"]))
        assert json.dumps(room)
    hall.do(End())
    assert hall.session.phone_state()["stage"] == "ended"
