"""What the composition root joins."""

from pathlib import Path

from neuguong.app import Settings, open_course
from neuguong.app.dashboards import open_control_room
from neuguong.bank import default_data_folder
from neuguong.board.findings import find_topic


def test_served_with_signed_only_neither_learner_nor_trainer_is_shown_what_nobody_signed(tmp_path: Path) -> None:
    everything = Settings(home=tmp_path, data=default_data_folder())
    signed = Settings.from_environment({**everything.to_environment(), "NEUGUONG_SIGNED_ONLY": "1"})
    for settings, asks_for_signature in ((everything, False), (signed, True)):
        pack = open_course(settings).pack
        for topic in pack.topics:
            findings = find_topic(pack, topic, totals={}, minimum=5)
            if asks_for_signature:
                shown = {one.item.identifier for one in findings.items}
                homes = [one for one in pack.scenarios.values() if shown & {item.identifier for item in one.items}]
                assert all(scenario.signed for scenario in homes)
            assert findings.items or asks_for_signature


def test_a_workshop_is_prepared_with_the_units_of_the_installation_and_how_many_are_eligible(tmp_path: Path) -> None:
    units = tmp_path / "don-vi.txt"
    units.write_text("Chi bộ Một\t20\nChi bộ Hai\n", encoding="utf-8")
    settings = Settings.from_environment({"NEUGUONG_HOME": str(tmp_path), "NEUGUONG_UNITS": str(units)})
    prepare = open_control_room(settings).view()["prepare"]
    assert prepare is not None
    assert prepare["unit_text"] == "Chi bộ Một\t20\nChi bộ Hai"
