"""Noise on counts of sensitive answers: its distribution, its bound, and what an attacker can make of it."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from neuguong.disclosure import LIKELIHOOD_MAX, SENSITIVE_STEP, read_sensitive
from neuguong.disclosure.noise import draw_noise
from neuguong.items import Topic
from neuguong.store import MemoryLog

from tests.samples import NOON, make_answer, make_pack

PACK = replace(make_pack(), topics={"chu-de": Topic("chu-de", "Chủ đề", True)})


def test_each_step_away_is_half_as_likely_both_ways() -> None:
    """P(z) = 2^-|z| / 3: of 90,000 draws 30,000 are 0, 15,000 each ±1; 600 is over four standard deviations."""
    chance = Random(1)
    drawn = Counter(draw_noise(chance) for _ in range(90_000))
    for z in (-3, -2, -1, 0, 1, 2, 3):
        assert drawn[z] == pytest.approx(30_000 * 2 ** -abs(z), abs=600)


def told(answers: list[str], chance: Random) -> dict[str, int]:
    """What is said of first answers to a question with five choices."""
    log = MemoryLog()
    for number, response in enumerate(answers):
        attempt = f"00000000-0000-4000-8000-{number:012}"
        values = {"attempt_id": attempt, "timestamp": NOON, "item_id": "hai-1", "response": response}
        log.append_statement(make_answer(**values), sensitive=True)
    return {one.response: one.n for total in read_sensitive(log, PACK, chance=chance) for one in total.counts}


LOGS = 1500


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Counter[tuple[int | None, ...]]]:
    """What is said in many logs of 19 known answers and one that is "b" or "c": the two counts that it can be in."""
    chance, known = Random(2), ["a"] * 9 + ["b"] * 5 + ["c"] * 5
    return {
        answer: Counter(tuple(map(told([*known, answer], chance).get, "bc")) for _ in range(LOGS)) for answer in "bc"
    }


def test_whatever_is_said_is_at_most_four_times_as_likely_under_one_answer_as_under_another(
    outcomes: dict[str, Counter[tuple[int | None, ...]]],
) -> None:
    """Outcomes seen at least 25 times of each: a ratio of at most 4, give or take three standard deviations."""
    common = [(n, outcomes["c"][one]) for one, n in outcomes["b"].items() if min(n, outcomes["c"][one]) >= 25]
    assert len(common) >= 10
    for n, other in common:
        assert max(n, other) / min(n, other) <= LIKELIHOOD_MAX * (1 + 3 * (1 / n + 1 / other) ** 0.5)


def test_the_best_guess_is_right_in_at_most_four_of_five_cases(
    outcomes: dict[str, Counter[tuple[int | None, ...]]],
) -> None:
    """The most likely answer for each outcome, judged with the very logs it was learnt from: nobody guesses better."""
    right = sum(max(outcomes["b"][one], outcomes["c"][one]) for one in outcomes["b"] | outcomes["c"])
    assert 0.5 < right / (2 * LOGS) <= LIKELIHOOD_MAX / (LIKELIHOOD_MAX + 1)


def test_nothing_is_said_of_nineteen_answers_and_nothing_new_until_twenty_more() -> None:
    answers = ["a"] * (SENSITIVE_STEP - 1)
    assert told(answers, Random(4)) == {}
    assert told([*answers, "a"], Random(4)) == told([*answers, "a"], Random(4)) != {}
    log, chance, said = MemoryLog(), Random(5), []
    for number in range(3 * SENSITIVE_STEP):
        attempt = f"00000000-0000-4000-8000-{number:012}"
        log.append_statement(
            make_answer(attempt_id=attempt, timestamp=NOON, item_id="hai-1", response="a"), sensitive=True
        )
        said.append(read_sensitive(log, PACK, chance=chance))
    changes = [n for n in range(1, len(said)) if said[n] != said[n - 1]]
    assert changes == [SENSITIVE_STEP - 1, 2 * SENSITIVE_STEP - 1, 3 * SENSITIVE_STEP - 1]


def test_of_a_question_with_more_responses_than_choices_nothing_is_said() -> None:
    log = MemoryLog()
    for number in range(40):
        attempt = f"00000000-0000-4000-8000-{number:012}"
        answer = make_answer(
            attempt_id=attempt,
            timestamp=NOON,
            item_id="mot-multiple",
            response=["a"],
            interaction="multiple",
        )
        log.append_statement(answer, sensitive=True)
    assert read_sensitive(log, PACK, chance=Random(6)) == []
