"""Statistics are told in steps of whole groups, and stay as they were told in between."""

from collections import Counter, defaultdict
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from neuguong.analysis.distribution import describe_item
from neuguong.analysis.estimates import Estimate
from neuguong.analysis.item_analysis import ChoiceAnalysis, ItemAnalysis
from neuguong.analysis.verdicts import Fault, judge_item
from neuguong.clock import FixedClock
from neuguong.disclosure import read_numbers
from neuguong.disclosure.coarse import tell_item
from neuguong.disclosure.figures import Figures, read_figures, work_out_figures
from neuguong.items import Pack, response_to_json
from neuguong.scoring import build_examples, correct_response, score_response, takes_one_choice
from neuguong.store import ItemCount, MemoryLog, Statement, canonical_json

from tests.samples import INTERACTIONS, NOON, make_item, make_pack

MINIMUM = 5  # groups of nine


class Course:
    """A log that people answer a pack's items in, one after another."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.clock = pack, FixedClock(NOON)
        self.log = MemoryLog(clock=self.clock)
        self.attempts = 0

    def hurry(self, *people: str) -> None:
        """Each answers every item within a minute: too quick to count as a person."""
        self.study(*people, minutes=0)

    def study(
        self, *people: str, right: bool = True, minutes: int = 2, unit: str | None = None, first_only: bool = False
    ) -> None:
        """Each answers every item, or only the three that come first, some minutes apart."""
        for who in people:
            for scenario, item in list(self.pack.live_items())[: 3 if first_only else None]:
                key = correct_response(item)
                raw = response_to_json(key) if right else build_examples(item).wrong[0]
                outcome = score_response(item, key)
                self.attempts += 1
                statement = Statement(
                    attempt_id=str(UUID(int=self.attempts, version=4)), timestamp=self.now, context="study",
                    topic=scenario.topic, scenario_id=scenario.identifier, item_id=item.identifier, item_version=1,
                    content_revision="r", interaction=item.interaction.kind, response=raw, presented_order=(),
                    score=outcome.score, max_score=outcome.max_score, chance=outcome.chance, duration_ms=30_000,
                    attempt_number=1, app_version="1", actor=who, unit=unit,
                )  # fmt: skip
                self.log.append_statement(statement, sensitive=False)
                self.clock.advance(timedelta(minutes=minutes, seconds=1))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def told(self) -> tuple[int, list[int]]:
        figures = read_figures(self.log, self.pack, now=self.now, minimum=MINIMUM)
        return figures.answers, [one.n for one in figures.items]


@pytest.fixture
def course() -> Course:
    return Course(make_pack())


def finish(work: Generator[float, None, Figures]) -> Figures:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


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


def test_whoever_is_erased_changes_no_number_that_is_published(course: Course) -> None:
    items = len(list(course.pack.live_items()))
    course.study(*names(9))
    before = read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)
    course.log.erase_actor(names(1)[0])
    assert read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM) == before
    course.study(*names(9, start=9))
    assert course.told() == (18 * items, [18] * items)  # as on the board: nothing is taken back


def test_every_count_is_the_one_that_is_published(course: Course) -> None:
    """Whoever takes one page's numbers from another's is left with nothing: of people who were too quick to count, of
    one who was erased, of whoever waits."""
    course.study(*names(40))
    course.study(*names(30, start=40), right=False)
    course.hurry(*names(1, start=100))
    course.log.erase_actor(names(1)[0])
    course.study(*names(9, start=200))
    course.study(*names(3, start=300))
    figures = read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)
    published: dict[str, Counter[str]] = defaultdict(Counter)
    for one in read_numbers(course.log, now=course.now, minimum=MINIMUM):
        published[one.item_id][canonical_json(one.response)] += one.n
    for analysis in figures.items:
        counts = published[analysis.item.identifier]
        assert analysis.n == sum(counts.values())
        for choice in analysis.choices if takes_one_choice(analysis.item) else ():
            assert choice.count == counts[canonical_json(choice.choice)]
            assert choice.mean_rest is None or min(choice.count, analysis.n - choice.count) >= 9
    assert any(choice.mean_rest is not None for analysis in figures.items for choice in analysis.choices)


def test_units_of_few_and_those_where_all_but_few_have_finished_are_not_told(course: Course) -> None:
    course.study(*names(9), unit="Chi bộ Một")
    course.study(*names(10, start=20), unit="Chi bộ Hai")
    course.study(*names(2, start=40), unit="Chi bộ Hai", first_only=True, minutes=3)
    course.study(*names(4, start=60), unit="Chi bộ Ba")
    course.study(*names(40, start=80))
    figures = read_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)
    assert figures.finished["Chi bộ Một"] == figures.people["Chi bộ Một"] == 9
    assert figures.people["Chi bộ Hai"] == 12
    assert "Chi bộ Hai" not in figures.finished
    assert "Chi bộ Ba" not in figures.people


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


def test_a_correlation_is_of_as_many_as_the_rest_is_known_of_and_judged_by_them(course: Course) -> None:
    """Found: of 120 people of whom 40 had answered enough of the rest, it was judged as if of 120."""
    item = make_item(INTERACTIONS["single"])
    choices = tuple(ChoiceAnalysis(name, None, name == "b", 0, None, 0, 0, ()) for name in item.choice_ids)
    backwards = Estimate(-0.45, -0.65, -0.15, 40)
    exact = ItemAnalysis(item, 120, None, 0.2, backwards, None, choices)
    published = describe_item(item, [ItemCount(item.identifier, 1, "b", 60), ItemCount(item.identifier, 1, "a", 60)])
    told = tell_item(exact, published, known=40, minimum=MINIMUM)
    assert told.discrimination == replace(backwards, n=36)
    assert Fault.BACKWARDS not in [flag.fault for flag in judge_item(told)]
    of_many = tell_item(exact, published, known=120, minimum=MINIMUM)
    assert Fault.BACKWARDS in [flag.fault for flag in judge_item(of_many)]


def test_of_a_long_log_one_more_group_is_told_the_next_day_and_many_more_at_once(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = len(list(course.pack.live_items()))
    monkeypatch.setattr("neuguong.disclosure.figures.GROWTH", 4)
    course.study(*names(36))
    course.clock.advance(timedelta(hours=12))  # just after midnight
    assert course.told()[0] == 36 * items
    course.study(*names(9, start=36), minutes=1)
    assert course.told()[0] == 36 * items  # nine in forty-five are fewer than one in four
    course.study(*names(9, start=45), minutes=1)
    assert course.told()[0] == 54 * items
    course.study(*names(9, start=54), minutes=1)
    assert course.told()[0] == 54 * items
    course.clock.advance(timedelta(days=1))
    assert course.told()[0] == 63 * items
    course.clock.advance(timedelta(days=1))
    assert list(work_out_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)) == []
    assert list(work_out_figures(course.log, replace(course.pack, revision="another"), now=course.now, minimum=MINIMUM))


def test_a_group_published_while_the_others_are_read_is_for_the_next_time(course: Course) -> None:
    course.study(*names(18))
    work = work_out_figures(course.log, course.pack, now=course.now, minimum=MINIMUM)
    while next(work) == 0.0:
        pass
    course.study(*names(9, start=18))
    read_numbers(course.log, now=course.now, minimum=MINIMUM)
    items = len(list(course.pack.live_items()))
    told = finish(work)
    assert (told.people, told.answers) == ({"": 18}, 18 * items)
    assert course.told()[0] == 27 * items
