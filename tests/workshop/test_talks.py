"""First vote, second vote, parallel item: how one is marked, and what is told of all three."""

from dataclasses import replace

from neuguong.items import Pack, Scenario
from neuguong.scoring.single_choice import SingleChoice
from neuguong.workshop import commands as orders
from neuguong.workshop.events import event_from_json
from neuguong.workshop.talks import TalkedItem, find_talks

from tests.samples import make_item, make_pack
from tests.workshop.halls import Hall

FIRST, PARALLEL, OTHER, ELSEWHERE = "mot-single", "ba-1", "bon-1", "mot-rating"
PEOPLE = 12


def make_pack_with_parallel() -> Pack:
    """`ba-1` is of the skill of `mot-single`, in another scenario; `bon-1` of another skill."""
    pack = make_pack()
    third = replace(pack.scenarios["hai"], identifier="ba", items=(make_item(SingleChoice("c"), name=PARALLEL),))
    item = replace(make_item(SingleChoice("c"), name=OTHER), skill="khac")
    fourth: Scenario = replace(pack.scenarios["hai"], identifier="bon", items=(item,))
    return replace(pack, scenarios=pack.scenarios | {"ba": third, "bon": fourth})


def vote(hall: Hall, command: orders.Command, right: int, *, people: int = PEOPLE) -> None:
    hall.do(command)
    for n, token in enumerate(hall.join(people)):
        hall.answer(token, hall.right() if n < right else hall.wrong())
    hall.do(orders.Close(), orders.Count())


def hold(*asked: tuple[orders.Command, int], **begin: bool) -> list[TalkedItem]:
    hall = Hall(make_pack_with_parallel(), items=[], **begin)
    for command, right in asked:
        vote(hall, command, right)
    assert find_talks(hall.session) == []  # not over yet
    hall.do(orders.End())
    return find_talks(hall.other())


def test_a_parallel_item_right_after_the_second_vote_is_told_beside_both() -> None:
    (found,) = hold((orders.AskItem(FIRST), 4), (orders.AskAgain(), 9), (orders.AskItem(PARALLEL), 7))
    assert found.parallel is not None
    assert (found.asking.item.identifier, found.parallel.item.identifier) == (FIRST, PARALLEL)
    talk = found.talk
    assert talk.parallel is not None
    assert [(one.right, one.n) for one in (talk.first, talk.second, talk.parallel)] == [(4, 12), (9, 12), (7, 12)]
    assert (talk.gained, talk.lost) == (5, 0)


def test_an_item_of_another_skill_or_of_the_same_scenario_is_no_parallel_one() -> None:
    for name in (OTHER, ELSEWHERE):
        (found,) = hold((orders.AskItem(FIRST), 4), (orders.AskAgain(), 9), (orders.AskItem(name), 7))
        assert found.parallel is found.talk.parallel is None


def test_after_one_vote_only_or_with_something_in_between_there_is_no_parallel_item() -> None:
    assert hold((orders.AskItem(FIRST), 4), (orders.AskItem(PARALLEL), 7)) == []
    (found,) = hold(
        (orders.AskItem(FIRST), 4), (orders.AskAgain(), 9), (orders.AskItem(OTHER), 7), (orders.AskItem(PARALLEL), 7)
    )
    assert found.talk.parallel is None


def test_a_rehearsal_is_told_of_nowhere() -> None:
    assert hold((orders.AskItem(FIRST), 4), (orders.AskAgain(), 9), rehearsal=True) == []


def test_where_a_key_was_corrected_since_nobody_is_said_to_have_changed() -> None:
    hall = Hall(make_pack_with_parallel(), items=[])
    vote(hall, orders.AskItem(FIRST), 4)
    vote(hall, orders.AskAgain(), 9)
    hall.do(orders.End())
    scenario = hall.pack.scenarios["mot"]
    items = tuple(
        replace(one, interaction=SingleChoice("a")) if one.identifier == FIRST else one for one in scenario.items
    )
    hall.pack = replace(hall.pack, scenarios=hall.pack.scenarios | {"mot": replace(scenario, items=items)})
    (found,) = find_talks(hall.other())
    assert (found.talk.gained, found.talk.lost) == (None, None)
    assert found.talk.first.right + 4 <= 12  # what was the key is none any more


def test_an_event_of_before_there_was_a_mark_is_read() -> None:
    old = {"activity": "item", "item": FIRST, "question": "", "options": [], "closes_at": None, "kind": "asked"}
    event = event_from_json(old)
    assert getattr(event, "parallel_to", 1) is None
