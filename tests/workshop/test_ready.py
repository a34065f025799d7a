"""Plans to start from, of the bank as it is."""

from collections import Counter

from neuguong.workshop.ready import build_ready_plans, list_items

from tests.content import load_bank

BANK = load_bank()
PLANS = build_ready_plans(BANK)
ITEMS = {item.identifier: item for _, item in BANK.items_alone()}


def test_every_lesson_has_a_plan_of_each_length_and_there_is_one_for_a_meeting() -> None:
    """(30 − 5)/4, (45 − 5)/4 and (90 − 5)/4 items."""
    sizes = Counter((plan["minutes"], len(plan["items"])) for plan in PLANS)
    assert sizes == {(30, 6): 3, (45, 10): 4, (90, 21): 3}


def test_an_item_with_one_fact_changed_comes_right_after_the_case_it_changes() -> None:
    for plan in PLANS:
        for before, name in zip([None, *plan["items"]], plan["items"], strict=False):
            contrast = ITEMS[name].contrast
            assert contrast is None or contrast.of == before, plan["title"]


def test_no_requirement_has_many_more_items_than_another_of_its_plan_needs() -> None:
    for plan in PLANS:
        tested = Counter(ITEMS[name].requirements[0] for name in plan["items"])
        assert max(tested.values()) <= len(plan["items"]) / len(tested) + 4, plan["title"]
        assert len(tested) >= 4


def test_a_plan_goes_through_its_lesson_in_order_and_asks_nothing_twice() -> None:
    place = {item.identifier: n for n, (_, item) in enumerate(list_items(BANK))}
    for plan in PLANS:
        places = [place[name] for name in plan["items"]]
        assert places == sorted(set(places))


def test_a_meeting_of_a_unit_has_no_sensitive_topic() -> None:
    meeting = PLANS[-1]
    topics = {scenario.topic for name in meeting["items"] for scenario in [BANK.get_item(name)[0]]}
    assert len(topics) == 2
    assert not any(BANK.topics[topic].sensitive for topic in topics)
