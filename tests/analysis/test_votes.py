"""What talking changes, worked by hand and by simulation."""

import numpy as np
import pytest
from neuguong.analysis.votes import Talk, Vote, measure_change, measure_talks

RUNS = 2000


def test_votes_of_one_question_are_compared_by_who_changed() -> None:
    talk = Talk("h", Vote(20, 40), Vote(30, 40), gained=12, lost=2)
    found = measure_change(talk)
    assert found.n == 40
    assert found.value == pytest.approx(0.25)  # 30/40 − 20/40
    # Agresti and Min: (12 − 2)/42 = 0.2381; √(12 + 2 + 1 − 10²/42)/42 = 0.0846
    assert (found.low, found.high) == pytest.approx((0.2381 - 1.96 * 0.0846, 0.2381 + 1.96 * 0.0846), abs=1e-3)


def test_where_nobody_knows_who_changed_the_interval_is_wider() -> None:
    known, unknown = Talk("h", Vote(20, 40), Vote(30, 40), 12, 2), Talk("h", Vote(20, 40), Vote(30, 40))
    one, other = measure_change(known), measure_change(unknown)
    assert other.value == one.value
    assert other.high - other.low > one.high - one.low


def test_questions_weigh_as_many_answers_as_they_got_and_people_are_counted_once_a_hall() -> None:
    talks = [
        Talk("h", Vote(20, 40), Vote(30, 40), 12, 2, Vote(26, 40)),
        Talk("h", Vote(10, 20), Vote(10, 20), 3, 3, Vote(14, 20)),
        Talk("k", Vote(6, 10), Vote(8, 10), 2, 0, Vote(6, 10)),
    ]
    found = measure_talks(talks)
    assert found is not None
    assert (found.questions, found.people) == (3, 50)  # at most 40 in h, 10 in k
    assert (found.first, found.second) == pytest.approx((36 / 70, 48 / 70))
    assert found.change.value == pytest.approx(12 / 70)
    assert found.parallel == pytest.approx(46 / 70)
    assert found.kept is not None
    assert found.kept.value == pytest.approx(10 / 70)


def test_a_question_without_a_parallel_one_leaves_nothing_to_say_of_parallel_ones() -> None:
    talks = [Talk("h", Vote(20, 40), Vote(30, 40), parallel=Vote(26, 40)), Talk("h", Vote(20, 40), Vote(30, 40))]
    found = measure_talks(talks)
    assert found is not None
    assert (found.parallel, found.kept) == (None, None)
    assert measure_talks([]) is None


def test_two_questions_of_one_hall_are_no_surer_than_one_and_those_of_two_halls_are() -> None:
    one = Talk("h", Vote(20, 40), Vote(30, 40), 12, 2)
    other = Talk("k", Vote(20, 40), Vote(30, 40), 12, 2)
    widths = []
    for talks in ([one], [one, one], [one, other]):
        found = measure_talks(talks)
        assert found is not None
        widths.append(found.change.high - found.change.low)
    assert widths[1] == pytest.approx(widths[0])
    assert widths[2] < widths[0]


@pytest.mark.parametrize("n", [30, 100])
def test_the_interval_of_one_question_holds_the_true_change_in_93_to_97_of_100(n: int) -> None:
    draw = np.random.default_rng(n)
    stays, gained, lost = 0.4, 0.3, 0.1  # right both times, became right, became wrong
    tables = draw.multinomial(n, [stays, gained, lost, 1 - stays - gained - lost], size=RUNS)
    held = 0
    for both, won, gone, _ in tables.tolist():
        found = measure_change(Talk("h", Vote(both + gone, n), Vote(both + won, n), won, gone))
        held += found.low <= gained - lost <= found.high
    assert 0.93 <= held / RUNS <= 0.97


def test_the_interval_of_many_questions_of_the_same_people_holds_the_true_change_in_95_of_100_at_least() -> None:
    """Forty people, four questions; who tends to change does so in all of them."""
    draw, n, runs = np.random.default_rng(7), 40, 600
    held = 0
    for _ in range(runs):
        tends = draw.beta(1, 2, size=(n, 1))
        became = draw.random((n, 4)) < tends * 0.6  # E = 1/3 × 0.6 = 0.2
        gone = ~became & (draw.random((n, 4)) < 0.05 / 0.8)  # 0.8 × 0.0625 = 0.05
        talks = []
        for won, lost in zip(became.sum(axis=0).tolist(), gone.sum(axis=0).tolist(), strict=True):
            talks.append(Talk("h", Vote(10 + lost, n), Vote(10 + won, n), won, lost))
        found = measure_talks(talks)
        assert found is not None
        held += found.change.low <= 0.15 <= found.change.high
    assert held / runs >= 0.94
