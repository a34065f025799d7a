"""What the composition root joins."""

from pathlib import Path

from neuguong.app import Settings, open_course
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
