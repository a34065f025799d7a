"""Statistics are told in steps of whole groups, and stay as they were told in between."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from neuguong.clock import FixedClock
from neuguong.disclosure.figures import read_figures, work_out_figures
from neuguong.items import Pack, response_to_json
from neuguong.scoring import build_examples, correct_response, score_response
from neuguong.store import MemoryLog, Statement

from tests.samples import NOON, make_pack

MINIMUM = 5  # groups of nine


class Course:
    """A log that people answer a pack's items in, one after another."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.clock = pack, FixedClock(NOON)
        self.log = MemoryLog(clock=self.clock)
        self.attempts = 0

    def study(self, *people: str, right: bool = True) -> None:
        """Each answers every item, a few minutes apart."""
        for who in people:
            for scenario, item in self.pack.live_items():
                key = correct_response(item)
                raw = response_to_json(key) if right else build_examples(item).wrong[0]
                outcome = score_response(item, key)
                self.attempts += 1
                statement = Statement(
                    attempt_id=str(UUID(int=self.attempts, version=4)), timestamp=self.now, context="study",
                    topic=scenario.topic, scenario_id=scenario.identifier, item_id=item.identifier, item_version=1,
                    content_revision="r", interaction=item.interaction.kind, response=raw, presented_order=(),
                    score=outcome.score, max_score=outcome.max_score, chance=outcome.chance, duration_ms=30_000,
                    attempt_number=1, app_version="1", actor=who,
                )  # fmt: skip
                self.log.append_statement(statement, sensitive=False)
                self.clock.advance(timedelta(minutes=2))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def told(self) -> tuple[int, list[int]]:
        figures = read_figures(self.log, self.pack, now=self.now, minimum=MINIMUM)
        return figures.answers, [one.n for one in figures.items]


@pytest.fixture
def course() -> Course:
    return Course(make_pack())


def names(n: int, start: int = 0) -> list[str]:
    return [f"{number:064x}" for number in range(start, start + n)]


def test_nothing_is_told_of_fewer_than_a_group_and_then_of_whole_ones(course: Course) -> None:
    items = len(list(course.pack.live_items()))
    course.study(*names(8))
    assert course.told() == (0, [0] * items)
    course.study(*names(1, start=8))
    assert course.told() == (9 * items, [9] * items)
    course.study(*names(8, start=9))
    assert course.told() == (9 * items, [9] * items)


def test_whoever_is_erased_changes_no_figure_until_a_whole_group_has_come(course: Course) -> None:
    items = len(list(course.pack.live_items()))
    course.study(*names(9))
    before = read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)
    course.log.erase_actor(names(1)[0])
    assert read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM) == before
    course.study(*names(9, start=9))
    assert course.told() == (17 * items, [17] * items)


def test_figures_read_again_are_the_figures_that_were_made(course: Course) -> None:
    course.study(*names(40))
    course.study(*names(20, start=40), right=False)
    made = read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)
    assert made.sets
    assert made.items[0].facility is not None
    assert made == read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)


def test_work_is_done_bit_by_bit_and_once(course: Course) -> None:
    course.study(*names(30))
    done = list(work_out_figures(course.log, course.pack, now=course.now, minimum=MINIMUM))
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0.0, 1.0)
    assert list(work_out_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)) == []
    corrected = replace(course.pack, revision="another")
    assert list(work_out_figures(course.log, corrected, now=course.now, minimum=MINIMUM)) != []
