"""Every item of the bank, and one of each interaction: its key earns all, wrong earns less, malformed is refused."""

import pytest
from neuguong.errors import InvalidResponseError
from neuguong.items import Interaction, Item, response_to_json
from neuguong.scoring import build_examples, correct_response, judge_choices, parse_response, score_response, scorer_of
from neuguong.scoring.best_worst import Extremes

from tests.content import load_bank
from tests.samples import INTERACTIONS, make_item

PACK = load_bank()
ITEMS = [item for scenario in PACK.scenarios.values() for item in scenario.items]
ITEMS += [make_item(interaction, name=f"thu-{name}") for name, interaction in INTERACTIONS.items()]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.identifier)
def test_key_earns_all_wrong_earns_less_malformed_is_refused(item: Item) -> None:
    examples = build_examples(item)
    outcome = score_response(item, parse_response(item, examples.right))
    assert outcome.is_full
    assert 0 < outcome.chance < outcome.max_score
    assert examples.wrong
    for wrong in examples.wrong:
        response = parse_response(item, wrong)
        lesser = score_response(item, response)
        assert 0 <= lesser.score < outcome.max_score
        assert not lesser.is_full
        assert parse_response(item, response_to_json(response)) == response
        assert set(judge_choices(item, response)) == set(item.choice_ids)
    for invalid in examples.invalid:
        with pytest.raises(InvalidResponseError):
            parse_response(item, invalid)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.identifier)
def test_any_order_of_the_choices_makes_a_response(item: Item) -> None:
    for order in (item.choice_ids, item.choice_ids[::-1]):
        response = scorer_of(item).arrange(order)
        assert parse_response(item, response_to_json(response)) == response


def test_the_choices_seen_as_best_get_the_best_places() -> None:
    made = {name: scorer_of(make_item(one)).arrange(tuple("abcde")) for name, one in INTERACTIONS.items()}
    assert made == {
        "single": "a",
        "multiple": frozenset("abc"),
        "ranking": tuple("abcde"),
        "bestworst": Extremes("a", "e"),
        "rating": {"a": 4, "b": 4, "c": 3, "d": 2, "e": 1},
        "matching": {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"},
        "hottext": frozenset("abc"),
    }


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
def test_what_is_counted_as_the_key_is_what_the_key_does(interaction: Interaction) -> None:
    item = make_item(interaction)
    scorer, key = scorer_of(item), correct_response(item)
    for choice in item.choice_ids:
        measures = scorer.measures(choice)
        assert [measure.is_key for measure in measures] == [measure.holds(key) for measure in measures]


def test_a_response_is_logged_the_same_whatever_order_it_was_made_in() -> None:
    assert response_to_json(frozenset("dab")) == ["a", "b", "d"]
    assert list(response_to_json({"b": 1, "a": 2})) == ["a", "b"]  # type: ignore[call-overload]
    assert response_to_json(("b", "a")) == ["b", "a"]
    assert response_to_json(Extremes(best="b", worst="a")) == {"best": "b", "worst": "a"}


def test_all_seven_interactions_are_used_in_live_items() -> None:
    assert {item.interaction.kind for _, item in PACK.live_items()} == {one.kind for one in INTERACTIONS.values()}
