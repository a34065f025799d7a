"""What a lesson changed is told of whole tests, by whole groups, and stays as it was told in between."""

from datetime import timedelta
from uuid import UUID

import pytest
from neuguong.clock import FixedClock
from neuguong.disclosure.gains import read_gain
from neuguong.items import response_to_json
from neuguong.scoring import build_examples, correct_response, score_response
from neuguong.store import MemoryLog, Statement

from tests.samples import NOON, make_pack

PACK = make_pack()
LESSON = next(iter(PACK.lessons))
MINIMUM = 5  # groups of nine


class Exams:
    """A log that people take tests in; `right` of the four items are answered rightly."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOON)
        self.log = MemoryLog(clock=self.clock)
        self.attempts = 0

    def take(self, who: int, phase: str, right: int, *, form: str = "a", items: int = 4) -> None:
        for n, (scenario, item) in enumerate(list(PACK.live_items())[:items]):
            key = correct_response(item)
            raw = response_to_json(key) if n < right else build_examples(item).wrong[0]
            outcome = score_response(item, key)
            self.attempts += 1
            statement = Statement(
                attempt_id=str(UUID(int=self.attempts, version=4)), timestamp=self.clock.now(), context="test",
                context_id=f"{LESSON}.{phase}.{form}", topic=scenario.topic, scenario_id=scenario.identifier,
                item_id=item.identifier, item_version=1, content_revision="r", interaction=item.interaction.kind,
                response=raw, presented_order=(), score=0.0, max_score=outcome.max_score, chance=outcome.chance,
                duration_ms=30_000, attempt_number=1, app_version="1", actor=f"{who:064x}",
            )  # fmt: skip
            self.log.append_statement(statement, sensitive=False)
            self.clock.advance(timedelta(minutes=1))

    def both(self, *people: int, before: int = 1, after: int = 4) -> None:
        for who in people:
            self.take(who, "before", before, form="ab"[who % 2])
            self.take(who, "after", after, form="ba"[who % 2])

    def told(self) -> object:
        return read_gain(self.log, PACK, LESSON, minimum=MINIMUM)


@pytest.fixture
def exams() -> Exams:
    return Exams()


def test_below_thirty_only_whole_groups_of_people_are_counted(exams: Exams) -> None:
    assert read_gain(exams.log, PACK, LESSON, minimum=MINIMUM).n == 0
    exams.both(*range(8))
    assert read_gain(exams.log, PACK, LESSON, minimum=MINIMUM).n == 0
    exams.both(8, 9)
    found = read_gain(exams.log, PACK, LESSON, minimum=MINIMUM)
    assert (found.n, found.before, found.g) == (9, None, None)


def test_a_gain_is_that_of_the_points_of_the_present_keys_in_steps(exams: Exams) -> None:
    exams.both(*range(40))  # stored with no point at all: the keys were corrected since
    found = read_gain(exams.log, PACK, LESSON, minimum=MINIMUM)
    assert found.n == 36
    assert found.after == 1.0
    assert found.before is not None
    assert found.before < 0.5
    assert found.g is not None
    assert (found.g.value, found.g.n) == (1.0, 36)


def test_half_a_test_makes_no_pair(exams: Exams) -> None:
    exams.both(*range(36))
    for who in range(100, 109):
        exams.take(who, "before", 1)
        exams.take(who, "after", 1, form="b", items=1)
    assert read_gain(exams.log, PACK, LESSON, minimum=MINIMUM).n == 36


def test_whoever_is_erased_or_comes_alone_changes_nothing_that_was_told(exams: Exams) -> None:
    exams.both(*range(45))
    before = exams.told()
    exams.both(45, before=4, after=1)
    assert exams.told() == before
    exams.log.erase_actor(f"{45:064x}")
    assert exams.told() == before
