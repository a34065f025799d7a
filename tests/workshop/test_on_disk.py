"""A workshop over the log's own database: several processes' views of one board, and a report of what is there."""

from pathlib import Path

import pytest
from neuguong.app import Settings, open_control_room, open_wall, open_workshops
from neuguong.bank import default_data_folder
from neuguong.store import Occasion
from neuguong.workshop.commands import AskAgain, AskNext, Close, Count, End, Explain, Show
from neuguong.workshop.messages import Answer, Begin
from neuguong.workshop.reporting import build_report

from tests.workshop.halls import phone


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Over a database of either kind, as `serve --database` names it."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return Settings(home=tmp_path, data=default_data_folder(), database=url)


def test_a_whole_workshop_on_disk_led_by_one_process_and_voted_in_another(settings: Settings) -> None:
    room, server = open_workshops(settings), open_workshops(settings)
    item = next(item for _, item in room.pack.items_alone() if item.interaction.kind == "single_choice")
    begin = Begin(kind="begin", title="Trên đĩa", items=[item.identifier], units="Chi bộ Một\t20\nChi bộ Hai\t5")
    workshop_id = room.begin(begin)
    trainer, phones = room.session(workshop_id), server.session(workshop_id)
    assert server.find(trainer.state.code.lower()) == workshop_id
    for n in range(10):
        phones.welcome(phone(n), "Chi bộ Một")
    trainer.act(AskNext())
    for number in (1, 2):
        votes = [
            Answer(
                code=trainer.state.code, token=phone(n), turn=1, round=number, response="0",
                attempt_id=f"{number:08x}-0000-4000-8000-{n:012x}",
            )
            for n in range(10)
        ]  # fmt: skip
        assert {reply["kind"] for reply in phones.cast(votes)} == {"received"}
        assert trainer.count_answered() == 10
        for command in (Close(), Count(), *((AskAgain(),) if number == 1 else (Show(), Explain(), End()))):
            trainer.act(command)
    phones.refresh()
    assert phones.state == trainer.state == open_workshops(settings).session(workshop_id).state
    for number in (1, 2):
        assert len(list(room.log.fetch_statements(occasion=Occasion("workshop", workshop_id, number)))) == 10
    report = build_report(trainer, room.log, now=room.clock.now())
    assert [(unit.name, unit.joined, unit.completed) for unit in report.units] == [
        ("Chi bộ Một", 10, 10), ("Chi bộ Hai", 0, 0),
    ]  # fmt: skip
    line = report.items[0]
    assert line.first is not None
    assert line.second is not None
    assert (line.first.n, line.second.n, line.gain) == (10, 10, 0.0)
    assert open_control_room(settings).view()["prepare"] is not None
    wall = open_wall(settings).view()["wall"]
    assert wall is not None
    assert wall["state"]["stage"] == "ended"
    assert server.erase(phone(0)) == 2
